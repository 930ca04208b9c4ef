"""Every format of the demo reads back: well-formed, valid R4, references that lead somewhere, known codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from lxml import etree

from gateway.demo.message import Message
from gateway.demo.people import RIA
from gateway.demo.town import HAVEN
from gateway.demo.writers.fhir import Frame
from gateway.demo.writers.fhir_xml import as_xml
from gateway.demo.writers.zib_medisch import contact
from gateway.demo.writers.zib_persoon import patient
from gateway.fhir.check import check
from gateway.mappings.jgz import normalise
from gateway.sources.jgz import lezen
from gateway.stages.delivered import Origin
from gateway.wire import xml

ORIGIN = Origin("ggd-waterland", "GGD Waterland", "jgz", "jgz", "Wpg")
HL7 = "{urn:hl7-org:v3}"
FHIR = "{http://hl7.org/fhir}"


@pytest.fixture(scope="session")
def sound(messages: tuple[Message, ...]) -> list[Message]:
    return [message for message in messages if message.expect != "rejected"]


def test_xml_is_well_formed_and_json_parses(sound: list[Message]) -> None:
    for message in sound:
        if "xml" in message.content_type:
            etree.fromstring(message.body)
        else:
            assert isinstance(json.loads(message.body), dict)


def test_content_types_are_those_of_the_format(messages: tuple[Message, ...]) -> None:
    expected = {"Ons": "application/json", "cont": "text/xml; charset=utf-8", "WMO": "application/xml"}
    for message in messages:
        for start, content_type in expected.items():
            assert not message.kind.startswith(start) or message.content_type == content_type


def test_every_json_resource_is_valid_r4(sound: list[Message]) -> None:
    found = {resource["resourceType"] for resource in _json_resources(sound) if _validate(resource)}
    assert {"Patient", "Condition", "Encounter", "Observation", "EpisodeOfCare", "Composition", "CarePlan"} <= found


def _validate(resource: dict[str, Any]) -> bool:
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return True


def test_xml_elements_stand_in_the_order_of_fhir(sound: list[Message]) -> None:
    """FHIR R4 XML: elements appear in the order of the definition."""
    checked = 0
    for message in (message for message in sound if message.kind.startswith("FHIR XML")):
        for id_ in etree.fromstring(message.body).iter(f"{FHIR}id"):
            names = [etree.QName(child).localname for child in id_.getparent()]
            order = get_fhir_model_class(etree.QName(id_.getparent()).localname).elements_sequence()
            places = [order.index(name) for name in names]
            assert places == sorted(places), names
            checked += 1
    assert checked > 50


def test_every_reference_within_a_system_leads_to_something_sent(sound: list[Message]) -> None:
    for connector in {message.connector for message in sound}:
        texts = [message.body.decode() for message in sound if message.connector == connector]
        known = {(r["resourceType"], r["id"]) for r in _resources(sound, connector)}
        for reference in {found for text in texts for found in _references(text)}:
            assert tuple(reference.split("/")) in known, (connector, reference)


def test_icpc_and_snomed_problems_stand_in_the_crosswalks(sound: list[Message], shared: Path) -> None:
    terminology = shared / "facts" / "terminology"
    known = {
        (system, row["source_code"])
        for system, name in (("icpc-1-nl", "icpc_to_omaha.csv"), ("sct", "snomed_to_omaha.csv"))
        for row in csv.DictReader((terminology / name).open(encoding="utf-8"))
    }
    conditions = [r for r in _resources(sound) if r["resourceType"] == "Condition"]
    assert len(conditions) > 25
    for condition in conditions:
        coding = condition["code"]["coding"][0]
        assert (coding["system"].rpartition("/")[2], coding["code"]) in known, coding


def test_what_is_over_keeps_the_day_it_began(sound: list[Message]) -> None:
    first: dict[tuple[str, str], str] = {}
    ended = 0
    for message in (m for m in sound if m.connector == "his-haven"):
        for condition in _json_resources([message]):
            if condition["resourceType"] != "Condition":
                continue
            key = (message.connector, condition["id"])
            assert first.setdefault(key, condition["onsetDateTime"]) == condition["onsetDateTime"], key
            if "abatementDateTime" in condition:
                assert condition["onsetDateTime"] < condition["abatementDateTime"]
                ended += 1
    assert ended


def test_a_contactverslag_names_its_client_and_lines(sound: list[Message]) -> None:
    notes = [etree.fromstring(message.body) for message in sound if message.kind == "contactverslag"]
    for note in notes:
        assert note.find(f".//{HL7}interactionId").get("extension") == "REPC_IN990101NL"
        assert note.find(f".//{HL7}patientRole/{HL7}id").get("root") == "2.16.840.1.113883.2.4.6.3"
        assert any(line.text for line in note.iter(f"{HL7}text"))
        assert note.find(f".//{HL7}observation/{HL7}value").get("code")


def test_a_jgz_dossier_is_read_whole(sound: list[Message]) -> None:
    dossiers = [message.body for message in sound if message.kind == "JGZ-dossieroverdracht"]
    assert len(dossiers) == 2
    for body in dossiers:
        read = lezen.read(xml.parse(body))
        made = normalise(read, ORIGIN)
        assert (*read.notices, *made.notices) == ()
        assert all(check(resource.content) == () for resource in made.resources)


def test_ons_plans_and_classifications_speak_of_a_client_made_known(messages: tuple[Message, ...]) -> None:
    known: set[int] = set()
    for message in messages:
        if message.connector != "ecd-brug" or "json" not in message.content_type or message.expect == "rejected":
            continue
        value = json.loads(message.body)
        if value.get("resourceType") == "Patient":
            known |= {int(i["value"]) for i in value["identifier"] if "nedap" in i["system"]}
        elif "clientId" in value:
            assert (value["clientId"] in known) == (message.expect == "accepted")


def test_fhir_xml_writes_extensions_of_primitives_and_booleans() -> None:
    frame = Frame(HAVEN, RIA, date(2026, 1, 12), 1, date(2026, 6, 1))
    root = etree.fromstring(as_xml({**patient()(frame), "multipleBirthBoolean": True}))
    assert root.find(f"{FHIR}name/{FHIR}family/{FHIR}extension/{FHIR}valueString").get("value") == "Mulder"
    assert root.find(f"{FHIR}multipleBirthBoolean").get("value") == "true"
    assert root.find(f"{FHIR}name/{FHIR}family").get("value") == "Hoekstra-Mulder"


def test_times_carry_the_dutch_offset_of_their_day() -> None:
    winter = Frame(HAVEN, RIA, date(2026, 1, 12), 1, date(2026, 6, 1))
    summer = Frame(HAVEN, RIA, date(2026, 6, 12), 2, date(2026, 6, 12))
    assert contact("AMB", "09:00")(winter)["period"]["start"].endswith("+01:00")
    assert contact("AMB", "09:50")(summer)["period"] == {
        "start": "2026-06-12T09:50:00+02:00",
        "end": "2026-06-12T10:10:00+02:00",
    }


def _json_resources(messages: list[Message], connector: str = "") -> Iterator[dict[str, Any]]:
    for message in messages:
        if message.kind.startswith("FHIR JSON") and connector in {"", message.connector}:
            yield from _inner(json.loads(message.body))


def _inner(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A resource, or what a Bundle holds, Bundles in Bundles too."""
    if value["resourceType"] != "Bundle":
        yield value
    for entry in value.get("entry", ()):
        yield from _inner(entry["resource"])


def _resources(messages: list[Message], connector: str = "") -> Iterator[dict[str, Any]]:
    """Resources of JSON and XML alike: of XML only type, id and code."""
    yield from _json_resources(messages, connector)
    for message in messages:
        if not message.kind.startswith("FHIR XML") or connector not in {"", message.connector}:
            continue
        for id_ in etree.fromstring(message.body).iter(f"{FHIR}id"):
            parent = id_.getparent()
            coding = parent.find(f"{FHIR}code/{FHIR}coding")
            code = {} if coding is None else {etree.QName(part).localname: part.get("value") for part in coding}
            yield {
                "resourceType": etree.QName(parent).localname,
                "id": id_.get("value"),
                "code": {"coding": [code]},
            }


def _references(text: str) -> Iterator[str]:
    if text.startswith("{"):
        yield from _json_references(json.loads(text))
        return
    for element in etree.fromstring(text.encode()).iter(f"{FHIR}reference"):
        if element.get("value") and not element.get("value").startswith("urn:"):
            yield element.get("value")


def _json_references(value: object) -> Iterator[str]:
    match value:
        case {"reference": str(reference)} if not reference.startswith("urn:"):
            yield reference
        case dict():
            for member in value.values():
                yield from _json_references(member)
        case list():
            for member in value:
                yield from _json_references(member)
