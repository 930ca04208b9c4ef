"""SMART v2 scopes, by grammar: unknown scopes are refused, and a scope only ever narrows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gateway.errors import BadInput, Refused

DELIVER = "system/deliveries.c"
READ = "system/*.rs"
# Passes on what clients said about the data of every record holder (Mitz): asked for by this name, never by a wildcard.
CONSENT = "system/Consent.c"
DEFAULT = (DELIVER, READ)

# context / resource . permissions in the order c r u d s (SMART App Launch 2.0, scopes)
_SCOPE = re.compile(r"system/(\*|[A-Z][A-Za-z]{2,40}|deliveries)\.(c?r?u?d?s?)")


def parse(text: str) -> tuple[str, ...]:
    """Split and check a scope string. Raises BadInput(invalid-scope) naming the first unknown scope."""
    scopes = tuple(text.split())
    for scope in scopes:
        match = _SCOPE.fullmatch(scope)
        if match is None or not match.group(2):
            raise BadInput("invalid-scope", f"Unknown scope {scope[:60]!r}", mend=f"for instance {' '.join(DEFAULT)}")
    return scopes


def narrow(asked: tuple[str, ...], allowed: Iterable[str]) -> tuple[str, ...]:
    """The scopes granted: asked for and allowed. Raises Refused when nothing is left."""
    granted = tuple(scope for scope in asked if any(_within(scope, wide) for wide in allowed))
    if not granted:
        raise Refused("invalid-scope", "None of the scopes asked for is allowed to this system")
    return granted


def permits(granted: Iterable[str], resource: str, permission: str) -> bool:
    """Whether any granted scope covers one permission (c, r, u, d or s) on a resource type."""
    return any(_covers(scope, resource, permission) for scope in granted)


def _within(scope: str, wide: str) -> bool:
    match = _SCOPE.fullmatch(scope)
    return match is not None and all(_covers(wide, match.group(1), p) for p in match.group(2))


def _covers(scope: str, resource: str, permission: str) -> bool:
    match = _SCOPE.fullmatch(scope)
    if match is None:
        return False
    name, permissions = match.groups()
    # `*` is every FHIR type; delivering is not a FHIR interaction and needs its own scope.
    return (name == resource or (name == "*" and resource != "deliveries")) and permission in permissions
