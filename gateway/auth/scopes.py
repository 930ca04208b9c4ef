"""SMART v2 scopes, by grammar: what is not understood is refused by name, and a scope only ever narrows.

    scope       = context "/" resource "." permissions [ "?" parameters ]
    context     = "system" | "user" | "patient"
    resource    = "*" | type of FHIR | "deliveries"
    permissions = some of c r u d s, in this order

A care system has `system/` scopes. `user/` and `patient/` scopes belong to an app that a person launched, which is not
offered here; they are understood, and refused. So are parameters (`?category=…`): a token that promises to hold less
than it does would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.errors import BadInput, Refused

DELIVER = "system/deliveries.c"
READ = "system/*.rs"
# Passes on what clients said about the data of every record holder (Mitz): asked for by this name, never by a wildcard.
CONSENT = "system/Consent.c"
# Passes on return messages between others (a knooppunt): so that nobody settles what is not theirs by having no code.
RETURNS = "system/deliveries.cu"
DEFAULT = (DELIVER, READ)
ORDER = "cruds"
MAX_SCOPES = 100

# SMART App Launch 2.2, "Scopes for requesting FHIR resources"; version 1 had .read and .write.
_SCOPE = re.compile(r"(system|user|patient)/(\*|[A-Z][A-Za-z]{2,40}|deliveries)\.(c?r?u?d?s?)(\?.*)?")
_OLD = re.compile(r"(system|user|patient)/(\*|[A-Z][A-Za-z]{2,40})\.(read|write|\*)")


@dataclass(frozen=True, slots=True)
class Scope:
    """One `system/` scope. `resource`: `*` is every FHIR type; delivering is no FHIR interaction and is never in it."""

    resource: str
    permissions: frozenset[str]

    def __str__(self) -> str:
        return f"system/{self.resource}.{''.join(p for p in ORDER if p in self.permissions)}"

    def covers(self, resource: str, permission: str) -> bool:
        named = self.resource == resource or (self.resource == "*" and resource != "deliveries")
        return named and permission in self.permissions

    def within(self, wide: Scope) -> Scope | None:
        """What both allow, if anything."""
        both = self.permissions & wide.permissions
        if not both or ("deliveries" in {self.resource, wide.resource} and self.resource != wide.resource):
            return None
        if "*" in {self.resource, wide.resource}:
            return Scope(wide.resource if self.resource == "*" else self.resource, both)
        return Scope(self.resource, both) if self.resource == wide.resource else None


def parse(text: str) -> tuple[str, ...]:
    """Split and check a scope string. Raises BadInput(invalid-scope) naming the first scope that is not possible."""
    found = tuple(str(scope) for scope in read(text))
    return tuple(dict.fromkeys(found))


def read(text: str) -> tuple[Scope, ...]:
    """As `parse`, each scope taken apart."""
    given = text.split()
    if len(given) > MAX_SCOPES:
        raise BadInput("invalid-scope", f"More than {MAX_SCOPES} scopes")
    return tuple(_read(one) for one in given)


def narrow(asked: tuple[str, ...], allowed: Iterable[str]) -> tuple[str, ...]:
    """The scopes granted: what is both asked for and allowed. Raises Refused when nothing is left."""
    wide = read(" ".join(allowed))
    both = (one.within(other) for one in read(" ".join(asked)) for other in wide)
    granted = tuple(dict.fromkeys(str(scope) for scope in both if scope is not None))
    if not granted:
        raise Refused("invalid-scope", "None of the scopes asked for is allowed to this system")
    return granted


def permits(granted: Iterable[str], resource: str, permission: str) -> bool:
    """Whether any granted scope covers one permission (c, r, u, d or s) on a resource type.

    A scope that is not understood covers nothing.
    """
    return any(scope.covers(resource, permission) for scope in _understood(granted))


def _understood(granted: Iterable[str]) -> Iterator[Scope]:
    for one in granted:
        match = _SCOPE.fullmatch(one)
        if match is not None and match[1] == "system" and match[3] and match[4] is None:
            yield Scope(match[2], frozenset(match[3]))


def _read(text: str) -> Scope:
    match = _SCOPE.fullmatch(text)
    if match is None or not match[3]:
        mend = "version 2 has .rs for .read" if _OLD.fullmatch(text) else f"for instance {' '.join(DEFAULT)}"
        raise BadInput("invalid-scope", f"Unknown scope {_shown(text)}", mend=mend)
    context, resource, permissions, parameters = match.groups()
    if context != "system":
        raise BadInput(
            "invalid-scope", f"A {context}/ scope belongs to an app that a person launched: not offered here"
        )
    if parameters is not None:
        name = parameters[1:].partition("=")[0]
        raise BadInput("invalid-scope", f"A scope with parameters is not offered: {_shown(name)}", where=resource)
    return Scope(resource, frozenset(permissions))


def _shown(text: str) -> str:
    """What was asked, as far as it can be no more than a scope: a number in it could be somebody's."""
    return repr(re.sub(r"[0-9]", "·", text[:60]))
