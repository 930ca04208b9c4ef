"""Which events the audit log knows and which fields each may hold; anything else cannot be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

WHO: Final = frozenset({"person", "role", "org", "connector", "via", "responsible"})
READING: Final = WHO | {
    "purpose",
    "relation",
    "policy",
    "policy_version",
    "rules",
    "records",
    "domains",
    "levels",
    "withheld",
    "what",
    "outcome",
    "reason",
    "request",
    "meeting",
    "present",
}

# NEN 7513: event, action (C R U D E), time, user, role, responsible user, protocol, object, source, reason.
EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "read": READING,
    "refused": READING,
    "search-client": WHO | {"outcome", "reason", "request"},
    "delivery": WHO | {"delivery", "kind", "state", "code", "records", "outcome", "request"},
    "delivery-status": WHO | {"delivery", "outcome", "reason", "request"},
    "bericht": WHO | {"delivery", "kind", "state", "code", "outcome", "request"},
    "bericht-status": WHO | {"delivery", "outcome", "request"},
    "consent": WHO
    | {"policy", "policy_version", "prev", "kid", "tier", "holder", "mandate", "outcome", "reason", "request"},
    "key": WHO | {"kid", "tier", "outcome", "reason", "request"},
    "mandate": WHO | {"mandate", "kid", "tier", "outcome", "reason", "request"},
    "authority": WHO | {"outcome", "reason", "request"},
    "login": WHO | {"outcome", "reason", "request"},
    "logout": WHO | {"request"},
    "token": WHO | {"outcome", "reason", "request"},
    "log-read": WHO | {"what", "mandate", "outcome", "reason", "request"},
    "meeting": WHO
    | {"meeting", "present", "policy", "kid", "tier", "holder", "mandate", "outcome", "reason", "request"},
    "emergency": WHO | {"purpose", "emergency", "what", "outcome", "request"},
    "keys": WHO | {"what", "outcome"},
    "erase": WHO | {"what", "outcome", "reason"},
    "backup": WHO | {"what", "outcome"},
    "relation": WHO | {"what", "outcome", "reason"},
    "log-erasure": WHO | {"leaves", "before", "outcome"},
    "tag": WHO | {"records", "what", "outcome", "request"},
    "retag": WHO | {"records", "looked", "changed", "fewer_labels", "tables", "outcome", "request"},
    "score": WHO | {"records", "what", "outcome", "request"},
    "task": WHO | {"records", "what", "outcome", "request"},
    "rectification": WHO | {"records", "what", "outcome", "request"},
    "withholding": WHO | {"withholding", "records", "ground", "binds", "what", "outcome", "request"},
    "report": WHO | {"delivery", "what", "outcome", "reason", "request"},
    "ruling": WHO | {"map", "version", "what", "outcome", "reason", "request"},
}

ACTIONS: Final[Mapping[str, str]] = {
    "read": "R",
    "refused": "R",
    "search-client": "R",
    "delivery": "C",
    "delivery-status": "R",
    "bericht": "C",
    "bericht-status": "R",
    "consent": "C",
    "key": "C",
    "mandate": "C",
    "authority": "C",
    "login": "E",
    "logout": "E",
    "token": "E",
    "log-read": "R",
    "meeting": "E",
    "emergency": "E",
    "keys": "U",
    "erase": "D",
    "backup": "R",
    "relation": "C",
    "log-erasure": "D",
    "tag": "U",
    "retag": "U",
    "ruling": "C",
    "score": "C",
    "task": "U",
    "rectification": "U",
    "withholding": "U",
    "report": "C",
}


def check(event: str, fields: Mapping[str, Any]) -> None:
    """Raises KeyError for an unknown event or field: a programming error that must not pass in silence."""
    unknown = set(fields) - EVENTS[event]
    if unknown:
        raise KeyError(f"{event} may not record {sorted(unknown)}")
