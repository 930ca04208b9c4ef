"""O3: how surely what comes in is placed, which translations a person should look at, and codes nobody mapped.

Counts and codes only. What could be a word is shown when many clients have it, and free text of what was not understood
never (docs/decisions/0102-an-operator-sees-shapes-and-counts.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gateway.flows import coverage, reviewing
from gateway.flows.house import House
from gateway.flows.reviewing import Asked
from gateway.review.codes import UNREADABLE
from gateway.stages.decided import Caller
from omaha import codesystem

MANY: Final = 10  # clients; a choice of the project, as for the figures of the municipality
MOST: Final = 200
_WORD: Final = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Placed:
    """One source. `by`: confidence → records; `undetermined`: coded and placed nowhere; `without_code`."""

    source: str
    by: Mapping[str, int]
    undetermined: int
    without_code: int


@dataclass(frozen=True, slots=True)
class Translation:
    """One code of one source. `to`: names of Omaha problems in the tables, () when none; `count`: None under MANY."""

    source: str
    system: str
    code: str
    display: str
    to: tuple[str, ...]
    confidence: str
    why: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Translations:
    """`rare`: codes that are not shown, as too few have them or they are no codes; `more`: those past MOST."""

    placed: tuple[Placed, ...]
    asked: tuple[Translation, ...]
    rare: int
    more: int


def translations(house: House, caller: Caller) -> Translations:
    """Most frequent first. Raises Refused unless the caller is an operator or a reviewer."""
    coverage.assert_may_read(caller)
    queue = reviewing.queue(house)
    shown = [one for one in queue if showable(one)]
    return Translations(
        placed=tuple(
            Placed(one.name, _by_confidence(one.tagged), one.undetermined, one.without_code)
            for one in coverage.with_queue(house, queue)
        ),
        asked=tuple(_translation(one) for one in shown[:MOST]),
        rare=len(queue) - len(shown),
        more=max(0, len(shown) - MOST),
    )


def showable(asked: Asked) -> bool:
    """Whether this is surely a code: it holds no word, our tables know it, or many clients have it."""
    if UNREADABLE in {asked.code, asked.system}:
        return False
    return _WORD.search(asked.code) is None or bool(asked.display) or asked.clients >= MANY


def _translation(one: Asked) -> Translation:
    lines = [line for line in one.lines if line.problem]
    return Translation(
        source=one.source_name,
        system=one.system,
        code=one.code,
        display=one.display,
        to=tuple(dict.fromkeys(codesystem.problem(line.problem).nl for line in lines)),
        confidence=lines[0].confidence if lines else "",
        why=one.why,
        count=one.count if one.count >= MANY else None,
    )


def _by_confidence(tagged: Mapping[str, int]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for key, number in tagged.items():
        found[key.partition("/")[2]] += number
    return found
