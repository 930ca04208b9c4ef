"""A visit to the desk: somebody is identified, and for half an hour the registrar does what they ask.

A registrar learns nothing of a record by it: whoever is identified is found, with or without one, and what is shown is
the keys that sign and nothing of what they signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.consent import keys
from gateway.errors import Gone, NotFound, Rejected
from gateway.flows import deeds, desk, pins, representation
from gateway.flows.answers import KeyCard
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, visits
from gateway.registry.visits import DOCUMENTS, VisitRow
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Visit:
    """Who stands at the desk. `client`: the client id; `opened`, `ends` UTC; `keys`: theirs, newest first.

    `papers`: whether a key of this registrar can sign for them what stands on paper; `pin`: whether one was chosen;
    `case`: of doubtful authority over them, that a registrar must decide.
    """

    id: str
    client: str
    document: str
    opened: datetime
    ends: datetime
    keys: tuple[KeyCard, ...]
    papers: bool
    pin: bool
    case: str | None = None


def open_(house: House, caller: Caller, bsn: str, document: str, request: str | None = None) -> str:
    """Identify somebody at the desk. Returns the id of the visit.

    Raises Refused(not-a-registrar), TooMany, Rejected(bsn-elfproef, desk-document).
    """
    desk.assert_registrar_here(house, caller)
    house.count("bsn", str(caller.person))
    number = Bsn(bsn)
    if document not in DOCUMENTS:
        raise Rejected("desk-document", "Somebody is identified by a document of a known kind", where="document")
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, number, house.now())
        row = visits.begin(session, client, str(caller.person), document, house.now())
        _record(house, session, caller, client, "desk", request)
        return row.id


def overview(house: House, caller: Caller, visit: str, request: str | None = None) -> Visit:
    """What the registrar needs to help. Raises NotFound, Gone(visit-over)."""
    with house.database.work() as session:
        row = _own(house, session, caller, visit)
        _record(house, session, caller, row.client_id, "desk", request)
        found = keys.of_holder(session, row.client_id, row.client_id)
        return Visit(
            id=row.id,
            client=row.client_id,
            document=row.document,
            opened=row.opened.replace(tzinfo=UTC),
            ends=row.ends.replace(tzinfo=UTC),
            keys=tuple(
                KeyCard(key.facts.kid, key.facts.tier, datetime.fromtimestamp(key.facts.bound, UTC), key.live)
                for key in reversed(found)
            ),
            papers=any(key.live and key.facts.tier == "D" and key.keeper == caller.person for key in found),
            pin=pins.works(session, row.client_id),
            case=representation.case_of(session, row.client_id),
        )


def client(house: House, caller: Caller, visit: str) -> str:
    """Whom a visit is about, for what is done next. Raises NotFound, Gone(visit-over), Refused(not-a-registrar)."""
    with house.database.work() as session:
        return _own(house, session, caller, visit).client_id


def close(house: House, caller: Caller, visit: str, request: str | None = None) -> None:
    """The visit is over; its address leads nowhere any more."""
    with house.database.work() as session:
        row = _own(house, session, caller, visit)
        visits.end(session, row, house.now())
        _record(house, session, caller, row.client_id, "desk-over", request)


def _own(house: House, session: Session, caller: Caller, visit: str) -> VisitRow:
    desk.assert_registrar(session, caller)
    row = visits.find(session, visit, caller.person)
    if row is None:
        raise NotFound("not-found", "Nothing here that you may see")
    if visits.is_over(row, house.now()):
        raise Gone("visit-over", "This visit is over", mend="identify the client again")
    return row


def _record(house: House, session: Session, caller: Caller, about: str, reason: str, request: str | None) -> None:
    deeds.record(house, session, "search-client", caller, about, outcome="done", reason=reason, request=request)
