"""The MDO: the chair confirms who is present as a whole; shown is only what every one of them may see.

Candidates are all registered professionals, never "who is involved": that would betray a hidden party.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

from sqlmodel import Session, col, select

from gateway.consent import meetings, roles
from gateway.errors import Conflict, NotFound, Rejected
from gateway.flows import callers, caseloads, deeds, disclose, looks, person, withheld
from gateway.flows.answers import MeetingScreen, Party
from gateway.flows.disclose import Shown
from gateway.flows.house import House
from gateway.registry import parties
from gateway.registry.names import display_name
from gateway.registry.tables import MeetingRow
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed

CLIENT = "client"


def start(house: House, caller: Caller, handle: str) -> str:
    """Open a meeting about a client of the chair's caseload. Returns its id; nothing is shown yet."""
    with house.database.work() as session:
        client = caseloads.resolve(house, session, caller, handle) if caller.person else None
        if client is None or caller.client:
            about = caseloads.meant(house, session, caller, handle) if caller.person else None
            looks.record_refusal(house, session, caller, about, "overleg", None)
        else:
            id_ = str(uuid.uuid4())
            session.add(
                MeetingRow(
                    client_id=client,
                    id=id_,
                    chair=str(caller.person),
                    chair_org=str(caller.org),
                    present="[]",
                    opened=house.now(),
                )
            )
            session.flush()
            deeds.record(house, session, "meeting", caller, client, meeting=id_, reason="opened")
    if client is None or caller.client:
        raise disclose.absent()
    return id_


def mine(house: House, caller: Caller) -> tuple[MeetingScreen, ...]:
    """The chair's open meetings, without content."""
    with house.database.work() as session:
        rows = session.exec(
            select(MeetingRow).where(MeetingRow.chair == caller.person).order_by(col(MeetingRow.opened).desc())
        ).all()
        cared_for = caseloads.caseload(house, session, caller)
        open_ = [row for row in rows if row.closed is None and row.client_id in cared_for]
        screens = tuple(_screen(house, session, caller, row, None) for row in open_)
        deeds.record(house, session, "search-client", caller, outcome="done", reason="meetings")
    return screens


def confirm(house: House, caller: Caller, meeting: str, present: tuple[str, ...]) -> None:
    """Confirm the list of those present as a whole; each change is recorded and the client can read it."""
    with house.database.work() as session:
        row = _row(house, session, caller, meeting)
        known = {p.id for p in parties.professionals(session)} | {CLIENT}
        unknown = [one for one in present if one not in known]
        if unknown:
            raise Rejected("present-unknown", "Somebody on the list is not registered", where="aanwezig")
        everyone = sorted({*present, str(caller.person)})
        row.present, row.confirmed = json.dumps(everyone), house.now()
        session.add(row)
        session.flush()
        deeds.record(
            house,
            session,
            "meeting",
            caller,
            row.client_id,
            meeting=meeting,
            present=everyone,
            reason="present confirmed",
        )


def screen(house: House, caller: Caller, meeting: str, shown: Shown | None = None) -> MeetingScreen:
    """What is on the screen: the intersection, only after the list was confirmed. `shown`: as in `disclose.cleared`."""
    with house.database.work() as session:
        row = _row(house, session, caller, meeting)
        seen: Disclosed | None = None
        if row.confirmed is not None:
            seen = _intersection(house, session, caller, row, shown)
            looks.record_read(
                house,
                session,
                seen,
                seen.items,
                what="overleg",
                meeting=meeting,
                present=json.loads(row.present),
            )
        return _screen(house, session, caller, row, seen)


def close(house: House, caller: Caller, meeting: str) -> None:
    """End the meeting; its screen is gone, and so is what was given for it."""
    with house.database.work() as session:
        row = _row(house, session, caller, meeting)
        row.closed = house.now()
        session.add(row)
        meetings.end(session, row.client_id, row.id, house.now())
        session.flush()
        deeds.record(house, session, "meeting", caller, row.client_id, meeting=meeting, reason="closed")


def _intersection(house: House, session: Session, caller: Caller, row: MeetingRow, shown: Shown | None) -> Disclosed:
    chair = replace(caller, via="overleg")
    others = [
        _at_table(parties.professional(session, id_))
        for id_ in json.loads(row.present)
        if id_ not in {caller.person, CLIENT}
    ]
    seats = [callers.seat(house, session, person_, row.client_id, "MDO") for person_ in (chair, *others)]
    # A client at the table reads the screen too.
    along = withheld.as_client(row.client_id) if CLIENT in json.loads(row.present) else None
    return disclose.cleared(house, session, seats, row.client_id, meeting=row.id, along=along, shown=shown)


def _at_table(professional: parties.Professional | None) -> Caller:
    if professional is None:
        raise Conflict("present-unknown", "Somebody on the confirmed list is no longer registered")
    return replace(callers.of_professional(professional), via="overleg")


def _screen(house: House, session: Session, caller: Caller, row: MeetingRow, shown: Disclosed | None) -> MeetingScreen:
    patient = person.known(house, session, row.client_id, caller)
    candidates = tuple(_party(p) for p in parties.professionals(session) if not roles.sees_nothing(p.role))
    confirmed = set(json.loads(row.present))
    return MeetingScreen(
        id=row.id,
        handle=house.vault.handle(callers.viewer(caller), row.client_id),
        client_name=display_name(patient),
        candidates=candidates,
        present=tuple(p for p in candidates if p.key in confirmed),
        confirmed_at=row.confirmed,
        closed=row.closed is not None,
        disclosed=shown,
    )


def _party(professional: parties.Professional) -> Party:
    organisation = professional.organisation
    work = f"{callers.WORK.get(professional.role, professional.role)}, {organisation.name}"
    return Party(professional.id, professional.name, work, organisation.orgtype)


def _row(house: House, session: Session, caller: Caller, meeting: str) -> MeetingRow:
    row = session.exec(select(MeetingRow).where(MeetingRow.id == meeting)).first()
    chairs = row is not None and caller.person is not None and row.chair == caller.person and row.closed is None
    # Who is no longer in the client's care is no longer at the table either.
    if row is None or not chairs or row.client_id not in caseloads.caseload(house, session, caller):
        raise NotFound("not-found", "Nothing here that you may see")
    return row
