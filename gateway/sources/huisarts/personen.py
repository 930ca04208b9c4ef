"""The people and organisations in a ketenzorg message: recordTarget, custodian, authors and performers."""

from __future__ import annotations

from gateway.errors import Rejected
from gateway.identifiers import Bsn
from gateway.sources.hl7v3.elementen import (
    Notices,
    adressen,
    alle,
    attribuut,
    delen,
    een,
    identificatie,
    moment,
    rol,
    tekst,
    telecoms,
    verdere_ids,
)
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts.model import Organisatie, Patient, Zorgverlener
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

BSN = "2.16.840.1.113883.2.4.6.3"
UZI, URA = "2.16.528.1.1007.3.1", "2.16.528.1.1007.3.3"
RESPONSIBLE = frozenset({"RESP", "AUT", "PRF"})


def patient(organizer: Element, notices: Notices) -> Patient:
    role = een(organizer, "recordTarget", "patientRole")
    if role is None:
        raise Rejected(
            "hl7v3-bsn",
            "The message does not say whose data it is",
            where=xml.path(organizer),
            mend="send recordTarget/patientRole with the BSN",
        )
    person = een(role, "patient")
    birth = moment(een(person, "birthTime"), notices)
    return Patient(
        bsn=_bsn(role),
        naam=delen(een(person, "name")),
        adressen=adressen(role),
        telecom=telecoms(role),
        geslacht=attribuut(een(person, "administrativeGenderCode"), "code"),
        geboorte=birth.partition("T")[0] if birth else None,
    )


def _bsn(role: Element) -> Bsn:
    for element in alle(role, "id"):
        number = attribuut(element, "extension")
        if attribuut(element, "root") == BSN and number is not None:
            try:
                return Bsn(number)
            except Rejected as error:
                raise Rejected(error.code, error.message, where=xml.path(element), mend=error.mend) from None
    raise Rejected(
        "hl7v3-bsn",
        "The patient has no BSN",
        where=xml.path(role),
        mend=f"send patientRole/id with root {BSN}",
    )


def rolhouder(role: Element | None) -> Zorgverlener | None:
    """A participantRole: id, role code, playingEntity (the person) and scopingEntity (the organisation)."""
    if role is None:
        return None
    first = _eerste(role)
    scope = een(role, "scopingEntity")
    org = identificatie(een(scope, "id"))
    return _bekend(
        Zorgverlener(
            id=first,
            rol=rol(een(role, "code")) or rol(een(role, "playingEntity", "code")),
            naam=delen(een(role, "playingEntity", "name")),
            organisatie=Organisatie(org, tekst(een(scope, "desc")) or tekst(een(scope, "name"))) if org else None,
            andere=verdere_ids(role, first),
        )
    )


def uitvoerende(entity: Element | None) -> Zorgverlener | None:
    """An assignedEntity or assignedAuthor: id, role code, assignedPerson and representedOrganization."""
    return _entiteit(entity, "assignedPerson", "representedOrganization")


def betrokkene(entity: Element | None) -> Zorgverlener | None:
    """An associatedEntity (CDA): id, role code, associatedPerson and scopingOrganization."""
    return _entiteit(entity, "associatedPerson", "scopingOrganization")


def _entiteit(entity: Element | None, persoon: str, werkt_bij: str) -> Zorgverlener | None:
    if entity is None:
        return None
    first = _eerste(entity)
    return _bekend(
        Zorgverlener(
            id=first,
            rol=rol(een(entity, "code")),
            naam=delen(een(entity, persoon, "name")),
            organisatie=organisatie(een(entity, werkt_bij)),
            andere=verdere_ids(entity, first),
        )
    )


def auteur(entry: Element) -> tuple[Zorgverlener | None, Element | None]:
    """Who made an entry (author/assignedAuthor), and the element with the time at which."""
    author = een(entry, "author")
    return uitvoerende(een(author, "assignedAuthor")), een(author, "time")


def verantwoordelijke(entry: Element, notices: Notices) -> Zorgverlener | None:
    """The responsible party (participant RESP), or the performer, of an entry; one of them."""
    people = [p for p in alle(entry, "participant") if attribuut(p, "typeCode") in RESPONSIBLE]
    performers = list(alle(entry, "performer"))
    for other in (*people[1:], *(performers if people else performers[1:])):
        notices.append(Notice(xml.path(other), "Only one responsible person of an entry is read"))
    if people:
        return rolhouder(een(people[0], "participantRole"))
    return uitvoerende(een(performers[0], "assignedEntity")) if performers else None


def organisatie(element: Element | None) -> Organisatie | None:
    found = None if element is None else _eerste(element)
    if found is None:
        return None
    return Organisatie(
        found, tekst(een(element, "name")), adressen(element), telecoms(element), verdere_ids(element, found)
    )


def _eerste(parent: Element) -> Id | None:
    """The UZI number or URA where there is one, so that all places of a message name somebody alike."""
    ids = [found for found in (identificatie(element) for element in alle(parent, "id")) if found is not None]
    return next((found for found in ids if found.root in {UZI, URA}), ids[0] if ids else None)


def _bekend(who: Zorgverlener) -> Zorgverlener | None:
    return who if who.id or who.naam or who.organisatie else None
