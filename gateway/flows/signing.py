"""From wishes to a signed document on the chain: who acts for whom, what is to be signed, and appending it.

Every change is a whole policy. Whoever signs on a device of their own gets the exact bytes to sign; the gateway signs
only with a key it keeps for the client (tier C).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from gateway.consent import covering, keys, mandates, model, restrictions, signature, standing, storage, witnesses
from gateway.consent.keys import Key
from gateway.consent.model import Rule
from gateway.consent.tables import PolicyRow
from gateway.consent.witnesses import Witness
from gateway.crypto.primitives import random_token
from gateway.errors import NotFound, Refused
from gateway.flows import binding, consented, deeds, lapsing, letters, sentences
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.flows.wishes import Change
from gateway.registry import clients, parties, relations
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
        return append(house, session, caller, signed, ours=True)


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
        return append(house, session, caller, token, request, beside=beside, ours=ours)


def append(
    house: House,
    session: Session,
    caller: Caller,
    token: str,
    request: str | None = None,
    *,
    beside: bool = False,
    ours: bool = False,
    witness: Witness | None = None,
) -> Receipt:
    """Append a signed policy in the caller's transaction, and tell what it does and from when.

    `witness`: the professional before whom it was signed on paper or with a kept key.
    """
    client, kid, _typ = signature.peek(token)
    clients.lock(session, client)
    key = keys.find(session, client, kid)
    if key is not None and witness is None and key.keeper != caller.client:
        raise Refused("key-not-yours", "This key is not kept by you", mend="sign with a key of your own")
    was = None if key is None else storage.current(session, client, key.holder)
    stood = _stood(session, client, key)
    moment = int(house.now().timestamp())
    carried = None if key is None else standing.carried(session, client, key.holder, kid, moment)
    # What it starts from, not what the newest version says: a grant that fell is new when it is given again.
    before = carried.rules if carried else ()
    signed = storage.append(
        session, client, token, house.now(), house.settings.base_url, relying=house.relying, beside=beside
    )
    assert key is not None
    after = signed.policy.rules
    known = sentences.names(session)
    if ours:
        sentences.assert_said(known, stood, after)
    if key.mandate is not None:
        scope = mandates.scope(session, client, key.mandate, moment)
        covering.assert_within(scope, before, None if was is None else was.policy, signed.policy)
    if witness is not None:
        witnesses.assert_independent(before, after, [witness])
        if key.facts.tier == "D":
            witnesses.assert_fits_paper(before, after, moment)
            witnesses.assert_keeps_denies(before, after)
    if key.holder in {voice.holder for voice in consented.held(house, session, client).voices()}:
        restrictions.taken_over(session, client, key.holder, after, house.now())
    _name_parties(house, session, client)
    row = storage.by_hash(session, client, signed.hash)
    assert row is not None
    waits, code = _cooling(house, session, client, row, before)
    if key.mandate is not None:
        code = None  # the letter is the client's, in the demo too
    deeds.record(
        house,
        session,
        "consent",
        caller,
        client,
        policy=signed.hash,
        policy_version=signed.version,
        prev=signed.prev,
        kid=signed.kid,
        tier=key.facts.tier,
        holder=key.holder,
        mandate=key.mandate,
        outcome="done",
        reason="fork" if row.branch else None,
        request=request,
    )
    return Receipt(
        version=signed.version,
        policy_hash=signed.hash,
        sentences=sentences.lines(known, after),
        unsaid=sentences.unsaid(known, stood, after),
        custody=key.facts.tier,
        waits=waits,
        code=code,
        lapsed=lapsing.after(session, client, row),
    )


def _cooling(
    house: House, session: Session, client: str, row: PolicyRow, before: Sequence[Rule]
) -> tuple[datetime | None, str | None]:
    """Until when something in it waits, and the code that ends the wait (shown in the demo only); of a wish that waited
    already the letter is on its way.
    """
    settled = standing.waits_until(session, client, row)
    if settled is None or settled <= int(house.now().timestamp()):
        return None, None
    until = datetime.fromtimestamp(settled, UTC)
    if not witnesses.widens(before, standing.signed_rules(row)):
        return until, None
    return until, letters.write(house, session, client, "wijziging-wacht", row.hash)


def _stood(session: Session, client: str, key: Key | None) -> tuple[Rule, ...]:
    """The rules of the newest version, of a fork those of every branch."""
    rows = () if key is None else storage.heads(session, client, key.holder)
    return tuple(rule for row in rows for rule in signature.reread(row.token, row.kid).policy.rules)


def _name_parties(house: House, session: Session, client: str) -> None:
    """Note every party that a newest document lets in by name; whether it counts is seen at each look."""
    relations.forget(session, client, "genoemd")
    for holder in storage.signers(session, client):
        for row in storage.heads(session, client, holder):
            for rule in signature.reread(row.token, row.kid).policy.rules:
                party = _named(rule)
                if party is not None:
                    relations.note(session, client, party, "genoemd", house.now(), f"policy {row.hash}")


def _named(rule: Rule) -> str | None:
    if rule.effect != "permit":
        return None
    match rule.who.kind:
        case "person":
            return f"person:{rule.who.id}"
        case "org":
            return f"org:{rule.who.id}"
        case "role@org":
            return f"org:{rule.who.org}"
        case _:
            return None


def as_witness(session: Session, person: str) -> Witness:
    """A registered professional as a witness. Raises Refused for anybody else."""
    found = parties.professional(session, person)
    if found is None:
        raise Refused("not-a-registrar", "Only a registered professional can witness this")
    return Witness(found.id, found.organisation.id, found.organisation.orgtype)
