"""The closed lists a reader filters on: 13 life domains (ZRM 2017), 42 Omaha problems, in Dutch."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages.tagged import Tags
from omaha import codesystem

UNPLACED = "niet-ingedeeld"
UNPLACED_NAME = "Niet ingedeeld"

LIFE_DOMAINS: Mapping[str, str] = {domain.code: domain.nl for domain in codesystem.LIFE_DOMAINS}
PROBLEMS: Mapping[str, str] = {problem.code: problem.nl for problem in codesystem.PROBLEMS}


def life_domain(key: str) -> str:
    return LIFE_DOMAINS.get(key, UNPLACED_NAME)


def problem(code: str) -> str:
    """The Dutch name; a code this release does not know shows itself rather than nothing."""
    return PROBLEMS.get(code, code)


def lanes_of(tags: Tags) -> tuple[str, ...]:
    """Every lane an item stands in; "niet te bepalen" has a lane of its own."""
    known = tuple(dict.fromkeys(tag.domain for tag in tags.life if tag.domain in LIFE_DOMAINS))
    return known or (UNPLACED,)
