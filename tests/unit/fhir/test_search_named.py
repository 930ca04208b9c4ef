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
