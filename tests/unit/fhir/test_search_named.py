"""Parameters by the names FHIR R4 gives them, and modifiers: what each finds, and that each looks at a real member."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.definitions import definition
from gateway.fhir.search import knows, matches, named, parse
from gateway.stages.tagged import Tags

TAGS = Tags((), (), ("N",), "Zvw", "huisarts", date(2026, 3, 1), contact_entry=False, narrative=False)
THEN = datetime(2026, 3, 1, tzinfo=UTC)
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
        "date=",
    ],
)
def test_what_makes_no_sense_is_refused(query: str) -> None:
    with pytest.raises(Rejected):
        answers(CONDITION, query)


def test_a_parameter_is_known_whatever_its_modifier() -> None:
    known = ("clinical-status:not", "encounter.status", "_has:Observation:encounter:code", "patient", "_include")
    assert [knows("Condition", name) for name in known] == [True] * len(known)
    assert [knows("Condition", name) for name in ("class", "colour", "colour:not")] == [False] * 3


def test_every_name_looks_at_a_member_of_its_type() -> None:
    wrong = [
        (type_, member)
        for table in (named.TOKENS, named.DATES)
        for type_, names in table.items()
        for members in names.values()
        for member in ((members,) if isinstance(members, str) else members)
        if member not in definition(type_).elements
    ]
    assert wrong == []


def test_behind_a_link_to_one_type_stand_the_names_of_that_type() -> None:
    assert parse("Observation", [("encounter.class", "AMB")]).chains[0].query.tokens[0][0] == "class"
    with pytest.raises(Rejected):
        parse("Observation", [("focus.class", "AMB")])  # may point at anything
