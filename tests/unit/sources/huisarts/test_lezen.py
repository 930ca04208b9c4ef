"""Reading ketenzorg messages: interactions, patient, notes, what is refused and what is named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from gateway.errors import Rejected
from gateway.sources.huisarts.interacties import Interactie
from gateway.sources.huisarts.lezen import read
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml

BSN = "999990019"

NOTE = """
<component typeCode="COMP"><act classCode="ACT" moodCode="EVN">
  <templateId root="2.16.840.1.113883.2.4.3.11.60.66.10.207"/>
  <id root="2.16.840.1.113883.2.4.3.111.19.1" extension="n1"/>
  <statusCode code="completed"/>
  <effectiveTime value="{time}"/>
  {more}
  <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN">
    <templateId root="2.16.840.1.113883.2.4.3.11.60.66.10.208"/>
    <text>{text}</text>{line}
  </act></entryRelationship>
</act></component>"""


def message(
    *,
    id_: str = f'<id root="2.16.840.1.113883.2.4.6.3" extension="{BSN}"/>',
    interaction: str = "REPC_IN990101NL",
    profile: str = "810",
    time: str = "20190130164500",
    text: str = "Hoest",
    more: str = "",
    line: str = "",
    patient: str = "",
) -> bytes:
    note = NOTE.format(time=time, text=text, more=more, line=line)
    return f"""<{interaction} xmlns="urn:hl7-org:v3">
      <creationTime value="20190304155253"/><interactionId extension="{interaction}"/><profileId extension="{profile}"/>
      <ControlActProcess moodCode="EVN"><subject><organizer classCode="CLUSTER" moodCode="EVN">
        <recordTarget><patientRole>{id_}<patient>{patient}</patient></patientRole></recordTarget>{note}
      </organizer></subject></ControlActProcess></{interaction}>""".encode()


def parse(body: bytes) -> SourceMessage:
    return read(xml.parse(body))


def only_note(parsed: SourceMessage) -> object:
    (one,) = parsed.body.interacties
    (note,) = one.verslagen
    return note


def refused(body: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        parse(body)
    return caught.value


def test_a_note() -> None:
    parsed = parse(message())
    assert (parsed.kind, parsed.version, parsed.notices) == ("contactverslag", "810", ())
    note = only_note(parsed)
    assert (note.id.extension, note.tijd, note.status) == ("n1", "2019-01-30T16:45:00+01:00", "completed")
    assert [(line.soort, line.tekst) for line in note.regels] == [("S", "Hoest")]
    assert parsed.body.interacties[0].kop.patient.bsn.value == BSN


def test_birth_date_stays_partial() -> None:
    (one,) = parse(message(patient='<birthTime value="193404"/>')).body.interacties
    assert one.kop.patient.geboorte == "1934-04"


def test_null_flavors_are_kept() -> None:
    note = only_note(parse(message(time='" nullFlavor="MSK')))
    assert (note.tijd, note.tijd_nul) == (None, "MSK")


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        (message(id_=""), "hl7v3-bsn", "recordTarget/patientRole"),
        (message(id_='<id root="2.16.840.1.113883.2.4.6.3" nullFlavor="UNK"/>'), "hl7v3-bsn", "patientRole"),
        (message(id_='<id root="2.16.840.1.113883.2.4.6.3" extension="123456789"/>'), "bsn-elfproef", "patientRole/id"),
        (
            message(
                more='<entryRelationship><encounter><id root="2.16 x" extension="1"/></encounter></entryRelationship>'
            ),
            "hl7v3-id",
            "encounter/id",
        ),
        (message(profile="910"), "hl7v3-version", "profileId"),
        (message(time="gisteren"), "hl7v3-time", "effectiveTime"),
        (message(interaction="REPC_IN999999NL"), "hl7v3-interaction", "REPC_IN999999NL"),
        (b"<a/>", "hl7v3-interaction", "a"),
        (
            message(line='<entryRelationship><observation negationInd="true"/></entryRelationship>'),
            "hl7v3-meaning",
            "observation",
        ),
        (
            message(line='<entryRelationship><observation moodCode="INT"/></entryRelationship>'),
            "hl7v3-meaning",
            "observation",
        ),
    ],
)
def test_refused_with_code_and_place(body: bytes, code: str, where: str) -> None:
    error = refused(body)
    assert error.code == code
    assert error.where is not None
    assert error.where.endswith(where)
    assert error.mend
    assert BSN not in str(error)


def test_refused_without_id_or_with_an_unknown_status() -> None:
    assert (
        refused(message().replace(b'extension="n1"', b"").replace(b"2.16.840.1.113883.2.4.3.111.19.1", b"")).code
        == "hl7v3-id"
    )
    assert (
        refused(message().replace(b'<statusCode code="completed"/>', b'<statusCode code="held"/>')).code
        == "hl7v3-status"
    )


def test_an_unknown_interaction_beside_a_known_one_is_named() -> None:
    known = message().decode().replace(' xmlns="urn:hl7-org:v3"', "")
    other = "<REPC_IN999999NL><interactionId extension='REPC_IN999999NL'/></REPC_IN999999NL>"
    wrapper = '<interactionId extension="MCCI_IN200101"/>'
    batch = f'<MCCI_IN200101 xmlns="urn:hl7-org:v3">{wrapper}{known}{other}</MCCI_IN200101>'
    parsed = parse(batch.encode())
    assert parsed.kind == "contactverslag"
    assert [notice.text for notice in parsed.notices] == ["Interaction REPC_IN999999NL is not read"]


def test_an_unreadable_time_of_day_leaves_the_day_and_a_notice() -> None:
    parsed = parse(message(time="2020011693946"))
    assert only_note(parsed).tijd == "2020-01-16"
    assert [notice.where.rpartition("/")[2] for notice in parsed.notices] == ["effectiveTime"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("<title>Vertrouwelijk</title>", "title"),
        ('<confidentialityCode code="R"/>', "confidentialityCode"),
        ("<entryRelationship><act><text>Los</text></act></entryRelationship>", "entryRelationship"),
        ('<x:note xmlns:x="urn:elders">Los</x:note>', "note"),
    ],
)
def test_what_is_not_read_is_named_without_its_value(more: str, place: str) -> None:
    notices = parse(message(more=more)).notices
    assert any(notice.where.rpartition("/")[2].partition("[")[0] == place for notice in notices)
    assert not any("Vertrouwelijk" in notice.text or "Los" in notice.text for notice in notices)


def test_notices_are_bounded() -> None:
    many = "".join(f"<x{n}>a</x{n}>" for n in range(500))
    assert len(parse(message(more=many)).notices) < 100


def test_models_show_nothing_in_a_traceback() -> None:
    parsed = parse(message(text="geheim"))
    assert "geheim" not in repr(parsed)
    assert BSN not in repr(parsed)


def test_every_sample(shared: Path) -> None:
    """Entries per interaction, of every file."""
    counts: dict[str, list[int]] = {}
    for file in sorted((shared / "samples/gp/hl7v3_ketenzorg").glob("*.xml")):
        counts[file.stem] = [_size(one) for one in read(xml.parse(file.read_bytes())).body.interacties]
    assert counts == {
        "alerts_REPC_IN990121NL_01": [4],
        "algemene_bepalingen_POOB_IN990003NL_01": [24],
        "algemene_bepalingen_bundle_POOB_IN990003NL_01": [21, 2],
        "allergieintoleranties_REPC_EX990131NL_01": [1],
        "allergieintoleranties_REPC_IN990131NL_02": [3],
        "allergieintoleranties_bundle_01": [1, 1],  # the third answer is an error without data
        "allergieintoleranties_bundle_02": [2],
        "contactmomenten_PRPA_IN900350NL_01": [2],
        "contactmomenten_PRPA_IN900350NL_02_HACONTMOM": [19],
        "contactverslag_REPC_IN990101NL_01": [2],
        "contactverslag_REPC_IN990101NL_02": [18],
        "contactverslag_REPC_IN990101NL_03": [18],
        "contactverslag_bundle_01_met_contacten": [2, 3],
        "contactverslag_bundle_02_met_contacten": [18],  # its REPC_IN990101NL holds no organizer
        "diagnostische_bepalingen_bundle_01": [24, 5],
        "episodes_REPC_EX990111NL_01": [1],
        "episodes_bundle_01": [1, 1],  # the third answer is an error without data
        "medicatieafspraken_Kwalificatie": [7],
        "medicatieafspraken_QUMA_IN991203NL02_01": [1],
        "medicatieafspraken_QUMA_IN991203NL02_02": [1],
        "medicatieafspraken_XXX_Amaya-907": [5],  # a bare organizer
    }


def _size(one: Interactie) -> int:
    (entries,) = [getattr(one, name.name) for name in fields(one) if name.name != "kop"]
    return len(entries)
