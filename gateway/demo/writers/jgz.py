"""REPC_IN902120NL04, the HL7v3 dossieroverdracht of youth health care (8.0): a child's dossier, with its contacts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from string import Template
from xml.sax.saxutils import escape, quoteattr

from gateway.demo.people import Person
from gateway.demo.town import PLAATS, Source

OID = "2.16.840.1.113883"
BDS = f"{OID}.2.4.4.40"


@dataclass(frozen=True, slots=True)
class Element:
    """One BDS element in a rubric. `waarde`: the value element as it stands in the message."""

    rubriek: str
    nummer: str
    naam: str
    waarde: str


@dataclass(frozen=True, slots=True)
class Contact:
    """`soort`: code (W308) and name; `vaccins`: code (W76), name and batch; `conclusie`: element 482."""

    nummer: str
    dag: date
    soort: tuple[str, str]
    elementen: Sequence[Element] = ()
    vaccins: Sequence[tuple[str, str, str]] = ()
    conclusie: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """`toestemmingen`: BDS element and negationInd; `ouder`: who came along; `brief`: a letter, as plain bytes."""

    person: Person
    sinds: date
    contacten: Sequence[Contact]
    toestemmingen: Sequence[tuple[str, str, bool]] = ()
    ouder: Person | None = None
    brief: tuple[str, bytes] | None = field(default=None, repr=False)


def maat(nummer: str, naam: str, getal: int, eenheid: str) -> Element:
    """Growth (R027): 235 length in mm, 245 weight in g, 252 head circumference in mm."""
    return Element("R027", nummer, naam, f'<value xsi:type="PQ" value="{getal}" unit="{eenheid}"/>')


def keuze(rubriek: str, nummer: str, naam: str, lijst: str, code: tuple[str, str]) -> Element:
    shown = f'code="{code[0]}" codeSystem="{BDS}.{lijst}" displayName={quoteattr(code[1])}'
    return Element(rubriek, nummer, naam, f'<value xsi:type="CV" {shown}/>')


def tekst(rubriek: str, nummer: str, naam: str, said: str) -> Element:
    return Element(rubriek, nummer, naam, f'<value xsi:type="ST">{escape(said)}</value>')


_MESSAGE = Template("""<?xml version="1.0" encoding="UTF-8"?>
<REPC_IN902120NL04 xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <id extension="$number" root="2.16.528.1.1007.3.3.$ura.1"/>
  <creationTime value="${day}170000"/>
  <interactionId extension="REPC_IN902120NL04" root="$oid.1.6"/>
  <attentionLine><keyWordText code="PATID" codeSystem="$oid.2.4.15.1">Patient.id</keyWordText>
    <value xsi:type="II" root="$oid.2.4.6.3" extension="$bsn"/></attentionLine>
  <receiver><device><id extension="1" root="$oid.2.4.6.6"/></device></receiver>
  <sender><device><id extension="$ura" root="$oid.2.4.6.6"/></device></sender>
  <ControlActProcess classCode="CACT" moodCode="EVN"><subject><CareProvisionRequest>
    <templateId root="$oid.2.4.6.10.100.10000"/>
    <code code="CPHC" codeSystem="$oid.5.4"/><statusCode code="active"/>
    <sequelTo><careProvisionEvent moodCode="EVN">
      <id root="2.16.528.1.1007.3.3.$ura.2" extension="$number"/>
      <code code="CPHC" codeSystem="$oid.5.4"/><statusCode code="completed"/>
      <effectiveTime><high value="${day}165500"/></effectiveTime>
      <subject typeCode="SBJ"><patient classCode="PAT">
        <id root="$oid.2.4.6.3" extension="$bsn"/>
        <addr use="PHYS"><streetName>$street</streetName><houseNumber>$house</houseNumber>
          <postalCode>$postcode</postalCode><city>$city</city></addr>
        <patientPerson><name use="OR"><given>$given</given>$prefix<family qualifier="BR">$family</family></name>
          <administrativeGenderCode code="$gender" codeSystem="$oid.5.1"/><birthTime value="$born"/>$parent
        </patientPerson></patient></subject>
      <author typeCode="AUT"><assignedEntity classCode="ASSIGNED"><id root="2.16.528.1.1007.3.3" extension="$ura"/>
        <assignedOrganization><name>$name</name></assignedOrganization></assignedEntity></author>
      $letter$consents$contacts
      <subjectOf><careStatus><code code="1197" codeSystem="$bds.267" displayName="Status in zorg"/>
        <effectiveTime value="$since"/><reasonCode code="01" codeSystem="$bds.376" displayName="Regulier"/>
      </careStatus></subjectOf>
    </careProvisionEvent></sequelTo>
  </CareProvisionRequest></subject></ControlActProcess>
</REPC_IN902120NL04>
""")


def dossieroverdracht(source: Source, dossier: Dossier, dag: date, today: date) -> bytes:
    """The dossier as it stands on `dag`; `today` dates the births."""
    who = dossier.person
    text = _MESSAGE.substitute(
        number=f"{who.number}{dag:%y%j}",
        ura=source.ura,
        name=escape(source.name),
        oid=OID,
        bds=BDS,
        day=f"{dag:%Y%m%d}",
        bsn=who.bsn,
        street=escape(who.street),
        house=who.house,
        postcode=who.postcode,
        city=PLAATS,
        given=escape(who.given),
        prefix=f'<prefix qualifier="VV BR">{escape(who.prefix)}</prefix>' if who.prefix else "",
        family=escape(who.family),
        gender="M" if who.gender == "male" else "F",
        born=f"{who.born(today):%Y%m%d}",
        parent=_parent(dossier.ouder) if dossier.ouder else "",
        letter=_letter(dossier.brief, dag) if dossier.brief else "",
        consents="".join(_consent(*asked, dag) for asked in dossier.toestemmingen),
        contacts="".join(_contact(contact, source, who) for contact in dossier.contacten),
        since=f"{dossier.sinds:%Y%m%d}",
    )
    return text.encode()


def _parent(parent: Person) -> str:
    code, display = ("FTH", "Vader") if parent.gender == "male" else ("MTH", "Moeder")
    return (
        f'<personalRelationship><code code="{code}" codeSystem="{OID}.5.111" displayName="{display}"/>'
        f'<telecom value="tel:{parent.phone}"/><relationshipHolder1><id root="{OID}.2.4.6.3" extension="{parent.bsn}"/>'
        f"<name><given>{escape(parent.given)}</given><family>{escape(parent.surname)}</family></name>"
        "</relationshipHolder1></personalRelationship>"
    )


def _letter(letter: tuple[str, bytes], dag: date) -> str:
    name, body = letter
    return (
        f'<appendage><document classCode="DOC" moodCode="EVN"><code code="03" codeSystem="{BDS}.303" '
        f'displayName="Verwijsbrief"/><text mediaType="application/pdf" representation="B64">'
        f'{b64encode(body).decode()}<reference value="file:///{name}"/></text>'
        f'<effectiveTime value="{dag:%Y%m%d}"/></document></appendage>'
    )


def _consent(number: str, name: str, negated: bool, dag: date) -> str:
    return (
        f'<authorization><consentEvent classCode="CONS" moodCode="EVN" negationInd="{str(negated).lower()}">'
        f'<code code="{number}" codeSystem="{BDS}.267" displayName={quoteattr(name)}/>'
        f'<author><time value="{dag:%Y%m%d}"/></author></consentEvent></authorization>'
    )


def _contact(contact: Contact, source: Source, who: Person) -> str:
    code, name = contact.soort
    rubrics: dict[str, list[Element]] = {}
    for element in contact.elementen:
        rubrics.setdefault(element.rubriek, []).append(element)
    return (
        '<component7><encounter classCode="ENC" moodCode="EVN">'
        f'<id root="2.16.528.1.1007.3.3.{source.ura}.3" extension="{who.number}-{contact.nummer}"/>'
        f'<code code="{code}" codeSystem="{BDS}.308" displayName={quoteattr(name)}/>'
        f'<statusCode code="completed"/><effectiveTime value="{contact.dag:%Y%m%d}"/>'
        f"{_performer(source)}"
        f"{''.join(_rubric(rubric, found) for rubric, found in rubrics.items())}"
        f"{''.join(_vaccine(vaccine, contact.dag) for vaccine in contact.vaccins)}{_conclusion(contact.conclusie)}"
        "</encounter></component7>"
    )


def _performer(source: Source) -> str:
    return (
        f'<performer><assignedEntity><id root="2.16.528.1.1007.3.1" extension="{source.uzi}"/>'
        f"<assignedPerson><name>{escape(source.who)}</name></assignedPerson></assignedEntity></performer>"
    )


def _rubric(rubric: str, found: Sequence[Element]) -> str:
    observations = "".join(
        '<component><observation classCode="OBS" moodCode="EVN" negationInd="false">'
        f'<code code="{one.nummer}" codeSystem="{BDS}.267" displayName={quoteattr(one.naam)}/>{one.waarde}'
        "</observation></component>"
        for one in found
    )
    return (
        f'<pertinentInformation><rubricCluster><code code="{rubric}" codeSystem="{BDS}.391"/>'
        f"{observations}</rubricCluster></pertinentInformation>"
    )


def _vaccine(vaccine: tuple[str, str, str], dag: date) -> str:
    code, name, batch = vaccine
    return (
        '<component3><substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="false">'
        f'<code code="IMMUNIZ" codeSystem="{OID}.5.4"/><effectiveTime value="{dag:%Y%m%d}"/>'
        f'<consumable><medication><administrableMedicine><code code="{code}" codeSystem="{BDS}.76" '
        f"displayName={quoteattr(name)}/><lotNumberText>{batch}</lotNumberText></administrableMedicine></medication>"
        "</consumable></substanceAdministration></component3>"
    )


def _conclusion(said: str) -> str:
    if not said:
        return ""
    return (
        f'<subjectOf1><conclusion classCode="OBS" moodCode="EVN"><code code="482" codeSystem="{BDS}.267" '
        f'displayName="Conclusie"/><text>{escape(said)}</text></conclusion></subjectOf1>'
    )
