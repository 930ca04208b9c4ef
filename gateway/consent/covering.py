"""Whether one permit lies within others, as somebody who signs under a mandate must stay within it; pure.

Conservative: what cannot be shown to lie within does not. What widens beyond a mandate would count no further than the
mandate anyway (combine.py); but it would stand in the document, and count whole at the client's next signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from gateway.consent.model import Policy, Rule, What
from gateway.consent.witnesses import dropped_denies, new_grants
from gateway.errors import Rejected

SEE: Final = frozenset({"see"})  # what a permit without `how` gives


def within(wish: Rule, scope: Sequence[Rule]) -> bool:
    """Whether all that a permit lets be seen is covered by permits of `scope`.

    An item has one care domain, so a permit for several is the sum of those for each; of other members an item may
    have several values at once, and there one permit of the scope must cover all of them.
    """
    return all(any(_covers(rule, part) for rule in scope) for part in _by_domain(wish))


def beyond(wishes: Iterable[Rule], scope: Sequence[Rule]) -> tuple[Rule, ...]:
    """The permits among these that do not lie within the scope."""
    return tuple(wish for wish in wishes if wish.effect == "permit" and not within(wish, scope))


def assert_within(scope: Sequence[Rule], stood: Sequence[Rule], before: Policy | None, after: Policy) -> None:
    """That a version signed under a mandate adds nothing beyond its scope, takes no restriction away, and leaves
    the client told of what they want to hear.

    `stood`: the rules that a next version under it starts from (`standing.carried`). Raises Rejected(mandate-beyond).
    """
    emergency = before is None or after.emergency in (before.emergency, "forbid")
    told = before is None or all(now or not was for was, now in zip(before.notify, after.notify, strict=True))
    if beyond(new_grants(stood, after.rules), scope) or dropped_denies(stood, after.rules) or not (emergency and told):
        raise Rejected(
            "mandate-beyond",
            "This goes beyond what the mandate lets you sign",
            where="rules",
            mend="let the client sign it",
        )


def _covers(scope: Rule, wish: Rule) -> bool:
    return (
        (scope.who.kind == "any" or scope.who == wish.who)
        and _narrower(wish.what, scope.what)
        and (scope.why is None or (wish.why is not None and wish.why <= scope.why))
        and _levels(wish) <= _levels(scope)
        and (scope.nbf is None or (wish.nbf is not None and wish.nbf >= scope.nbf))
        and (scope.exp is None or (wish.exp is not None and wish.exp <= scope.exp))
        and set(scope.oblige) <= set(wish.oblige)
    )


def _narrower(what: What, than: What) -> bool:
    mine = dict(what.members)
    if any(name not in mine or not mine[name] <= values for name, values in than.members):
        return False
    if than.period is None:
        return True
    if what.period is None:
        return False
    (start, end), (first, last) = what.period, than.period
    return (first is None or (start is not None and start >= first)) and (
        last is None or (end is not None and end <= last)
    )


def _levels(rule: Rule) -> frozenset[str]:
    said = SEE if rule.how is None else rule.how
    return said | {"contact-only"} if "see" in said else said


def _by_domain(wish: Rule) -> Iterable[Rule]:
    domains = dict(wish.what.members).get("domain", frozenset())
    if len(domains) < 2:
        return (wish,)
    others = tuple(member for member in wish.what.members if member[0] != "domain")
    return tuple(
        replace(wish, what=What((("domain", frozenset({domain})), *others), wish.what.period))
        for domain in sorted(domains)
    )
