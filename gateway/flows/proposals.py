"""Permits that came in as a FHIR Consent: the client reads them, and signs them into the policy or lets them go."""

from __future__ import annotations

from sqlmodel import Session

from gateway.consent import restrictions
from gateway.consent.model import rule_to_json
from gateway.consent.restrictions import Proposal
from gateway.errors import NotFound
from gateway.flows import behalf, deeds, sentences, signing
from gateway.flows.acting import Acting, acting
from gateway.flows.answers import Proposed, Receipt
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.wishes import Change
from gateway.registry import parties
from gateway.stages.decided import Caller


def waiting(house: House, caller: Caller, cid: str | None = None) -> tuple[Proposed, ...]:
    """What waits for the caller's signature, in words and as rules to be taken into the next policy."""
    with house.database.work() as session:
        acts = _acting(house, session, caller, cid)
        found = told(session, acts.client)
        deeds.record(house, session, "log-read", caller, acts.client, what="proposals", outcome="seen")
    return found


def told(session: Session, client: str) -> tuple[Proposed, ...]:
    """What waits, in words; whose transaction it is records the reading."""
    known = {o.id: o.name for o in parties.organisations(session)}
    return tuple(_told(session, one, known) for one in restrictions.proposals(session, client))


def sign(house: House, caller: Caller, proposal: str, cid: str | None = None) -> Receipt:
    """Take a proposal into the policy, signed with the key that is kept for the client. Raises NotFound."""
    return signing.with_kept_key(house, caller, _taking(house, caller, proposal, cid), cid)


def to_sign(house: House, caller: Caller, kid: str, proposal: str, cid: str | None = None) -> str:
    """The same as bytes for a key on the caller's own device to sign."""
    return signing.to_sign(house, caller, kid, _taking(house, caller, proposal, cid), cid)


def let_go(house: House, caller: Caller, proposal: str, request: str | None = None, cid: str | None = None) -> None:
    """A proposal is not wanted. Raises NotFound."""
    with house.database.work() as session:
        acts = _acting(house, session, caller, cid)
        _open(session, acts, proposal)
        restrictions.close(session, acts.client, proposal, house.now())
        deeds.record(
            house,
            session,
            "consent",
            caller,
            acts.client,
            holder=acts.holder,
            outcome="done",
            reason="proposal let go",
            request=request,
        )


def _taking(house: House, caller: Caller, proposal: str, cid: str | None) -> Change:
    with house.database.work() as session:
        found = _open(session, _acting(house, session, caller, cid), proposal)
    rules = [rule_to_json(rule) for rule in found.rules]
    return lambda before: [*before, *rules]


def _acting(house: House, session: Session, caller: Caller, client: str | None) -> Acting:
    """Who decides on a part reads no wishes about other parts, and lets none go."""
    acts = acting(house, session, caller, client)
    if not behalf.decides_on_all(house, session, acts):
        raise absent()
    return acts


def _open(session: Session, acts: Acting, proposal: str) -> Proposal:
    found = next((one for one in restrictions.proposals(session, acts.client) if one.id == proposal), None)
    if found is None:
        raise NotFound("proposal-unknown", "There is no such proposal")
    return found


def _told(session: Session, one: Proposal, names: dict[str, str]) -> Proposed:
    rules = sentences.worded(session, [rule_to_json(rule) for rule in one.rules])
    return Proposed(one.id, names.get(one.said_by, ""), tuple(rules), one.received)
