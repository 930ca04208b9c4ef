"""What sharing with a party takes the place of, what stopping takes away, and what stays forbidden: told before anybody
signs (docs/decisions/0120).
"""

from __future__ import annotations

from sqlmodel import Session

from gateway.consent import decide, model, standing
from gateway.consent.model import Rule, What
from gateway.flows import cards, deeds, sentences, wishes
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import Party, Replaced
from gateway.flows.house import House
from gateway.stages.decided import Caller

A_PART = What((("domain", frozenset({"-"})),))  # as exact as what our page shares


def before(house: House, caller: Caller, party: str, client: Whom = None, *, stop: bool = False) -> Replaced:
    """What this party (its key) is permitted by name now, as far as sharing takes its place or stopping takes it away,
    and what it is forbidden. Nothing for one that is not here: the page says so.
    """
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        found = cards.directory(session).get(party)
        rules = standing.stands(session, acts.client, acts.holder, moment)
        told = Replaced() if found is None else _replaced(session, acts, found, rules, stop=stop)
        if told != Replaced():
            deeds.record(
                house, session, "log-read", caller, acts.client, what="wensen", mandate=acts.mandate, outcome="seen"
            )
    return told


def _replaced(session: Session, acts: Acting, found: Party, rules: tuple[Rule, ...], *, stop: bool) -> Replaced:
    scope = None if stop or acts.mandate is None else acts.scope
    gone = [rule for rule in rules if wishes.permits(model.rule_to_json(rule), found.key, scope)]
    kept = [rule for rule in cards.barring(rules) if wishes.is_about(model.rule_to_json(rule), found.key)]
    known = sentences.names(session)
    return Replaced(
        gone=sentences.lines(known, gone),
        holds=cards.worded(known, [rule for rule in kept if stop or not _yields(rule)]),
        yields=cards.worded(known, [rule for rule in kept if not stop and _yields(rule)]),
    )


def _yields(deny: Rule) -> bool:
    """Whether what our page shares with the same party goes above it: it is more exact."""
    permit = Rule("-", "permit", deny.who, A_PART)
    mine, theirs = decide.vector(permit), decide.vector(deny)
    return mine != theirs and all(one >= other for one, other in zip(mine, theirs, strict=True))
