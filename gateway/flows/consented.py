"""What clients and those who decide for them have signed, as it counts now: the way from the rows to the gate."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from gateway.consent import at_table, meetings, naming, restrictions, standing
from gateway.consent.combine import Combined
from gateway.flows import mitz
from gateway.flows.house import House
from gateway.registry import basedata, relations
from gateway.stages import Caller

NAMED = "genoemd"


def held(house: House, session: Session, client: str, meeting: str | None = None) -> Combined:
    """Everything signed for a client as it counts at this moment: ages, authorities, cooling-off, forks; and what
    denies beside it without a signature.

    `meeting`: the one whose table is looked at, with what was given for it alone.
    """
    births = basedata.births(session, house.keyring, client)
    beside = (*mitz.denies(session, client), *restrictions.denies(session, client))
    signed = replace(standing.combined(session, client, births, house.now()), beside=beside)
    if meeting is None:
        return signed
    moment = int(house.now().timestamp())
    return at_table.seated(signed, meetings.of_meeting(session, client, meeting, moment), moment)


def caseload(house: House, session: Session, caller: Caller) -> tuple[str, ...]:
    """Client ids in the caller's caseload. Who is only named in a policy is there while that policy counts."""
    return tuple(
        client
        for client in relations.caseload(session, caller, house.today())
        if related(house, session, client, caller)
    )


def related(house: House, session: Session, client: str, caller: Caller) -> bool:
    """Whether a caller has this client in its caseload. A name in a document that may not widen yet invites nobody."""
    kinds = relations.kinds(session, client, caller, house.today())
    return bool(kinds - {NAMED}) or (NAMED in kinds and _invited(house, session, client, caller))


def _invited(house: House, session: Session, client: str, caller: Caller) -> bool:
    parties = {f"person:{caller.person}", f"org:{caller.org}"}
    named = naming.named(held(house, session, client), int(house.now().timestamp()))
    return not named.isdisjoint(parties)
