"""The desk: a registrar identifies somebody in person and binds their key, or signs what they say on paper (tier D).

A registrar has a key of their own. Who gains by a grant may not be its only witness.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from sqlmodel import Session

from gateway.consent import keys, objects, registrars, signature
from gateway.consent.custody import Assurance, Tier
from gateway.consent.keys import Form
from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import is_p256
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import appending, binding, deeds, letters, pins
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.stages.decided import Caller

DESK: Final[Assurance] = "balie"


def register(house: House, person: str, jwk: Mapping[str, str]) -> str:
    """Let a registered professional bind keys, with this public key. Returns its kid. Raises Rejected(key-form)."""
    if set(jwk) != set(objects.JWK) or not is_p256(jwk):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    with house.database.work() as session:
        if parties.professional(session, person) is None:
            raise NotFound("professional-unknown", "No such professional")
        return registrars.add(session, person, jwk, house.now())


def find(house: House, caller: Caller, bsn: Bsn, request: str | None = None) -> str:
    """The client id of somebody who stands at the desk, for a registrar only; made when there is none yet."""
    assert_registrar_here(house, caller)
    house.count("bsn", str(caller.person))
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, bsn, house.now())
        deeds.record(house, session, "search-client", caller, client, outcome="done", reason="desk", request=request)
    return client


def bind(house: House, caller: Caller, token: str, request: str | None = None, *, at_desk: str | None = None) -> str:
    """Take in a key binding that the registrar signed. Returns the kid of the bound key.

    Tier A: the client's own device. Tier D: the registrar's own key, to sign what the client says on paper.
    `at_desk`: who stands there; it is about nobody else. Raises Rejected, Refused(not-a-registrar).
    """
    client, kid = objects.peek(token, objects.BINDING)
    _assert_about(client, at_desk)
    with house.database.work() as session:
        own = assert_registrar(session, caller, kid)
        clients.lock(session, client)
        bound = objects.read_binding(token, own.get)
        objects.assert_addressed(bound.envelope, house.settings.base_url, int(house.now().timestamp()))
        if bound.registrar != caller.person or bound.assurance != DESK or bound.tier not in {"A", "D"}:
            raise Rejected("binding", "A registrar binds at the desk, tier A or D, in their own name", where="tier")
        if (bound.tier == "D") != (thumbprint(bound.jwk) == kid) or not clients.exists(session, client):
            raise Rejected("binding", "Tier D is the registrar's own key, tier A is not", where="jwk")
        made = keys.enrol(
            session,
            client,
            bound.jwk,
            cast("Tier", bound.tier),
            house.now(),
            holder=bound.holder,
            keeper=caller.person if bound.tier == "D" else bound.holder,
            form=cast("Form", bound.form),
            assurance=DESK,
            binding=token,
        )
        letters.write(house, session, client, "nieuwe-sleutel")
        binding.record(house, session, caller, client, made, "bound", request)
    return made


def paper(
    house: House, caller: Caller, token: str, request: str | None = None, *, at_desk: str | None = None
) -> Receipt:
    """A policy that the registrar signed as the client put it on paper: narrow templates, independent witness."""
    with house.database.work() as session:
        assert_registrar(session, caller)
        client, kid, _typ = signature.peek(token)
        _assert_about(client, at_desk)
        key = keys.find(session, client, kid)
        if key is None or key.facts.tier != "D" or key.keeper != caller.person:
            raise Refused("not-a-registrar", "Only the registrar whose key this is can sign on paper with it")
        return appending.append(
            house, session, caller, token, request, witness=appending.as_witness(session, str(caller.person))
        )


def choose_pin(house: House, caller: Caller, client: str, pin: str, request: str | None = None) -> None:
    """Set the PIN of somebody who was identified at the desk. Raises Rejected(pin-form)."""
    with house.database.work() as session:
        assert_registrar(session, caller)
        assert_client(session, client)
        pins.choose(house, session, client, pin)
        letters.write(house, session, client, "nieuwe-pin")
        binding.record(house, session, caller, client, None, "pin-chosen", request)


def report(house: House, caller: Caller, client: str, kid: str, since: datetime, request: str | None = None) -> None:
    """Somebody at the desk says that a key is in other hands since `since` (UTC): what it widened from then on falls.

    Raises NotFound(key-unknown), Rejected(compromise-moment).
    """
    if since > house.now():
        raise Rejected("compromise-moment", "That moment is still to come", where="since")
    _end(house, caller, client, kid, request, since)


def retire(house: House, caller: Caller, client: str, kid: str, request: str | None = None) -> None:
    """Somebody at the desk signs nothing more with this key; what it signed stays. Raises NotFound(key-unknown)."""
    _end(house, caller, client, kid, request, None)


def assert_registrar_here(house: House, caller: Caller) -> None:
    """Raises Refused unless the caller is a registrar."""
    with house.database.work() as session:
        assert_registrar(session, caller)


def assert_registrar(session: Session, caller: Caller, kid: str | None = None) -> Mapping[str, Mapping[str, str]]:
    """The keys a registrar signs with at the desk. Raises Refused unless the caller is one, and has the key `kid`."""
    own = registrars.keys(session, caller.person)
    if not own or (kid is not None and kid not in own) or caller.client is not None:
        raise Refused("not-a-registrar", "Only a registrar can do this, with a key of their own")
    return own


def _end(house: House, caller: Caller, client: str, kid: str, request: str | None, since: datetime | None) -> None:
    with house.database.work() as session:
        assert_registrar(session, caller)
        key = keys.find(session, client, kid)
        if key is None or key.holder != client:
            raise NotFound("key-unknown", "No such key of this client")
        if since is not None:
            binding.lose(house, session, caller, client, client, kid, since, request)
        else:
            clients.lock(session, client)
            keys.end(session, client, kid, house.now())
            binding.record(house, session, caller, client, kid, "retired", request)


def _assert_about(client: str, at_desk: str | None) -> None:
    if at_desk is not None and client != at_desk:
        raise Rejected("desk-other", "What was signed is about somebody else than who stands at the desk", where="cid")


def assert_client(session: Session, client: str) -> None:
    if not clients.exists(session, client):
        raise NotFound("client-not-here", "No such client")
