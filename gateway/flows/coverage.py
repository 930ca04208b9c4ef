"""How much of each source is tagged, on what basis and how surely; what is not, and which codes that is about.

For the operator and the reviewer: numbers and codes, never a client.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.errors import Refused
from gateway.flows import reviewing
from gateway.flows.house import House
from gateway.flows.reviewing import Asked
from gateway.flows.storing import DIRECTORY
from gateway.record import facts
from gateway.record.store import Sureness
from gateway.registry import parties
from gateway.stages.decided import Caller
from gateway.tagging.questions import NO_CODE, NONE

ROLES = frozenset({"operator", reviewing.REVIEWER})
TOP = 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """One source. `tagged`: by `basis/confidence`; `undetermined`: niet te bepalen, though it holds a code.

    `without_code`: records that hold no code to place them by; `unknown`: not looked at yet (run retag).
    """

    source: str
    name: str
    records: int
    tagged: Mapping[str, int]
    undetermined: int
    without_code: int
    unknown: int
    waiting: Mapping[str, int]
    unmapped: tuple[Asked, ...]

    @property
    def share(self) -> float:
        """Tagged, of the records that hold a code; 1.0 where none does."""
        placed = sum(self.tagged.values())
        return placed / (placed + self.undetermined) if placed + self.undetermined else 1.0

    def to_json(self) -> dict[str, object]:
        return {
            "source": {"id": self.source, "name": self.name},
            "records": self.records,
            "share": f"{self.share:.4f}",
            "tagged": dict(self.tagged),
            "undetermined": self.undetermined,
            "withoutCode": self.without_code,
            "notYetKnown": self.unknown,
            "waiting": dict(self.waiting),
            "topUnmapped": [{"system": one.system, "code": one.code, "count": one.count} for one in self.unmapped],
        }


def coverage(house: House) -> tuple[Coverage, ...]:
    """Every source that has records, by name."""
    return with_queue(house, reviewing.queue(house))


def with_queue(house: House, asked: Iterable[Asked]) -> tuple[Coverage, ...]:
    """The same, for who has the queue at hand or needs it not: making it opens records."""
    queue = tuple(asked)
    with house.database.work() as session:
        names = parties.names(session)
        counted = facts.counted(session, without=DIRECTORY)
    by_source: dict[str, list[tuple[Sureness, int]]] = {}
    for source, sureness, number in counted:
        by_source.setdefault(source, []).append((sureness, number))
    found = [_of_source(source, names.get(source, source), rows, queue) for source, rows in by_source.items()]
    return tuple(sorted(found, key=lambda one: (one.name, one.source)))


def shares(house: House) -> Mapping[str, float | None]:
    """Source → its share of coded records with an Omaha problem, None where none holds a code. Opens no record."""
    return {one.source: one.share if one.tagged or one.undetermined else None for one in with_queue(house, ())}


def assert_may_read(by: Caller) -> None:
    """Raises Refused unless the caller is an operator or a reviewer."""
    if by.person is None or ROLES.isdisjoint(held.role for held in by.roles):
        raise Refused("not-an-operator", "Only an operator or a reviewer reads figures of the whole record")


def _of_source(source: str, name: str, rows: Iterable[tuple[Sureness, int]], asked: Iterable[Asked]) -> Coverage:
    tagged: dict[str, int] = {}
    waiting: dict[str, int] = {}
    other = dict.fromkeys((NONE, NO_CODE, None), 0)
    for sureness, number in rows:
        if sureness.basis in other:
            other[sureness.basis] += number
        else:
            key = f"{sureness.basis}/{sureness.confidence}"
            tagged[key] = tagged.get(key, 0) + number
        if sureness.question is not None:
            waiting[sureness.question] = waiting.get(sureness.question, 0) + number
    mine = [one for one in asked if one.source == source and one.why == "unmapped"]
    return Coverage(
        source=source,
        name=name,
        records=sum(tagged.values()) + sum(other.values()),
        tagged=dict(sorted(tagged.items())),
        undetermined=other[NONE],
        without_code=other[NO_CODE],
        unknown=other[None],
        waiting=dict(sorted(waiting.items())),
        unmapped=tuple(mine[:TOP]),
    )
