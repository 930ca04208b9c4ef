"""What a source could withhold from one client: its own items, a page at a time to choose from, and as chosen.

Each look is on the log as a look at those items.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from gateway.consent.withholding import terms
from gateway.errors import Rejected
from gateway.flows import callers, caseloads, disclose
from gateway.flows import withholding_said as said
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_read, record_refusal
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem

A_PAGE: Final = 40
LOOK: Final = "achterhouden"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to choose from: days of the items (both included), the page from 1, and what was chosen before."""

    start: date | None = None
    end: date | None = None
    page: int = 1
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`chosen` stays on every page; `found`: the others of this page, newest first; `older`: more follow."""

    chosen: tuple[DisclosedItem, ...]
    found: tuple[DisclosedItem, ...]
    page: int
    older: bool


def choose(house: House, by: Caller, handle: str, wanted: Wanted, request: str | None = None) -> Choice:
    """Own items to choose from.

    Raises Refused for who may not decide, NotFound for a client who is not there for the caller and for a chosen item
    that is not the own organisation's, Rejected for too many chosen.
    """
    said.assert_may(by)
    _assert_number(wanted.chosen, least=0)
    choice = None
    with house.database.work() as session:
        disclosed = _disclosed(house, session, by, handle, request)
        if disclosed is not None:
            choice = _choice(disclosed, wanted)
            seen = (*choice.chosen, *choice.found) if choice else ()
            record_read(house, session, disclosed, seen, what=LOOK, request=request)
    if choice is None:
        raise absent()
    return choice


def named(
    house: House, by: Caller, handle: str, records: tuple[str, ...], request: str | None = None
) -> tuple[DisclosedItem, ...]:
    """The items that would be withheld together, in the order they were named. Raises as `choose`, and for none."""
    said.assert_may(by)
    _assert_number(records, least=1)
    found = None
    with house.database.work() as session:
        disclosed = _disclosed(house, session, by, handle, request)
        if disclosed is not None:
            found = _named(disclosed, records)
            record_read(house, session, disclosed, found or (), what=LOOK, request=request)
    if found is None:
        raise absent()
    return found


def _disclosed(house: House, session: Session, by: Caller, handle: str, request: str | None) -> Disclosed | None:
    client = caseloads.resolve(house, session, by, handle)
    if client is None:
        record_refusal(house, session, by, caseloads.meant(house, session, by, handle), LOOK, request)
        return None
    return disclose.cleared(house, session, [callers.seat(house, session, by, client)], client)


def _choice(disclosed: Disclosed, wanted: Wanted) -> Choice | None:
    chosen = _named(disclosed, wanted.chosen)
    if chosen is None:
        return None
    rest = [item for id_, item in said.mine(disclosed).items() if id_ not in wanted.chosen and _within(item, wanted)]
    rest.sort(key=lambda item: (item.tags.day or date.min, item.record), reverse=True)
    first = (wanted.page - 1) * A_PAGE
    return Choice(chosen, tuple(rest[first : first + A_PAGE]), wanted.page, len(rest) > first + A_PAGE)


def _named(disclosed: Disclosed, records: tuple[str, ...]) -> tuple[DisclosedItem, ...] | None:
    """None when one of them is not there, or not the own organisation's."""
    mine = said.mine(disclosed)
    return tuple(mine[id_] for id_ in records) if set(records) <= mine.keys() else None


def _within(item: DisclosedItem, wanted: Wanted) -> bool:
    day = item.tags.day
    if day is None:
        return wanted.start is None and wanted.end is None
    return (wanted.start is None or wanted.start <= day) and (wanted.end is None or day <= wanted.end)


def _assert_number(records: tuple[str, ...], least: int) -> None:
    most = terms().most_items
    if not least <= len(records) <= most or len(set(records)) < len(records):
        raise Rejected("withholding-items", f"Name 1 to {most} items, each once", where="records, contacts")
