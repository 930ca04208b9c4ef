"""Ketenzorg to nl-core: ids, who wrote it, what stays logical, what is absent, and that it is valid R4."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.mappings.huisarts import normalise
from gateway.sources.huisarts.lezen import read
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised
from gateway.wire import xml

ORIGIN = Origin("org-1", "Huisartsenpraktijk De Brug", "huisarts", "huisarts", "Zvw")
NOTES = "2.16.840.1.113883.2.4.6.6.90000258.4.1"
ICPC = {"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": "R95", "display": "Emfyseem/COPD"}


def note(body: str = "", *, encounter: str = "", head: str = "", time: str = "20190130164500") -> Normalised:
    """The normalised form of a message with one note."""
    root = xml.parse(
        f"""<REPC_IN990101NL xmlns="urn:hl7-org:v3"><creationTime value="20190304155253"/>
        <interactionId extension="REPC_IN990101NL"/><ControlActProcess><subject><organizer>
        <recordTarget><patientRole><id root="2.16.840.1.113883.2.4.6.3" extension="999990019"/>{head}</patientRole>
        </recordTarget><component><act><templateId root="2.16.840.1.113883.2.4.3.11.60.66.10.207"/>
        <id root="{NOTES}" extension="7"/><effectiveTime value="{time}"/>{encounter}{body}
        </act></component></organizer></subject></ControlActProcess></REPC_IN990101NL>""".encode()
    )
    return normalise(read(root), ORIGIN)


def line(template: int, text: str, diagnosis: str = "") -> str:
    return f"""<entryRelationship typeCode="COMP"><act>
      <templateId root="2.16.840.1.113883.2.4.3.11.60.66.10.{template}"/>{text}{diagnosis}</act></entryRelationship>"""


def diagnosis(code: str = "R95", more: str = "") -> str:
    return f"""<entryRelationship typeCode="REFR"><observation><id root="{NOTES}" extension="7"/>{more}
      <value code="{code}" codeSystem="2.16.840.1.113883.2.4.4.31.1" displayName="Emfyseem/COPD"/>
      </observation></entryRelationship>"""


def of(normalised: Normalised, type_: str) -> list[dict[str, Any]]:
    return [resource.content for resource in normalised.resources if resource.type == type_]


def test_the_diagnosis_gets_an_id_of_its_own_though_it_reuses_that_of_the_note() -> None:
    made = note(line(210, "<text>COPD</text>", diagnosis()) + line(210, "<text>nog eens</text>", diagnosis()))
    (condition,) = of(made, "Condition")
    assert condition["id"] == f"{NOTES}-7-R95"
    assert condition["code"]["coding"] == [ICPC]
    first, second = of(made, "Observation")
    assert [first["id"], second["id"]] == [f"{NOTES}-7-E", f"{NOTES}-7-E2"]
    assert first["focus"] == second["focus"] == [{"reference": f"Condition/{condition['id']}"}]


def test_lines_of_one_kind_share_a_section_in_soep_order() -> None:
    made = note(line(211, "<text>P</text>") + line(210, "<text>E</text>") + line(210, "<text>a &lt; b</text>"))
    sections = of(made, "Composition")[0]["section"]
    assert [(s["title"], len(s["entry"])) for s in sections] == [("Evaluatie", 2), ("Plan", 1)]
    assert sections[0]["text"]["div"].endswith(">E<br/>a &lt; b</div>")


def test_every_resource_of_a_note_carries_the_code_of_its_diagnosis() -> None:
    """A client who hides a problem hides the whole note, so each part must be taggable by itself."""
    made = note(line(208, "<text>benauwd</text>") + line(210, "<text>COPD</text>", diagnosis()))
    subjective, evaluation = of(made, "Observation")
    assert subjective["extension"][0]["url"].endswith("diagnose-van-verslag")
    assert evaluation["extension"][0]["url"].endswith("ext-SOAPReport.SOAPLineCode")
    for found in (subjective, evaluation):
        assert found["extension"][0]["valueCodeableConcept"]["coding"] == [ICPC]
    (report,) = of(made, "Composition")
    assert report["event"][0]["code"][0]["coding"] == [ICPC]
    assert report["title"] == "Emfyseem/COPD"


def test_a_code_on_a_plan_line_is_not_put_where_nl_core_forbids_it() -> None:
    (plan,) = of(note(line(211, "<text>kuur</text>", diagnosis())), "Observation")
    assert [e["url"].rpartition("/")[2] for e in plan["extension"]] == ["diagnose-van-verslag"]


def test_an_end_makes_a_diagnosis_inactive_and_nothing_else_says_its_status() -> None:
    ended = diagnosis(more='<effectiveTime><low value="2018"/><high value="20190110"/></effectiveTime>')
    (condition,) = of(note(line(210, "<text>E</text>", ended)), "Condition")
    assert (condition["onsetDateTime"], condition["abatementDateTime"]) == ("2018", "2019-01-10")
    assert condition["clinicalStatus"]["coding"][0]["code"] == "inactive"
    (open_,) = of(note(line(210, "<text>E</text>", diagnosis())), "Condition")
    assert "clinicalStatus" not in open_


@pytest.mark.parametrize(
    ("root", "literal"),
    [("2.16.840.1.113883.2.4.6.6.90000258.4.10", True), (NOTES, False)],
)
def test_an_encounter_under_the_root_of_the_notes_stays_a_logical_reference(root: str, literal: bool) -> None:
    number = f'<id root="{root}" extension="9"/>'
    reference = f'<entryRelationship typeCode="REFR"><encounter>{number}</encounter></entryRelationship>'
    made = of(note(encounter=reference), "Composition")[0]["encounter"]
    assert made["identifier"] == {"system": f"urn:oid:{root}", "value": "9"}
    assert ("reference" in made) is literal


def test_what_is_masked_is_absent_with_its_reason() -> None:
    made = note(line(208, '<text nullFlavor="MSK"/>'), time='" nullFlavor="ASKU')
    (report,), (said,) = of(made, "Composition"), of(made, "Observation")
    assert "date" not in report
    assert report["_date"]["extension"][0]["valueCode"] == "asked-unknown"
    assert said["dataAbsentReason"]["coding"][0]["code"] == "masked"
    assert "valueString" not in said


def test_without_an_author_the_organisation_is_named() -> None:
    assert of(note(), "Composition")[0]["author"] == [{"display": ORIGIN.name}]


def test_a_bare_uzi_number_makes_no_practitioner() -> None:
    """An empty Practitioner would replace a fuller one of an earlier delivery."""
    number = '<id root="2.16.528.1.1007.3.1" extension="900014718"/>'
    who = f'<participant typeCode="RESP"><participantRole>{number}</participantRole></participant>'
    made = note(who)
    assert of(made, "Practitioner") == []
    (author,) = of(made, "Composition")[0]["author"]
    assert author == {
        "type": "Practitioner",
        "identifier": {"system": "http://fhir.nl/fhir/NamingSystem/uzi-nr-pers", "value": "900014718"},
    }


def test_the_person() -> None:
    head = """<addr use="HP"><streetName>Knolweg</streetName><houseNumber>1001</houseNumber></addr>
      <telecom value="tel:0501234567"/>
      <patient><name><given qualifier="IN">E.</given><prefix qualifier="VV">van</prefix>
      <family qualifier="SP">Dam</family><family qualifier="BR">Zegers</family></name>
      <administrativeGenderCode code="F"/><birthTime value="1964"/></patient>"""
    (person,) = note(head=head).people
    assert (person.authority, str(person.dagtekening)) == ("bron", "2019-03-04")
    patient = person.patient
    assert (patient["birthDate"], patient["gender"]) == ("1964", "female")
    (name,) = patient["name"]
    assert (name["text"], name["family"]) == ("E. van Dam-Zegers", "van Dam-Zegers")
    assert [e["valueString"] for e in name["_family"]["extension"]] == ["van", "Dam", "Zegers"]
    assert patient["address"][0]["line"] == ["Knolweg 1001"]
    assert patient["telecom"] == [{"system": "phone", "value": "0501234567"}]


def test_versions_are_ordered_by_the_creation_time_in_utc() -> None:
    stands = {resource.stands_at for resource in note(line(208, "<text>S</text>")).resources if resource.subject}
    assert stands == {"2019-03-04T14:52:53Z"}


def samples(shared: Path) -> list[Normalised]:
    files = sorted((shared / "samples/gp/hl7v3_ketenzorg").glob("contact*.xml"))
    return [normalise(read(xml.parse(file.read_bytes())), ORIGIN) for file in files]


def test_ids_of_all_samples_are_legal_and_unique_and_no_bsn_is_in_a_resource(shared: Path) -> None:
    for made in samples(shared):
        keys = [(resource.type, resource.content["id"]) for resource in made.resources]
        assert len(keys) == len(set(keys))
        assert all(re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", id_) for _, id_ in keys)
        numbers = [person.subject.bsn.value for person in made.people if person.subject.bsn]
        assert not any(number in str(resource.content) for number in numbers for resource in made.resources)


def test_any_element_or_attribute_may_be_missing_without_a_crash(shared: Path) -> None:
    body = (shared / "samples/gp/hl7v3_ketenzorg/contactverslag_bundle_01_met_contacten.xml").read_bytes()
    count = sum(1 for _ in xml.parse(body).iter())
    outcomes = set()
    for at in range(1, count, 2):
        root = xml.parse(body)
        element = list(root.iter())[at]
        if at % 3:
            element.getparent().remove(element)
        else:
            element.attrib.clear()
        try:
            normalise(read(root), ORIGIN)
            outcomes.add("taken")
        except Rejected as error:
            outcomes.add(error.code)
    assert {"taken", "hl7v3-bsn", "hl7v3-id"} <= outcomes


def test_samples_are_valid_r4(shared: Path) -> None:
    check = pytest.importorskip("gateway.fhir.check").check
    for made in samples(shared):
        for content in (*(r.content for r in made.resources), *(p.patient for p in made.people)):
            assert not check(content), content["resourceType"]


def test_the_author_of_a_note_is_its_author_when_nobody_is_named_responsible() -> None:
    author = (
        """<author><assignedAuthor><id root="2.16.528.1.1007.3.1" extension="900014718"/></assignedAuthor></author>"""
    )
    (composition,) = of(note(encounter=author), "Composition")
    assert composition["author"][0]["identifier"]["value"] == "900014718"
