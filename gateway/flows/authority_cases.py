"""The work list of doubtful authority over a child: a registrar opens a case, finds out, and says who decides.

The list itself names nobody. Who opens a case sees the name and birth date of the child and what the BRP said, and is
on the log for it; nothing of the record comes along.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.consent.authorities import Capacity
from gateway.errors import NotFound, Rejected
from gateway.flows import deeds, desk, representation
from gateway.flows.house import House
from gateway.flows.representation import Case
from gateway.identifiers import Bsn
from gateway.registry import basedata
from gateway.registry.names import display_name
from gateway.stages.decided import Caller

MOST_HOLDERS: Final = 3
CAPACITIES: Final[tuple[Capacity, ...]] = ("ouder", "voogd", "derde")


@dataclass(frozen=True, slots=True)
class Line:
    """One open case in the list. `opened` UTC."""

    id: str
    why: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """One case. `name`, `born` (FHIR date or ""): of the child, as the leading source writes them."""

    case: Case
    name: str
    born: str


def listing(house: House, caller: Caller) -> tuple[Line, ...]:
    """The open cases, oldest first. Raises Refused(not-a-registrar)."""
    desk.assert_registrar_here(house, caller)
    return tuple(Line(case.id, case.why, case.opened) for case in representation.cases(house))


def opened(house: House, caller: Caller, case: str, request: str | None = None) -> Opened:
    """One open case, on the log first. Raises Refused(not-a-registrar), NotFound(case-unknown)."""
    desk.assert_registrar_here(house, caller)
    found = _find(house, case)
    with house.database.work() as session:
        patient, _remarks = basedata.leading(session, house.keyring, found.client)
        deeds.record(
            house, session, "search-client", caller, found.client, outcome="done", reason="gezag", request=request
        )
    return Opened(found, display_name(patient), str((patient or {}).get("birthDate", "")))


def decide(house: House, caller: Caller, case: str, holders: tuple[tuple[str, str], ...], *, nobody: bool) -> None:
    """Say who has authority: BSN and capacity each. `nobody`: said in so many words that nobody has.

    Raises Refused(not-a-registrar), NotFound(case-unknown), Rejected(capacity, bsn-elfproef, own-authority).
    """
    desk.assert_registrar_here(house, caller)
    if bool(holders) == nobody or len(holders) > MOST_HOLDERS:
        raise Rejected("capacity", "Say who has authority, or that nobody has", where="capacity")
    read: list[tuple[Bsn, Capacity]] = []
    for bsn, said in holders:
        house.count("bsn", str(caller.person))
        capacity = next((known for known in CAPACITIES if known == said), None)
        if capacity is None or any(bsn == other.value for other, _ in read):
            raise Rejected("capacity", "Everybody with authority is named once, as one thing", where="capacity")
        read.append((Bsn(bsn), capacity))
    representation.decide_case(house, case, str(caller.person), tuple(read))


def _find(house: House, case: str) -> Case:
    found = next((one for one in representation.cases(house) if one.id == case), None)
    if found is None:
        raise NotFound("case-unknown", "No such open case")
    return found
