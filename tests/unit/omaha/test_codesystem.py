from __future__ import annotations

import re

import pytest

from omaha import codesystem, crosswalks
from omaha.crosswalks import VERSIONS


def test_the_counts_of_the_2005_edition() -> None:
    assert len(codesystem.DOMAINS) == 4
    assert len(codesystem.PROBLEMS) == 42
    assert sum(not sign.is_other for p in codesystem.PROBLEMS for sign in p.signs) == 335
    assert sum(sign.is_other for p in codesystem.PROBLEMS for sign in p.signs) == 42
    assert len(codesystem.CATEGORIES) == 4
    assert sum(not target.is_other for target in codesystem.TARGETS) == 75
    assert len(codesystem.TARGETS) == 76
    assert [m.kind for m in codesystem.MODIFIERS] == ["client"] * 3 + ["risk"] * 3
    assert [[level.value for level in rating.levels] for rating in codesystem.RATINGS] == [[1, 2, 3, 4, 5]] * 3


def test_problem_numbers_have_gaps_and_are_not_one_to_forty_two() -> None:
    numbers = {int(problem.number) for problem in codesystem.PROBLEMS}
    expected = {*range(1, 5), *range(6, 18), *range(19, 22), *range(23, 32), *range(35, 43), *range(45, 51)}
    assert numbers == expected
    assert codesystem.find_problem(codesystem.SYSTEM, "05") is None
    assert codesystem.find_problem(codesystem.SYSTEM, "22") is None


@pytest.mark.parametrize("system", sorted(codesystem.ALIASES))
def test_every_alias_of_the_system_and_both_code_forms_are_taken(system: str) -> None:
    for problem in codesystem.PROBLEMS:
        assert codesystem.find_problem(system, problem.code) == problem
        assert codesystem.find_problem(system, problem.number) == problem
    assert codesystem.find_problem("http://snomed.info/sct", "24") is None
    assert codesystem.find_problem(system, "1") is None


def test_every_problem_has_dutch_and_english_names_and_a_domain() -> None:
    domains = {domain.code for domain in codesystem.DOMAINS}
    for problem in codesystem.PROBLEMS:
        assert problem.nl
        assert problem.en
        assert problem.domain in domains


def test_both_editions_of_the_zrm() -> None:
    assert len(codesystem.LIFE_DOMAINS) == 13
    assert len(codesystem.LIFE_DOMAINS_2013) == 11
    for older in codesystem.LIFE_DOMAINS_2013:
        assert all(codesystem.is_life_domain(slug) for slug in older.became)
    assert sorted(codesystem.LIFE_LEVELS) == [1, 2, 3, 4, 5]


TABLES = [name for name in VERSIONS if name != "omaha_to_zrm"]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_things_that_exist(name: str) -> None:
    rows = [row for found in crosswalks.table(name).values() for row in found]
    assert rows
    for row in rows:
        assert row.equivalence in {"equivalent", "wider", "narrower", "inexact", "unmatched"}
        assert row.basis in {"heuristic", "published"}
        assert (row.problem == "") == (row.equivalence == "unmatched")
        assert row.confidence in ({"high", "medium", "low"} if row.problem or row.places else {""})
        assert all(re.fullmatch(r"SS[0-9]{4}", sign) and codesystem.problem_of_sign(sign) for sign in row.signs)
        assert all(codesystem.is_target(target) for target in row.targets)
        assert all(codesystem.is_life_domain(life) for life in (row.life, *row.life_also) if life)


def test_every_problem_has_a_lane_that_applies_or_deliberately_none() -> None:
    lanes = crosswalks.lanes()
    for problem in codesystem.PROBLEMS:
        assert lanes[("problem", problem.code)]
    for found in lanes.values():
        assert all(codesystem.is_life_domain(lane.life) for lane in found)
