"""Dominance-deny, pure: a permit counts only when it is strictly more specific than every deny that matches.

What is missing or unknown never matches a permit and always matches a deny, so not knowing never widens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.consent import vocabulary as v
from gateway.consent.asked import Item, Request
from gateway.consent.model import Rule, What, Who
from gateway.stages.decided import Decision, RoleAt
from gateway.stages.vocabulary import Level

Vector = tuple[int, int, int]
Ranked = tuple[Rule, Vector]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy made ready for many decisions: rules with their specificity vectors (who, what, why)."""

    rules: tuple[Ranked, ...]
    nbf: int | None = None
    exp: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to ask per item once caller, purpose, action and time are known.

    `tries`: levels to try in order, each with the permits that could give it; `denies`: what stands against all of
    them. `refusal`: why nothing can be permitted at all.
    """

    tries: tuple[tuple[Level, tuple[Ranked, ...]], ...] = ()
    denies: tuple[Ranked, ...] = ()
    refusal: str = ""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that may still have a say."""
        return tuple(rule for _, permits in self.tries for rule, _ in permits) + tuple(rule for rule, _ in self.denies)


def compile_policy(rules: Sequence[Rule], nbf: int | None = None, exp: int | None = None) -> Compiled:
    return Compiled(tuple((rule, vector(rule)) for rule in rules), nbf, exp)


def vector(rule: Rule) -> Vector:
    """Specificity of who, what and why."""
    return v.WHO_LEVEL[rule.who.kind], rule.what.level, int(rule.why is not None)


def decide(policy: Compiled | None, request: Request, item: Item, now: int) -> Decision:
    """The level one request gets on one item from the policy alone (role and ground are other locks).

    `now`: seconds UTC.
    """
    return weigh(narrow(policy, request, now), item)


def narrow(policy: Compiled | None, request: Request, now: int) -> Standing:
    """Keep the rules whose who, why, how and time match: done once for all items of a request."""
    if policy is None:
        return Standing(refusal="no policy")
    if not _within(policy.nbf, policy.exp, now):
        return Standing(refusal="the policy does not hold now")
    levels = _levels(request.action)
    if not levels:
        return Standing(refusal="the request names no known action")
    timely = [ranked for ranked in policy.rules if _within(ranked[0].nbf, ranked[0].exp, now)]
    permits = [r for r in timely if r[0].effect == "permit" and _addresses(r[0], request, unknown=False)]
    denies = [r for r in timely if r[0].effect == "deny" and _addresses(r[0], request, unknown=True)]
    return Standing(
        tries=tuple((level, tuple(r for r in permits if _grants(r[0].how, level))) for level in levels),
        denies=tuple(r for r in denies if _forbids(r[0].how, levels[0])),
    )


def weigh(standing: Standing, item: Item) -> Decision:
    """The level one item gets, with the ids of the rules that decided."""
    if standing.refusal:
        return Decision("deny", (), standing.refusal)
    against = [ranked for ranked in standing.denies if _denied(ranked[0].what, item)]
    for level, permits in standing.tries:
        counting = [
            rule
            for rule, rank in permits
            if all(dominates(rank, other) for _, other in against) and _permitted(rule.what, item)
        ]
        if counting:
            oblige = tuple(sorted({duty for rule in counting for duty in rule.oblige}))
            return Decision(level, tuple(rule.id for rule in counting), "permitted", oblige=oblige)
    return Decision("deny", tuple(rule.id for rule, _ in against), "denied" if against else "no rule permits")


def _levels(action: str | None) -> tuple[Level, ...]:
    """What to try for an action: who may not see it may still learn that there was contact."""
    match action:
        case "see":
            return ("see", "contact-only")
        case "contact-only":
            return ("contact-only",)
        case "add":
            return ("add",)
        case "export":
            return ("export",)
        case _:
            return ()


def dominates(permit: Vector, deny: Vector) -> bool:
    """At least as specific everywhere and more so somewhere."""
    return permit != deny and permit[0] >= deny[0] and permit[1] >= deny[1] and permit[2] >= deny[2]


def _within(nbf: int | None, exp: int | None, now: int) -> bool:
    return (nbf is None or nbf <= now) and (exp is None or now < exp)


def _grants(how: frozenset[str] | None, level: Level) -> bool:
    """An absent `how` of a permit means `see`; `see` includes contact-only."""
    if level == "contact-only":
        return how is None or "see" in how or "contact-only" in how
    return level == "see" if how is None else level in how


def _forbids(how: frozenset[str] | None, level: Level) -> bool:
    """An absent `how` of a deny means everything; a deny of `see` and one of contact-only each deny both."""
    if level in {"see", "contact-only"}:
        return how is None or "see" in how or "contact-only" in how
    return how is None or level in how


def _addresses(rule: Rule, request: Request, *, unknown: bool) -> bool:
    """Whether a rule is about this caller and purpose; `unknown`: the answer where the request does not say."""
    return _who(rule.who, request, unknown=unknown) and _why(rule.why, request.purpose, unknown=unknown)


def _who(who: Who, request: Request, *, unknown: bool) -> bool:
    match who.kind:
        case "any":
            return True
        case "person":
            return unknown if not request.person else request.person == who.id
        case "role@org":
            return unknown if request.roles is None else any(_held(role, who, unknown) for role in request.roles)
        case "org":
            return unknown if not request.org else request.org == who.id
        case "orgtype":
            return request.orgtype == who.id if request.orgtype in v.ORGTYPES else unknown


def _held(role: RoleAt, who: Who, unknown: bool) -> bool:
    """Whether this role at this organisation is meant; an empty part is not known."""
    return (role.role == who.id if role.role else unknown) and (role.org == who.org if role.org else unknown)


def _why(why: frozenset[str] | None, purpose: str | None, *, unknown: bool) -> bool:
    if why is None:
        return True
    return purpose in why if purpose in v.PURPOSES else unknown


def _permitted(what: What, item: Item) -> bool:
    """Every member covers all primary values; of labels any counts."""
    for name, allowed in what.members:
        if name == "label":
            if allowed.isdisjoint(item.some.get(name, ())):
                return False
        else:
            values = item.every.get(name)
            if values is None or not values <= allowed:
                return False
    return what.period is None or (item.day is not None and _in(what.period, item.day))


def _denied(what: What, item: Item) -> bool:
    """Every member touches any of the values, or cannot be known not to."""
    for name, refused in what.members:
        values = item.some.get(name)
        if values is not None and refused.isdisjoint(values) and not (name == "label" and values - v.LABELS):
            return False
    return what.period is None or item.day is None or _in(what.period, item.day)


def _in(period: tuple[str | None, str | None], day: str) -> bool:
    begin, end = period
    return (begin is None or begin <= day) and (end is None or day <= end)
