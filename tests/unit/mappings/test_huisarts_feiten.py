"""Episodes, alerts, allergies, results and prescriptions to nl-core: what they become, and what is not read."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.huisarts import normalise
from gateway.sources.huisarts.lezen import read
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised
from gateway.wire import xml

ORIGIN = Origin("org-1", "Huisartsenpraktijk De Brug", "huisarts", "huisarts", "Zvw")
OWN = "2.16.840.1.113883.2.4.6.6.90000258.4"
CONCERN = '<code code="CONC" codeSystem="2.16.840.1.113883.5.6"/>'
RELATED = f"""<entryRelationship><act><id root="{OWN}.6" extension="1826"/>{CONCERN}</act></entryRelationship>
<entryRelationship typeCode="REFR"><encounter><id root="{OWN}.10" extension="9"/></encounter></entryRelationship>"""


def answer(interaction: str, *components: str, bsn: str = "999990019", around: str = "") -> str:
    return f"""<{interaction} xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      xmlns:nl="urn:hl7-nl:v3"><creationTime value="20190304155253"/><interactionId extension="{interaction}"/>
      <ControlActProcess>{around}<subject><organizer>
      <recordTarget><patientRole><id root="2.16.840.1.113883.2.4.6.3" extension="{bsn}"/></patientRole></recordTarget>
      {"".join(f"<component>{one}</component>" for one in components)}
      </organizer></subject></ControlActProcess></{interaction}>"""


def made(message: str) -> Normalised:
    parsed = read(xml.parse(message.encode()))
    normalised = normalise(parsed, ORIGIN)
    for resource in normalised.resources:
        assert check(resource.content) == (), resource.type
    return Normalised(
        normalised.kind,
        normalised.version,
        normalised.mapping,
        normalised.people,
        normalised.resources,
        (*parsed.notices, *normalised.notices),
    )


def of(normalised: Normalised, type_: str) -> list[dict[str, Any]]:
    return [resource.content for resource in normalised.resources if resource.type == type_]


def observation(value: str, *, more: str = "", code: str = "1744", extension: str = "21103") -> str:
    return f"""<observation><id root="{OWN}.7" extension="{extension}"/>
      <code code="{code}" codeSystem="2.16.840.1.113883.2.4.4.30.45" displayName="bepaling"/>
      <statusCode code="completed"/><effectiveTime value="20170709"/>{value}{more}</observation>"""


def test_an_episode_and_its_diagnosis_refer_to_each_other_and_share_the_code() -> None:
    act = f"""<act><id root="{OWN}.6" extension="1826"/>{CONCERN}<text>COPD</text><statusCode code="active"/>
      <effectiveTime><low value="2015"/></effectiveTime><entryRelationship typeCode="SUBJ"><observation>
      <id root="{OWN}.6" extension="1826"/><effectiveTime><low value="20150810"/></effectiveTime>
      <value xsi:type="CD" code="R95" codeSystem="2.16.840.1.113883.2.4.4.31.1" displayName="Emfyseem/COPD"/>
      </observation></entryRelationship></act>"""
    normalised = made(answer("REPC_IN990111NL", act))
    (episode,), (condition,) = of(normalised, "EpisodeOfCare"), of(normalised, "Condition")
    assert episode["id"] == f"{OWN}.6-1826"
    assert (episode["status"], episode["period"]) == ("active", {"start": "2015"})
    assert condition["id"] == f"{OWN}.6-1826-R95"  # it reused the id of the episode
    assert episode["diagnosis"][0]["condition"]["reference"] == f"Condition/{condition['id']}"
    assert [e["url"].rpartition("/")[2] for e in episode["extension"]] == [
        "ext-EpisodeOfCare.EpisodeOfCareName",
        "betreft",
    ]
    assert condition["clinicalStatus"]["coding"][0]["code"] == "active"


@pytest.mark.parametrize(
    ("status", "end", "episode", "condition"),
    [
        ("active", "", "active", "active"),
        ("completed", "", "finished", "inactive"),
        ("", "2019", "finished", "inactive"),
    ],
)
def test_a_diagnosis_holds_as_long_as_its_episode(status: str, end: str, episode: str, condition: str) -> None:
    act = f"""<act><id root="{OWN}.6" extension="1"/>{CONCERN}{f'<statusCode code="{status}"/>' if status else ""}
      <effectiveTime><low value="2015"/>{f'<high value="{end}"/>' if end else ""}</effectiveTime>
      <entryRelationship><observation><value code="R95" codeSystem="2.16.840.1.113883.2.4.4.31.1"/></observation>
      </entryRelationship></act>"""
    normalised = made(answer("REPC_IN990111NL", act))
    assert of(normalised, "EpisodeOfCare")[0]["status"] == episode
    assert of(normalised, "Condition")[0]["clinicalStatus"]["coding"][0]["code"] == condition


def test_an_alert_keeps_the_g_standaard_code_and_its_links() -> None:
    value = '<value xsi:type="CE" code="1348" codeSystem="2.16.840.1.113883.2.4.4.1.902.40" displayName="COPD"/>'
    (flag,) = of(made(answer("REPC_IN990121NL", observation(value, more=RELATED))), "Flag")
    assert flag["code"]["coding"][0]["system"] == "urn:oid:2.16.840.1.113883.2.4.4.1.902.40"
    assert flag["encounter"]["reference"] == f"Encounter/{OWN}.10-9"
    assert flag["extension"][0]["valueReference"]["reference"] == f"EpisodeOfCare/{OWN}.6-1826"
    assert flag["status"] == "active"


def test_an_alert_that_had_ended_when_it_was_sent_is_inactive() -> None:
    ended = observation("<value/>").replace('value="20170709"/>', '><high value="20180101"/></effectiveTime>')
    (flag,) = of(made(answer("REPC_IN990121NL", ended.replace("<effectiveTime >", "<effectiveTime>"))), "Flag")
    assert flag["status"] == "inactive"


def test_each_observation_of_a_concern_is_an_allergy_with_the_remarks_of_both() -> None:
    def allergy(extension: str, substance: str) -> str:
        return f"""<entryRelationship typeCode="SUBJ"><observation><id root="{OWN}.9" extension="{extension}"/>
          <value xsi:type="CD" code="419511003" codeSystem="2.16.840.1.113883.6.96"/>
          <author><time value="201908200000"/></author>
          <participant typeCode="CSM"><participantRole><playingEntity>{substance}</playingEntity></participantRole>
          </participant></observation></entryRelationship>"""

    coded = '<code code="57" codeSystem="2.16.840.1.113883.2.4.4.1.902.122" displayName="AMOXICILLINE"/>'
    told = '<code nullFlavor="OTH"><originalText>Amoxicilline</originalText></code>'
    remark = '<entryRelationship><act><code code="48767-8"/><text>via neuroloog</text></act></entryRelationship>'
    act = f"""<act><id root="{OWN}.8" extension="1"/>{CONCERN}<statusCode code="active"/>{allergy("a", coded)}
      {allergy("b", told)}{remark}</act>"""
    first, second = of(made(answer("REPC_IN990131NL", act)), "AllergyIntolerance")
    assert first["category"] == ["medication"]
    assert first["code"]["coding"][0]["code"] == "57"
    assert first["recordedDate"] == "2019-08-20T00:00:00+02:00"
    assert second["code"] == {"text": "Amoxicilline"}
    assert first["note"] == second["note"] == [{"text": "via neuroloog"}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<value xsi:type="PQ" value="5.10" unit="mmol/L"/>', {"valueQuantity": {"value": "5.10", "unit": "mmol/L"}}),
        (
            '<value xsi:type="PQ" value="80" unit="aantal per minuut"/>',
            {"valueQuantity": {"unit": "aantal per minuut"}},
        ),
        ('<value xsi:type="CE" code="32" codeSystem="2.16.840.1.113883.2.4.4.30.1045"/>', {"valueCodeableConcept": {}}),
        ('<value xsi:type="x:ST">Positief</value>', {"valueString": "Positief"}),
        ('<value xsi:type="BL" value="true"/>', {"valueBoolean": True}),
        ('<value xsi:type="INT" value="+3"/>', {"valueQuantity": {"value": "3"}}),
        ('<value xsi:type="IVL_TS" value="20201021"/>', {"valueDateTime": "2020-10-21"}),
        ('<value xsi:type="IVL_PQ"><low value="5" unit="L"/><high value="9" unit="L"/></value>', {"valueRange": {}}),
        (
            '<value xsi:type="IVL_PQ"><high value="5" unit="L" inclusive="false"/></value>',
            {"valueQuantity": {"comparator": "<"}},
        ),
        ('<value nullFlavor="MSK"/>', {"dataAbsentReason": {}}),
    ],
)
def test_values_of_every_data_type(value: str, expected: dict[str, Any]) -> None:
    (found,) = of(made(answer("POOB_IN990003NL", observation(value))), "Observation")
    ((name, content),) = expected.items()
    if isinstance(content, dict):
        assert {key: str(found[name][key]) for key in content} == content
    else:
        assert found[name] == content


def test_a_unit_that_is_not_ucum_is_only_shown() -> None:
    value = '<value xsi:type="PQ" value="80" unit="aantal per minuut"/>'
    (found,) = of(made(answer("POOB_IN990003NL", observation(value))), "Observation")
    assert found["valueQuantity"].keys() == {"value", "unit"}


def test_an_open_side_of_a_reference_range_is_left_out() -> None:
    ranged = """<referenceRange><observationRange moodCode="EVN.CRT"><value xsi:type="IVL_PQ"><low nullFlavor="NINF"/>
      <high value="140" unit="mm[Hg]"/></value><interpretationCode code="N"/></observationRange></referenceRange>"""
    (found,) = of(made(answer("POOB_IN990003NL", observation("<value/>", more=ranged))), "Observation")
    (only,) = found["referenceRange"]
    assert only.keys() == {"high", "type"}


def test_vital_signs_and_results_are_found_by_category() -> None:
    one, other = observation("<value/>"), observation("<value/>", code="2003", extension="2")
    findings = of(made(answer("POOB_IN990003NL", one, other)), "Observation")
    assert [f["category"][0]["coding"][0]["code"] for f in findings] == ["vital-signs", "exam"]
    (result,) = of(made(answer("POLB_IN364001NL03", one)), "Observation")
    assert result["category"][0]["coding"][0]["code"] == "laboratory"


def test_a_contact_numbered_as_a_note_stays_a_reference_by_identifier() -> None:
    more = f'<entryRelationship><encounter><id root="{OWN}.1" extension="996624"/></encounter></entryRelationship>'
    (found,) = of(made(answer("POOB_IN990003NL", observation("<value/>", more=more))), "Observation")
    assert "reference" not in found["encounter"]
    assert found["encounter"]["identifier"]["value"] == "996624"


def test_an_entry_without_id_is_the_same_thing_when_it_says_the_same() -> None:
    nameless = observation('<value xsi:type="ST">x</value>').replace(f'<id root="{OWN}.7" extension="21103"/>', "")
    first, again = (made(answer("POOB_IN990003NL", nameless)) for _ in range(2))
    assert of(first, "Observation")[0]["id"] == of(again, "Observation")[0]["id"]
    assert "identifier" not in of(first, "Observation")[0]
    assert any("has no id" in notice.text for notice in first.notices)


def prescription(*relations: str, status: str = "", dose: str = "") -> str:
    return f"""<substanceAdministration moodCode="RQO"><id root="{OWN}.4" extension="14996"/>
      <code code="16076005" codeSystem="2.16.840.1.113883.6.96"/><text>6 keer per dag 1 tablet</text>{status}
      <effectiveTime xsi:type="IVL_TS"><low value="20190203"/><width value="4" unit="d"/></effectiveTime>
      <routeCode code="9" codeSystem="2.16.840.1.113883.2.4.4.9" displayName="ORAAL"/>
      <consumable><manufacturedProduct><manufacturedMaterial><code code="67903" codeSystem="2.16.840.1.113883.2.4.4.10">
      <translation code="2194" codeSystem="2.16.840.1.113883.2.4.4.1"/></code></manufacturedMaterial>
      </manufacturedProduct></consumable>{"".join(relations)}
      <entryRelationship typeCode="COMP"><sequenceNumber value="1"/>
      <substanceAdministration moodCode="RQO">{dose}</substanceAdministration></entryRelationship>
      </substanceAdministration>"""


def observed(code: str, value: str) -> str:
    return f"""<entryRelationship typeCode="COMP"><observation><code code="{code}"
      codeSystem="2.16.840.1.113883.2.4.3.11.60.20.77.5.2"/>{value}</observation></entryRelationship>"""


def asked(*relations: str, **parts: str) -> dict[str, Any]:
    (request,) = of(made(answer("QUMA_IN991203NL02", prescription(*relations, **parts))), "MedicationRequest")
    return request


def test_a_prescription_keeps_prk_and_gpk_and_the_dose_in_both_systems() -> None:
    dose = """<effectiveTime xsi:type="nl:PIVL_TS"><nl:frequency><nl:numerator value="6"/>
      <nl:denominator value="1.0" unit="d"/></nl:frequency></effectiveTime><doseQuantity><center value="1" unit="1">
      <translation value="1" code="245" codeSystem="2.16.840.1.113883.2.4.4.1.900.2" displayName="STUK"/></center>
      </doseQuantity>"""
    request = asked(dose=dose)
    codings = request["medicationCodeableConcept"]["coding"]
    assert [c["system"].rpartition(".113883.")[2] for c in codings] == ["2.4.4.10", "2.4.4.1"]
    (dosage,) = request["dosageInstruction"]
    assert dosage["timing"]["repeat"]["frequency"] == 6
    assert dosage["timing"]["repeat"]["extension"][0]["url"].endswith("timing-exact")  # not flexible
    amount = dosage["doseAndRate"][0]["doseQuantity"]
    assert (amount["unit"], amount["code"]) == ("STUK", "1")
    assert amount["extension"][0]["valueQuantity"]["code"] == "245"
    assert dosage["route"]["coding"][0]["code"] == "9"
    assert request["status"] == "unknown"


def test_the_reason_of_a_prescription_is_part_of_it_and_hides_it() -> None:
    value = '<value xsi:type="CE" code="R95" codeSystem="2.16.840.1.113883.2.4.4.31.1"/>'
    request = asked(observed("10", value))
    (reason,) = request["contained"]
    assert request["reasonReference"] == [{"reference": f"#{reason['id']}", "type": "Condition"}]
    about = [e for e in request["extension"] if e["url"].endswith("/betreft")]
    assert about[0]["valueCodeableConcept"]["coding"][0]["code"] == "R95"


@pytest.mark.parametrize(("kind", "status"), [("1", "on-hold"), ("2", "stopped"), ("x", "stopped")])
def test_an_agreement_to_stop_is_never_read_as_one_to_take(kind: str, status: str) -> None:
    assert asked(observed("1", f'<value xsi:type="CE" code="{kind}"/>'))["status"] == status


def test_a_withdrawn_prescription_is_an_error_whatever_else_it_says() -> None:
    stopped = observed("1", '<value xsi:type="CE" code="2"/>')
    assert asked(stopped, status='<statusCode code="nullified"/>')["status"] == "entered-in-error"


@pytest.mark.parametrize(("times", "every"), [("0.5", "1"), ("2", "-1")])
def test_a_frequency_that_fhir_cannot_hold_stays_in_the_text(times: str, every: str) -> None:
    dose = f"""<effectiveTime xsi:type="nl:PIVL_TS"><nl:frequency><nl:numerator value="{times}"/>
      <nl:denominator value="{every}" unit="d"/></nl:frequency></effectiveTime>"""
    normalised = made(answer("QUMA_IN991203NL02", prescription(dose=dose)))
    assert "timing" not in of(normalised, "MedicationRequest")[0]["dosageInstruction"][0]
    assert any("frequency" in notice.text for notice in normalised.notices)


def test_another_building_block_is_named_and_not_read_as_a_prescription() -> None:
    use = prescription().replace("16076005", "6")
    normalised = made(answer("QUMA_IN991203NL02", use))
    assert of(normalised, "MedicationRequest") == []
    assert [n.text for n in normalised.notices] == ["A building block that is not a medicatieafspraak is not read"]


def test_patients_of_a_batch_each_keep_their_own() -> None:
    answers = (
        answer("POOB_IN990003NL", observation("<value/>")),
        answer("POOB_IN990003NL", observation("<value/>", extension="2"), bsn="999990020"),
    )
    batch = f"""<MCCI_IN200101 xmlns="urn:hl7-org:v3"><interactionId extension="MCCI_IN200101"/>
      {"".join(answers)}</MCCI_IN200101>"""
    normalised = made(batch)
    bsns = [
        resource.subject.bsn.value for resource in normalised.resources if resource.subject and resource.subject.bsn
    ]
    assert bsns == ["999990019", "999990020"]
    assert len(normalised.people) == 2


def test_an_answer_that_refuses_is_said_so() -> None:
    failed = """<REPC_IN990111NL xmlns="urn:hl7-org:v3"><interactionId extension="REPC_IN990111NL"/><ControlActProcess>
      <queryAck><queryResponseCode code="AE"/><resultRemainingQuantity value="3"/></queryAck></ControlActProcess>
      </REPC_IN990111NL>"""
    assert [n.text for n in made(failed).notices] == [
        "The source answered with an error and no data",
        "The source has more than it sent (resultRemainingQuantity)",
    ]


def test_an_intended_observation_is_refused() -> None:
    intended = observation("<value/>").replace("<observation>", '<observation moodCode="INT">')
    with pytest.raises(Rejected) as caught:
        made(answer("POOB_IN990003NL", intended))
    assert caught.value.code == "hl7v3-meaning"


def test_a_period_that_ends_before_it_begins_keeps_its_begin() -> None:
    backwards = observation("<value/>").replace(
        '<effectiveTime value="20170709"/>',
        '<effectiveTime><low value="20170709"/><high value="20160101"/></effectiveTime>',
    )
    normalised = made(answer("POOB_IN990003NL", backwards))
    assert of(normalised, "Observation")[0]["effectivePeriod"] == {"start": "2017-07-09"}
    assert "ends before it begins" in normalised.notices[0].text


@pytest.mark.parametrize("status", ["nullified", "aborted"])
def test_a_diagnosis_that_was_withdrawn_is_named_and_not_read_as_one(status: str) -> None:
    act = f"""<act><id root="{OWN}.6" extension="1"/>{CONCERN}<text>Hoest</text><statusCode code="active"/>
      <entryRelationship><observation><statusCode code="{status}"/>
      <value xsi:type="CD" code="R05" codeSystem="2.16.840.1.113883.2.4.4.31.1"/></observation></entryRelationship>
      </act>"""
    normalised = made(answer("REPC_IN990111NL", act))
    assert of(normalised, "Condition") == []
    assert "R05" not in str(of(normalised, "EpisodeOfCare"))
    assert [n.text for n in normalised.notices] == ["A diagnosis that was withdrawn (statusCode) is not carried"]
