"""The sole maker of `Disclosed`: each item passes policy, role and legal ground, or it is not there.

More than one seat is a meeting: an item is visible at the lowest level of all seats, so what is on the screen is what
every one of them may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gateway.consent import grounds, roles, sentences
from gateway.consent.decide import Compiled, decide
from gateway.consent.model import Rule
from gateway.consent.reduce import Reduced, reduce
from gateway.consent.signature import SignedPolicy
from gateway.stages import (
    Action,
    Attributes,
    Caller,
    Decision,
    Disclosed,
    DisclosedItem,
    FhirJson,
    Purpose,
    StoredVersion,
)
from gateway.wire import json


@dataclass(frozen=True, slots=True)
class Seat:
    """A caller with what counts for a decision: relations to the client, and one purpose."""

    caller: Caller
    relations: frozenset[str]
    purpose: Purpose


def clear(
    *,
    seats: Sequence[Seat],
    client: str,
    handle: str,
    patient: FhirJson | None,
    versions: Iterable[StoredVersion],
    policy: SignedPolicy | None,
    action: Action,
    now: int,
) -> Disclosed:
    """Clear a client's items for the first seat (with more seats: for all of them together).

    `now`: seconds UTC. The stored text names the client as `Patient/<client>`; it is served as the caller's handle.
    """
    compiled = policy.compiled if policy else None
    rules = {rule.id: rule for rule in policy.policy.rules} if policy else {}
    seen: list[DisclosedItem] = []
    contacts: list[tuple[StoredVersion, Decision]] = []
    withheld = 0
    for version in versions:
        decision = _together([_decide(seat, version, client, compiled, rules, action, now) for seat in seats])
        match decision.level:
            case "deny":
                withheld += 1
            case "contact-only":
                contacts.append((version, decision))
            case _:
                seen.append(_whole(version, decision, client, handle, seats[0].caller))
    reduced = reduce(contacts, handle)
    items = [*seen, *(_bare(contact, seats[0].caller) for contact in reduced)]
    return Disclosed(
        client=client,
        handle=handle,
        caller=seats[0].caller,
        purpose=seats[0].purpose,
        patient=patient,
        items=tuple(sorted(items, key=_order)),
        policy_version=policy.version if policy else 0,
        policy_hash=policy.hash if policy else "",
        withheld=withheld,
    )


def _decide(
    seat: Seat,
    version: StoredVersion,
    client: str,
    policy: Compiled | None,
    rules: dict[str, Rule],
    action: Action,
    now: int,
) -> Decision:
    """One seat, one item: own record, own delivery, or policy and role and ground."""
    caller, item = seat.caller, version.attributes
    if caller.client is not None:
        whole = caller.client == client
        return Decision("see" if whole else "deny", (), "own record", sentences.OWN_RECORD if whole else "")
    if caller.org is not None and caller.org == version.source:
        return Decision("see", (), "own delivery", sentences.OWN)
    decided = decide(policy, _request(seat, action), _item(item), now)
    if decided.level == "deny":
        return decided
    surviving = [rules[id_] for id_ in decided.rules]
    ground = grounds.find(item, caller.orgtype, caller.org, seat.relations, seat.purpose, consented=True)
    if ground is None:
        return Decision("deny", decided.rules, "no legal ground")
    named = any(rule.who.kind == "person" for rule in surviving)
    level = roles.strictest(
        "contact-only" if decided.level == "contact-only" else "see",
        roles.limit(caller, item, by_name=named),
        narrative_limit(item, surviving),
    )
    if level == "deny":
        return Decision("deny", decided.rules, "not for this role")
    sentence = sentences.why_seen(surviving[0], item, level)
    return Decision(level, decided.rules, f"consent and {ground.id}", sentence, decided.oblige)


def narrative_limit(item: Attributes, surviving: Sequence[Rule]) -> Literal["contact-only", "see"]:
    """What was said at a contact needs a rule that says `see` in so many words; an absent `how` is not that."""
    if not item.narrative or any(rule.how is not None and "see" in rule.how for rule in surviving):
        return "see"
    return "contact-only"


def _together(decisions: Sequence[Decision]) -> Decision:
    """The lowest level of all; the first seat's reasons when they agree on it."""
    order = {"deny": 0, "contact-only": 1}
    return min(decisions, key=lambda decision: order.get(decision.level, 2))


def _whole(version: StoredVersion, decision: Decision, client: str, handle: str, caller: Caller) -> DisclosedItem:
    text = version.text.replace(f'"Patient/{client}"', f'"Patient/{handle}"')
    return DisclosedItem(
        record=version.record,
        version=version.version,
        type=version.type,
        level="see",
        content=json.loads(text),
        text=text,
        tags=version.tags,
        source=version.source,
        source_name=version.source_name,
        recorded=version.recorded,
        decision=decision,
        own=caller.org == version.source,
    )


def _bare(contact: Reduced, caller: Caller) -> DisclosedItem:
    version = contact.version
    return DisclosedItem(
        record=contact.record,
        version=1,
        type="Encounter",
        level="contact-only",
        content=contact.content,
        text=json.dumps(contact.content),
        tags=contact.tags,
        source=version.source,
        source_name=version.source_name,
        recorded=version.recorded,
        decision=contact.decision,
        own=caller.org == version.source,
    )


def _order(item: DisclosedItem) -> tuple[int, str]:
    """Newest day first, undated last, then by record id: stable, and the same whatever else is there."""
    return (-item.tags.day.toordinal() if item.tags.day else 0, item.record)


def _request(seat: Seat, action: Action) -> dict[str, Any]:
    caller = seat.caller
    return {
        "person": caller.person,
        "org": caller.org,
        "orgtype": caller.orgtype,
        "roles": [{"role": held.role, "org": held.org} for held in caller.roles],
        "purpose": seat.purpose,
        "action": action,
    }


def _item(item: Attributes) -> dict[str, Any]:
    return {
        "record": item.record,
        "source": item.source,
        "author": item.author,
        "contact": item.contact,
        "domain": item.domain,
        "law": item.law,
        "life": item.life,
        "life_primary": item.life_primary,
        "omaha_domain": item.omaha_domain,
        "problem": item.problem,
        "problem_primary": item.problem_primary,
        "label": item.label,
        "day": item.day.isoformat() if item.day else None,
    }
