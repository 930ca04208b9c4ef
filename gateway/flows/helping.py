"""Wie helpt mij: who decides or signs for the client, whom they help themselves, and who can help them back in.

Helper and client find one another by a code that the helper gives away, so that no page tells who else is here.
"""

from __future__ import annotations

import base64
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, select

from gateway.consent import authorities, keys, objects, standing
from gateway.consent.authorities import Capacity
from gateway.consent.custody import COOLING_OFF
from gateway.consent.keys import Key, utc
from gateway.consent.tables import RecoveryContactRow
from gateway.crypto.primitives import random_token, same, unb64url
from gateway.errors import NotFound, Rejected
from gateway.flows import behalf, binding, deeds, delegated, mandates, recovery
from gateway.flows.acting import Acting, Under, acting
from gateway.flows.behalf import Represented
from gateway.flows.house import DUTCH, House
from gateway.flows.mandates import Given
from gateway.flows.wishes import DOMAINS
from gateway.registry import basedata, clients
from gateway.registry.names import display_name
from gateway.stages.decided import Caller

LONGEST: Final = timedelta(days=5 * 365)  # of a machtiging; the form itself ends at five years
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
    not count now.
    """

    given: Given
    name: str
    handle: str = ""


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
            given=tuple(Mandated(m, _name(house, session, m.delegate)) for m in known if m.delegate != client),
            received=tuple(
                Mandated(m, _name(house, session, m.client), handles.get(Under(m.client, m.id), ""))
                for m in known
                if m.delegate == client
            ),
            represents=represents,
            contacts=_contacts(house, session, client),
            code=_code(house, client, house.today()),
            signs=_own_key(session, client) is not None,
        )
        deeds.record(house, session, "log-read", caller, client, what="helpers", outcome="seen")
    return found


def named(house: House, caller: Caller, code: str) -> str:
    """Who gave this code, by name. Raises Rejected(helper-code) for a code that is wrong, too old or one's own."""
    with house.database.work() as session:
        return _name(house, session, _found(house, session, acting(house, session, caller).client, code))


def give(house: House, caller: Caller, code: str, *, what: tuple[str, ...], until: date) -> str:
    """Let who gave the code sign for the caller, about some care domains until a day. Signed with the kept key.

    Returns the id of the mandate. Raises Rejected with `where` code, wat or tot.
    """
    assert_fits(house, what, until)
    with house.database.work() as session:
        client = acting(house, session, caller).client
        clients.lock(session, client)
        delegate = _found(house, session, client, code)
        theirs = _own_key(session, delegate)
        if theirs is None:
            raise Rejected("helper-key", "This person has no key on a device of their own yet", where="code")
        name = _name(house, session, delegate)
        key = binding.kept_key(house, session, caller, Acting(client, client))
    moment = int(house.now().timestamp())
    end = datetime.combine(until + timedelta(days=1), datetime.min.time(), DUTCH)
    about = ", ".join(DOMAINS[domain] for domain in sorted(what))
    document: dict[str, Any] = {
        "fmt": "nl-machtiging/1",
        "cid": client,
        "aud": house.settings.base_url,
        "iat": moment,
        "jti": random_token(12),
        "delegate": delegate,
        "jwk": dict(theirs.jwk),
        "nbf": moment,
        "exp": int(end.timestamp()),
        "text": f"{name} mag voor mij tekenen over: {about}."[:400],
        "scope": [
            {"id": uuid.uuid4().hex[:12], "effect": "permit", "who": {"kind": "any"}, "what": {"domain": [domain]},
             "text": DOMAINS[domain]}
            for domain in sorted(what)
        ],
    }  # fmt: skip
    return mandates.give(house, caller, objects.sign(objects.MANDATE, document, key))


def stop(house: House, caller: Caller, mandate: str) -> None:
    """End a machtiging, as who gave it or who got it. Raises NotFound."""
    found = next((one for one in mandates.of_caller(house, caller) if one.id == mandate), None)
    if found is None:
        raise NotFound("mandate-unknown", "No such mandate")
    mandates.end(house, caller, mandate, found.client)


def choose(house: House, caller: Caller, codes: tuple[str, ...]) -> None:
    """Name the three people who can help the caller back in, by the codes they gave. Raises Rejected(where=code)."""
    with house.database.work() as session:
        client = acting(house, session, caller).client
        found = tuple(_found(house, session, client, code) for code in codes)
    if len(set(found)) != recovery.CONTACTS:
        raise Rejected("helper-code", "Three different people are needed", where="code")
    recovery.choose(house, caller, found)


def assert_fits(house: House, what: tuple[str, ...], until: date) -> None:
    """Raises Rejected for what cannot be given, before anybody is asked to say yes."""
    if not what or any(domain not in DOMAINS for domain in what):
        raise Rejected("helper-what", "Choose at least one part", where="wat")
    if not house.today() <= until <= house.today() + LONGEST:
        raise Rejected("helper-until", "A day from now on, within five years", where="tot")


def _code(house: House, client: str, day: date) -> str:
    """Made for one person and two days, by a keyed hash: 60 bits, in letters that are easy to read aloud."""
    digest = house.vault.index("helper", f"{client}|{day.isoformat()}")
    return base64.b32encode(unb64url(digest)).decode()[:CODE_LENGTH]


def could_be_code(code: str) -> bool:
    """What could not is not shown again to who typed it: it may be a BSN."""
    return re.fullmatch(f"[A-Z2-7]{{{CODE_LENGTH}}}", _plain(code)) is not None


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def _found(house: House, session: Session, client: str, code: str) -> str:
    """Who gave a code today or yesterday. Every client is tried, whether one fits or not."""
    sent = _plain(code)
    days = (house.today(), house.today() - timedelta(days=1))
    found = [one for one in clients.everyone(session) for day in days if same(sent, _code(house, one, day))]
    if not found or found[0] == client:
        raise Rejected("helper-code", "This code is not right, or too old", where="code")
    return found[0]


def _own_key(session: Session, client: str) -> Key | None:
    """The newest key on a device of their own with which somebody signs for themselves."""
    return next((k for k in reversed(keys.of_holder(session, client, client)) if k.live and k.facts.tier == "A"), None)


def _deciders(house: House, session: Session, client: str) -> tuple[Decider, ...]:
    moment = int(house.now().timestamp())
    known = standing.known(session, client, basedata.births(session, house.keyring, client), moment)
    deciding = authorities.deciding(known, moment)
    return tuple(
        Decider(
            name=_name(house, session, one.holder),
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
    return tuple(Contact(_name(house, session, row.contact), utc(row.since) + waits) for row in rows)


def _name(house: House, session: Session, client: str) -> str:
    return display_name(basedata.leading(session, house.keyring, client)[0])
