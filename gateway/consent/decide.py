"""Dominance-deny, pure: a permit counts only when it is strictly more specific than every deny that matches.

Matching has three outcomes. What is missing or unknown never matches a permit and always matches a deny, so not
knowing never widens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.consent import vocabulary as v
from gateway.consent.model import Rule, What, Who
from gateway.stages import Decision, Level

Vector = tuple[int, int, int]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy made ready for many decisions: rules with their specificity vectors."""

    rules: tuple[tuple[Rule, Vector], ...]
    nbf: int | None = None
    exp: int | None = None


def compile_policy(rules: Sequence[Rule], nbf: int | None = None, exp: int | None = None) -> Compiled:
    return Compiled(tuple((rule, vector(rule)) for rule in rules), nbf, exp)


def vector(rule: Rule) -> Vector:
    """Specificity of who, what and why."""
    return v.WHO_LEVEL[rule.who.kind], rule.what.level, int(rule.why is not None)


def decide(policy: Compiled | None, request: Values, item: Values, now: int) -> Decision:
    """The level one request gets on one item from the policy alone (role and legal ground are other locks).

    `request`: person, org, orgtype, roles [{role, org}], purpose, action; `item`: record, source, author, contact,
    domain, law, day, and the lists life, omaha_domain, problem, label, life_primary, problem_primary. What is absent
    is missing. `now`: seconds UTC.
    """
    if policy is None:
        return Decision("deny", (), "no policy")
    if not _within(policy.nbf, policy.exp, now):
        return Decision("deny", (), "the policy does not hold now")
    action = request.get("action")
    match action:
        case "see":
            seen = _at(policy, request, item, now, "see")
            if seen.level != "deny":
                return seen
            reduced = _at(policy, request, item, now, "contact-only")
            return reduced if reduced.level != "deny" else seen
        case "contact-only" | "add" | "export":
            return _at(policy, request, item, now, action)
        case _:
            return Decision("deny", (), "the request names no known action")


def _at(policy: Compiled, request: Values, item: Values, now: int, action: Level) -> Decision:
    permits: list[tuple[Rule, Vector]] = []
    denies: list[tuple[Rule, Vector]] = []
    for rule, rank in policy.rules:
        if not _within(rule.nbf, rule.exp, now):
            continue
        if rule.effect == "permit":
            if _covers(rule, action) and _matches(rule, request, item) is True:
                permits.append((rule, rank))
        elif _forbids(rule, action) and _matches(rule, request, item) is not False:
            denies.append((rule, rank))
    surviving = [rule for rule, rank in permits if all(_dominates(rank, other) for _, other in denies)]
    if surviving:
        oblige = tuple(sorted({duty for rule in surviving for duty in rule.oblige}))
        return Decision(action, tuple(rule.id for rule in surviving), "permitted", oblige=oblige)
    reason = "a deny is at least as specific" if permits else "denied" if denies else "no rule permits"
    return Decision("deny", tuple(rule.id for rule, _ in denies), reason)


def _dominates(permit: Vector, deny: Vector) -> bool:
    """At least as specific everywhere and more so somewhere."""
    return permit != deny and all(p >= d for p, d in zip(permit, deny, strict=True))


def _within(nbf: int | None, exp: int | None, now: int) -> bool:
    return (nbf is None or nbf <= now) and (exp is None or now < exp)


def _covers(rule: Rule, action: str) -> bool:
    """An absent `how` of a permit means `see`; `see` includes contact-only."""
    how = rule.how or frozenset({"see"})
    return action in how or (action == "contact-only" and "see" in how)


def _forbids(rule: Rule, action: str) -> bool:
    """An absent `how` of a deny means everything; `see` includes contact-only, and contact-only denies `see` too."""
    if rule.how is None or action in rule.how:
        return True
    return action in {"see", "contact-only"} and not rule.how.isdisjoint({"see", "contact-only"})


def _matches(rule: Rule, request: Values, item: Values) -> bool | None:
    """True, False, or None when something needed to know is missing. One False settles it."""
    permit = rule.effect == "permit"
    unsure = False
    for part in (_who(rule.who, request), _why(rule.why, request), _what(rule.what, item, permit=permit)):
        if part is False:
            return False
        unsure = unsure or part is None
    return None if unsure else True


def _who(who: Who, request: Values) -> bool | None:
    match who.kind:
        case "any":
            return True
        case "role@org":
            roles = request.get("roles")
            if roles is None:
                return None
            return any(held.get("role") == who.id and held.get("org") == who.org for held in roles)
        case _:
            value = request.get(who.kind)
            return None if value is None else value == who.id


def _why(why: frozenset[str] | None, request: Values) -> bool | None:
    if why is None:
        return True
    purpose = request.get("purpose")
    return None if purpose is None else purpose in why


def _what(what: What, item: Values, *, permit: bool) -> bool | None:
    unsure = False
    for name, allowed in what.members:
        part = _member(name, allowed, item, permit=permit)
        if part is False:
            return False
        unsure = unsure or part is None
    if what.period is not None:
        day = item.get("day")
        begin, end = what.period
        if day is None:
            unsure = True
        elif (begin is not None and day < begin) or (end is not None and day > end):
            return False
    return None if unsure else True


def _member(name: str, allowed: frozenset[str], item: Values, *, permit: bool) -> bool | None:
    value = item.get(name)
    if value is None or value == "" or (not isinstance(value, str) and not value):
        return None
    if isinstance(value, str):
        return value in allowed
    if permit and name != "label":
        primary = item.get(v.PRIMARY.get(name, "")) or value
        return all(entry in allowed for entry in primary)
    return any(entry in allowed for entry in value)
