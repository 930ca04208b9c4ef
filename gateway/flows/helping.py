"""Wie helpt mij: who decides or signs for the client, whom they help themselves, and who can help them back in.

Helper and client find one another by a code that the helper gives away, so that no page tells who else is here. Letting
somebody sign is entrusting.py.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlmodel import Session, select

from gateway.consent import authorities, keys, standing
from gateway.consent.authorities import Capacity
from gateway.consent.custody import COOLING_OFF
from gateway.consent.keys import Key, utc
from gateway.consent.tables import RecoveryContactRow
from gateway.crypto.primitives import same, unb64url
from gateway.errors import Rejected
from gateway.flows import behalf, deeds, delegated, mandates, recovery
from gateway.flows.acting import Under, acting
from gateway.flows.behalf import Represented
from gateway.flows.house import House
from gateway.flows.mandates import Given
from gateway.registry import basedata, clients
from gateway.registry.names import display_name
from gateway.stages.decided import Caller

CODE_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide for the client. `until` UTC, exclusive; `counts`: whether they are asked now."""

    name: str
    capacity: Capacity
    until: datetime | None
    part: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Mandated:
    """A machtiging with the name of the other person. `handle`: for its delegate, to be here under it; "" when it does
    not count now. `before`: until when (UTC) runs what was signed under one that it replaced, None: nothing does.
    """

    given: Given
    name: str
    handle: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One of the three who can help the client back in. `counts`: from when (UTC)."""

    name: str
    counts: datetime


@dataclass(frozen=True, slots=True)
class Helpers:
    """`code`: what the client gives to somebody they want to help, for today and tomorrow. `signs`: has a key on a
    device of their own, without which nobody can sign for another."""

    deciders: tuple[Decider, ...]
    given: tuple[Mandated, ...]
    received: tuple[Mandated, ...]
    represents: tuple[Represented, ...]
    contacts: tuple[Contact, ...]
    code: str
    signs: bool


def overview(house: House, caller: Caller) -> Helpers:
    """Everybody who helps the client, and whom they help. Raises Refused for who is no client."""
    represents, known = behalf.represented(house, caller), mandates.of_caller(house, caller)
    handles = {one.under: one.handle for one in delegated.received(house, caller)}
    with house.database.work() as session:
        client = acting(house, session, caller).client
        found = Helpers(
            deciders=_deciders(house, session, client),
            given=tuple(
                Mandated(m, name_of(house, session, m.delegate), before=_before(m, known))
                for m in known
                if m.delegate != client and not m.replaced
            ),
            received=tuple(
                Mandated(m, name_of(house, session, m.client), handles.get(Under(m.client, m.id), ""))
                for m in known
                if m.delegate == client and not m.replaced
            ),
            represents=represents,
            contacts=_contacts(house, session, client),
            code=_code(house, client, house.today()),
            signs=own_key(session, client) is not None,
        )
        deeds.record(house, session, "log-read", caller, client, what="helpers", outcome="seen")
    return found


def choose(house: House, caller: Caller, codes: tuple[str, ...]) -> None:
    """Name the three people who can help the caller back in, by the codes they gave. Raises Rejected(where=code)."""
    with house.database.work() as session:
        client = acting(house, session, caller).client
        found = tuple(who_gave(house, session, client, code) for code in codes)
    if len(set(found)) != recovery.CONTACTS:
        raise Rejected("helper-code", "Three different people are needed", where="code")
    recovery.choose(house, caller, found)


def _code(house: House, client: str, day: date) -> str:
    """Made for one person and two days, by a keyed hash: 60 bits, in letters that are easy to read aloud."""
    digest = house.vault.index("helper", f"{client}|{day.isoformat()}")
    return base64.b32encode(unb64url(digest)).decode()[:CODE_LENGTH]


def could_be_code(code: str) -> bool:
    """What could not is not shown again to who typed it: it may be a BSN."""
    return re.fullmatch(f"[A-Z2-7]{{{CODE_LENGTH}}}", _plain(code)) is not None


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def who_gave(house: House, session: Session, client: str, code: str) -> str:
    """Who gave a code today or yesterday. Every client is tried, whether one fits or not."""
    sent = _plain(code)
    days = (house.today(), house.today() - timedelta(days=1))
    found = [one for one in clients.everyone(session) for day in days if same(sent, _code(house, one, day))]
    if not found or found[0] == client:
        raise Rejected("helper-code", "This code is not right, or too old", where="code")
    return found[0]


def own_key(session: Session, client: str) -> Key | None:
    """The newest key on a device of their own with which somebody signs for themselves."""
    return next((k for k in reversed(keys.of_holder(session, client, client)) if k.live and k.facts.tier == "A"), None)


def _before(given: Given, known: tuple[Given, ...]) -> datetime | None:
    """Until when runs what was signed under mandates that this one replaced."""
    earlier = (
        one.until
        for one in known
        if one.replaced and one.live and (one.client, one.delegate) == (given.client, given.delegate)
    )
    return max(earlier, default=None)


def _deciders(house: House, session: Session, client: str) -> tuple[Decider, ...]:
    moment = int(house.now().timestamp())
    known = standing.known(session, client, basedata.births(session, house.keyring, client), moment)
    deciding = authorities.deciding(known, moment)
    return tuple(
        Decider(
            name=name_of(house, session, one.holder),
            capacity=one.capacity,
            until=None if one.ends is None else datetime.fromtimestamp(one.ends, UTC),
            part=one.scope is not None,
            counts=one in deciding.instead or one.holder in deciding.required,
        )
        for one in known.authorities
        if one.runs(moment)
    )


def _contacts(house: House, session: Session, client: str) -> tuple[Contact, ...]:
    rows = session.exec(select(RecoveryContactRow).where(RecoveryContactRow.client_id == client)).all()
    waits = timedelta(seconds=COOLING_OFF)
    return tuple(Contact(name_of(house, session, row.contact), utc(row.since) + waits) for row in rows)


def name_of(house: House, session: Session, client: str) -> str:
    """As the pages call somebody."""
    return display_name(basedata.leading(session, house.keyring, client)[0])
