"""From flat rules to the nesting of FHIR: base deny, permits as exceptions to it, denies as exceptions to a permit.

A permit counts when no matching deny stands against it, and a deny stands against every permit that is not strictly
more specific. So each permit carries exactly those denies, and "some permit matches and none of its exceptions does" is
dominance-deny. A deny that stands against no permit is said beside the permits, where the base denies already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.consent.decide import dominates, vector
from gateway.consent.model import Rule

SINGLE = frozenset({"person", "org", "orgtype"})


@dataclass(frozen=True, slots=True)
class Tree:
    """`permits`: each with the denies that are exceptions to it. `alone`: denies that stand against no permit."""

    permits: tuple[tuple[Rule, tuple[Rule, ...]], ...]
    alone: tuple[Rule, ...]


def grow(rules: Sequence[Rule]) -> Tree:
    denies = [rule for rule in rules if rule.effect == "deny"]
    permits = tuple(
        (permit, tuple(deny for deny in denies if against(permit, deny)))
        for permit in rules
        if permit.effect == "permit"
    )
    placed = {id(deny) for _, held in permits for deny in held}
    return Tree(permits, tuple(deny for deny in denies if id(deny) not in placed))


def against(permit: Rule, deny: Rule) -> bool:
    """Whether a deny stands against a permit, as far as both can be about the same request."""
    return not dominates(vector(permit), vector(deny)) and not _apart(permit, deny)


def _apart(permit: Rule, deny: Rule) -> bool:
    """Whether no request can match both: another party of a kind one has one of, or no purpose in common.

    Where a permit matched, these attributes of the request are known, so not knowing does not bring them together.
    """
    parties = permit.who.kind == deny.who.kind and permit.who.kind in SINGLE and permit.who.id != deny.who.id
    purposes = permit.why is not None and deny.why is not None and permit.why.isdisjoint(deny.why)
    return parties or purposes
