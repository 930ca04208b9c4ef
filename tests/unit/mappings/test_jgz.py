"""JGZ to FHIR R4: objections, people who must not be mixed up, ids, values and documents."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.jgz import normalise
from gateway.mappings.jgz.policy import QUESTIONS, allowed
from gateway.sources.jgz import lezen
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised, Resource, SubjectRef
from gateway.tagging import tag
from gateway.timeline.titles import title
from gateway.wire import xml
from tests.builders.jgz import (
    BDS,
    BSN,
    PARENT_BSN,
    child_id,
    consent,
    contact,
    document,
    message,
    observation,
    rubric,
)

ORIGIN = Origin("org-jgz", "GGD Voorbeeld", "jgz", "jgz", "Wpg")


def made(*parts: str, **options: Any) -> Normalised:
    found = normalise(lezen.read(xml.parse(message(*parts, **options))), ORIGIN)
    for content in (*(r.content for r in found.resources), *(p.patient for p in found.people)):
        assert check(content) == (), content["resourceType"]
    return found


def of(found: Normalised, type_: str) -> list[dict[str, Any]]:
    return [resource.content for resource in found.resources if resource.type == type_]


CONSENTS = sorted(code for code, question in QUESTIONS.items() if not question.objection)
OBJECTIONS = ["1395", "1404"]


def test_which_codes_are_objections() -> None:
    assert sorted(code for code, question in QUESTIONS.items() if question.objection) == OBJECTIONS


@pytest.mark.parametrize(
    ("codes", "negated", "yes"),
    [
        (CONSENTS, "false", True),  # consent, given
        (CONSENTS, "true", False),  # consent, refused
        (OBJECTIONS, "false", False),  # objection, made
        (OBJECTIONS, "true", True),  # objection, not made
        (CONSENTS, None, False),  # it does not say: a no
        (OBJECTIONS, None, False),
    ],
)
def test_the_whole_truth_table_of_consent_and_objection(codes: list[str], negated: str | None, yes: bool) -> None:
    for code in codes:
        found = made(consent(code, negated))
        (one,) = of(found, "Consent")
        assert one["provision"]["type"] == ("permit" if yes else "deny"), code
        assert one["policyRule"]["coding"][0]["code"] == ("OPTIN" if yes else "OPTOUT")
        assert bool(found.notices) == (negated is None)
        if code != "IMMUNIZ":
            words = title(one, "")
            assert words.startswith(("Geen bezwaar", "Toestemming") if yes else ("Bezwaar", "Geen toestemming")), code


def test_the_table_is_total() -> None:
    for question in QUESTIONS.values():
        assert {allowed(question, True), allowed(question, False)} == {True, False}
        assert allowed(question, None) is False


def test_a_consent_about_something_unknown_answers_nothing() -> None:
    found = made(consent("9999", "false"))
    (one,) = of(found, "Consent")
    assert (one["status"], "provision" in one) == ("proposed", False)
    assert len(found.notices) == 1


PARENT = f"""<personalRelationship><code code="MTH" codeSystem="2.16.840.1.113883.5.111" displayName="Moeder"/>
  <relationshipHolder1><id root="2.16.840.1.113883.2.4.6.3" extension="{PARENT_BSN}"/>
    <name><given>Eva</given><family>Fictief</family></name><birthTime value="1985"/></relationshipHolder1>
  </personalRelationship>"""
HOUSEHOLD = """<asMember><group><member><code code="NBRO" codeSystem="2.16.840.1.113883.5.111"/>
  <memberPerson><name><given>Sem</given></name></memberPerson></member></group></asMember>"""


def test_a_parent_never_becomes_the_child() -> None:
    found = made(person=PARENT + HOUSEHOLD)
    assert [person.subject.bsn.value for person in found.people if person.subject.bsn] == [BSN]
    assert PARENT_BSN not in str(found.people[0].patient)
    mother, brother = of(found, "RelatedPerson")
    assert mother["identifier"] == [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": PARENT_BSN}]
    assert (mother["birthDate"], mother["name"][0]["given"], brother["name"][0]["given"]) == ("1985", ["Eva"], ["Sem"])
    assert all(r.subject == found.people[0].subject for r in found.resources if r.subject)


def test_no_number_of_a_person_stands_in_an_id_or_reference() -> None:
    found = made(contact(rubric("R027", observation("235", '<value value="1680" unit="mm"/>'))), person=PARENT)
    for resource in found.resources:
        assert BSN not in str(resource.content["id"])
        assert PARENT_BSN not in str(resource.content["id"])


def test_the_childs_own_number_as_dossier_number_is_left_out() -> None:
    body = message(_status("1197", "20140306", "376", "01")).decode().replace('extension="54321"', f'extension="{BSN}"')
    (care,) = of(normalise(lezen.read(xml.parse(body.encode())), ORIGIN), "EpisodeOfCare")
    assert "identifier" not in care


def _status(code: str, day: str, list_: str, reason: str) -> str:
    return (
        f'<subjectOf><careStatus><code code="{code}" codeSystem="{BDS}.267"/><effectiveTime value="{day}"/>'
        f'<reasonCode code="{reason}" codeSystem="{BDS}.{list_}"/></careStatus></subjectOf>'
    )


def test_care_begins_and_ends() -> None:
    (care,) = of(made(_status("1197", "2014", "376", "01"), _status("487", "20200607", "82", "01")), "EpisodeOfCare")
    assert (care["status"], care["period"]) == ("finished", {"start": "2014", "end": "2020-06-07"})
    assert care["extension"][0]["valueCodeableConcept"]["coding"][0]["display"].startswith("Overdracht")
    (going,) = of(made(_status("1197", "20140306", "376", "01")), "EpisodeOfCare")
    assert (going["status"], going["period"]) == ("active", {"start": "2014-03-06"})
    impossible = made(_status("1197", "20200608", "376", "01"), _status("487", "20140306", "82", "01"))
    assert of(impossible, "EpisodeOfCare")[0]["period"] == {"start": "2020-06-08"}
    assert len(impossible.notices) == 1


def test_growth_is_a_quantity_with_its_unit_and_rubric() -> None:
    (length,) = of(made(contact(rubric("R027", observation("235", '<value value="1680" unit="mm"/>')))), "Observation")
    assert str(length["valueQuantity"]["value"]) == "1680"
    assert (length["valueQuantity"]["unit"], length["effectiveDateTime"]) == ("mm", "2019-03-04")
    assert length["code"]["coding"] == [{"system": f"urn:oid:{BDS}.267", "code": "235", "display": "Lengte"}]
    assert [c["coding"][0]["code"] for c in length["category"]] == ["R027", "vital-signs"]
    assert length["encounter"]["reference"].startswith("Encounter/")


def test_a_name_that_is_not_known_is_left_out() -> None:
    (one,) = of(made(contact(rubric("R999", observation("99999", '<value value="true"/>')))), "Observation")
    assert one["code"]["coding"] == [{"system": f"urn:oid:{BDS}.267", "code": "99999"}]


def test_a_relatives_illness_is_not_the_childs() -> None:
    subject = """<subject><personalRelationship><code code="PGRFTH" codeSystem="2.16.840.1.113883.5.111"
      displayName="Vader van vader"/></personalRelationship></subject>"""
    value = f'<value code="01" codeSystem="{BDS}.8" displayName="Diabetes"/>'
    (one,) = of(made(contact(rubric("R012", observation("80", value, subject)))), "Observation")
    assert one["focus"] == [{"reference": "#betreft", "type": "RelatedPerson", "display": "Vader van vader"}]
    assert title(one, "") == "Erfelijk bepaalde ziekte in de familie (Vader van vader): Diabetes"


def test_ids_are_stable_and_no_other_child_has_them() -> None:
    seen = contact(rubric("R027", *(observation("235", f'<value value="{n}" unit="mm"/>') for n in (1, 2))))
    ids = [{r.content["id"] for r in made(seen).resources if r.subject} for _ in range(2)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len([r for r in made(seen).resources if r.subject])
    other = made(seen, ids=child_id(PARENT_BSN), attention=PARENT_BSN)
    assert ids[0].isdisjoint({r.content["id"] for r in other.resources if r.subject})


@pytest.mark.parametrize(
    ("mood", "status", "read"),
    [
        ("EVN", "completed", "finished"),
        ("EVN", "aborted", "cancelled"),
        ("INT", "cancelled", "cancelled"),
        ("INT", "completed", "planned"),
        ("EVN", "nullified", "entered-in-error"),
        ("EVN", "rubbish", "unknown"),
    ],
)
def test_the_status_of_a_contact(mood: str, status: str, read: str) -> None:
    found = made(contact(mood=mood, status=status))
    (one,) = of(found, "Encounter")
    assert (one["status"], bool(found.notices)) == (read, status == "rubbish")


def test_how_a_contact_took_place() -> None:
    way = rubric("R018", observation("1577", f'<value code="06" codeSystem="{BDS}.424"/>'))
    (one,) = of(made(contact(way)), "Encounter")
    assert (one["class"]["code"], of(made(contact()), "Encounter")[0]["class"]["code"]) == ("HH", "OTH")


VACCINATION = f"""<component3><substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="{{negated}}">
  <effectiveTime value="{{day}}"/><consumable><medication><administrableMedicine>
  <code code="04" codeSystem="{BDS}.76"/><lotNumberText>A1</lotNumberText>
  </administrableMedicine></medication></consumable>
  <causeOf2><adverseReaction><code code="874" codeSystem="{BDS}.267"/>
    <effectiveTime><low value="20190305"/><high value="20190306"/></effectiveTime><value>koorts</value>
  </adverseReaction></causeOf2>
  <authorization><consentEvent negationInd="true"><code code="IMMUNIZ" codeSystem="2.16.840.1.113883.5.4"/><reasonOf>
    <observationEvent><code code="683" codeSystem="{BDS}.267"/><value code="1" codeSystem="{BDS}.394"
    displayName="Medisch bezwaar"/></observationEvent></reasonOf></consentEvent></authorization>
  </substanceAdministration></component3>"""


def test_a_vaccination_given_and_one_refused() -> None:
    (given,) = of(made(contact(VACCINATION.format(negated="false", day="20190304"))), "Immunization")
    assert (given["status"], given["occurrenceDateTime"], given["lotNumber"]) == ("completed", "2019-03-04", "A1")
    assert given["vaccineCode"]["coding"][0]["display"] == "BMR"
    assert given["reaction"][0]["date"] == "2019-03-05"
    found = made(contact(VACCINATION.format(negated="true", day="")))
    (refused,) = of(found, "Immunization")
    assert (refused["status"], refused["statusReason"]["coding"][0]["code"]) == ("not-done", "1")
    assert "occurrenceDateTime" not in refused
    (answer,) = of(found, "Consent")
    assert (answer["provision"]["type"], answer["scope"]["coding"][0]["code"]) == ("deny", "treatment")


def test_a_document_and_its_bytes() -> None:
    packed = b64encode(b"%PDF-1.3 x").decode()
    found = made(document(packed), document(packed))
    first, second = of(found, "DocumentReference")
    (binary, other) = of(found, "Binary")
    attachment = first["content"][0]["attachment"]
    assert attachment["url"] == f"Binary/{binary['id']}"
    assert (attachment["size"], attachment["title"], "data" in attachment) == (10, "Brief.pdf", False)
    assert binary["securityContext"] == {"reference": f"DocumentReference/{first['id']}"}
    assert (binary["data"], binary["id"] == other["id"], first["id"] == second["id"]) == (packed, False, False)
    assert "Users" not in str(first)


@pytest.mark.parametrize("rubric_", ["R013", "R034", "R042", "R030", "R027"])
def test_candidates_are_never_applied_and_violence_is_never_inferred(rubric_: str) -> None:
    found = made(contact(rubric(rubric_, observation("1572", '<value value="true"/>'))))
    (one,) = (r for r in found.resources if r.type == "Observation")
    tags = tag(one, ORIGIN).tags
    assert tags.problems == ()
    assert (tags.law, tags.domain, tags.labels) == ("Wpg", "jgz", ("R", "SDV"))


def test_an_examination_has_a_life_domain() -> None:
    resource = Resource(
        {"resourceType": "Observation", "category": [{"coding": [{"system": f"urn:oid:{BDS}.391", "code": "R027"}]}]},
        None,
    )
    assert [(lane.domain, lane.basis) for lane in tag(resource, ORIGIN).tags.life] == [
        ("lichamelijke-gezondheid", "heuristic")
    ]


def test_whose_dossier_it_is() -> None:
    assert made(ids=child_id("77", "2.16.528.1.1007.3.3.1111.999.1")).people[0].subject == SubjectRef(
        local="jgz:2.16.528.1.1007.3.3.1111.999.1|77"
    )
    assert made(ids='<id nullFlavor="NI"/>').people[0].subject == SubjectRef()
    with pytest.raises(Rejected, match="bsn-elfproef"):
        made(ids=child_id("999990010"), attention="999990010")
