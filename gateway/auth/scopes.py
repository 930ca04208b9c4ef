"""SMART v2 scopes, by grammar: what is not understood is refused by name, and a scope only ever narrows.

    scope       = context "/" resource "." permissions [ "?" query ]
    context     = "system" | "user" | "patient"
    resource    = "*" | type of FHIR | "deliveries"
    permissions = some of c r u d s, in this order
    query       = see gateway/auth/scope_queries.py

A care system has `system/` scopes. `user/` and `patient/` scopes belong to an app that a person launched, which is not
offered here; they are understood, and refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gateway.auth import scope_queries
from gateway.auth.scope_queries import EVERYTHING, Query, shown
from gateway.errors import BadInput, Refused
from gateway.fhir.definitions import is_resource
from gateway.stages.vocabulary import FhirJson

DELIVER = "system/deliveries.c"
READ = "system/*.rs"
# Passes on what clients said about the data of every record holder (Mitz): asked for by this name, never by a wildcard.
CONSENT = "system/Consent.c"
# Passes on return messages between others (a knooppunt): so that nobody settles what is not theirs by having no code.
RETURNS = "system/deliveries.cu"
DEFAULT = (DELIVER, READ)
ORDER = "cruds"
MAX_SCOPES = 100
MAX_GRANTED = 4096  # characters: a token with its scopes must fit what is taken as a token (gateway/wire/jws.py)

_WRITTEN = re.compile(r"[ !#-\[\]-~]*")
# SMART App Launch 2.2, "Scopes for requesting FHIR resources"; version 1 had .read and .write.
_SCOPE = re.compile(r"(system|user|patient)/(\*|[A-Z][A-Za-z]{2,40}|deliveries)\.(c?r?u?d?s?)(\?.*)?")
_OLD = re.compile(r"(system|user|patient)/(\*|[A-Z][A-Za-z]{2,40})\.(read|write|\*)")


@dataclass(frozen=True, slots=True)
class Scope:
    """One `system/` scope. `resource`: `*` is every FHIR type; delivering is no FHIR interaction and is never in it.

    `query`: what a resource must say to be in it.
    """

    resource: str
    permissions: frozenset[str]
    query: Query = EVERYTHING

    def __str__(self) -> str:
        return f"system/{self.resource}.{''.join(p for p in ORDER if p in self.permissions)}{self.query}"

    def covers(self, resource: str, permission: str) -> bool:
        """Whether it is about this type (`*`: about any), be it about a part of it alone."""
        named = self.resource == resource or (self.resource == "*" and resource != "deliveries")
        return named and permission in self.permissions and self.query.fits(resource)

    def within(self, wide: Scope) -> Scope | None:
        """What both allow, if anything."""
        both, query = self.permissions & wide.permissions, self.query.both(wide.query)
        if not both or ("deliveries" in {self.resource, wide.resource} and self.resource != wide.resource):
            return None
        if self.resource != wide.resource and "*" not in {self.resource, wide.resource}:
            return None
        resource = wide.resource if self.resource == "*" else self.resource
        return Scope(resource, both, query) if query.fits(resource) else None

    def inside(self, wide: Scope) -> bool:
        """Whether the other one says all that this one says."""
        named = wide.resource == self.resource or (wide.resource == "*" and self.resource != "deliveries")
        return named and self.permissions <= wide.permissions and self.query.implies(wide.query)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a token reads, its scopes taken apart once for all that is looked at."""

    scopes: tuple[Scope, ...]

    def whole(self, type_: str, permission: str) -> bool:
        """Every resource of a type (`*`: of every type)."""
        return any(scope.covers(type_, permission) and scope.query == EVERYTHING for scope in self.scopes)

    def part(self, type_: str, permission: str) -> bool:
        """A resource of a type, for all that is known before one is looked at."""
        return any(scope.covers(type_, permission) for scope in self.scopes)

    def holds(self, type_: str, permission: str, content: Callable[[], FhirJson]) -> bool:
        """One resource. `content`: as the caller would get it, so that a scope tells nothing of what is behind it."""
        about = [scope.query for scope in self.scopes if scope.covers(type_, permission)]
        return EVERYTHING in about or any(query.holds(content()) for query in about)


def parse(text: str) -> tuple[str, ...]:
    """Split and check a scope string. Raises BadInput(invalid-scope) naming the first scope that is not possible."""
    found = tuple(str(scope) for scope in read(text))
    return tuple(dict.fromkeys(found))


def read(text: str) -> tuple[Scope, ...]:
    """As `parse`, each scope taken apart."""
    if not _WRITTEN.fullmatch(text):
        raise BadInput("invalid-scope", "Scopes are plain ASCII with spaces between them (RFC 6749, section 3.3)")
    given = text.split()
    if len(given) > MAX_SCOPES:
        raise BadInput("invalid-scope", f"More than {MAX_SCOPES} scopes")
    return tuple(_read(one) for one in given)


def narrow(asked: tuple[str, ...], allowed: Iterable[str]) -> tuple[str, ...]:
    """The scopes granted: what is both asked for and allowed, each once and none that another one contains.

    Raises Refused when nothing is left, or more than fits in a token.
    """
    wide = read(" ".join(allowed))
    both = dict.fromkeys(one.within(other) for one in read(" ".join(asked)) for other in wide)
    every = [scope for scope in both if scope is not None]
    if len(every) > 5 * MAX_SCOPES:
        raise _too_many()
    granted = [str(one) for one in every if not any(one != other and one.inside(other) for other in every)]
    if not granted:
        raise Refused("invalid-scope", "None of the scopes asked for is allowed to this system")
    if len(granted) > MAX_SCOPES or len(" ".join(granted)) > MAX_GRANTED:
        raise _too_many()
    return tuple(granted)


def _too_many() -> Refused:
    return Refused("invalid-scope", "These are more scopes than fit in a token", mend="ask for fewer at a time")


def permits(granted: Iterable[str], resource: str, permission: str) -> bool:
    """Whether any granted scope covers one permission (c, r, u, d or s) on all of a resource type.

    A scope that is not understood covers nothing, and one with a query not all of anything.
    """
    return reach(granted).whole(resource, permission)


def demand(granted: Iterable[str], type_: str, permission: str) -> None:
    """A scope only narrows: raises Refused(scope) when the token covers nothing of this type (`*`: of any)."""
    if not reach(granted).part(type_, permission):
        raise Refused("scope", f"The token lacks a scope such as system/{type_}.{permission}")


def reach(granted: Iterable[str]) -> Reach:
    """What a token with these scopes reads. A scope that is not understood reads nothing."""
    return Reach(tuple(_understood(granted)))


def _understood(granted: Iterable[str]) -> Iterator[Scope]:
    for one in granted:
        try:
            yield _read(one)
        except BadInput:
            continue


def _read(text: str) -> Scope:
    match = _SCOPE.fullmatch(text)
    if match is None or not match[3]:
        mend = "version 2 has .rs for .read" if _OLD.fullmatch(text) else f"for instance {' '.join(DEFAULT)}"
        raise BadInput("invalid-scope", f"Unknown scope {shown(text)}", mend=mend)
    context, resource, permissions, query = match.groups()
    if context != "system":
        raise BadInput(
            "invalid-scope", f"A {context}/ scope belongs to an app that a person launched: not offered here"
        )
    if resource not in {"*", "deliveries"} and not is_resource(resource):
        raise BadInput("invalid-scope", f"FHIR R4 has no type {shown(resource)}", mend="see /fhir/metadata")
    held = EVERYTHING if query is None else scope_queries.read(query[1:], resource)
    return Scope(resource, frozenset(permissions), held)
