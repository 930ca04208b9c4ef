from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.stages.delivered import Origin
from gateway.stages.normalised import Resource
from gateway.stages.tagged import Tags
from gateway.tagging import tag
from gateway.tagging.tagging import day_of

ORIGIN = Origin("praktijk", "Praktijk", "huisarts", "huisarts", "Zvw")
ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
SNOMED = "http://snomed.info/sct"


def tags(**content: Any) -> Tags:
    return tag(Resource({"resourceType": "Condition", **content}, None), ORIGIN).tags


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def test_a_condition_is_tagged_by_its_code_and_not_by_its_category() -> None:
    found = tags(code=concept(ICPC, "R95"), category=[concept(SNOMED, "282291009")])
    assert found.problems[0].problem == "PB0028"
    assert found.life[0].domain == "lichamelijke-gezondheid"


def test_an_episode_and_a_prescription_are_tagged_by_the_diagnosis_beside_them() -> None:
    beside = {
        "url": "https://wijkdossier.nl/fhir/StructureDefinition/betreft",
        "valueCodeableConcept": concept(ICPC, "P76"),
    }
    found = tags(resourceType="MedicationRequest", extension=[beside])
    assert "PSY" in found.labels
    assert found.problems == tags(code=concept(ICPC, "P76")).problems


def test_what_cannot_be_placed_is_left_untagged() -> None:
    found = tags(code={"text": "iets"})
    assert (found.problems, found.life, found.labels) == ((), (), ("N",))


def test_law_and_domain_come_from_the_origin_unless_the_resource_says_otherwise() -> None:
    assert (tags().law, tags().domain) == ("Zvw", "huisarts")
    other = tag(Resource({"resourceType": "Task"}, None, law="Wmo", domain="wmo"), ORIGIN).tags
    assert (other.law, other.domain) == ("Wmo", "wmo")


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        (concept(ICPC, "R95"), ("N",)),
        (concept(ICPC, "P76"), ("R", "PSY")),
        (concept(ICPC, "P15"), ("R", "PSY", "ETH")),
        (concept(ICPC, "B90"), ("R", "HIV")),
        (concept(SNOMED, "86406008"), ("R", "HIV")),
        (concept(ICPC, "Z25"), ("R", "SDV")),
        (concept(SNOMED, "397940009"), ("R", "SDV")),
    ],
)
def test_sensitive_subjects_get_their_labels(code: dict[str, Any], labels: tuple[str, ...]) -> None:
    assert set(labels) <= set(tags(code=code).labels)
    assert tags(code=code).labels[0] == labels[0]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-03-04", date(2025, 3, 4)),
        ("2025-03", date(2025, 3, 1)),
        ("2025", date(2025, 1, 1)),
        ("2025-08-06T22:00:00+00:00", date(2025, 8, 7)),
        ("2025-08-06T22:00:00Z", date(2025, 8, 7)),
        ("2025-01-06T23:30:00+01:00", date(2025, 1, 6)),
        ("9999-12-31T23:59:59Z", date(9999, 12, 31)),
        ("0001-01-01T00:00:00+14:00", date(1, 1, 1)),
        ("not a date", None),
        ("2025-02-30", None),
    ],
)
def test_the_day_is_the_dutch_day(value: str, day: date | None) -> None:
    assert day_of({"onsetDateTime": value}) == day


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("P17", "PSY"),
        ("A04", "PSY"),  # fatigue: mental health is a guess on the side
        ("Z12", "SDV"),
        ("Z13", "SDV"),
        ("Z16", "SDV"),
        ("Y85", "SEX"),
        ("X76", "SEX"),
    ],
)
def test_a_label_is_not_inferred(code: str, absent: str) -> None:
    assert absent not in tags(code=concept(ICPC, code)).labels


JOURNAL = "http://fhir.nl/fhir/NamingSystem/journaalregeltypen"
SOAP_LINE = "http://nictiz.nl/fhir/StructureDefinition/nl-core-SOAPReport.SOAPLine"


def test_every_way_to_write_a_line_of_a_note_is_free_text_of_a_contact() -> None:
    written = (
        {"code": concept(JOURNAL, "S")},
        {"meta": {"profile": [SOAP_LINE]}},
        {"code": concept(SNOMED, "255362007")},
        {"code": concept("http://loinc.org", "61150-9")},
        {"code": concept("urn:oid:2.16.840.1.113883.6.1", "67781-5")},
        {"code": concept("http://loinc.org", "34900-1")},
        {"code": concept(SNOMED, "11591000146107")},
    )
    for members in written:
        found = tags(resourceType="Observation", valueString="x", **members)
        assert (found.contact_entry, found.narrative) == (True, True)
    other = tags(resourceType="Observation", code=concept("urn:x", "255362007"))
    assert (other.contact_entry, other.narrative) == (False, False)


def test_contacts_and_what_was_said_at_them() -> None:
    encounter = tag(Resource({"resourceType": "Encounter"}, None), ORIGIN).tags
    note = tag(Resource({"resourceType": "Composition"}, None), ORIGIN).tags
    line = tag(Resource({"resourceType": "Observation", "code": concept(SNOMED, "255362007")}, None), ORIGIN).tags
    vital = tag(Resource({"resourceType": "Observation", "code": concept(SNOMED, "75367002")}, None), ORIGIN).tags
    found = [(t.contact_entry, t.narrative) for t in (encounter, note, line, vital)]
    assert found == [(True, False), (True, True), (True, True), (False, False)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "coding", "system", "category", "extension", "url", "meta", "profile"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["Condition", "Observation", "CarePlan", "Goal", "X"]), json_values)
def test_tagging_is_total(kind: str, value: Any) -> None:
    members = value if isinstance(value, dict) else {"code": value}
    tag(Resource({**members, "resourceType": kind}, None), ORIGIN)
