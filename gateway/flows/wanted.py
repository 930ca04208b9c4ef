"""Common wishes: what they would be as rules, and the two that are given here: nobody sees this, and this is no more
forbidden.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gateway.consent import holding, model, standing, templates
from gateway.errors import NotFound
from gateway.flows import deeds, sentences, signing
from gateway.flows.acting import Whom, acting
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.flows.steward import to_share_with
from gateway.flows.wishes import Change, Rules, end_of
from gateway.stages.decided import Caller

YEAR = 365  # days


def proposed(
    house: House, caller: Caller, template: str, answers: Mapping[str, str], client: str | None = None
) -> list[dict[str, Any]]:
    """All rules the next version would have, with their sentences, when this wish is added. Nothing is stored.

    Raises NotFound(template-unknown, party-unknown), Rejected(template-answer), Refused(forced-framework).
    """
    change = _wish(house, template, answers)
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        if "party" in templates.find(template).asks:
            to_share_with(house, session, acts, answers["party"])
        before = standing.stands(session, acts.client, acts.holder, int(house.now().timestamp()))
        rules = change([model.rule_to_json(rule) for rule in before])
        deeds.record(house, session, "log-read", caller, acts.client, what="policy", outcome="seen")
        return sentences.worded(session, rules)


def forbid(house: House, caller: Caller, template: str, answers: Mapping[str, str], client: Whom = None) -> Receipt:
    """Nobody sees this any more, at once. Signed with the kept key; a restriction needs no waiting."""
    return signing.with_kept_key(house, caller, _wish(house, _forbidding(template), answers), client)


def to_forbid(
    house: House, caller: Caller, kid: str, template: str, answers: Mapping[str, str], client: Whom = None
) -> str:
    """The same as bytes for a key on the caller's own device to sign."""
    return signing.to_sign(house, caller, kid, _wish(house, _forbidding(template), answers), client)


def release(house: House, caller: Caller, rule: str, client: str | None = None) -> Receipt:
    """Take a deny away, of one for everybody with its companions. That widens, so with the kept key it waits."""
    return signing.with_kept_key(house, caller, _released(rule), client)


def to_release(house: House, caller: Caller, kid: str, rule: str, client: str | None = None) -> str:
    """The same as bytes for a key on the caller's own device to sign."""
    return signing.to_sign(house, caller, kid, _released(rule), client)


def _wish(house: House, template: str, answers: Mapping[str, str]) -> Change:
    """The rule of a template added, in place of one that says the same for the same people."""
    chosen = templates.find(template)
    until = end_of(house.today() + timedelta(days=YEAR))
    rule = templates.made(chosen, uuid.uuid4().hex[:12], answers, until)

    def wished(rules: Rules) -> Rules:
        if chosen.forbids:
            there = any(holding.is_general(old) and old.get("what") == rule["what"] for old in rules)
            return holding.held(rules if there else [*rules, rule])
        kept = [old for old in rules if (old["effect"], old["who"]) != ("permit", rule["who"])]
        return holding.held([*kept, rule])

    return wished


def _forbidding(template: str) -> str:
    if not templates.find(template).forbids:
        raise NotFound("template-unknown", "No such wish to choose")
    return template


def _released(rule: str) -> Change:
    def released(rules: Rules) -> Rules:
        companions = holding.companions(rules)
        if not any(old["effect"] == "deny" and old["id"] == rule and rule not in companions for old in rules):
            raise NotFound("rule-unknown", "No such rule of yours")
        return holding.without(rules, rule)

    return released
