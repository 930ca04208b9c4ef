"""The two common wishes as changes of a policy: share care domains with a party until a day, and stop.

Both take the place of what this party was permitted. What it was forbidden stays until the client takes that away by
itself (docs/decisions/0120). Rules are made without their sentence; signing.py adds it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from gateway.consent import covering, holding
from gateway.consent.model import Rule, read_rule
from gateway.errors import Rejected
from gateway.flows.answers import Party
from gateway.flows.house import DUTCH, House

Rules = list[dict[str, Any]]
Change = Callable[[Rules], Rules]
LAST = date(9998, 12, 31)  # a rule must end before vocabulary.LAST_SECOND
WHOLE = frozenset({"why", "how", "nbf", "exp"})  # a deny with none of these forbids a party everything
DOMAINS = {
    "huisarts": "wat uw huisarts opschrijft",
    "wijkverpleging": "wat de wijkverpleging opschrijft",
    "wmo": "besluiten van de gemeente over hulp (Wmo)",
    "jeugdhulp": "besluiten en hulp van de jeugdhulp",
    "jgz": "wat de jeugdarts opschrijft (consultatiebureau)",
    "eigen": "wat u zelf invult over hoe het met u gaat",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a party (`person:<id>`, `org:<id>`) is to see: some care domains, or no more than that there was contact.

    `until`: the last day, inclusive.
    """

    party: str
    what: tuple[str, ...]
    contact_only: bool
    until: date


def sharing(house: House, grant: Grant) -> Change:
    """A grant in place of what the party was permitted. Raises Rejected."""
    rule = _rule(house, grant)
    return lambda rules: holding.held([*(old for old in rules if not permits(old, grant.party)), rule])


def adding(house: House, grant: Grant, scope: Sequence[Rule]) -> Change:
    """The same by a delegate: in place of what lies within the mandate, beside everything else. Raises Rejected."""
    outside = [domain for domain in grant.what if domain not in coverable(grant.party, scope)]
    if outside or not grant.what:
        raise Rejected("mandate-beyond", "The mandate does not cover this", where="wat", mend="choose within it")
    rule = _rule(house, grant)
    return lambda rules: holding.held([*(old for old in rules if not permits(old, grant.party, scope)), rule])


def coverable(party: str, scope: Sequence[Rule], why: Sequence[str] = ()) -> dict[str, str]:
    """The care domains that a mandate lets somebody share with this party, in words. `why`: for these purposes only."""
    kind, _, id_ = party.partition(":")
    timeless = [replace(rule, exp=None) for rule in scope]
    wish = {"id": "-", "effect": "permit", "who": {"kind": kind, "id": id_}, "how": ["see"]}
    wish |= {"why": list(why)} if why else {}
    return {
        domain: label
        for domain, label in DOMAINS.items()
        if _is_within({**wish, "what": {"domain": [domain]}}, timeless)
    }


def permits(rule: Mapping[str, Any], party: str, scope: Sequence[Rule] | None = None) -> bool:
    """Whether a rule lets this very party see something, which sharing with it replaces. `scope`: of the mandate under
    which that is done, None: by the client, who replaces all of it.
    """
    return is_about(rule, party) and rule["effect"] == "permit" and (scope is None or _is_within(rule, scope))


def is_about(rule: Mapping[str, Any], party: str) -> bool:
    """Whether a rule names this party itself."""
    kind, _, id_ = party.partition(":")
    return (rule["who"]["kind"], rule["who"].get("id")) == (kind, id_)


def stopping(found: Party) -> Change:
    """Stop sharing with a party; who may still see through an organisation is denied by name."""

    def stopped(rules: Rules) -> Rules:
        kept = [rule for rule in rules if not permits(rule, found.key)]
        there = any(is_about(rule, found.key) and not rule.get("what") and WHOLE.isdisjoint(rule) for rule in kept)
        return holding.held(kept if there else [*kept, *_barred(kept, found)])

    return stopped


def _barred(kept: Rules, found: Party) -> Rules:
    """A deny for this party, where a permit that is left would still let it in."""
    others = {"any", "orgtype", "org", "role@org"}
    if not any(rule["effect"] == "permit" and rule["who"]["kind"] in others for rule in kept):
        return []
    kind, _, id_ = found.key.partition(":")
    return [{"id": uuid.uuid4().hex[:12], "effect": "deny", "who": {"kind": kind, "id": id_}, "what": {}}]


def _rule(house: House, grant: Grant) -> dict[str, Any]:
    unknown = [domain for domain in grant.what if domain not in DOMAINS]
    if unknown or not grant.what:
        raise Rejected("share-what", "Choose at least one of the parts that can be shared", where="wat")
    if grant.until < house.today():
        raise Rejected("share-until", "The last day lies in the past", where="tot", mend="choose a later day")
    if grant.until > LAST:
        raise Rejected("share-until", "No rule lasts that long", where="tot", mend="choose an earlier day")
    kind, _, id_ = grant.party.partition(":")
    return {
        "id": uuid.uuid4().hex[:12],
        "effect": "permit",
        "who": {"kind": kind, "id": id_},
        "what": {"domain": sorted(grant.what)},
        "how": ["contact-only"] if grant.contact_only else ["see"],
        "exp": end_of(grant.until),
    }


def _is_within(rule: Mapping[str, Any], scope: Sequence[Rule]) -> bool:
    read = read_rule(rule, outside=True)
    return read.effect == "permit" and covering.within(read, scope)


def last_day(ends: int | None) -> date:
    """The last Dutch day before a moment (seconds UTC, exclusive); without one the last day there is."""
    return date.max if ends is None else (datetime.fromtimestamp(ends - 1, DUTCH)).date()


def end_of(day: date) -> int:
    """Seconds UTC at which the Dutch day after `day` begins: `exp` is exclusive."""
    return int(datetime.combine(day + timedelta(days=1), time(), DUTCH).timestamp())
