"""Binding a public key to whom it is of: the registrar's signed statement, the row, the notice and the audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from gateway.consent import keys, objects
from gateway.consent.custody import Assurance
from gateway.consent.keys import Form
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import random_token
from gateway.errors import Rejected
from gateway.flows import deeds, letters
from gateway.flows.acting import Acting
from gateway.flows.house import House
from gateway.registry import clients
from gateway.stages.decided import Caller

GATEWAY: Final = "wijkdossier"  # the registrar of what is enrolled online
# A client's login is through DigiD (or, in the demo, stands in for it), so that is what a key enrolled in it is bound
# on.
ONLINE: Final[Assurance] = "digid"


def bind(
    house: House, session: Session, acts: Acting, jwk: Mapping[str, str], *, form: Form, assurance: Assurance
) -> str:
    """Bind a device key in the gateway's name, within the caller's transaction; idempotent for the same key."""
    kid = keys.enrol(
        session,
        acts.client,
        jwk,
        "A",
        house.now(),
        holder=acts.holder,
        form=form,
        assurance=assurance,
        binding=statement(house, acts, jwk, form=form, tier="A", assurance=assurance),
    )
    letters.write(house, session, acts.client, "nieuwe-sleutel")
    return kid


def statement(house: House, acts: Acting, jwk: Mapping[str, str], *, form: str, tier: str, assurance: str) -> str:
    """The gateway's signed key binding. Raises Rejected(key-form) when it is no public P-256 key."""
    if set(jwk) != set(objects.JWK):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    document: dict[str, Any] = {
        "fmt": "nl-sleutelbinding/1",
        "cid": acts.client,
        "holder": acts.holder,
        "jwk": dict(jwk),
        "form": form,
        "tier": tier,
        "assurance": assurance,
        "registrar": GATEWAY,
        "aud": house.settings.base_url,
        "iat": int(house.now().timestamp()),
        "jti": random_token(12),
    }
    return objects.sign(objects.BINDING, document, house.signing_key)


def kept_key(house: House, session: Session, caller: Caller, acts: Acting, assurance: Assurance = ONLINE) -> SigningKey:
    """The key kept for somebody without a device of their own (tier C); made at first use.

    A delegate has one of their own for each mandate, so that it is always told who signed.
    """
    client = acts.client
    found = keys.assisted(session, client, acts.holder, acts.mandate)
    if found is not None:
        return SigningKey.from_pem(house.keyring.unseal(session, client, "client", found, "client_key"))
    key = SigningKey.generate()
    kid = keys.enrol(
        session,
        client,
        key.jwk,
        "C",
        house.now(),
        sealed_private=house.keyring.seal(session, client, "client", key.pem, "client_key"),
        holder=acts.holder,
        keeper=caller.client if acts.mandate else None,
        mandate=acts.mandate,
        assurance=assurance,
        binding=statement(house, acts, key.jwk, form="jws", tier="C", assurance=assurance),
    )
    letters.write(house, session, client, "nieuwe-sleutel")
    record(house, session, caller, client, kid, "bound", None)
    return key


def lose(
    house: House,
    session: Session,
    caller: Caller,
    whose: str,
    client: str,
    kid: str,
    since: datetime,
    request: str | None,
) -> None:
    """A key is in other hands since `since` (UTC): what it widened from then on falls, and it signs no more.

    If it is kept by `whose`, who says so, that is for everybody they sign for with it; each of them hears of it.
    """
    theirs = keys.places(session, whose, kid)
    for one in theirs if client in theirs else (client,):
        clients.lock(session, one)
        keys.end(session, one, kid, house.now(), compromised=since)
        letters.write(house, session, one, "sleutel-misbruikt")
        record(house, session, caller, one, kid, "compromised", request)


def record(
    house: House, session: Session, caller: Caller, client: str, kid: str | None, reason: str, request: str | None
) -> None:
    """The audit entry of one event in the life of a key."""
    key = None if kid is None else keys.find(session, client, kid)
    deeds.record(
        house,
        session,
        "key",
        caller,
        client,
        kid=kid,
        tier=None if key is None else key.facts.tier,
        outcome="refused" if reason in {"code-wrong", "pin-wrong"} else "done",
        reason=reason,
        request=request,
    )
