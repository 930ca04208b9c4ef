"""What a registrar signs at the desk with a key of their own, as the exact bytes: a key binding, or words on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.auth import development
from gateway.consent import compact, keys, objects, registrars, signature
from gateway.consent.custody import Tier
from gateway.crypto.p256 import is_p256
from gateway.crypto.primitives import random_token
from gateway.errors import NotFound, Rejected
from gateway.flows import cards, deeds, desk, signing, steward, wishes
from gateway.flows.acting import Acting
from gateway.flows.answers import Party
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.stages.decided import Caller

ON_DEVICE: Final[Tier] = "A"
ON_PAPER: Final[Tier] = "D"


def binding(house: House, caller: Caller, client: str, kid: str, jwk: Mapping[str, str] | None) -> str:
    """A binding of the client's device key (`jwk`), or without it of the registrar's own key for paper.

    Raises NotFound(key-unknown) unless `kid` is a key of this registrar, Rejected(key-form).
    """
    with house.database.work() as session:
        desk.assert_registrar(session, caller)
        own = registrars.keys(session, caller.person).get(kid)
    if own is None:
        raise NotFound("key-unknown", "No such key of yours", mend="make a key on this device and have it registered")
    if jwk is not None and (set(jwk) != set(objects.JWK) or not is_p256(jwk)):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    document: dict[str, Any] = {
        "fmt": "nl-sleutelbinding/1",
        "cid": client,
        "holder": client,
        "jwk": dict(own if jwk is None else jwk),
        "form": "jws",
        "tier": ON_PAPER if jwk is None else ON_DEVICE,
        "assurance": desk.DESK,
        "registrar": str(caller.person),
        "aud": house.settings.base_url,
        "iat": int(house.now().timestamp()),
        "jti": random_token(12),
    }
    return compact.signing_input(objects.BINDING, document, kid)


def paper(house: House, caller: Caller, client: str, kid: str, grant: Grant) -> str:
    """The next policy of the client with what stands on paper: sharing with one party until a day.

    It holds what the client shared before as well, so that reading it is on the log first.
    Raises NotFound(key-unknown, party-unknown), Rejected(share-what, share-until), Refused(forced-framework).
    """
    with house.database.work() as session:
        desk.assert_registrar(session, caller)
        key = keys.find(session, client, kid)
        if key is None or not key.live or key.facts.tier != ON_PAPER or key.keeper != caller.person:
            raise NotFound("key-unknown", "No such key of yours", mend="bind your key for paper first")
        steward.to_share_with(house, session, Acting(client, client), grant.party)
        change = wishes.sharing(house, grant)
        deeds.record(house, session, "log-read", caller, client, what="policy", outcome="seen")
        return signature.to_sign(signing.document(house, session, Acting(client, client), kid, change), kid)


def parties(house: House, caller: Caller) -> tuple[Party, ...]:
    """Whom a client can share with: everybody registered here, so that it tells nothing of who helps this client."""
    with house.database.work() as session:
        desk.assert_registrar(session, caller)
        return tuple(sorted(cards.directory(session).values(), key=lambda party: (party.name, party.key)))


def offer(house: House, caller: Caller, jwk: Mapping[str, str]) -> bool:
    """A registrar's browser made a key. Whether it counts at once: in the demo, where there is no operator to ask.

    Elsewhere nothing is kept: an operator registers it. Raises Rejected(key-form).
    """
    if set(jwk) != set(objects.JWK) or not is_p256(jwk):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    if caller.person is None or not development.allowed(house.settings):
        return False
    with house.database.work() as session:
        desk.assert_registrar(session, caller)
        registrars.add(session, caller.person, jwk, house.now())
    return True


def own_keys(house: House, caller: Caller) -> tuple[str, ...]:
    """The kids a professional signs with at the desk, none for who is no registrar."""
    with house.database.work() as session:
        return tuple(registrars.keys(session, caller.person))
