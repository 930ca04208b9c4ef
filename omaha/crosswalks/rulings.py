"""A reviewer's ruling on one code: what it maps to from now on, by whom, when and why; and what nobody may rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from omaha import codesystem
from omaha.crosswalks import INFERRED, LOCAL, OF_THE_FAMILY, Row, table

PRODUCTS: Final = frozenset({"iwmo_to_omaha", "ijw_to_omaha"})
MENTAL_HEALTH: Final = "PB0012"
# Begeleiding and maatwerk say nothing of what is the matter: refine by resultaatgebied or goal, or leave untagged.
TOO_COARSE: Final = frozenset({("iwmo_to_omaha", "02"), ("iwmo_to_omaha", "10"), ("ijw_to_omaha", "50")})
EQUIVALENCES: Final = frozenset({"equivalent", "wider", "narrower", "inexact"})


@dataclass(frozen=True, slots=True)
class Ruling:
    """`problems`: first is primary; none means that no problem fits (niet te bepalen). `life`: overrides the lane.

    `day`: ISO date of the ruling. `revision`: its number within the table.
    """

    table: str
    system: str
    code: str
    kind: Literal["accept", "change", "refuse"]
    problems: tuple[str, ...]
    equivalence: str
    confidence: str
    life: str
    reviewer: str
    day: str
    reason: str
    revision: int

    def rows(self) -> tuple[Row, ...]:
        """Basis `agreed`: a person ruled; a clinical standard it is not."""
        if not self.problems:
            return (self._row("", 1, "unmatched", ""),)
        return tuple(
            self._row(problem, rank, self.equivalence, self.confidence)
            for rank, problem in enumerate(self.problems, start=1)
        )

    def _row(self, problem: str, rank: int, equivalence: str, confidence: str) -> Row:
        return Row(
            table=self.table,
            system=self.system,
            code=self.code,
            display="",
            level="ruling",
            rank=rank,
            problem=problem,
            signs=(),
            targets=(),
            equivalence=equivalence,
            confidence=confidence,
            basis="agreed",
            life=self.life if problem else "",
            life_also=(),
            applies=bool(problem),
            places=False,
            comment="",
            revision=self.revision,
            reviewer=self.reviewer,
            reviewed=self.day,
            reason=self.reason,
        )


def objection(name: str, code: str, problems: tuple[str, ...], equivalence: str, life: str) -> str | None:
    """Why a mapping may not be ruled for every item with this code, None when it may. Raises KeyError: no problem."""
    for problem in problems:
        codesystem.problem(problem)
    said = {row.problem for row in _shipped(name, code) if row.applies}
    mental = MENTAL_HEALTH in problems or life == "geestelijke-gezondheid"
    objections = (
        (
            (name, code) in TOO_COARSE,
            "This product is too coarse to say what is the matter: refine by resultaatgebied, or leave it untagged",
        ),
        (
            any((name, code, problem) in OF_THE_FAMILY for problem in problems),
            "Grief over a death is the family's, never the patient's own problem",
        ),
        (
            any(problem in INFERRED and problem not in said for problem in problems),
            "Neglect and abuse are never inferred from a code: confirm them on the item itself",
        ),
        (name in PRODUCTS and mental and MENTAL_HEALTH not in said, "Mental health never follows from a product"),
        (equivalence not in EQUIVALENCES, "The equivalence is one of equivalent, wider, narrower, inexact"),
    )
    return next((sentence for holds, sentence in objections if problems and holds), None)


def _shipped(name: str, code: str) -> tuple[Row, ...]:
    return () if name == LOCAL else table(name).get(code, ())
