"""The two common wishes as changes of a policy: share care domains with a party until a day, and stop.

Rules are made without their sentence; signing.py adds it.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from gateway.consent import holding
from gateway.errors import Rejected
from gateway.flows.answers import Party
from gateway.flows.house import DUTCH, House
from gateway.flows.signing import Change, Rules

DOMAINS = {
    "huisarts": "wat uw huisarts opschrijft",
    "wijkverpleging": "wat de wijkverpleging opschrijft",
    "wmo": "besluiten van de gemeente over hulp (Wmo)",
    "jeugdhulp": "besluiten en hulp van de jeugdhulp",
    "jgz": "wat de jeugdarts opschrijft (consultatiebureau)",
    "eigen": "wat u zelf invult over hoe het met u gaat",
}


def sharing(house: House, found: Party, *, what: tuple[str, ...], contact_only: bool, until: date) -> Change:
    """Grant a party some care domains until a day (inclusive), replacing what it had. Raises Rejected."""
    unknown = [domain for domain in what if domain not in DOMAINS]
    if unknown or not what:
        raise Rejected("share-what", "Choose at least one of the parts that can be shared", where="wat")
    if until < house.today():
        raise Rejected("share-until", "The last day lies in the past", where="tot", mend="choose a later day")
    kind, _, id_ = found.key.partition(":")
    rule: dict[str, Any] = {
        "id": uuid.uuid4().hex[:12],
        "effect": "permit",
        "who": {"kind": kind, "id": id_},
        "what": {"domain": sorted(what)},
        "how": ["contact-only"] if contact_only else ["see"],
        "exp": end_of(until),
    }
    return lambda rules: holding.held([*_without(rules, kind, id_), rule])


def stopping(found: Party) -> Change:
    """Stop sharing with a party; who may still see through an organisation is denied by name."""
    kind, _, id_ = found.key.partition(":")

    def stopped(rules: Rules) -> Rules:
        kept = _without(rules, kind, id_)
        if any(
            rule["effect"] == "permit" and rule["who"]["kind"] in {"any", "orgtype", "org", "role@org"} for rule in kept
        ):
            deny = {"id": uuid.uuid4().hex[:12], "effect": "deny", "who": {"kind": kind, "id": id_}, "what": {}}
            return holding.held([*kept, deny])
        return holding.held(kept)

    return stopped


def _without(rules: list[dict[str, Any]], kind: str, id_: str) -> list[dict[str, Any]]:
    return [rule for rule in rules if (rule["who"]["kind"], rule["who"].get("id")) != (kind, id_)]


def end_of(day: date) -> int:
    """Seconds UTC at which the Dutch day after `day` begins: `exp` is exclusive."""
    return int(datetime.combine(day + timedelta(days=1), time(), DUTCH).timestamp())
