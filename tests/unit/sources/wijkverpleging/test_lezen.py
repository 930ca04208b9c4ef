"""Closed reading of Ons messages: types, missing and unknown members, each with its JSON path."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import Rejected
from gateway.sources.wijkverpleging.lezen import read
from gateway.wire import json

CLASSIFICATION: dict[str, Any] = {
    "id": "care_plan:23",
    "clientId": 600,
    "status": "ACTIVE",
    "beginDate": "2026-03-02",
    "createdBy": 304,
    "omahaClassifiedProblems": [
        {
            "id": "1:a",
            "clientId": 600,
            "modifierReach": "Individual",
            "modifierProblemLevel": "Actual",
            "ratingKnowledgeStart": 2,
            "omahaProblem": {"classificationId": "classification.problem.health.nutrition", "name": "Voeding"},
            "omahaClassifiedSignsAndSymptoms": [{"text": "moe", "omahaSignOrSymptom": {"name": "eet weinig"}}],
            "omahaClassifiedInterventions": [{"id": 1, "omahaInterventionCategory": None}],
        }
    ],
}
PLAN: dict[str, Any] = {"id": 23, "clientId": 600, "status": "DRAFT", "carePlanEntries": [{"id": 901}]}


def changed(path: str, value: object) -> dict[str, Any]:
    """The classification with one member set; `path` such as `omahaClassifiedProblems.0.modifierReach`."""
    made = copy.deepcopy(CLASSIFICATION)
    at: Any = made
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    return made


def test_a_classification() -> None:
    parsed = read(CLASSIFICATION)
    assert (parsed.kind, parsed.version, parsed.notices) == ("ons-omaha", "v0", ())
    (found,) = parsed.body.problems
    assert (parsed.body.client, parsed.body.employee, found.id, found.start.knowledge) == ("600", "304", "1:a", 2)
    assert [(sign.name, sign.text) for sign in found.signs] == [("eet weinig", "moe")]


def test_a_care_plan() -> None:
    parsed = read(PLAN)
    assert (parsed.kind, parsed.body.status, [entry.id for entry in parsed.body.entries]) == (
        "ons-zorgplan",
        "DRAFT",
        ["901"],
    )


P = "omahaClassifiedProblems.0."


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("id", None, "ons-field", "$.id"),
        ("id", ["a"], "ons-field", "$.id"),
        ("clientId", True, "ons-field", "$.clientId"),
        ("clientId", 1.5, "ons-field", "$.clientId"),
        ("clientId", "a b", "ons-field", "$.clientId"),
        ("status", "GONE", "ons-field", "$.status"),
        ("beginDate", "2 maart", "ons-field", "$.beginDate"),
        ("beginDate", "2026-02-30", "ons-field", "$.beginDate"),
        ("beginDate", "0001-01-01", "ons-field", "$.beginDate"),
        ("omahaClassifiedProblems", {}, "ons-field", "$.omahaClassifiedProblems"),
        ("omahaClassifiedProblems", ["a"], "ons-field", "$.omahaClassifiedProblems[0]"),
        (P + "modifierReach", "Street", "ons-field", "$.omahaClassifiedProblems[0].modifierReach"),
        (P + "omahaProblem", None, "ons-field", "$.omahaClassifiedProblems[0].omahaProblem"),
        (P + "additionalInfo", 5, "ons-field", "$.omahaClassifiedProblems[0].additionalInfo"),
        (P + "additionalInfo", "a\x00b", "ons-field", "$.omahaClassifiedProblems[0].additionalInfo"),
        (P + "ratingKnowledgeStart", 6, "ons-rating", "$.omahaClassifiedProblems[0].ratingKnowledgeStart"),
        (P + "ratingStatusSignalsTarget", 0, "ons-rating", "$.omahaClassifiedProblems[0].ratingStatusSignalsTarget"),
        (P + "ratingBehaviorStart", True, "ons-rating", "$.omahaClassifiedProblems[0].ratingBehaviorStart"),
        (P + "clientId", 601, "ons-client", "$.omahaClassifiedProblems[0].clientId"),
        (
            P + "omahaClassifiedSignsAndSymptoms",
            [{"omahaSignOrSymptom": {"classificationId": "classification.problem.health.sleep.signs.1"}}],
            "ons-sign",
            "$.omahaClassifiedProblems[0].omahaClassifiedSignsAndSymptoms[0].omahaSignOrSymptom.classificationId",
        ),
        (
            P + "omahaClassifiedSignsAndSymptoms",
            [{"omahaSignOrSymptom": {"problemId": "classification.problem.health.sleep"}}],
            "ons-sign",
            "$.omahaClassifiedProblems[0].omahaClassifiedSignsAndSymptoms[0].omahaSignOrSymptom.problemId",
        ),
    ],
)
def test_refused_with_code_and_json_path(path: str, value: object, code: str, where: str) -> None:
    with pytest.raises(Rejected) as caught:
        read(changed(path, value))
    assert (caught.value.code, caught.value.where) == (code, where)
    assert caught.value.mend


@pytest.mark.parametrize("value", [{}, [], None, "x", {"id": 1}])
def test_neither_kind_is_refused(value: Any) -> None:
    with pytest.raises(Rejected) as caught:
        read(value)
    assert caught.value.code == "ons-kind"


@pytest.mark.parametrize(
    ("path", "value", "where", "text"),
    [
        ("_note", "x", "$", "starts with _"),
        ("nieuw", "x", "$", "nieuw"),
        (P + "nieuw", "x", "$.omahaClassifiedProblems[0]", "nieuw"),
        (P + "Mw. Jansen", "x", "$.omahaClassifiedProblems[0]", "(unreadable name)"),
        ("intakeQuestions", [{"answer": "x"}], "$.intakeQuestions", "not carried over"),
        ("surveyResultId", 12, "$.surveyResultId", "not carried over"),
    ],
)
def test_what_is_not_read_is_named(path: str, value: object, where: str, text: str) -> None:
    (notice,) = read(_with(path, value)).notices
    assert notice.where == where
    assert text in notice.text


def _with(path: str, value: object) -> dict[str, Any]:
    if "Jansen" not in path:
        return changed(path, value)
    made = copy.deepcopy(CLASSIFICATION)
    made["omahaClassifiedProblems"][0]["Mw. Jansen"] = value
    return made


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T00:00:00.000+01:00", "2026-03-02T00:00:00.000+01:00"),
        ("2026-03-01T23:00:00Z", "2026-03-01T23:00:00Z"),
        ("2026-07-02T09:30:00", "2026-07-02T09:30:00+02:00"),
        ("2026-07-02T09:30Z", "2026-07-02T09:30:00+00:00"),
    ],
)
def test_times_keep_their_zone_and_get_the_dutch_one_when_they_have_none(given_: str, kept: str) -> None:
    assert read(changed("beginDate", given_)).body.begin == kept


def test_notices_are_bounded() -> None:
    many = [{**CLASSIFICATION["omahaClassifiedProblems"][0], "nieuw": 1}] * 1000
    assert len(read(changed("omahaClassifiedProblems", many)).notices) <= 201


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(CLASSIFICATION)), JSON)
def test_any_value_anywhere_is_read_or_refused(name: str, value: object) -> None:
    try:
        read(changed(name, value))
    except Rejected as error:
        assert error.where is not None


def test_samples(shared: Path) -> None:
    for name, kind in (("nedap_ons_omaha_example", "ons-omaha"), ("nedap_ons_careplan_example", "ons-zorgplan")):
        parsed = read(json.loads((shared / f"samples/nursing/{name}.json").read_bytes()))
        assert parsed.kind == kind
        assert [notice.text for notice in parsed.notices] == ["Members whose name starts with _ are left out"]
