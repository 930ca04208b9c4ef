"""What a person should look at: codes no table knows, lines that wait for a person, tags that are far from sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from gateway.stages.tagged import Tags
from gateway.tagging import where
from gateway.tagging.tagging import about, profiles_of
from omaha.classify import Coding, known
from omaha.crosswalks import Row
from omaha.crosswalks.layered import Layered

Why = Literal["unmapped", "suggested", "chapter", "low"]
SURE = frozenset({"own-assessment", "confirmed"})
# How a record counts that holds no code to place it by, and one that was placed nowhere.
NO_CODE, NONE = "no-code", "none"


@dataclass(frozen=True, slots=True)
class Question:
    """One source code and why it is asked about."""

    why: Why
    coding: Coding


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record is tagged, without saying as what. `why`: the first of its questions."""

    basis: str
    confidence: str
    why: str | None


def standing(content: dict[str, Any], tags: Tags, tables: Layered) -> Standing:
    """For counting: basis and confidence of the leading tag, or that there is none and whether a code could tell."""
    asked = questions(content, tags, tables)
    why = asked[0].why if asked else None
    if tags.problems:
        return Standing(tags.problems[0].basis, tags.problems[0].confidence, why)
    if tags.life:
        return Standing(tags.life[0].basis, tags.life[0].confidence, why)
    return Standing(NONE if _telling(content) else NO_CODE, "", why)


def questions(content: dict[str, Any], tags: Tags, tables: Layered) -> tuple[Question, ...]:
    """Empty when a person said so already, when all is sure enough, or when it is known that nothing fits."""
    leading = tags.problems or tags.life
    if leading and leading[0].basis in SURE:
        return ()
    codings = _telling(content)
    found = known(codings, profiles_of(content), tables)
    if not leading:
        if not found:
            return tuple(Question("unmapped", coding) for coding in codings if coding.system)
        return tuple(Question("suggested", coding) for coding, rows in found if any(row.problem for row in rows))
    if not tags.problems and any(lane.primary and lane.confidence != "low" for lane in tags.life):
        return ()  # a lane without a problem is an answer too
    if any(tag.primary and tag.confidence != "low" and "(chapter)" not in tag.table for tag in tags.problems):
        return ()
    return tuple(Question(_unsure(rows), coding) for coding, rows in found)


def _telling(content: dict[str, Any]) -> tuple[Coding, ...]:
    """The codes by which an item could be placed: not those that only say which line of a note it is."""
    codings = dict.fromkeys(about(content))
    return tuple(one for one in codings if (one.system or "", one.code) not in where.REPORT_CODES)


def _unsure(rows: tuple[Row, ...]) -> Why:
    return "chapter" if any(row.level == "chapter_fallback" for row in rows) else "low"
