"""What may be logged is a table: event → allowed fields. Anything else cannot be logged.

Operational log only (standard error, one JSON object a line); the audit log is `gateway.audit`. No field may ever
carry a BSN, a name, a message or a search text, so there is no free text here.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from typing import Final

EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "started": frozenset({"profile", "database", "version"}),
    "request": frozenset({"method", "route", "status", "request", "ms"}),
    "delivery": frozenset({"delivery", "connector", "kind", "state", "code", "request"}),
    "notice": frozenset({"notice", "to", "state"}),
    "keys-not-read": frozenset({"connector", "code"}),
    "fault": frozenset({"code", "request", "route", "error"}),
    "refused-start": frozenset({"code"}),
}

_logger = logging.getLogger("wijkdossier")


def start() -> None:
    """Send events to standard error, one JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.handlers = [handler]
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def event(name: str, **fields: str | float | None) -> None:
    """Log one event. Raises KeyError for an event or field that is not in the table: a programming error."""
    unknown = set(fields) - EVENTS[name]
    if unknown:
        raise KeyError(f"{name} may not log {sorted(unknown)}")
    _logger.info(json.dumps({"event": name, **fields}, ensure_ascii=False))
