"""A BgZ document: its header, its sections, and every element with content that nobody read, named."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.errors import Rejected
from gateway.sources.cda import gelezen, secties
from gateway.sources.cda.gegevens import Lezer
from gateway.sources.cda.model import Document, Naaste
from gateway.sources.hl7v3.elementen import (
    HL7,
    Notices,
    alle,
    attribuut,
    code,
    delen,
    een,
    moment,
    periode,
    tekst,
    telecoms,
    verplichte_id,
)
from gateway.sources.huisarts import onbekend, personen
from gateway.sources.huisarts.model import Organisatie, Zorgverlener
from gateway.stages.delivered import Notice, SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

KIND, VERSION = "cda-bgz", "2020"
BGZ2020 = "2.16.840.1.113883.2.4.3.11.60.126.10.1"
SDTC = "urn:hl7-org:sdtc"
MOST_NOTICES = 200


def read(root: Element) -> SourceMessage:
    """Raises Rejected: cda-template (not a BgZ 2020 document), hl7v3-bsn, bsn-elfproef, hl7v3-id, hl7v3-time,
    hl7v3-meaning."""
    if BGZ2020 not in {attribuut(one, "root") for one in alle(root, "templateId")}:
        raise Rejected(
            "cda-template",
            "This CDA document is not a Basisgegevensset Zorg 2020",
            where="ClinicalDocument/templateId",
            mend=f"send a document with template {BGZ2020}",
        )
    notices: Notices = []
    document = _document(root, notices)
    notices += onbekend.unread(root, gelezen.HEADER, frozenset({gelezen.BODY}))
    notices += _unread_entries(root)
    rest = (Notice(".", "There are more notices than are shown"),) if len(notices) > MOST_NOTICES else ()
    return SourceMessage(KIND, VERSION, document, (*notices[:MOST_NOTICES], *rest))


def _document(root: Element, notices: Notices) -> Document:
    patient = personen.patient(root, notices)
    role = een(root, "recordTarget", "patientRole", "patient")
    event = een(root, "documentationOf", "serviceEvent")
    begin, end = periode(een(event, "effectiveTime"), notices)
    people, reader = list(alle(root, "participant")), Lezer(root, notices)
    authors = tuple(who for one in alle(root, "author") if (who := _author(one, reader)))
    carers = tuple(found for one in people if _is(one, "CAREGIVER") and (found := _carer(one, reader)) is not None)
    near = (*_guardians(role), *(_contact(one) for one in people if _is(one, "CON")))
    for other in people:
        if not (_is(other, "CAREGIVER") or _is(other, "CON")):
            notices.append(Notice(xml.path(other), "A participant of a kind that is not known is not read"))
    return Document(
        id=verplichte_id(root),
        code=code(een(root, "code")),
        titel=tekst(een(root, "title")),
        tijd=moment(een(root, "effectiveTime"), notices),
        vertrouwelijk=attribuut(een(root, "confidentialityCode"), "code"),
        patient=patient,
        burgerlijke_staat=code(een(role, "maritalStatusCode")),
        meerling=_flag(role, "multipleBirthInd"),
        overleden=_deceased(role, notices),
        auteurs=authors,
        custodian=_custodian(root),
        behandelaars=carers,
        naasten=near,
        voor_begin=begin,
        voor_eind=end,
        secties=tuple(secties.lees(one, reader) for one in _sections(root)),
    )


def _sections(root: Element) -> Iterator[Element]:
    yield from root.iterfind(f"{{{HL7}}}component/{{{HL7}}}structuredBody/{{{HL7}}}component/{{{HL7}}}section")


def _unread_entries(root: Element) -> Iterator[Notice]:
    for section in root.iter(f"{{{HL7}}}section"):
        known = secties.read_paths(section)
        if known is None:
            continue
        for entry in alle(section, "entry"):
            yield from onbekend.unread(entry, known, frozenset())


def _is(participant: Element, class_code: str) -> bool:
    return attribuut(een(participant, "associatedEntity"), "classCode") == class_code


def _author(author: Element, reader: Lezer) -> Zorgverlener | None:
    entity = een(author, "assignedAuthor")
    return reader.iemand(personen.uitvoerende(entity), entity)


def _carer(participant: Element, reader: Lezer) -> Zorgverlener | None:
    entity, function = een(participant, "associatedEntity"), een(participant, "functionCode")
    if code(function) is not None:
        reader.naam(function, "The function of a professional beside the document is not carried")
    return reader.iemand(personen.betrokkene(entity), entity)


def _contact(participant: Element) -> Naaste:
    entity = een(participant, "associatedEntity")
    return Naaste(
        rol=code(een(participant, "functionCode")),
        relatie=code(een(entity, "code")),
        naam=delen(een(entity, "associatedPerson", "name")),
        telecom=telecoms(entity),
    )


def _guardians(person: Element | None) -> Iterator[Naaste]:
    for one in alle(person, "guardian") if person is not None else ():
        name = een(one, "guardianPerson", "name")
        yield Naaste(rol=code(een(one, "code")), relatie=None, naam=delen(name), telecom=telecoms(one))


def _custodian(root: Element) -> Organisatie | None:
    return personen.organisatie(een(root, "custodian", "assignedCustodian", "representedCustodianOrganization"))


def _sdtc(person: Element | None, step: str) -> Element | None:
    return None if person is None else person.find(f"{{{SDTC}}}{step}")


def _flag(person: Element | None, step: str) -> bool | None:
    return {"true": True, "false": False}.get(attribuut(_sdtc(person, step), "value") or "")


def _deceased(person: Element | None, notices: Notices) -> str | bool | None:
    return moment(_sdtc(person, "deceasedTime"), notices) or _flag(person, "deceasedInd")
