"""Whose record somebody reads as their own: the client's, by the client or by who decides for them at this moment.

To sign for somebody (acting.py) and to read what is written about them are two things: a delegate with a machtiging
signs and reads nothing; a parent reads while the age profile asks them (docs/decisions/0085).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from gateway.consent import authorities, standing
from gateway.consent.authorities import Authority, Capacity
from gateway.consent.decide import Compiled
from gateway.consent.locks import Seat
from gateway.consent.tables import AuthorityRow
from gateway.errors import Refused
from gateway.flows import callers, disclose, looks, person
from gateway.flows.acting import Acting
from gateway.flows.callers import viewer
from gateway.flows.caseloads import OWN
from gateway.flows.disclose import Shown, absent
from gateway.flows.house import House
from gateway.registry import basedata
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed


@dataclass(frozen=True, slots=True)
class Reader:
    """`caller`: the person, with the client whose record is read; `ground`: ids of the authorities it rests on.

    Such a caller reads and never signs: flows that sign take the caller of the session.
    """

    caller: Caller
    scope: Compiled | None = None
    ground: tuple[str, ...] = ()

    @property
    def all_of_it(self) -> bool:
        """Whether the reader decides on everything: the log and what was signed tell of the other parts too."""
        return self.scope is None

    @property
    def client(self) -> str:
        return str(self.caller.client)


@dataclass(frozen=True, slots=True)
class Represented:
    """Somebody for whom the caller decides now. `until` UTC, exclusive; None: no end is known. `part`: not on all."""

    handle: str
    name: str
    capacity: Capacity
    until: datetime | None
    part: bool


def reader(house: House, session: Session, caller: Caller, handle: str = OWN) -> Reader:
    """Who reads the record behind a handle. Raises Refused for who is no client, NotFound for every other case."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    if handle in {OWN, caller.client}:
        return Reader(caller)
    client = next(
        (c for c in held(session, str(caller.client)) if house.vault.handle(viewer(caller), c) == handle), None
    )
    found = None if client is None else _for(house, session, caller, client)
    if found is None:
        raise absent()
    return found


def cleared(house: House, session: Session, reading: Reader, shown: Shown | None = None) -> Disclosed:
    """The record as far as the reader may know it; the audit entry is the caller's next step. `shown`: as in
    `disclose.cleared`."""
    seat = Seat(reading.caller, frozenset(), callers.purpose_of(reading.caller), reading.scope)
    return disclose.cleared(house, session, [seat], reading.client, shown=shown)


def assert_decides(house: House, session: Session, acts: Acting) -> None:
    """That who acts decides for the client at this moment, on a part at least, by the age profile too.

    Who signs for somebody (acting.py) has a document that may not count; what is read or undone needs more. Raises
    NotFound as for a client who is not there.
    """
    if acts.mandate is not None:
        raise absent()
    if acts.holder != acts.client and not _deciding(house, session, acts.holder, acts.client):
        raise absent()


def decides_on_all(house: House, session: Session, acts: Acting) -> bool:
    """Whether who acts may know all wishes there are: who decides on a part may not, and no delegate."""
    if acts.mandate is not None:
        return False
    if acts.holder == acts.client:
        return True
    return any(one.scope is None for one in _deciding(house, session, acts.holder, acts.client))


def whose(house: House, caller: Caller, handle: str) -> tuple[str, str]:
    """Client id and name behind a handle, for who decides for that client now. Raises NotFound."""
    with house.database.work() as session:
        reading = reader(house, session, caller, handle)
        return reading.client, person.named(
            house, session, reading.client, reading.caller, everything=reading.all_of_it
        )


def record(
    house: House, caller: Caller, handle: str = OWN, what: str = "tijdlijn", shown: Shown | None = None
) -> Disclosed:
    """The record of the client, or of whom they decide for, as far as they may read it; on the log. Raises NotFound.

    `shown`: as in `disclose.cleared`.
    """
    with house.database.work() as session:
        disclosed = cleared(house, session, reader(house, session, caller, handle), shown)
        looks.record_read(house, session, disclosed, disclosed.items, what=what)
    return disclosed


def represented(house: House, caller: Caller) -> tuple[Represented, ...]:
    """For whom the caller decides now, by name."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    with house.database.work() as session:
        found = [
            Represented(
                handle=house.vault.handle(viewer(caller), client),
                name=person.named(house, session, client, caller, everything=one.scope is None),
                capacity=one.capacity,
                until=None if one.ends is None else datetime.fromtimestamp(one.ends, UTC),
                part=one.scope is not None,
            )
            for client in held(session, str(caller.client))
            for one in _deciding(house, session, str(caller.client), client)
        ]
    return tuple(sorted(found, key=lambda one: (one.name, one.handle, one.capacity)))


def _for(house: House, session: Session, caller: Caller, client: str) -> Reader | None:
    found = _deciding(house, session, str(caller.client), client)
    if not found:
        return None
    scopes = [one.scope for one in found]
    scope = None if None in scopes else Compiled(tuple(rule for one in scopes if one for rule in one.rules))
    return Reader(
        replace(caller, client=client), scope, tuple(f"{one.capacity}.{one.begins}.{one.ends}" for one in found)
    )


def _deciding(house: House, session: Session, holder: str, client: str) -> tuple[Authority, ...]:
    """The authorities of somebody that count now: asked by the age profile, or in place of the client."""
    moment = int(house.now().timestamp())
    known = standing.known(session, client, basedata.births(session, house.keyring, client), moment)
    deciding = authorities.deciding(known, moment)
    parental = holder in deciding.required
    mine = (one for one in known.authorities if one.holder == holder and one.runs(moment))
    return tuple(one for one in mine if (parental and one.capacity in authorities.GEZAG) or one in deciding.instead)


def held(session: Session, holder: str) -> tuple[str, ...]:
    """For whom somebody was ever entered as one who may decide; whether they do now is judged by `assert_decides`."""
    query = select(AuthorityRow.client_id).where(col(AuthorityRow.holder) == holder).distinct()
    return tuple(sorted(session.exec(query)))
