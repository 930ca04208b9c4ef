"""Parameters by the names FHIR R4 gives them, and modifiers: what each finds, and that each looks at a real member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.definitions import definition
from gateway.fhir.search import Query, knows, matches, named
from gateway.fhir.search import parse as read
from gateway.stages.tagged import Tags

TAGS = Tags((), (), ("N",), "Zvw", "huisarts", date(2026, 3, 1), contact_entry=False, narrative=False)
THEN = datetime(2026, 3, 1, tzinfo=UTC)
TODAY = date(2026, 3, 11)
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c",
    "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
    "code": {"coding": [{"system": "s", "code": "T90", "display": "Diabetes mellitus"}], "text": "suikerziekte"},
    "onsetDateTime": "2015",
    "recordedDate": "2026-03-01",
}
IN_WORDS: dict[str, Any] = {"resourceType": "Condition", "id": "w", "code": {"text": "suikerziekte"}}
MEDICATION: dict[str, Any] = {
    "resourceType": "MedicationRequest",
    "id": "m",
    "medicationCodeableConcept": {"coding": [{"system": "atc", "code": "A10BA02"}]},
}
ENCOUNTER: dict[str, Any] = {"resourceType": "Encounter", "id": "e", "class": {"system": "v3", "code": "AMB"}}

FOUND = {
    "clinical-status=active": True,
    f"clinical-status={CLINICAL}|active": True,
    "clinical-status=resolved": False,
    "onset-date=2015": True,
    "onset-date=gt2016": False,
    "recorded-date=ge2026-03": True,
    "recorded-date=ap2026-03-02": True,  # nine days ago: about is a day more or less
    "recorded-date=ap2026-03-03": False,
    "onset-date=ap2016": True,
    "onset-date=ap2020": False,
    "code:not=T90": False,
    "code:not=T91,K74": True,
    "category:not=x": True,
    "code:text=diab": True,
    "code:text=Suiker": True,
    "code:text=mellitus": False,
    "category:missing=true": True,
    "category:missing=false": False,
    "code:missing=false": True,
    "clinical-status:missing=true": False,
    "abatement-date:missing=true": True,
    "onset-date:missing=true": False,
}


def parse(type_: str | None, parameters: Sequence[tuple[str, str]]) -> Query:
    return read(type_, parameters, TODAY)


def answers(resource: dict[str, Any], query: str) -> bool:
    name, _, value = query.partition("=")
    return matches(resource, TAGS, THEN, parse(resource["resourceType"], [(name, value)]))


@pytest.mark.parametrize(("query", "found"), FOUND.items())
def test_what_is_found(query: str, found: bool) -> None:
    assert answers(CONDITION, query) is found


@pytest.mark.parametrize(("query", "found"), {"class=AMB": True, "class=v3|AMB": True, "class=IMP": False}.items())
def test_a_coding_by_itself_is_found(query: str, found: bool) -> None:
    assert answers(ENCOUNTER, query) is found


def test_what_is_said_in_words_alone_is_not_missing() -> None:
    assert [answers(IN_WORDS, f"code:missing={asked}") for asked in ("false", "true")] == [True, False]


@pytest.mark.parametrize(
    ("query", "found"), {"code=A10BA02": True, "code:not=A10BA02": False, "code:missing=true": False}.items()
)
def test_the_code_of_a_prescription_is_that_of_its_medicine(query: str, found: bool) -> None:
    assert answers(MEDICATION, query) is found


@pytest.mark.parametrize("type_", ["AllergyIntolerance", "ClinicalImpression", "Consent"])
def test_a_date_is_the_one_that_fhir_names(type_: str) -> None:
    member = {"AllergyIntolerance": "recordedDate", "ClinicalImpression": "date", "Consent": "dateTime"}[type_]
    said = {"resourceType": type_, "id": "d", "onsetDateTime": "2015", "effectiveDateTime": "2015"}
    said[member] = "2026-02-01"
    assert [answers(said, f"date={asked}") for asked in ("2026-02", "2015")] == [True, False]


def test_a_key_sorts_once_however_often_it_stands() -> None:
    assert parse("Condition", [("_sort", ",".join(["date", "-date", "_id"] * 4000))]).sort == ("date", "_id")


def test_a_number_in_a_name_is_not_said_again() -> None:
    for type_, name in (("Condition", "patient:999900006"), ("Condition", "x999900006"), (None, "a.999900006")):
        with pytest.raises(Rejected) as refused:
            parse(type_, [("patient", "x"), (name, "1")])
        assert "999900006" not in str(refused.value)


@pytest.mark.parametrize(
    "query",
    [
        "class=AMB",
        "code:above=T90",
        "code:missing=perhaps",
        "onset-date:not=2015",
        "zrm:missing=true",
        "code=",
        "onset-date=",
        "onset-date=ap",
        # Condition has no such parameters in FHIR R4.
        "date=2015",
        "status=active",
        "scope=x",
    ],
)
def test_what_makes_no_sense_is_refused(query: str) -> None:
    with pytest.raises(Rejected):
        answers(CONDITION, query)


def test_a_parameter_is_known_whatever_its_modifier() -> None:
    known = ("clinical-status:not", "encounter.status", "_has:Observation:encounter:code", "patient", "_include")
    assert [knows("Condition", name) for name in known] == [True] * len(known)
    unknown = ("class", "colour", "colour:not", "date", "status", "scope")
    assert [knows("Condition", name) for name in unknown] == [False] * len(unknown)


# FHIR R4, search parameters of each type: who has no parameter of these names though a member is called so, or near.
NOT_IN_R4 = {
    "code": {"Appointment", "CarePlan", "Composition", "Consent", "Encounter", "Flag", "Goal", "RiskAssessment"},
    "category": {"Appointment", "Encounter", "Flag", "RiskAssessment", "Task"},
    "date": {"Communication", "Condition", "DeviceRequest", "Goal", "Media", "QuestionnaireResponse", "Task"},
    "status": {"AllergyIntolerance", "Condition", "DeviceUseStatement", "Flag", "Goal", "RiskAssessment"},
}


@pytest.mark.parametrize(("name", "types"), NOT_IN_R4.items())
def test_a_name_is_known_of_the_types_that_have_it(name: str, types: set[str]) -> None:
    assert {type_ for type_ in types if knows(type_, name)} == set()
    assert knows("Procedure", name)


FAMILY: dict[str, Any] = {
    "resourceType": "FamilyMemberHistory",
    "id": "f",
    "condition": [{"code": {"text": "kanker"}}, {"code": {"coding": [{"system": "s", "code": "X76"}]}}],
}


@pytest.mark.parametrize(
    ("query", "found"),
    {"code=X76": True, "code=s|X76": True, "code=T90": False, "code:not=X76": False, "code:text=kank": True}.items(),
)
def test_what_lies_deeper_is_found(query: str, found: bool) -> None:
    assert answers(FAMILY, query) is found


def test_every_code_of_an_allergy_counts_and_a_yes_is_a_code() -> None:
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "reaction": [{"substance": {"coding": [{"code": "x"}]}}],
    }
    assert [answers(allergy, f"code={code}") for code in ("x", "y")] == [True, False]
    relative = {"resourceType": "RelatedPerson", "id": "r", "active": False}
    assert [answers(relative, f"active={said}") for said in ("true", "false")] == [False, True]


def test_each_moment_of_several_counts() -> None:
    given = {"resourceType": "MedicationRequest", "id": "m", "dosageInstruction": [
        {"timing": {"event": ["2026-01-01", "2026-02-01"]}}, {"timing": {"event": ["2026-03-01"]}}]}  # fmt: skip
    found = [answers(given, f"date=2026-0{month}") for month in (1, 2, 3, 4)]
    assert found == [True, True, True, False]


def test_every_name_looks_at_a_member_of_its_type() -> None:
    wrong = []
    for type_, names in named.tables().items():
        for parameter in names.values():
            for place in parameter.places:
                owner, *rest = type_, *place.split(".")
                for member in rest:
                    found = definition(owner).elements.get(member)
                    if found is None:
                        wrong.append((type_, place))
                        break
                    owner = found.type
    assert wrong == []


def test_behind_a_link_stand_the_names_of_what_it_may_point_at() -> None:
    assert parse("Observation", [("encounter.class", "AMB")]).chains[0].query.tokens[0][0] == "class"
    assert parse("Observation", [("focus.class", "AMB")]).chains[0].query.tokens[0][0] == "class"  # of any type
    for name in ("encounter.code", "encounter:Condition.class", "focus.colour"):
        with pytest.raises(Rejected):
            parse("Observation", [(name, "AMB")])


def test_all_includes_are_those_that_are_known_here() -> None:
    every = parse("Condition", [("_include", "*")]).includes
    assert {one.name for one in every} == {"encounter", "evidence-detail", "patient", "subject"}
    assert parse("Condition", [("_include", "Condition:*")]).includes == every
    back = parse("Encounter", [("_revinclude", "Observation:*")]).revincludes
    assert {(one.type, one.name) for one in back} >= {("Observation", "encounter")}
    assert {one.type for one in back} == {"Observation"}
    for name, value in (("_include", "Encounter:*"), ("_revinclude", "Teapot:*"), ("_include", "**")):
        with pytest.raises(Rejected):
            parse("Condition", [(name, value)])
