"""A signed policy goes on its chain: what stood, what may be signed, what it does, and the log; in one transaction.

The signature, its key and the chain itself are judged by `consent/storage.py`; here is judged what was signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.consent import covering, keys, mandates, restrictions, signature, standing, storage, witnesses
from gateway.consent.keys import Key
from gateway.consent.model import Policy, Rule
from gateway.consent.signed import SignedPolicy
from gateway.consent.tables import PolicyRow
from gateway.consent.witnesses import Witness
from gateway.errors import Refused
from gateway.flows import consented, deeds, lapsing, letters, sentences
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.registry import clients, parties, relations
from gateway.stages.decided import Caller


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
    """Append a signed policy, and tell what it does and from when.

    `beside`: keep it as a fork. `ours`: the texts were written here, so they must be the sentences of their rules.
    `witness`: the professional before whom it was signed on paper or with a kept key.
    Raises Refused(key-not-yours), and as storage, mandate and witness do: the caller's transaction keeps nothing then.
    """
    client, kid, _typ = signature.peek(token)
    clients.lock(session, client)
    key = keys.find(session, client, kid)
    if key is not None and witness is None and key.keeper != caller.client:
        raise Refused("key-not-yours", "This key is not kept by you", mend="sign with a key of your own")
    moment = int(house.now().timestamp())
    before = _Before() if key is None else _before(session, client, key, moment)
    signed = storage.append(
        session, client, token, house.now(), house.settings.base_url, relying=house.relying, beside=beside
    )
    assert key is not None  # no document of an unknown key is appended
    known = sentences.names(session)
    if ours:
        sentences.assert_said(known, before.said, signed.policy.rules)
    if key.mandate is not None:
        scope = mandates.scope(session, client, key.mandate, moment)
        covering.assert_within(scope, before.rules, before.newest, signed.policy)
    if witness is not None:
        _assert_witnessed(witness, key, before.rules, signed.policy.rules, moment)
    row = _take_effect(house, session, client, key, signed)
    waits, code = _cooling(house, session, client, row, before.rules)
    _record(house, session, caller, client, key, signed, row, request)
    return Receipt(
        version=signed.version,
        policy_hash=signed.hash,
        sentences=sentences.lines(known, signed.policy.rules),
        unsaid=sentences.unsaid(known, before.said, signed.policy.rules),
        custody=key.facts.tier,
        waits=waits,
        code=code if key.mandate is None else None,  # the letter is the client's, in the demo too
        lapsed=lapsing.after(session, client, row),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What stood for a holder. `newest`: the newest version; `said`: its rules, of a fork those of every branch.

    `rules`: what the next version starts from, not what the newest says: a grant that fell is new when given again.
    """

    newest: Policy | None = None
    rules: tuple[Rule, ...] = ()
    said: tuple[Rule, ...] = ()


def _before(session: Session, client: str, key: Key, moment: int) -> _Before:
    newest = storage.current(session, client, key.holder)
    carried = standing.carried(session, client, key.holder, key.facts.kid, moment)
    heads = storage.heads(session, client, key.holder)
    return _Before(
        newest=None if newest is None else newest.policy,
        rules=carried.rules if carried else (),
        said=tuple(rule for row in heads for rule in signature.reread(row.token, row.kid).policy.rules),
    )


def _assert_witnessed(
    witness: Witness, key: Key, before: tuple[Rule, ...], after: tuple[Rule, ...], moment: int
) -> None:
    """Raises Refused when the witness gains by it, or more was signed than paper carries."""
    witnesses.assert_independent(before, after, [witness])
    if key.facts.tier == "D":
        witnesses.assert_fits_paper(before, after, moment)
        witnesses.assert_keeps_denies(before, after)


def _take_effect(house: House, session: Session, client: str, key: Key, signed: SignedPolicy) -> PolicyRow:
    """What follows from a document that is on the chain: what stood beside is in it now, and whom it names is known."""
    if key.holder in {voice.holder for voice in consented.held(house, session, client).voices()}:
        restrictions.taken_over(session, client, key.holder, signed.policy.rules, house.now())
    _name_parties(house, session, client)
    row = storage.by_hash(session, client, signed.hash)
    assert row is not None
    return row


def _record(
    house: House,
    session: Session,
    caller: Caller,
    client: str,
    key: Key,
    signed: SignedPolicy,
    row: PolicyRow,
    request: str | None,
) -> None:
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
