"""[Vraag de cliënt] on the chair's own screen: the client says yes there, with the PIN of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from gateway.consent import objects
from gateway.errors import NotFound, Refused
from gateway.flows import binding, caseloads, letters, pins, seating
from gateway.flows.acting import Acting
from gateway.flows.desk import DESK
from gateway.flows.house import House
from gateway.registry import clients
from gateway.registry.tables import MeetingRow
from gateway.stages.decided import Caller


def confirm(house: House, chair: Caller, meeting: str, pin: str, *, what: Sequence[str], contact_only: bool) -> bool:
    """Their PIN releases the key that is kept for the client.

    False, alike, for a wrong PIN, one that is blocked and none at all: the chair learns nothing of the client's keys.
    Who gains may not be the only witness, so somebody of another organisation sits at the table: else Refused.
    """
    with house.database.work() as session:
        row = seating.of_client(session, _chaired(house, session, chair, meeting).client_id, meeting)
        if len({one.organisation.id for one in seating.people(session, row)}) < 2:
            raise Refused(
                "witness-benefits",
                "Whoever benefits from a grant may not be its only witness",
                mend="let the client do it on a device of their own",
            )
        clients.lock(session, row.client_id)
        try:
            fine = pins.right(house, session, row.client_id, pin)
        except Refused:
            fine = False
        if fine:
            acts = Acting(row.client_id, row.client_id)
            key = binding.kept_key(house, session, chair, acts, DESK)
            document = seating.document(house, session, acts, row, what, contact_only=contact_only)
            seating.keep(house, session, chair, objects.sign(objects.AT_TABLE, document, key))
            letters.write(house, session, row.client_id, "aan-tafel")
        else:
            binding.record(house, session, chair, row.client_id, None, "pin-wrong", None)
    return fine


def chaired(house: House, chair: Caller, meeting: str) -> bool:
    """Whether it is confirmed who sits at a meeting that somebody chairs. Raises NotFound when they do not."""
    with house.database.work() as session:
        return _chaired(house, session, chair, meeting).confirmed is not None


def _chaired(house: House, session: Session, chair: Caller, meeting: str) -> MeetingRow:
    row = session.exec(select(MeetingRow).where(MeetingRow.id == meeting)).first()
    mine = row is not None and chair.person is not None and chair.client is None and row.chair == chair.person
    cared_for = caseloads.caseload(house, session, chair)
    if row is None or not mine or row.closed is not None or row.client_id not in cared_for:
        raise NotFound("not-found", "Nothing here that you may see")
    return row
