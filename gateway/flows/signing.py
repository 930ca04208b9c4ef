"""From wishes to a signed document: who acts for whom, and what is to be signed. What becomes of it is appending.py.

Every change is a whole policy. Whoever signs on a device of their own gets the exact bytes to sign; the gateway signs
only with a key it keeps for the client (tier C).
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from gateway.consent import keys, model, restrictions, signature, standing, storage
from gateway.consent.keys import Key
from gateway.crypto.primitives import random_token
from gateway.errors import NotFound, Refused
from gateway.flows import appending, binding, deeds, sentences
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.flows.wishes import Change
from gateway.registry import clients
from gateway.stages.decided import Caller

TEN_YEARS = 10 * 366 * 24 * 3600


def document(house: House, session: Session, acts: Acting, kid: str, change: Change) -> dict[str, Any]:
    """The next policy of this holder with their wishes changed, ready to be signed by the key `kid`."""
    rows = storage.heads(session, acts.client, acts.holder)
    moment = int(house.now().timestamp())
    before = standing.carried(session, acts.client, acts.holder, kid, moment)
    # What stands beside the policy is taken over as it is, whatever changes: it ends by a later signature alone.
    beside = [model.rule_to_json(rule) for rule in restrictions.denies(session, acts.client, acts.holder)]
    rules = [*change([model.rule_to_json(rule) for rule in before.rules] if before else []), *beside]
    return {
        "fmt": "nl-toestemming/1",
        "cid": acts.client,
        "ver": (rows[0].ver if rows else 0) + 1,
        "prev": storage.next_prev(rows),
        "aud": house.settings.base_url,
        "iat": moment,
        "nbf": moment,
        "exp": moment + TEN_YEARS,
        "jti": random_token(12),
        "nonce": None,
        "emergency": before.emergency if before else "allow",
        "notify": before.notify if before else {"every_access": False, "new_source": True},
        "rules": sentences.worded(session, rules),
    }


def to_sign(house: House, caller: Caller, kid: str, change: Change, client: Whom = None) -> str:
    """The exact bytes (ASCII) for a key on the caller's own device to sign. Raises NotFound(key-unknown)."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        key = own_key(session, caller, acts, kid)
        # All wishes that stand are in it, so it is a reading of them.
        deeds.record(
            house, session, "log-read", caller, acts.client, what="policy", mandate=acts.mandate, outcome="seen"
        )
        return signature.to_sign(document(house, session, acts, kid, change), kid, passkey=key.form == "webauthn")


def own_key(session: Session, caller: Caller, acts: Acting, kid: str) -> Key:
    """A key the caller has and signs with for whom they act. Raises NotFound(key-unknown)."""
    key = keys.find(session, acts.client, kid)
    mine = key is not None and (key.keeper, key.holder, key.mandate) == (caller.client, acts.holder, acts.mandate)
    if key is None or not key.live or not mine:
        raise NotFound("key-unknown", "No such key of yours", mend="make a new key on this device")
    return key


def with_kept_key(house: House, caller: Caller, change: Change, client: Whom = None) -> Receipt:
    """Change the wishes and sign with the key the gateway keeps (tier C), released by the caller's own login."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        key = binding.kept_key(house, session, caller, acts)
        signed = signature.sign_policy(document(house, session, acts, key.thumbprint, change), key)
        return appending.append(house, session, caller, signed, ours=True)


def accept(
    house: House,
    caller: Caller,
    token: str,
    request: str | None = None,
    *,
    beside: bool = False,
    ours: bool = False,
) -> Receipt:
    """A policy signed elsewhere: verified, appended by compare-and-set, audited. `beside`: keep it as a fork.

    `ours`: the texts were written here, so they must be the sentences of their rules.
    """
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    with house.database.work() as session:
        return appending.append(house, session, caller, token, request, beside=beside, ours=ours)
