"""The desk: a registrar identifies somebody in person and binds their key, or signs what they say on paper (tier D).

A registrar has a key of their own. Who gains by a grant may not be its only witness.
"""

from __future__ import annotations

import json as plain
from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from sqlmodel import Session, col, select

from gateway.audit import log as audit
from gateway.consent import keys, objects, signature
from gateway.consent.custody import Assurance, Tier
from gateway.consent.keys import Form
from gateway.consent.tables import RegistrarRow
from gateway.crypto import is_p256, thumbprint
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import binding, letters, pins, signing, steward, wishes
from gateway.flows.acting import Acting
from gateway.flows.answers import Receipt
from gateway.flows.disclose import who
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.stages import Caller

DESK: Final[Assurance] = "balie"


def register(house: House, person: str, jwk: Mapping[str, str]) -> str:
    """Let a registered professional bind keys, with this public key. Returns its kid. Raises Rejected(key-form)."""
    if set(jwk) != set(objects.JWK) or not is_p256(jwk):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    kid = thumbprint(jwk)
    with house.database.work() as session:
        if parties.professional(session, person) is None:
            raise NotFound("professional-unknown", "No such professional")
        if session.get(RegistrarRow, kid) is None:
            session.add(RegistrarRow(kid=kid, person=person, jwk=plain.dumps(dict(jwk)), since=house.now()))
    return kid


def find(house: House, caller: Caller, bsn: Bsn, request: str | None = None) -> str:
    """The client id of somebody who stands at the desk, for a registrar only; made when there is none yet."""
    with house.database.work() as session:
        _assert_registrar(session, caller)
        client = clients.find_or_make(session, house.vault, bsn, house.now())
        audit.append(
            house.database, session, "search-client", house.now(), client, **who(caller), outcome="done",
            reason="desk", request=request,
        )  # fmt: skip
    return client


def bind(house: House, caller: Caller, token: str, request: str | None = None) -> str:
    """Take in a key binding that the registrar signed. Returns the kid of the bound key.

    Tier A: the client's own device. Tier D: the registrar's own key, to sign what the client says on paper.
    Raises Rejected, Refused(not-a-registrar).
    """
    client, kid = objects.peek(token, objects.BINDING)
    with house.database.work() as session:
        registrar = _assert_registrar(session, caller, kid)
        clients.lock(session, client)
        bound = objects.read_binding(token, {kid: plain.loads(registrar.jwk)}.get)
        objects.assert_addressed(bound.envelope, house.settings.base_url, int(house.now().timestamp()))
        if bound.registrar != registrar.person or bound.assurance != DESK or bound.tier not in {"A", "D"}:
            raise Rejected("binding", "A registrar binds at the desk, tier A or D, in their own name", where="tier")
        if (bound.tier == "D") != (thumbprint(bound.jwk) == registrar.kid) or not clients.exists(session, client):
            raise Rejected("binding", "Tier D is the registrar's own key, tier A is not", where="jwk")
        made = keys.enrol(
            session,
            client,
            bound.jwk,
            cast("Tier", bound.tier),
            house.now(),
            holder=bound.holder,
            keeper=registrar.person if bound.tier == "D" else bound.holder,
            form=cast("Form", bound.form),
            assurance=DESK,
            binding=token,
        )
        letters.write(house, session, client, "nieuwe-sleutel")
        binding.record(house, session, caller, client, made, "bound", request)
    return made


def paper(house: House, caller: Caller, token: str, request: str | None = None) -> Receipt:
    """A policy that the registrar signed as the client put it on paper: narrow templates, independent witness."""
    with house.database.work() as session:
        _assert_registrar(session, caller)
        client, kid, _typ = signature.peek(token)
        key = keys.find(session, client, kid)
        if key is None or key.facts.tier != "D" or key.keeper != caller.person:
            raise Refused("not-a-registrar", "Only the registrar whose key this is can sign on paper with it")
        return signing.append(
            house, session, caller, token, request, witness=signing.as_witness(session, str(caller.person))
        )


def choose_pin(house: House, caller: Caller, client: str, pin: str, request: str | None = None) -> None:
    """Set the PIN of somebody who was identified at the desk. Raises Rejected(pin-form)."""
    with house.database.work() as session:
        _assert_registrar(session, caller)
        _assert_client(session, client)
        pins.choose(house, session, client, pin)
        letters.write(house, session, client, "nieuwe-pin")
        binding.record(house, session, caller, client, None, "pin-chosen", request)


def share(
    house: House,
    caller: Caller,
    client: str,
    pin: str,
    party: str,
    *,
    what: tuple[str, ...],
    contact_only: bool,
    until: date,
    request: str | None = None,
) -> Receipt:
    """Share with a party for somebody at the desk: their PIN releases the kept key, the registrar is the witness.

    Raises Refused(pin-wrong, pin-blocked, witness-benefits, forced-framework), Rejected, NotFound.
    """
    with house.database.work() as session:
        _assert_registrar(session, caller)
        _assert_client(session, client)
        clients.lock(session, client)
        fine = pins.right(house, session, client, pin)
        if fine:
            acts = Acting(client, client)
            change = wishes.sharing(
                house,
                steward.to_share_with(house, session, client, party),
                what=what,
                contact_only=contact_only,
                until=until,
            )
            key = binding.kept_key(house, session, caller, client, client, assurance=DESK)
            signed = signature.sign_policy(signing.document(house, session, acts, change), key)
            witness = signing.as_witness(session, str(caller.person))
            return signing.append(house, session, caller, signed, request, witness=witness)
        binding.record(house, session, caller, client, None, "pin-wrong", request)
    raise Refused("pin-wrong", "The PIN is wrong", mend="five times wrong and it is set anew at the desk")


def _assert_client(session: Session, client: str) -> None:
    if not clients.exists(session, client):
        raise NotFound("client-not-here", "No such client")


def _assert_registrar(session: Session, caller: Caller, kid: str | None = None) -> RegistrarRow:
    query = select(RegistrarRow).where(RegistrarRow.person == caller.person, col(RegistrarRow.ended).is_(None))
    rows = session.exec(query if kid is None else query.where(RegistrarRow.kid == kid)).all()
    if not rows or caller.person is None or caller.client is not None:
        raise Refused("not-a-registrar", "Only a registrar can do this, with a key of their own")
    return rows[0]
