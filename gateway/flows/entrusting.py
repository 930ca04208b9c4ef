"""Letting somebody sign, and stopping it, from a page: to whom, on what, until when, signed on a device of one's own or
with the key the gateway keeps.

The mandate names the newest key on the delegate's own device. mandates.py keeps what was signed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypedDict

from sqlmodel import Session

from gateway.consent import keys, objects
from gateway.consent import mandates as standing
from gateway.consent.compact import signing_input
from gateway.consent.custody import Tier
from gateway.consent.keys import Key, utc
from gateway.consent.model import Rule, What, Who, rule_to_json
from gateway.consent.tables import MandateRow
from gateway.crypto.primitives import random_token
from gateway.errors import NotFound, Rejected
from gateway.flows import binding, deeds, delegated, helping, mandates, sentences, signing
from gateway.flows.acting import Acting, acting
from gateway.flows.house import House
from gateway.flows.mandates import Given
from gateway.flows.wishes import DOMAINS, end_of
from gateway.registry import clients
from gateway.stages.decided import Caller

LONGEST: Final = timedelta(days=5 * 365)  # the form itself ends at five years
TEXT: Final = "{name} mag voor u tekenen over: {about}."
OVER: Final = "{name} mag niet meer voor u tekenen."


class Wish(TypedDict):
    """Care domains, and the last day."""

    what: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True)
class Offer:
    """What the client would sign. `delegate`: who gave the code; `jwk`: their key, that the mandate names; `text`: the
    sentence. `before`: until when runs (UTC) what this person may sign for the client now, which it replaces.
    """

    name: str
    delegate: str
    jwk: Mapping[str, str]
    text: str
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Entrusted:
    """A mandate as a receipt of it shows. `custody`: tier of the key that signed; `hash`: of what was signed; moments
    UTC. `ended`: None while it was not stopped; `stopped_by`: tier of the key that signed that, None: it was not
    signed.
    """

    given: Given
    name: str
    covers: tuple[str, ...]
    custody: Tier
    hash: str
    signed: datetime
    ended: datetime | None
    stopped_by: Tier | None


def offer(house: House, caller: Caller, code: str, wish: Wish) -> Offer:
    """What giving it would mean, before anybody says yes. Raises Rejected with `where` code, wat or tot."""
    with house.database.work() as session:
        client = acting(house, session, caller).client
        delegate, name, key = _delegate(house, session, client, code)
        _assert_fits(house, wish)
        bound = keys.find(session, client, key.facts.kid)
        now = None if bound is None or bound.mandate is None else standing.find(session, client, bound.mandate)
        runs = now is not None and now.runs(int(house.now().timestamp()))
        before = mandates.until(now) if now is not None and runs else None
    return Offer(name, delegate, key.jwk, _text(name, wish["what"]), before)


def to_sign(house: House, caller: Caller, kid: str, code: str, wish: Wish) -> str:
    """The exact bytes for a key on the caller's own device to sign. Raises NotFound(key-unknown), Rejected as above."""
    with house.database.work() as session:
        acts = acting(house, session, caller)
        document = _document(house, session, acts.client, code, wish)
        return _to_sign(session, caller, acts, kid, document, objects.MANDATE_TYPS)


def give(house: House, caller: Caller, code: str, wish: Wish) -> str:
    """Let who gave the code sign for the caller, signed with the kept key. Returns the id of the mandate.

    Raises Rejected as above.
    """
    with house.database.work() as session:
        acts = acting(house, session, caller)
        clients.lock(session, acts.client)
        document = _document(house, session, acts.client, code, wish)
        key = binding.kept_key(house, session, caller, acts)
    return mandates.give(house, caller, objects.sign(objects.MANDATE, document, key))


def accept(house: House, caller: Caller, token: str) -> str:
    """The same signed on the caller's own device, in our words. Returns its id. Raises Rejected, Refused, Conflict."""
    said = objects.reread_mandate(token)  # verified below
    what = tuple(domain for domain in DOMAINS for rule in said.scope if rule == _part(domain, rule.id))
    with house.database.work() as session:
        name = helping.name_of(house, session, said.delegate)
    if len(what) != len(said.scope) or said.text != _text(name, what):
        raise Rejected("policy-sentence", "The text is not the sentence that says this", where="text")
    return mandates.give(house, caller, token)


def stoppable(house: House, caller: Caller, mandate: str) -> Entrusted:
    """One that the caller gave and that was not stopped. Raises NotFound."""
    found = receipt(house, caller, mandate)
    if found.ended is not None:
        raise NotFound("mandate-unknown", "No such mandate")
    return found


def to_take_back(house: House, caller: Caller, kid: str, mandate: str) -> str:
    """What ends a mandate, as bytes for a key on the caller's own device. Raises NotFound."""
    with house.database.work() as session:
        acts = acting(house, session, caller)
        document = _withdrawal(house, session, acts, mandate)
        return _to_sign(session, caller, acts, kid, document, objects.WITHDRAWAL_TYPS)


def take_back(house: House, caller: Caller, mandate: str) -> str:
    """Stop one that the caller gave, signed with the kept key. Raises NotFound."""
    with house.database.work() as session:
        acts = acting(house, session, caller)
        clients.lock(session, acts.client)
        document = _withdrawal(house, session, acts, mandate)
        key = binding.kept_key(house, session, caller, acts)
    return mandates.take_back(house, caller, objects.sign(objects.WITHDRAWAL, document, key))


def accept_end(house: House, caller: Caller, token: str) -> str:
    """The same signed on the caller's own device. Returns its id. Raises NotFound, Rejected, Refused."""
    return mandates.take_back(house, caller, token)


def give_up(house: House, caller: Caller, mandate: str) -> None:
    """Stop one that was given to the caller. Raises NotFound."""
    found = next((one for one in mandates.of_caller(house, caller) if one.id == mandate), None)
    if found is None or found.delegate != caller.client:
        raise NotFound("mandate-unknown", "No such mandate")
    mandates.end(house, caller, mandate, found.client)


def receipt(house: House, caller: Caller, mandate: str) -> Entrusted:
    """What the caller signed of a mandate, to read again. Raises NotFound."""
    with house.database.work() as session:
        acts = acting(house, session, caller)
        row = _given(session, acts, mandate)
        read, known = objects.reread_mandate(row.token), sentences.names(session)
        deeds.record(
            house, session, "log-read", caller, acts.client, what="machtiging", mandate=mandate, outcome="seen"
        )
        return Entrusted(
            given=mandates.given(house, session, row),
            name=helping.name_of(house, session, row.delegate),
            covers=tuple(delegated.covers(known, rule) for rule in read.scope),
            custody=_tier(session, row, read.envelope.kid),
            hash=read.envelope.hash,
            signed=utc(row.received),
            ended=None if row.ended is None else utc(row.ended),
            stopped_by=None if row.taken_back is None else _tier(session, row, objects.kid(row.taken_back)),
        )


def _delegate(house: House, session: Session, client: str, code: str) -> tuple[str, str, Key]:
    """Who gave the code, their name, and the key that a mandate of this client can name."""
    delegate = helping.who_gave(house, session, client, code)
    key = helping.own_key(session, delegate)
    if key is None:
        raise Rejected("helper-key", "This person has no key on a device of their own yet", where="code")
    here = keys.find(session, client, key.facts.kid)
    if here is not None and here.facts.compromised is not None:
        raise Rejected("helper-key-lost", "You said that this key is in other hands", where="code")
    if here is not None and (here.holder, here.keeper) != (client, delegate):
        raise Rejected("helper-key-other", "This key signs here already in another name", where="code")
    return delegate, helping.name_of(house, session, delegate), key


def _assert_fits(house: House, wish: Wish) -> None:
    if not wish["what"] or any(domain not in DOMAINS for domain in wish["what"]):
        raise Rejected("helper-what", "Choose at least one part", where="wat")
    if not house.today() <= wish["until"] <= house.today() + LONGEST:
        raise Rejected("helper-until", "A day from now on, within five years", where="tot")


def _document(house: House, session: Session, client: str, code: str, wish: Wish) -> dict[str, Any]:
    delegate, name, key = _delegate(house, session, client, code)
    _assert_fits(house, wish)
    common = _common(house, client, "nl-machtiging/1")
    return {
        **common,
        "delegate": delegate,
        "jwk": dict(key.jwk),
        "nbf": common["iat"],
        "exp": end_of(wish["until"]),
        "text": _text(name, wish["what"]),
        "scope": [rule_to_json(_part(domain, uuid.uuid4().hex[:12])) for domain in sorted(set(wish["what"]))],
    }


def _part(domain: str, id_: str) -> Rule:
    """The rule of one part that somebody may sign about."""
    return Rule(id_, "permit", Who("any"), What((("domain", frozenset({domain})),)), text=DOMAINS[domain])


def _withdrawal(house: House, session: Session, acts: Acting, mandate: str) -> dict[str, Any]:
    row = _given(session, acts, mandate)
    text = OVER.format(name=helping.name_of(house, session, row.delegate))
    return {**_common(house, acts.client, "nl-intrekking/1"), "mandate": row.id, "text": text}


def _common(house: House, client: str, fmt: str) -> dict[str, Any]:
    moment = int(house.now().timestamp())
    return {"fmt": fmt, "cid": client, "aud": house.settings.base_url, "iat": moment, "jti": random_token(12)}


def _text(name: str, what: tuple[str, ...]) -> str:
    return TEXT.format(name=name, about=", ".join(DOMAINS[domain] for domain in sorted(set(what))))[:400]


def _to_sign(
    session: Session, caller: Caller, acts: Acting, kid: str, document: Mapping[str, Any], typs: tuple[str, str]
) -> str:
    key = signing.own_key(session, caller, acts, kid)
    plain, passkey = typs
    return signing_input(passkey if key.form == "webauthn" else plain, document, kid)


def _given(session: Session, acts: Acting, mandate: str) -> MandateRow:
    row = session.get(MandateRow, (acts.client, mandate))
    if row is None or row.holder != acts.holder:
        raise NotFound("mandate-unknown", "No such mandate")
    return row


def _tier(session: Session, row: MandateRow, kid: str) -> Tier:
    key = keys.find(session, row.client_id, kid)
    assert key is not None, "a mandate is kept only under a registered key, and keys are never deleted"
    return key.facts.tier
