"""REPC_IN990101NL, the HL7v3 contactverslag of the ketenzorg profile (810), in a SOAP envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from string import Template
from xml.sax.saxutils import escape, quoteattr

from gateway.demo.people import Person
from gateway.demo.town import PLAATS, Source

# Per journal line: template ...60.66.10.N, LOINC code and its name.
LINES = {
    "S": ("208", "61150-9", "Subjective Narrative"),
    "O": ("209", "61149-1", "Objective Narrative"),
    "E": ("210", "51848-0", "Evaluation note"),
    "P": ("211", "18776-5", "Plan of treatment"),
}
OID = "2.16.840.1.113883"
PROFILE = f"{OID}.2.4.3.11.60.66.10"
SYSTEM = f"{OID}.2.4.6.6.90098801.4"  # what the practice's own system issues: .1 notes, .6 episodes, .10 contacts


@dataclass(frozen=True, slots=True)
class Verslag:
    """One note. `regels`: text by S, O, E and P; `icpc`: code and its name; `episode`: number of the care episode."""

    id: str
    dag: date
    uur: time
    regels: dict[str, str]
    icpc: tuple[str, str]
    episode: str


_ENVELOPE = Template("""<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header/><soap:Body>
<REPC_IN990101NL xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <id extension="$message" root="$oid.2.4.6.6.90098801.1"/>
  <creationTime value="$created"/>
  <versionCode code="NICTIZEd2005-Okt"/>
  <interactionId extension="REPC_IN990101NL" root="$oid.1.6"/>
  <profileId extension="810" root="$oid.2.4.3.11.1"/>
  <processingCode code="P"/>
  <processingModeCode code="T"/>
  <acceptAckCode code="NE"/>
  <receiver><device><id extension="1" root="$oid.2.4.6.6"/></device></receiver>
  <sender><device><id extension="90098801" root="$oid.2.4.6.6"/></device></sender>
  <ControlActProcess moodCode="EVN">
    <authorOrPerformer typeCode="AUT"><participant><AssignedDevice>
      <id extension="900988019" root="2.16.528.1.1007.3.2"/>
      <Organization><id extension="$ura" root="2.16.528.1.1007.3.3"/><name>$practice</name></Organization>
    </AssignedDevice></participant></authorOrPerformer>
    <subject><organizer classCode="CLUSTER" moodCode="EVN">
      <templateId root="$profile.14"/>
      <code code="34900-1" codeSystem="$oid.6.1" codeSystemName="LOINC" displayName="General medicine Progress note"/>
      <statusCode code="completed"/>
      <recordTarget><patientRole>
        <id extension="$bsn" root="$oid.2.4.6.3"/>
        <addr use="HP"><streetName>$street</streetName><houseNumber>$house</houseNumber>
          <postalCode>$postcode</postalCode><city>$city</city><country>Nederland</country></addr>
        <patient>
          <name><given qualifier="BR">$given</given>$prefix<family qualifier="BR">$family</family></name>
          <administrativeGenderCode code="$gender" codeSystem="$oid.5.1"/>
          <birthTime value="$born"/>
        </patient>
      </patientRole></recordTarget>
      <participant typeCode="CST"><participantRole classCode="ASSIGNED">
        <id extension="$uzi" root="2.16.528.1.1007.3.1"/>
      </participantRole></participant>
$notes
    </organizer></subject>
    <queryAck><queryResponseCode code="OK"/><resultTotalQuantity value="$total"/></queryAck>
  </ControlActProcess>
</REPC_IN990101NL>
</soap:Body></soap:Envelope>
""")

_NOTE = Template("""      <component contextControlCode="OP" typeCode="COMP"><act classCode="ACT" moodCode="EVN">
        <templateId root="$profile.207"/>
        <id extension="$id" root="$system.1"/>
        <code code="34900-1" codeSystem="$oid.6.1" codeSystemName="LOINC" displayName="General medicine Progress note"/>
        <statusCode code="completed"/>
        <effectiveTime value="$when"/>
        <participant typeCode="RESP"><participantRole classCode="ASSIGNED">
          <id extension="$uzi" root="2.16.528.1.1007.3.1"/>
          <code code="01.015" codeSystem="$oid.2.4.15.111"/>
          <playingEntity classCode="PSN" determinerCode="INSTANCE">
            <name><family qualifier="BR">$who</family></name></playingEntity>
          <scopingEntity classCode="ORG" determinerCode="INSTANCE">
            <id root="2.16.528.1.1007.3.3" extension="$ura"/><desc>$practice</desc></scopingEntity>
        </participantRole></participant>
        <entryRelationship typeCode="REFR"><encounter classCode="ENC" moodCode="EVN">
          <id extension="$id" root="$system.10"/></encounter></entryRelationship>
        <entryRelationship typeCode="REFR"><act classCode="ACT" moodCode="EVN">
          <id extension="$episode" root="$system.6"/>
          <code code="CONC" codeSystem="$oid.5.6" codeSystemName="HL7ActClass" displayName="Concern"/>
        </act></entryRelationship>
$lines
      </act></component>""")

_LINE = Template("""        <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN">
          <templateId root="$profile.$template"/>
          <code code="$code" codeSystem="$oid.6.1" codeSystemName="LOINC" displayName="$name"/>
          <text>$text</text>
          <statusCode code="completed"/>$diagnosis
        </act></entryRelationship>""")

_DIAGNOSIS = Template("""
          <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN">
            <templateId root="$profile.213"/>
            <id extension="$id" root="$system.1"/>
            <code code="282291009" codeSystem="$oid.6.96" codeSystemName="SNOMED CT" displayName="Diagnosis"/>
            <statusCode code="completed"/>
            <effectiveTime><low value="$day"/></effectiveTime>
            <value xsi:type="CD" code="$icpc" codeSystem="$oid.2.4.4.31.1" codeSystemName="ICPC-1-NL"
              displayName=$title/>
          </observation></entryRelationship>""")


def contactverslag(source: Source, who: Person, today: date, notes: Sequence[Verslag]) -> bytes:
    """One message with the notes of one client, as the sending practice's system would wrap them."""
    last = notes[-1]
    values = {
        "message": f"XIS-{last.id}",
        "created": f"{last.dag:%Y%m%d}{last.uur:%H%M%S}",
        "bsn": who.bsn,
        "street": escape(who.street),
        "house": str(who.house),
        "postcode": f"{who.postcode[:4]} {who.postcode[4:]}",
        "city": PLAATS,
        "given": escape(who.given),
        "prefix": f'<prefix qualifier="VV">{escape(who.prefix)} </prefix>' if who.prefix else "",
        "family": escape(who.family),
        "gender": "F" if who.gender == "female" else "M",
        "born": f"{who.born(today):%Y%m%d}",
        "total": str(len(notes)),
        "notes": "\n".join(_note(source, note) for note in notes),
    }
    return _ENVELOPE.substitute(values, **_common(source)).encode()


def _common(source: Source) -> dict[str, str]:
    return {
        "oid": OID,
        "profile": PROFILE,
        "system": SYSTEM,
        "ura": source.ura,
        "uzi": source.uzi,
        "practice": escape(source.name),
        "who": escape(source.who),
    }


def _note(source: Source, note: Verslag) -> str:
    lines = "\n".join(_line(source, note, letter, text) for letter, text in note.regels.items())
    when = f"{note.dag:%Y%m%d}{note.uur:%H%M%S}"
    return _NOTE.substitute(_common(source), id=note.id, when=when, episode=note.episode, lines=lines)


def _line(source: Source, note: Verslag, letter: str, text: str) -> str:
    template, code, name = LINES[letter]
    common = _common(source)
    diagnosis = ""
    if letter == "E":
        icpc, title = note.icpc
        found = {"id": note.id, "day": f"{note.dag:%Y%m%d}", "icpc": icpc, "title": quoteattr(title)}
        diagnosis = _DIAGNOSIS.substitute(common, **found)
    return _LINE.substitute(common, template=template, code=code, name=name, text=escape(text), diagnosis=diagnosis)
