"""The review queue and a reviewer's rulings: codes nobody mapped, lines that wait for a person, tags far from sure.

The queue names source systems and codes with counts; it never names a client, and shows nothing but the form of a code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.errors import Refused, Rejected
from gateway.flows import callers, deeds, terminology
from gateway.flows import retag as retagging
from gateway.flows.house import House
from gateway.flows.retag import Progress, Report, Touched
from gateway.record import facts, opening
from gateway.registry import parties
from gateway.review import rulings
from gateway.review.codes import UNREADABLE, showable
from gateway.stages.decided import Caller
from gateway.tagging import questions
from gateway.tagging.questions import Why
from gateway.terminology.contents import find_system
from gateway.wire import json
from omaha import codesystem
from omaha.classify import Coding, lines, place
from omaha.crosswalks import Row, version
from omaha.crosswalks.layered import Layered
from omaha.crosswalks.rulings import Ruling, objection

REVIEWER = "terminologiebeheerder"
LEVELS = frozenset({"high", "medium", "low"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One code of one source: why it is asked about, on how many records of how many clients, and what the tables say
    of it now.
    """

    source: str
    source_name: str
    system: str
    code: str
    display: str
    why: Why
    count: int
    lines: tuple[Row, ...]
    clients: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer decides on one code. `accept`: the lines of the table as they are, `refuse`: nothing fits."""

    kind: Literal["accept", "change", "refuse"]
    system: str
    code: str
    reason: str
    problems: tuple[str, ...] = ()
    equivalence: str = "wider"
    confidence: str = "medium"
    life: str = ""


def reviewer(house: House, id_: str) -> Caller:
    """A registered professional acting as reviewer on the command line. Raises NotFound or Refused."""
    with house.database.work() as session:
        person = parties.professional(session, id_)
    if person is None:
        raise Refused("not-a-reviewer", f"Only somebody registered with the role {REVIEWER} reviews mappings")
    return callers.of_professional(person)


def queue(house: House) -> tuple[Asked, ...]:
    """Everything that waits for a reviewer, most frequent first."""
    with house.database.work() as session:
        names = parties.names(session)
        waiting = facts.questioned(session)
    counts: Counter[tuple[str, str, str, Why]] = Counter()
    having: Counter[tuple[str, str, str, Why]] = Counter()
    for client in waiting:
        mine: Counter[tuple[str, str, str, Why]] = Counter()
        with house.database.work() as session:
            tables = terminology.tables(session)
            for item in opening.current(session, house.keyring, client, names, questioned=True):
                for question in questions(json.loads(item.text), item.tags, tables):
                    mine[(item.source, *_shown(question.coding), question.why)] += 1
        counts.update(mine)
        having.update(mine.keys())
    with house.database.work() as session:
        tables = terminology.tables(session)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(_asked(names, tables, key, count, having[key]) for key, count in ordered)


def rule(house: House, by: Caller, wanted: Wanted, progress: Progress | None = None) -> tuple[Ruling, Report]:
    """Keep a ruling and tag what it touches anew. Raises Refused without the role, Rejected for what may not be."""
    assert_reviewer(by)
    table, code = place(wanted.system, wanted.code)
    with house.database.work() as session:
        tables = terminology.tables(session)
        ruling = _ruling(house, by, wanted, table, code, tables)
        kept = rulings.append(house.database, session, ruling, by.person or "", house.now())
        deeds.record(
            house,
            session,
            "ruling",
            by,
            map=kept.table,
            version=version(kept.table, kept.revision),
            what=kept.kind,
            outcome="done",
        )
    return kept, retagging.retag(house, by, Touched(table, code), progress)


def ruled(house: House) -> tuple[Ruling, ...]:
    """Every ruling ever made, in order."""
    with house.database.work() as session:
        return rulings.all_of(session)


def assert_reviewer(by: Caller) -> None:
    """Raises Refused unless the caller is a person with the role."""
    if by.person is None or all(held.role != REVIEWER for held in by.roles):
        raise Refused("not-a-reviewer", f"Only somebody registered with the role {REVIEWER} reviews mappings")


def _ruling(house: House, by: Caller, wanted: Wanted, table: str, code: str, tables: Layered) -> Ruling:
    if not showable(wanted.system, wanted.code):
        raise Rejected("ruling-code", "A ruling is on a code of a named system", where="code")
    if not 3 <= len(wanted.reason.strip()) <= 400 or re.search(r"[0-9]{9}", wanted.reason):
        raise Rejected("ruling-reason", "A ruling has a reason of 3 to 400 characters that names no person", "reason")
    if wanted.confidence not in LEVELS:
        raise Rejected("ruling-confidence", "The confidence is high, medium or low", where="confidence")
    problems, equivalence, life = _mapping(wanted, lines(Coding(wanted.system, wanted.code), tables))
    if life and not codesystem.is_life_domain(life):
        raise Rejected("ruling-life", "This is no life domain of the ZRM 2017", where="life")
    unknown = [problem for problem in problems if codesystem.find_problem(codesystem.SYSTEM, problem) is None]
    if unknown or not all(problem.startswith("PB") for problem in problems):
        raise Rejected("ruling-problem", "A ruling maps to Omaha problems (PB…)", where="problems")
    against = objection(table, code, problems, equivalence, life)
    if against is not None:
        raise Rejected("ruling-objection", against, where="problems")
    return Ruling(
        table=table,
        system=wanted.system,
        code=code,
        kind=wanted.kind,
        problems=problems,
        equivalence=equivalence if problems else "unmatched",
        confidence=wanted.confidence if problems else "",
        life=life,
        reviewer=by.name,
        day=house.today().isoformat(),
        reason=wanted.reason.strip(),
        revision=0,
    )


def _mapping(wanted: Wanted, known: tuple[Row, ...]) -> tuple[tuple[str, ...], str, str]:
    match wanted.kind:
        case "refuse":
            return (), "unmatched", ""
        case "change":
            if not wanted.problems:
                raise Rejected("ruling-problem", "A change names at least one problem", where="problems")
            return tuple(dict.fromkeys(wanted.problems)), wanted.equivalence, wanted.life
        case "accept":
            rows = [row for row in known if row.problem]
            if not rows:
                raise Rejected("ruling-nothing", "There is nothing to accept: no table knows this code", "code")
            return tuple(dict.fromkeys(row.problem for row in rows)), rows[0].equivalence, rows[0].life


def _asked(names: Mapping[str, str], tables: Layered, key: tuple[str, str, str, Why], count: int, having: int) -> Asked:
    source, system, code, why = key
    known = lines(Coding(system, code), tables)
    return Asked(source, names.get(source, source), system, code, _display(system, code), why, count, known, having)


def _shown(coding: Coding) -> tuple[str, str]:
    system = coding.system or ""
    return (system, coding.code) if showable(coding.system, coding.code) else (UNREADABLE, UNREADABLE)


def _display(system: str, code: str) -> str:
    """The name that our own tables have; what a message called it is never shown."""
    known = find_system(system)
    concept = known.find(code) if known else None
    rows = lines(Coding(system, code))
    return concept.display("nl") if concept else rows[0].display if rows else ""


def as_json(asked: Asked) -> Mapping[str, object]:
    return {
        "source": {"id": asked.source, "name": asked.source_name},
        "system": asked.system,
        "code": asked.code,
        "display": asked.display,
        "why": asked.why,
        "count": asked.count,
        "lines": [
            {
                "problem": row.problem,
                "name": codesystem.problem(row.problem).nl if row.problem else "",
                "equivalence": row.equivalence,
                "confidence": row.confidence,
                "basis": row.basis,
                "applied": row.applies,
                "table": row.name,
            }
            for row in asked.lines
        ],
    }
