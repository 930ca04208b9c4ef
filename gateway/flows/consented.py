"""What clients and those who decide for them have signed, as it counts now: the way from the rows to the gate."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from gateway.consent import at_table, meetings, naming, restrictions, standing
from gateway.consent.voices import Combined
from gateway.flows import mitz
from gateway.flows.house import House
from gateway.registry import basedata, parties, relations
from gateway.stages.decided import Caller

NAMED = "genoemd"


def held(house: House, session: Session, client: str, meeting: str | None = None) -> Combined:
    """Everything signed for a client as it counts at this moment: ages, authorities, cooling-off, forks; and what
    denies beside it without a signature.

    `meeting`: the one whose table is looked at, with what was given for it alone.
    """
    births = basedata.births(session, house.keyring, client)
    signed = _withheld(session, client, standing.combined(session, client, births, house.now()))
    if meeting is None:
        return signed
    moment = int(house.now().timestamp())
    return at_table.seated(signed, meetings.of_meeting(session, client, meeting, moment, house.relying), moment)


def heard(session: Session, signed: Combined) -> frozenset[str]:
    """Whose denies count without a signature: organisations, about what they delivered, and who decides now."""
    return frozenset((*(o.id for o in parties.organisations(session)), *(v.holder for v in signed.voices())))


def _withheld(session: Session, client: str, signed: Combined) -> Combined:
    """With the denies nobody signed; those of who decides on a part reach as far as that part.

    What somebody said who decides no more counts no more, as what they signed.
    """
    said = restrictions.said(session, client)
    if not said:
        return replace(signed, beside=mitz.denies(session, client))
    whole = replace(signed, instead=tuple(one for one in signed.instead if one.scope is None))
    parts = {one.voice.holder for one in signed.instead} - {voice.holder for voice in whole.voices()}
    everywhere = heard(session, signed) - parts
    instead = tuple(
        replace(one, beside=tuple(rule for by, rule in said if by in parts and by == one.voice.holder))
        for one in signed.instead
    )
    beside = (*mitz.denies(session, client), *(rule for by, rule in said if by in everywhere))
    return replace(signed, instead=instead, beside=beside)


def caseload(house: House, session: Session, caller: Caller) -> tuple[str, ...]:
    """Client ids in the caller's caseload. Who is only named in a policy is there while that policy counts."""
    return tuple(
        client
        for client in relations.caseload(session, caller, house.today())
        if related(house, session, client, caller)
    )


def related(house: House, session: Session, client: str, caller: Caller) -> bool:
    """Whether a caller has this client in its caseload. A name in a document that may not widen yet invites nobody."""
    return relation(house, session, client, caller)[0]


def relation(house: House, session: Session, client: str, caller: Caller) -> tuple[bool, Combined | None]:
    """The same, and what is signed for the client where it had to be read to know: for who holds the client, and
    decides by it next."""
    kinds = relations.kinds(session, client, caller, house.today())
    if kinds - {NAMED} or NAMED not in kinds:
        return bool(kinds), None
    signed = held(house, session, client)
    named = naming.named(signed, int(house.now().timestamp()))
    return not named.isdisjoint({f"person:{caller.person}", f"org:{caller.org}"}), signed
