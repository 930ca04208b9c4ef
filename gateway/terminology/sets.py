"""Value sets: all codes of each system, and the parts of Omaha and ZRM that elements are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.terminology.model import BASE, Filter, Include, Set, System, computable
from omaha import codesystem as omaha

OMAHA_PARTS: Mapping[str, tuple[str, Filter]] = {
    "omaha-domeinen": ("Omaha: domeinen", Filter("kind", "=", "domain")),
    "omaha-problemen": ("Omaha: problemen", Filter("kind", "=", "problem")),
    "omaha-signs-symptoms": ("Omaha: signs en symptomen", Filter("kind", "=", "sign")),
    "omaha-modifier-client": ("Omaha: wiens probleem", Filter("kind", "=", "modifier-client")),
    "omaha-modifier-risico": ("Omaha: aard van het probleem", Filter("kind", "=", "modifier-risk")),
    "omaha-actiesoorten": ("Omaha: soorten interventie", Filter("kind", "=", "category")),
    "omaha-actievlakken": ("Omaha: actievlakken", Filter("kind", "=", "target")),
    "omaha-kennis": ("Omaha: kennis", Filter("concept", "descendent-of", "RS0100")),
    "omaha-gedrag": ("Omaha: gedrag", Filter("concept", "descendent-of", "RS0200")),
    "omaha-status": ("Omaha: status", Filter("concept", "descendent-of", "RS0300")),
}


def value_sets(systems: Iterable[System]) -> tuple[Set, ...]:
    whole = tuple(_set(one.id, one.title, one.version, Include(one.url)) for one in systems)
    parts = tuple(
        _set(id_, title, "2005", Include(omaha.SYSTEM, filters=(condition,)))
        for id_, (title, condition) in OMAHA_PARTS.items()
    )
    return (*whole, *parts)


def _set(id_: str, title: str, version: str, include: Include) -> Set:
    return Set(
        id=id_,
        url=f"{BASE}/ValueSet/{id_}",
        name=computable(id_),
        title=title,
        version=version,
        description=f"{title}.",
        include=(include,),
    )
