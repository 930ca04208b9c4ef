"""Codings → Omaha problems and life domains; total and pure. It places, it never scores.

A nurse's own Omaha assessment wins over everything derived. A row that may not be applied without a person is not
applied. Nothing fitting is an answer too: "niet te bepalen".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from omaha import codesystem, crosswalks, zrm
from omaha.crosswalks import LOCAL, Row
from omaha.crosswalks.layered import SHIPPED, Layered
from omaha.crosswalks.rulings import PRODUCTS
from omaha.scheme import Problem

# Each source system, with its aliases on input, and the table that translates it.
ICPC: Final = "http://hl7.org/fhir/sid/icpc-1-nl"
TABLES: Final = {
    ICPC: "icpc_to_omaha",
    "urn:oid:2.16.840.1.113883.2.4.4.31.1": "icpc_to_omaha",
    "2.16.840.1.113883.2.4.4.31.1": "icpc_to_omaha",
    "http://snomed.info/sct": "snomed_to_omaha",
    "urn:oid:2.16.840.1.113883.6.96": "snomed_to_omaha",
    "2.16.840.1.113883.6.96": "snomed_to_omaha",
    "http://hl7.org/fhir/sid/icf-nl": "icf_to_omaha",
    "http://hl7.org/fhir/sid/icf": "icf_to_omaha",
    "urn:oid:2.16.840.1.113883.6.254": "icf_to_omaha",
    f"{codesystem.BASE}iwmo-wmo020": "iwmo_to_omaha",
    f"{codesystem.BASE}ijw-jz020": "ijw_to_omaha",
    f"{codesystem.BASE}resultaatgebied": "resultaatgebied_to_omaha",
    "urn:oid:2.16.840.1.113883.2.4.4.40.391": "jgz_to_omaha",  # rubrics of the basisdataset JGZ
}
ZIB: Final = f"{codesystem.BASE}zib2020-profile"
MENTAL_HEALTH: Final = "geestelijke-gezondheid"
_PROFILE: Final = re.compile(r"http://nictiz\.nl/fhir/StructureDefinition/(?:nl-core|zib|mp)-([A-Za-z0-9.-]+)")


@dataclass(frozen=True, slots=True)
class Coding:
    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class ProblemTag:
    """An Omaha problem with all that says how sure it is. `table` empty for an own assessment."""

    problem: str
    primary: bool
    equivalence: str
    confidence: str
    basis: str
    source: Coding
    table: str


@dataclass(frozen=True, slots=True)
class LaneTag:
    """A life domain; `via`: the problem, sign, target or source code it came from."""

    domain: str
    primary: bool
    confidence: str
    basis: str
    via: str


@dataclass(frozen=True, slots=True)
class Classification:
    """Both empty: niet te bepalen."""

    problems: tuple[ProblemTag, ...] = ()
    lanes: tuple[LaneTag, ...] = ()


def classify(codings: Sequence[Coding], profiles: Iterable[str] = (), tables: Layered = SHIPPED) -> Classification:
    """Classify what the codings of one item say; profiles (zib names) only count where no table knows a code."""
    own = [(coding, problem) for coding in codings if (problem := codesystem.find_problem(coding.system, coding.code))]
    if own:
        return _assessed(own, codings)
    scored = _scored(codings)
    return Classification((), scored) if scored else _derived(known(codings, profiles, tables))


def known(
    codings: Sequence[Coding], profiles: Iterable[str] = (), tables: Layered = SHIPPED
) -> list[tuple[Coding, tuple[Row, ...]]]:
    """What the tables say of each coding they know, whether or not it may be applied."""
    found = [(coding, rows) for coding in codings if (rows := lines(coding, tables))]
    if not found:
        found = [(name, rows) for name in zibs(profiles) if (rows := tables.rows("zib_to_omaha", name.code))]
    return found


def zibs(profiles: Iterable[str]) -> tuple[Coding, ...]:
    """The zib that each profile is of, as a code."""
    return tuple(Coding(ZIB, match[1]) for profile in profiles if (match := _PROFILE.fullmatch(profile)))


def lanes(problems: Sequence[str]) -> tuple[LaneTag, ...]:
    """The life domains of problems by themselves; only those of the first are primary."""
    return _distinct(
        replace(lane, primary=lane.primary and rank == 0)
        for rank, code in enumerate(problems)
        for lane in _lanes(code, (), ())
    )


def place(system: str | None, code: str) -> tuple[str, str]:
    """In which table, under which code, a source code is looked up and ruled on."""
    name = TABLES.get(system or "") or ("zib_to_omaha" if system == ZIB else None)
    if name is None:
        return LOCAL, f"{system}|{code}"
    return name, code.strip().upper() if name == "icpc_to_omaha" else code


def lines(coding: Coding, tables: Layered = SHIPPED) -> tuple[Row, ...]:
    """Rows for a code. ICPC: full code, then three characters, then the chapter as a marked fallback."""
    if coding.system is None:
        return ()
    name, code = place(coding.system, coding.code)
    if name != "icpc_to_omaha":
        return tables.rows(name, code)
    if not re.fullmatch(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?", code):
        return ()
    return tables.rows(name, code) or tables.rows(name, code[:3]) or tables.rows(name, code[:1])


def _assessed(own: Sequence[tuple[Coding, Problem]], codings: Sequence[Coding]) -> Classification:
    """An Omaha assessment: no table between, so basis own-assessment and confidence high."""
    problems = {
        problem.code: ProblemTag(problem.code, True, "equivalent", "high", "own-assessment", coding, "")
        for coding, problem in own
    }
    overrides = [coding.code for coding in codings if coding.system in codesystem.ALIASES]
    lanes: list[LaneTag] = []
    for code in problems:
        signs = [c for c in overrides if (of := codesystem.problem_of_sign(c)) is not None and of.code == code]
        targets = [c for c in overrides if codesystem.is_target(c)]
        lanes += _lanes(code, signs, targets)
    return Classification(tuple(problems.values()), _distinct(lanes))


def _scored(codings: Sequence[Coding]) -> tuple[LaneTag, ...]:
    """An item about a ZRM domain stands in that lane. A domain of 2013 that was split stands in both, by our table."""
    lanes = [
        LaneTag(domain, True, "high" if len(domains) == 1 else "medium", basis, f"{coding.system}|{coding.code}")
        for coding in codings
        if (domains := zrm.life_domains(coding.system, coding.code))
        for basis in ["own-assessment" if len(domains) == 1 else "heuristic"]
        for domain in domains
    ]
    return _distinct(lanes)


def _derived(found: Sequence[tuple[Coding, tuple[Row, ...]]]) -> Classification:
    problems: dict[str, ProblemTag] = {}
    lanes: list[LaneTag] = []
    for coding, rows in found:
        for row in rows:
            primary = row.rank == 1
            if row.places:
                lanes += _lanes_of_row(row, primary=primary)
            if not row.applies:
                continue
            tag = ProblemTag(row.problem, primary, row.equivalence, row.confidence, row.basis, coding, row.name)
            if row.problem not in problems or (primary and not problems[row.problem].primary):
                problems[row.problem] = tag
            lanes += _lanes_of_row(row, primary=primary)
    return Classification(tuple(sorted(problems.values(), key=lambda tag: not tag.primary)), _distinct(lanes))


def _lanes_of_row(row: Row, *, primary: bool) -> list[LaneTag]:
    """Priority: what the source row says itself, then sign and target overrides, then the problem's own lane."""
    via = f"{row.system}|{row.code}"
    if row.life:
        # A product says what help is given, not what is the matter: no mental health on the side (beschermd wonen).
        product = row.table in PRODUCTS
        beside = [also for also in row.life_also if not (product and also == MENTAL_HEALTH)]
        lanes = [LaneTag(row.life, primary, row.confidence, row.basis, via)]
        return lanes + [LaneTag(also, False, row.confidence, row.basis, via) for also in beside]
    return [
        LaneTag(lane.domain, primary and lane.primary, lane.confidence, lane.basis, lane.via)
        for lane in _lanes(row.problem, row.signs, row.targets)
    ]


def _lanes(problem: str, signs: Sequence[str], targets: Sequence[str]) -> list[LaneTag]:
    """Each sign or target goes to its own lane, or where it has none to the problem's: one does not move the rest.

    The basis is that of the lane table, also for an assessed problem: the nurse named the problem, not the lane.
    """
    table = crosswalks.lanes()
    home = table.get(("problem", problem), ())
    keys = [("sign_symptom", code) for code in signs] + [("target", code) for code in targets]
    rows = [lane for key in keys for lane in table.get(key, home)] or home
    return [LaneTag(lane.life, lane.rank == 1, lane.confidence, lane.basis, lane.code) for lane in rows if lane.applies]


def _distinct(lanes: Iterable[LaneTag]) -> tuple[LaneTag, ...]:
    """Each domain once, as primary where any says so; primary ones first."""
    best: dict[str, LaneTag] = {}
    for lane in lanes:
        known = best.get(lane.domain)
        if known is None or (lane.primary and not known.primary):
            best[lane.domain] = lane
    return tuple(sorted(best.values(), key=lambda lane: not lane.primary))
