"""Who stands by when a client signs with a key that others keep, and what may be signed on paper; pure.

The professional who benefits from a grant may not be its only witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.consent.model import Rule, sense
from gateway.errors import Refused

PAPER_SECONDS: Final = 366 * 24 * 3600
PAPER_HOW: Final = (frozenset({"see"}), frozenset({"contact-only"}))


@dataclass(frozen=True, slots=True)
class Witness:
    """A professional who saw the client say yes. `org`, `orgtype`: of the organisation acted for."""

    person: str
    org: str
    orgtype: str


def assert_independent(before: Sequence[Rule], after: Sequence[Rule], witnesses: Sequence[Witness]) -> None:
    """Every grant that is new has a witness who does not gain by it. Raises Refused(witness-benefits)."""
    for rule in new_grants(before, after):
        if not any(not benefits(witness, rule) for witness in witnesses):
            raise Refused(
                "witness-benefits",
                "Whoever benefits from a grant may not be its only witness",
                mend="let somebody of another organisation witness it too",
            )


def benefits(witness: Witness, rule: Rule) -> bool:
    """Whether the witness, or the organisation they act for, may see more by this rule."""
    match rule.who.kind:
        case "any":
            return True
        case "orgtype":
            return rule.who.id == witness.orgtype
        case "org":
            return rule.who.id == witness.org
        case "role@org":
            return rule.who.org == witness.org
        case "person":
            return rule.who.id == witness.person


def new_grants(before: Iterable[Rule], after: Iterable[Rule]) -> tuple[Rule, ...]:
    """Permits that did not stand in the version before, word for word (their id and sentence apart)."""
    known = {sense(rule) for rule in before if rule.effect == "permit"}
    return tuple(rule for rule in after if rule.effect == "permit" and sense(rule) not in known)


def dropped_denies(before: Iterable[Rule], after: Iterable[Rule]) -> tuple[Rule, ...]:
    """Restrictions of the version before that do not stand in this one: taking one away widens."""
    kept = {sense(rule) for rule in after}
    return tuple(rule for rule in before if rule.effect == "deny" and sense(rule) not in kept)


def widens(before: Iterable[Rule], after: Iterable[Rule]) -> bool:
    """Whether rules let more be seen than those before: a permit is new, or a restriction gone."""
    was, now = tuple(before), tuple(after)
    return bool(new_grants(was, now) or dropped_denies(was, now))


def assert_fits_paper(before: Sequence[Rule], after: Sequence[Rule], now: int) -> None:
    """On paper only narrow grants: to one named party, of whole care domains, to see, for at most a year.

    `now`: seconds UTC. Raises Refused(paper-template). Restrictions may be of any kind.
    """
    for rule in new_grants(before, after):
        named = rule.who.kind in {"person", "org", "role@org"}
        narrow = [name for name, _ in rule.what.members] == ["domain"] and rule.what.period is None
        ends = rule.exp is not None and rule.exp <= now + PAPER_SECONDS
        if not (named and narrow and ends and rule.how in PAPER_HOW):
            raise Refused(
                "paper-template",
                "On paper a client shares whole care domains with one named party, for at most a year",
                mend="use a key of the client's own for anything else",
            )


def assert_keeps_denies(before: Sequence[Rule], after: Sequence[Rule]) -> None:
    """On paper no restriction is taken away: that widens what nobody named. Raises Refused(paper-restriction)."""
    if dropped_denies(before, after):
        raise Refused("paper-restriction", "On paper a restriction stays", mend="use a key of the client's own")
