"""BgZ documents, read and mapped: header, every kind of entry, what is not read, and that it is valid R4."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.cda import normalise
from gateway.sources.cda.lezen import read
from gateway.sources.cda.verhaal import regels
from gateway.stages.delivered import Notice, Origin
from gateway.stages.normalised import Normalised
from gateway.wire import xml

ORIGIN = Origin("org-1", "Ziekenhuis De Brug", "huisarts", "huisarts", "Zvw")
T = "2.16.840.1.113883.2.4.3.11.60.126.10"
SNOMED = "2.16.840.1.113883.6.96"
COUNTS = Counter[str]


def section(number: str, *entries: str, text: str = "Tekst", code: str = "11450-4", inner: str = "") -> str:
    return f"""<component><section><templateId root="{T}.{number}"/><code code="{code}"
      codeSystem="2.16.840.1.113883.6.1"/><title>Kop</title><text>{text}</text>
      {"".join(f"<entry>{one}</entry>" for one in entries)}{inner}</section></component>"""


def document(*sections: str, more: str = "", template: str = f"{T}.1", bsn: str = "999990019", name: str = "") -> str:
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      xmlns:sdtc="urn:hl7-org:sdtc"><templateId root="{template}"/><id root="2.16.840.1.113883.19.25" extension="b732"/>
      <code code="60591-5" codeSystem="2.16.840.1.113883.6.1"/><title>Basisgegevens T. Wit</title>
      <effectiveTime value="20171101125600"/><confidentialityCode code="N"/>
      <recordTarget><patientRole><id root="2.16.840.1.113883.2.4.6.3" extension="{bsn}"/><patient>{name}
      <sdtc:multipleBirthInd value="true"/><maritalStatusCode code="S" codeSystem="2.16.840.1.113883.5.2"/>
      </patient></patientRole></recordTarget>{more}
      <component><structuredBody>{"".join(sections)}</structuredBody></component></ClinicalDocument>"""


def made(text: str) -> Normalised:
    parsed = read(xml.parse(text.encode()))
    normalised = normalise(parsed, ORIGIN)
    for content in (*(r.content for r in normalised.resources), *(p.patient for p in normalised.people)):
        assert check(content) == (), content["resourceType"]
    notices = (*parsed.notices, *normalised.notices)
    return Normalised(parsed.kind, parsed.version, "", normalised.people, normalised.resources, notices)


def of(normalised: Normalised, type_: str) -> list[dict[str, Any]]:
    return [resource.content for resource in normalised.resources if resource.type == type_]


def said(normalised: Normalised) -> list[str]:
    return [notice.text for notice in normalised.notices]


def observation(inside: str, id_: str = '<id root="1.2.3" extension="1"/>', code: str = "29463-7") -> str:
    return f"""<observation>{id_}<code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>
      <effectiveTime value="20171020"/>{inside}</observation>"""


PROBLEM = f"""<act><code code="CONC"/><entryRelationship><observation><id root="1.2.3" extension="p"/>
  <code code="282291009" codeSystem="{SNOMED}"/><text>Sinds jaren</text>
  <effectiveTime><low value="20120110"/>{{end}}</effectiveTime>
  <value xsi:type="CD" code="195967001" codeSystem="{SNOMED}" displayName="Asthma"/>
  <entryRelationship><observation><code code="33999-4"/><value xsi:type="CD" code="55561003" codeSystem="{SNOMED}"/>
  </observation></entryRelationship></observation></entryRelationship></act>"""


def test_a_document_becomes_a_composition_with_its_sections_and_entries() -> None:
    normalised = made(document(section("9", PROBLEM.format(end=""), text="<paragraph>Astma &lt; COPD</paragraph>")))
    (composition,), (condition,) = of(normalised, "Composition"), of(normalised, "Condition")
    assert composition["id"] == "2.16.840.1.113883.19.25-b732"
    assert composition["title"] == "Basisgegevensset zorg"  # the name of the patient is no title
    (only,) = composition["section"]
    assert "Astma &lt; COPD" in only["text"]["div"]
    assert only["entry"] == [{"reference": f"Condition/{condition['id']}"}]
    assert composition["author"] == [{"display": ORIGIN.name}]
    assert said(normalised) == []


@pytest.mark.parametrize(("end", "status"), [("", "active"), ('<high value="2017"/>', "inactive")])
def test_a_problem_with_an_end_is_not_active_whatever_it_says(end: str, status: str) -> None:
    (condition,) = of(made(document(section("9", PROBLEM.format(end=end)))), "Condition")
    assert condition["clinicalStatus"]["coding"][0]["code"] == status
    assert condition["onsetDateTime"] == "2012-01-10"
    assert condition["note"] == [{"text": "Sinds jaren"}]


def test_what_is_observed_along_with_it_is_a_component() -> None:
    inner = """<entryRelationship><observation><code code="424724000" codeSystem="2.16.840.1.113883.6.96"/>
      <value xsi:type="CD" code="10904000" codeSystem="2.16.840.1.113883.6.96"/></observation></entryRelationship>"""
    group = f"""<organizer><component><organizer><component>
      {observation('<value xsi:type="PQ" value="75.0" unit="kg"/>' + inner)}
      </component></organizer></component></organizer>"""
    (found,) = of(made(document(section("16", group))), "Observation")
    assert str(found["valueQuantity"]["value"]) == "75.0"
    assert found["component"][0]["valueCodeableConcept"]["coding"][0]["code"] == "10904000"


def test_an_id_that_all_entries_share_identifies_none() -> None:
    value = '<value xsi:type="ST">x</value>'
    entries = observation(value), observation(value, code="8302-2")
    normalised = made(document(section("16", *entries)))
    first, second = of(normalised, "Observation")
    assert first["id"] != second["id"]
    assert "identifier" not in first
    assert said(normalised) == ["An id that several entries share identifies none of them"]


def test_the_same_words_about_another_client_are_another_thing() -> None:
    nameless = observation('<value xsi:type="ST">x</value>', id_="")
    contact = """<participant><functionCode code="1"/><associatedEntity classCode="CON"><associatedPerson>
      <name><family>Zwaart</family></name></associatedPerson></associatedEntity></participant>"""
    one, other = (made(document(section("16", nameless), more=contact, bsn=bsn)) for bsn in ("999990019", "999990020"))
    for type_ in ("Observation", "RelatedPerson"):
        assert of(one, type_)[0]["id"] != of(other, type_)[0]["id"]


def test_an_allergy_with_its_reaction() -> None:
    stuff = """<participant typeCode="CSM"><participantRole><playingEntity><code code="639"
      codeSystem="2.16.840.1.113883.2.4.4.1.725" displayName="Paracetamol"/></playingEntity></participantRole>
      </participant>"""
    severity = f"""<entryRelationship><observation><code code="SEV"/><value xsi:type="CD" code="6736007"
      codeSystem="{SNOMED}"/></observation></entryRelationship>"""
    reaction = f"""<entryRelationship typeCode="MFST"><observation><code code="ASSERTION"/><text>rood</text>
      <effectiveTime value="201503011200"/><value xsi:type="CD" code="418363000" codeSystem="{SNOMED}"/>
      {stuff}{severity}</observation></entryRelationship>"""
    entry = f"""<act><code code="CONC"/><statusCode code="active"/><entryRelationship><observation>
      <id root="1.2" extension="a"/><effectiveTime><low value="2012"/><high value="20150223"/></effectiveTime>
      <value xsi:type="CD" code="418471000" codeSystem="{SNOMED}"/>{stuff}{reaction}</observation></entryRelationship>
      </act>"""
    normalised = made(document(section("4", entry)))
    (allergy,) = of(normalised, "AllergyIntolerance")
    assert (allergy["category"], allergy["lastOccurrence"]) == (["food"], "2015-02-23")
    (one,) = allergy["reaction"]
    assert (one["severity"], one["description"], one["onset"]) == ("moderate", "rood", "2015-03-01T12:00:00+01:00")
    assert said(normalised) == []


def test_entries_of_a_section_that_is_not_known_keep_the_narrative() -> None:
    normalised = made(document(section("5", observation(""), text="Niet reanimeren", code="42348-3")))
    (only,) = of(normalised, "Composition")[0]["section"]
    assert "Niet reanimeren" in only["text"]["div"]
    assert "entry" not in only
    assert said(normalised) == ["The coded entries of this section are not read; its narrative is kept"]


@pytest.mark.parametrize("how", ['negationInd="true"', 'moodCode="INT"'])
def test_a_negated_or_intended_entry_is_left_to_the_narrative(how: str) -> None:
    entry = observation("").replace("<observation>", f"<observation {how}>")
    normalised = made(document(section("16", entry)))
    assert of(normalised, "Observation") == []
    assert said(normalised) == ["An entry that is negated, or is not something that happened, is not read"]


def test_sections_within_sections_are_kept() -> None:
    normalised = made(document(section("99", code="1-1", inner=section("16", observation("")))))
    (outer,) = of(normalised, "Composition")[0]["section"]
    assert outer["section"][0]["entry"][0]["reference"].startswith("Observation/")


def test_what_is_not_read_is_named_with_its_place() -> None:
    normalised = made(document(section("16", observation('<value xsi:type="ST">x</value><priorityCode code="R"/>'))))
    assert [(n.where.rpartition("/")[2], n.text) for n in normalised.notices] == [
        ("priorityCode", "This element is not read")
    ]


def test_the_person_is_base_data_and_relatives_are_people_around_the_client() -> None:
    more = """<participant><functionCode code="1" codeSystem="2.16.840.1.113883.2.4.3.11.22.472"/>
      <associatedEntity classCode="CON"><code code="FTH" codeSystem="2.16.840.1.113883.5.111"/>
      <telecom use="WP" value="tel:010-1234567"/>
      <associatedPerson><name><family>Zwaart</family></name></associatedPerson></associatedEntity></participant>"""
    normalised = made(document(more=more))
    (person,) = normalised.people
    assert (person.patient["multipleBirthBoolean"], person.patient["maritalStatus"]["coding"][0]["code"]) == (True, "S")
    (near,) = of(normalised, "RelatedPerson")
    assert near["telecom"] == [{"system": "phone", "value": "010-1234567", "use": "work"}]
    assert [c["coding"][0]["code"] for c in near["relationship"]] == ["1", "FTH"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (document(template="2.16.840.1.113883.10.20.22.1.1"), "cda-template"),
        (document(bsn="123456789"), "bsn-elfproef"),
        (document(section("9", PROBLEM.format(end='<high value="ooit"/>'))), "hl7v3-time"),
    ],
)
def test_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        read(xml.parse(text.encode()))
    assert caught.value.code == code


def test_a_narrative_is_read_line_by_line() -> None:
    text = """<text xmlns="urn:hl7-org:v3">Vooraf<table><tbody><tr><th>Naam</th>
      <td>Astma <content>licht</content></td></tr></tbody></table>
      <list><item>een</item><item>twee<br/>drie</item></list> na</text>"""
    assert regels(xml.parse(text.encode())) == ("Vooraf", "Naam | Astma licht", "een", "twee", "drie", "na")


def test_every_sample(shared: Path) -> None:
    """The one that its authors name not yet valid lacks nothing that we need: it is read too."""
    counts = {}
    for file in sorted((shared / "samples/gp/cda_bgz2020").glob("*.xml")):
        normalised = made(file.read_text("utf-8"))
        counts[file.stem] = Counter(r.type for r in normalised.resources if r.subject is not None)
        assert Notice("participant", "A professional beside the document is kept without a link to the client") in (
            normalised.notices
        )
    people = {"Composition": 1, "RelatedPerson": 2}
    assert counts == {
        "xml-BgZ2020": COUNTS({"Observation": 7, **people}),
        "xml-BgZ2020-test": COUNTS({"Observation": 1, **people}),
        "xml-BgZ2020-notyetvalid": COUNTS(
            {
                "Observation": 8,
                "Condition": 2,
                "Procedure": 2,
                "Flag": 1,
                "AllergyIntolerance": 1,
                "Encounter": 1,
                "Immunization": 1,
                **people,
            }
        ),
    }


def test_words_with_what_was_observed_along_with_it_stay() -> None:
    inner = f"""<entryRelationship><observation><code code="424724000" codeSystem="{SNOMED}"/><text>Zittend</text>
      <value xsi:type="CD" code="33586001" codeSystem="{SNOMED}"/></observation></entryRelationship>"""
    entry = observation('<value xsi:type="PQ" value="150" unit="mm[Hg]"/>' + inner)
    (found,) = of(made(document(section("16", entry))), "Observation")
    assert found["note"] == [{"text": "Zittend"}]


def test_who_else_did_it_is_named() -> None:
    performer = """<performer><assignedEntity><id root="2.16.528.1.1007.3.1" extension="{}"/><assignedPerson><name>
      <family>{}</family></name></assignedPerson></assignedEntity></performer>"""
    done = f"""<procedure><id root="1.2" extension="v"/><code code="36777000" codeSystem="{SNOMED}"/>
      {performer.format("900000001", "Vos")}{performer.format("900000002", "Haas")}</procedure>"""
    normalised = made(document(section("15", done, code="47519-4")))
    (procedure,) = of(normalised, "Procedure")
    assert procedure["performer"][0]["actor"]["display"] == "Vos"
    assert "Who else did or recorded this is not read" in said(normalised)


def test_the_text_of_a_contact_is_named() -> None:
    contact = '<encounter><id root="1.2" extension="c"/><code code="AMB"/><text>Telefonisch</text></encounter>'
    assert said(made(document(section("7", contact)))) == ["The text of a contact is not read beside its narrative"]


def allergy(inside: str, status: str = "", observed: str = "", code: str = "ASSERTION") -> str:
    return f"""<act><code code="CONC"/>{status}<entryRelationship><observation><id root="1.2" extension="a"/>
      <code code="{code}" codeSystem="2.16.840.1.113883.5.4"/>{observed}
      <value xsi:type="CD" code="418471000" codeSystem="{SNOMED}"/>{inside}</observation></entryRelationship></act>"""


def detail(code: str, value: str, more: str = "", kind: str = "SUBJ") -> str:
    return f"""<entryRelationship typeCode="{kind}"><observation><code code="{code}"/>{more}
      <value xsi:type="CD" code="{value}" codeSystem="{SNOMED}"/></observation></entryRelationship>"""


def test_words_with_a_detail_are_a_note_said_once() -> None:
    severity = detail("SEV", "6736007", "<text>Met adrenaline</text>")
    remark = f"""<entryRelationship><act><code code="48767-8"/><text>Op de eerste hulp</text></act>
      </entryRelationship>{severity}"""
    reaction = detail("ASSERTION", "418363000", "", "MFST").replace("</observation>", f"{remark}</observation>")
    status = detail("33999-4", "active", "<text>Besproken</text>")
    normalised = made(document(section("4", allergy(f"<text>Besproken</text>{status}{reaction}"))))
    (found,) = of(normalised, "AllergyIntolerance")
    assert found["note"] == [{"text": "Besproken"}]
    assert found["reaction"][0]["note"] == [{"text": "Op de eerste hulp"}, {"text": "Met adrenaline"}]
    assert said(normalised) == []


@pytest.mark.parametrize(
    ("entry", "place", "text"),
    [
        (
            allergy(detail("246112005", "255604002", '<effectiveTime value="20120223"/>')),
            "effectiveTime",
            "When or by whom a detail was established is not carried",
        ),
        (
            allergy("", code="418038007"),
            "code",
            "The code of an allergy or reaction that is not ASSERTION is not carried",
        ),
        (
            allergy("", observed='<statusCode code="suspended"/>'),
            "statusCode",
            "A status of an observation other than completed is not carried",
        ),
        (
            allergy(detail("33999-4", "active") + detail("33999-4", "completed")),
            "observation",
            "A detail that was withdrawn, or is one more of its kind, is not read",
        ),
    ],
)
def test_what_a_detail_says_besides_is_named(entry: str, place: str, text: str) -> None:
    (notice,) = made(document(section("4", entry))).notices
    assert (notice.where.rpartition("/")[2].partition("[")[0], notice.text) == (place, text)


@pytest.mark.parametrize(
    ("end", "value", "status", "text"),
    [
        (
            '<high value="2017"/>',
            "55561003",
            "inactive",
            "A problem that has ended is inactive; a status that says otherwise is not carried",
        ),
        ("", "277022003", None, "A status that is not one of ProbleemStatus is not carried"),
        ("", "73425007", "inactive", None),
        ('<high value="2017"/>', "73425007", "inactive", None),
    ],
)
def test_the_status_of_a_problem_is_carried_or_named(
    end: str, value: str, status: str | None, text: str | None
) -> None:
    entry = PROBLEM.format(end=end).replace("55561003", value)
    normalised = made(document(section("9", entry)))
    (condition,) = of(normalised, "Condition")
    assert condition.get("clinicalStatus", {"coding": [{}]})["coding"][0].get("code") == status
    assert said(normalised) == ([text] if text else [])


@pytest.mark.parametrize("status", ["nullified", "obsolete"])
@pytest.mark.parametrize("where", ["concern", "observation"])
def test_what_was_withdrawn_was_never_so(where: str, status: str) -> None:
    code = f'<statusCode code="{status}"/>'
    concern, own = (code, "") if where == "concern" else ("", code)
    problem = PROBLEM.format(end="").replace('<code code="CONC"/>', f'<code code="CONC"/>{concern}')
    problem = problem.replace("<text>Sinds jaren</text>", f"<text>Sinds jaren</text>{own}")
    alert = allergy("", concern, own).replace("ASSERTION", "75323-6").replace('extension="a"', 'extension="w"')
    normalised = made(
        document(section("9", problem), section("4", allergy("", concern, own)), section("17", alert, code="75310-3"))
    )
    for type_ in ("Condition", "AllergyIntolerance"):
        (found,) = of(normalised, type_)
        assert found["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
        assert "clinicalStatus" not in found
    assert of(normalised, "Flag")[0]["status"] == "entered-in-error"
    assert said(normalised) == []


def test_a_detail_that_was_withdrawn_says_nothing() -> None:
    gone = detail("33999-4", "55561003", '<text>Nee</text><statusCode code="nullified"/>')
    entry = PROBLEM.format(end="").partition('<entryRelationship><observation><code code="33999-4"/>')[0]
    normalised = made(document(section("9", f"{entry}{gone}</observation></entryRelationship></act>")))
    (condition,) = of(normalised, "Condition")
    assert "clinicalStatus" not in condition
    assert condition["note"] == [{"text": "Sinds jaren"}]
    assert said(normalised) == ["A detail that was withdrawn, or is one more of its kind, is not read"]


def test_what_was_observed_along_with_it_and_has_no_component_is_named() -> None:
    part = detail("424724000", "33586001", '<effectiveTime value="20170101"/>')
    withdrawn = detail("70665002", "33586001", '<statusCode code="nullified"/>')
    entry = observation('<value xsi:type="PQ" value="150" unit="mm[Hg]"/>' + part + withdrawn)
    normalised = made(document(section("16", entry)))
    assert len(of(normalised, "Observation")[0]["component"]) == 1
    assert said(normalised) == [
        "What a component has no place for is not carried",
        "What was observed along with it and was withdrawn is not read",
    ]


@pytest.mark.parametrize(
    ("code", "status"),
    [("completed", "finished"), ("active", "in-progress"), ("nullified", "entered-in-error"), ("held", "unknown")],
)
def test_a_contact_has_the_status_it_is_given(code: str, status: str) -> None:
    contact = f'<encounter><id root="1.2" extension="c"/><code code="AMB"/><statusCode code="{code}"/></encounter>'
    (found,) = of(made(document(section("7", contact))), "Encounter")
    assert found["status"] == status


def test_an_alert_warns_until_it_ends_or_is_stopped() -> None:
    states = {"completed": "active", "active": "active", "suspended": "inactive", "aborted": "inactive"}
    for code, status in states.items():
        entry = allergy("", f'<statusCode code="{code}"/>').replace("ASSERTION", "75323-6")
        (found,) = of(made(document(section("17", entry, code="75310-3"))), "Flag")
        assert found["status"] == status


def test_a_second_name_or_role_of_a_professional_is_named_where_it_stands() -> None:
    performer = """<performer><assignedEntity><id root="2.16.528.1.1007.3.1" extension="900000001"/>
      <code code="0303" codeSystem="2.16.840.1.113883.2.4.6.7" displayName="{}"/><assignedPerson><name>
      <family>{}</family></name></assignedPerson></assignedEntity></performer>"""
    people = (("Chirurg", "Vos"), ("Chirurg", "Vos"), ("Chirurgie", "Haas"))
    done = [
        f"""<procedure><id root="1.2" extension="{number}"/><code code="36777000" codeSystem="{SNOMED}"/>
        {performer.format(*who)}</procedure>"""
        for number, who in enumerate(people)
    ]
    normalised = made(document(section("15", *done, code="47519-4")))
    (role,) = of(normalised, "PractitionerRole")
    assert role["specialty"][0]["coding"][0]["display"] == "Chirurg"
    assert {one["performer"][0]["actor"]["display"] for one in of(normalised, "Procedure")} == {"Vos"}
    (placed,) = [notice for notice in normalised.notices if notice.where.endswith("name")]
    assert "entry[3]" in placed.where
    assert Notice("PractitionerRole", "One role of a professional has two names; the first is kept") in (
        normalised.notices
    )
