from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha import codesystem, crosswalks
from omaha.classify import TABLES, Classification, Coding, classify

ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
SNOMED = "http://snomed.info/sct"
WMO = f"{codesystem.BASE}iwmo-wmo020"


def icpc(code: str) -> Classification:
    return classify([Coding(ICPC, code)])


def problems(found: Classification) -> list[str]:
    return [tag.problem for tag in found.problems]


def test_a_diagnosis_is_derived_and_says_by_which_table() -> None:
    tag = icpc("R95").problems[0]
    assert (tag.problem, tag.primary, tag.basis, tag.table) == ("PB0028", True, "heuristic", "icpc_to_omaha/1")


def test_a_subcode_falls_back_to_its_rubric_and_then_to_its_chapter() -> None:
    assert problems(icpc("T90.02")) == problems(icpc("T90"))
    fallback = icpc("D29.99").problems
    rubric = crosswalks.table("icpc_to_omaha").get("D29")
    assert rubric is None or problems(icpc("D29.99")) == [r.problem for r in rubric if r.applies]
    chapter = icpc("K00")
    assert all("(chapter)" in tag.table for tag in chapter.problems)
    assert fallback or chapter


def test_a_known_rubric_without_problem_takes_no_chapter_fallback() -> None:
    assert icpc("A97") == Classification()


@pytest.mark.parametrize("code", ["", "R9", "R955", "9R5", "R95.", "R95.123", "rubbish", "T"])
def test_what_is_no_icpc_code_is_not_tagged(code: str) -> None:
    assert icpc(code) == Classification()


def test_rows_that_ask_for_a_person_are_never_applied() -> None:
    for system, name in TABLES.items():
        for code, rows in crosswalks.table(name).items():
            if rows[0].level == "chapter_fallback":
                continue  # a chapter letter by itself is no code
            allowed = {row.problem for row in rows if row.applies}
            assert set(problems(classify([Coding(system, code)]))) == allowed, (name, code)


def test_neglect_and_abuse_are_never_inferred() -> None:
    for system, name in TABLES.items():
        for code, rows in crosswalks.table(name).items():
            for tag in classify([Coding(system, code)]).problems:
                if tag.problem in {"PB0015", "PB0016"}:
                    assert tag.equivalence != "inexact", (name, code, rows)
    assert "PB0016" not in problems(classify([Coding(SNOMED, "125666000")]))  # burn


@pytest.mark.parametrize("code", ["A95", "A96"])
def test_grief_over_a_death_is_not_a_problem_of_the_one_who_died(code: str) -> None:
    assert icpc(code) == Classification()
    assert problems(icpc("Z15")) == ["PB0011", "PB0008"]  # the loss of a partner is the client's own


def test_a_product_never_says_mental_health_on_the_side() -> None:
    for product in ("15", "02", "10", "17"):
        found = classify([Coding(WMO, product)])
        assert "PB0012" not in problems(found)
        assert "geestelijke-gezondheid" not in [lane.domain for lane in found.lanes]
    assert problems(classify([Coding(WMO, "02")])) == []


def test_an_own_assessment_wins_over_everything_derived() -> None:
    found = classify([Coding(ICPC, "R95"), Coding(codesystem.OID, "24"), Coding(SNOMED, "22253000")])
    assert [(tag.problem, tag.basis, tag.confidence) for tag in found.problems] == [
        ("PB0024", "own-assessment", "high")
    ]


def test_a_sign_moves_an_assessed_problem_to_another_lane() -> None:
    plain = classify([Coding(codesystem.SYSTEM, "PB0007")])
    moved = classify([Coding(codesystem.SYSTEM, "PB0007"), Coding(codesystem.SYSTEM, "SS0703")])
    assert [lane.domain for lane in moved.lanes] == ["tijdsbesteding"]
    assert plain.lanes != moved.lanes


def test_one_target_with_a_lane_of_its_own_does_not_move_the_whole_plan() -> None:
    plan = [Coding(codesystem.SYSTEM, code) for code in ("PB0035", "TG0061", "TG0067")]
    assert {"instrumentele-adl", "lichamelijke-gezondheid"} <= {lane.domain for lane in classify(plan).lanes}


def test_a_sign_alone_names_its_problem() -> None:
    found = classify([Coding(codesystem.SYSTEM, "SS3801")])
    assert problems(found) == ["PB0038"]
    assert [lane.domain for lane in found.lanes] == ["instrumentele-adl"]


def test_the_lane_of_an_assessed_problem_is_still_read_from_a_table() -> None:
    found = classify([Coding(codesystem.SYSTEM, "PB0024")])
    assert (found.problems[0].basis, found.lanes[0].basis) == ("own-assessment", "heuristic")


@pytest.mark.parametrize("prefix", ["nl-core", "zib", "mp"])
def test_a_profile_tag_says_where_it_comes_from(prefix: str) -> None:
    tag = classify([], [f"http://nictiz.nl/fhir/StructureDefinition/{prefix}-MedicationAgreement"]).problems[0]
    assert (tag.problem, tag.source) == ("PB0042", Coding(f"{codesystem.BASE}zib2020-profile", "MedicationAgreement"))


def test_a_profile_counts_only_where_no_code_is_known() -> None:
    profile = ["http://nictiz.nl/fhir/StructureDefinition/nl-core-PainScore"]
    assert problems(classify([], profile)) == ["PB0024"]
    assert problems(classify([Coding(ICPC, "R95")], profile))[0] == "PB0028"
    assert classify([Coding(ICPC, "A97")], profile) == Classification()


def test_low_confidence_stays_visible() -> None:
    low = [
        (system, code)
        for system, name in TABLES.items()
        for code, rows in crosswalks.table(name).items()
        for row in rows
        if row.applies and row.confidence == "low" and row.level != "chapter_fallback"
    ]
    assert low
    for system, code in low:
        assert any(tag.confidence == "low" for tag in classify([Coding(system, code)]).problems)


codings = st.lists(
    st.builds(Coding, st.sampled_from([*TABLES, *codesystem.ALIASES, None, "urn:x"]), st.text(max_size=12)), max_size=5
)


@given(codings, st.lists(st.text(max_size=80), max_size=3))
def test_classification_is_total_and_names_only_what_exists(given_codings: list[Coding], profiles: list[str]) -> None:
    found = classify(given_codings, profiles)
    for tag in found.problems:
        codesystem.problem(tag.problem)
    for lane in found.lanes:
        assert codesystem.is_life_domain(lane.domain)
    assert len({lane.domain for lane in found.lanes}) == len(found.lanes)
