"""Tables from source codes to Omaha problems and life domains; each row says how sure it is and on what basis.

Every row but five is expert judgement without clinical review (`heuristic`, no reviewer): screens must say so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from omaha import codesystem

# A changed row is a new version of its table; what was tagged says with which version.
VERSIONS: Final[Mapping[str, int]] = {
    "icpc_to_omaha": 1,
    "snomed_to_omaha": 1,
    "icf_to_omaha": 1,
    "zib_to_omaha": 1,
    "iwmo_to_omaha": 1,
    "ijw_to_omaha": 1,
    "resultaatgebied_to_omaha": 1,
    "jgz_to_omaha": 1,
    "omaha_to_zrm": 1,
}
# What reviewers mapped from systems that no table here is about.
LOCAL: Final = "local_to_omaha"
INFERRED: Final = frozenset({"PB0015", "PB0016"})  # Neglect, Abuse
# Death around birth, death: the grief is the family's and never a problem of the one who died.
OF_THE_FAMILY: Final = frozenset({("icpc_to_omaha", "A95", "PB0011"), ("icpc_to_omaha", "A96", "PB0011")})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `problem` empty: known, and no problem fits. `applies`: may be applied without a person.

    `places`: gives a life domain although no problem fits (a rubric of youth health care names an examination).
    `revision`: of a reviewer's ruling (0: as shipped), with who ruled, on which day (ISO) and why.
    """

    table: str
    system: str
    code: str
    display: str
    level: str
    rank: int
    problem: str
    signs: tuple[str, ...]
    targets: tuple[str, ...]
    equivalence: str
    confidence: str
    basis: str
    life: str
    life_also: tuple[str, ...]
    applies: bool
    places: bool
    comment: str
    revision: int = 0
    reviewer: str = ""
    reviewed: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """Table with the version in which this line last changed; a chapter fallback says that it is one."""
        fallback = " (chapter)" if self.level == "chapter_fallback" else ""
        return f"{self.table}/{version(self.table, self.revision)}{fallback}"


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a problem, sign or target belongs on the life domains."""

    kind: str
    code: str
    rank: int
    life: str
    confidence: str
    basis: str
    applies: bool
    equivalence: str
    comment: str


def version(table: str, revision: int = 0) -> str:
    """`1` as shipped, `1.3` after the third ruling on it; a table that only reviewers fill begins at `0.1`."""
    shipped = VERSIONS.get(table, 0)
    return f"{shipped}.{revision}" if revision else str(shipped)


@cache
def table(name: str) -> Mapping[str, tuple[Row, ...]]:
    """Rows of one table by source code, primary first."""
    rows: dict[str, list[Row]] = {}
    for line in _lines(name):
        rows.setdefault(line["code"], []).append(_row(name, line))
    return {code: tuple(sorted(found, key=lambda row: row.rank)) for code, found in rows.items()}


@cache
def lanes() -> Mapping[tuple[str, str], tuple[Lane, ...]]:
    """Lanes by (problem | sign_symptom | target, code), primary first."""
    found: dict[tuple[str, str], list[Lane]] = {}
    for line in _lines("omaha_to_zrm"):
        lane = Lane(
            line["kind"],
            line["code"],
            int(line["rank"]),
            line["life"],
            line["confidence"],
            line["basis"],
            line["auto"] == "yes",
            line["equivalence"],
            line["comment"],
        )
        found.setdefault((lane.kind, lane.code), []).append(lane)
    return {key: tuple(sorted(rows, key=lambda lane: lane.rank)) for key, rows in found.items()}


def _row(name: str, line: Mapping[str, str]) -> Row:
    # Neglect and abuse are tagged where the code says so itself, never where it would be inferred.
    inferred = line["problem"] in INFERRED and line["equivalence"] == "inexact"
    another = (name, line["code"], line["problem"]) in OF_THE_FAMILY
    return Row(
        table=name,
        system=line["system"],
        code=line["code"],
        display=line["display"],
        level=line["level"],
        rank=int(line["rank"]),
        problem=line["problem"] and codesystem.problem(line["problem"]).code,
        signs=tuple(line["signs"].split()),
        targets=tuple(line["targets"].split()),
        equivalence=line["equivalence"],
        confidence=line["confidence"],
        basis=line["basis"],
        life=line["life"],
        life_also=tuple(line["life_also"].split()),
        applies=line["auto"] == "yes" and bool(line["problem"]) and not inferred and not another,
        places=line["auto"] == "yes" and not line["problem"] and bool(line["life"]),
        comment=line["comment"],
    )


def _lines(name: str) -> list[dict[str, str]]:
    text = files("omaha").joinpath("crosswalks", f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
