"""Everything the service holds, found by canonical URL, by id, and for systems by every alias accepted on input."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gateway.errors import NotFound
from gateway.terminology.care_terms import care_systems, mapping_systems
from gateway.terminology.istandaarden import code_lists
from gateway.terminology.model import Set, System
from gateway.terminology.omaha_terms import omaha_system
from gateway.terminology.sets import value_sets
from gateway.terminology.zrm_terms import zrm_systems


@cache
def systems() -> tuple[System, ...]:
    return (omaha_system(), *zrm_systems(), *code_lists(), *care_systems(), *mapping_systems())


@cache
def sets() -> tuple[Set, ...]:
    return value_sets(systems())


@cache
def _by_uri() -> Mapping[str, System]:
    return {uri: system for system in systems() for uri in (system.url, *system.aliases)}


def canonical(uri: str) -> str:
    """The URI we use for a system, for any URI accepted on input; one we do not know stays as it is."""
    found = _by_uri().get(uri)
    return found.url if found else uri


def find_system(uri: str | None, version: str | None = None) -> System | None:
    """A system by URI, alias or `url|version`. None when unknown, or known in another version only."""
    url, _, said = (uri or "").partition("|")
    found = _by_uri().get(url)
    return found if found is not None and (version or said or found.version) == found.version else None


def system(uri: str | None, version: str | None = None) -> System:
    """As find_system; raises NotFound(code-system-unknown)."""
    found = find_system(uri, version)
    if found is None:
        raise NotFound("code-system-unknown", "This code system, or this version of it, is not here", where="system")
    return found


def set_of(url: str, version: str | None = None) -> Set:
    """A value set by its URL or `url|version`. Raises NotFound(value-set-unknown)."""
    bare, _, said = url.partition("|")
    for found in sets():
        if found.url == bare and (version or said or found.version) == found.version:
            return found
    raise NotFound("value-set-unknown", "This value set, or this version of it, is not here", where="url")
