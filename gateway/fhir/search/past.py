"""Reading what is asked of a history: `_since` and `_count`, and the parameters that shape every answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.fhir import moments
from gateway.fhir.search.values import MOST, count, refused, when


@dataclass(frozen=True, slots=True)
class Past:
    """`since`: microseconds on the axis of `moments`; None: from the beginning. `count`: at most so many states."""

    since: int | None
    count: int

    def holds(self, recorded: datetime | None) -> bool:
        """Whether a state that came in then is asked for; one without a time is."""
        return self.since is None or recorded is None or moments.of_instant(recorded).low >= self.since


def past(parameters: Sequence[tuple[str, str]], shaping: Collection[str]) -> Past:
    """Raises Rejected(search-parameter) naming what is unknown, malformed or given twice."""
    given: dict[str, str] = {}
    for name, value in parameters:
        if name in shaping:
            continue
        if name not in {"_since", "_count"} or name in given:
            raise refused(name, "A history takes _since and _count, each once")
        given[name] = value
    since = when("_since", f"ge{given['_since']}").interval.low if "_since" in given else None
    return Past(since, count(given.get("_count", str(MOST))))
