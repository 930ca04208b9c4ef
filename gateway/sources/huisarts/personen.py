"""The people and organisations in a ketenzorg message: recordTarget, custodian, authors and performers."""

from __future__ import annotations

from gateway.errors import Rejected
from gateway.identifiers import Bsn
from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    delen,
    een,
    identificatie,
    moment,
    rol,
    tekst,
)
from gateway.sources.hl7v3.model import Adres
from gateway.sources.huisarts.model import Organisatie, Patient, Zorgverlener
from gateway.wire import xml
from gateway.wire.xml import Element

BSN = "2.16.840.1.113883.2.4.6.3"


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
        adressen=tuple(Adres(delen(element), attribuut(element, "use")) for element in alle(role, "addr")),
        telecom=tuple(value for value in (attribuut(t, "value") for t in alle(role, "telecom")) if value),
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
    scope = een(role, "scopingEntity")
    org = identificatie(een(scope, "id"))
    return _bekend(
        Zorgverlener(
            id=identificatie(een(role, "id")),
            rol=rol(een(role, "code")),
            naam=delen(een(role, "playingEntity", "name")),
            organisatie=Organisatie(org, tekst(een(scope, "desc"))) if org else None,
        )
    )


def uitvoerende(entity: Element | None) -> Zorgverlener | None:
    """An assignedEntity: id, role code, assignedPerson and representedOrganization."""
    if entity is None:
        return None
    return _bekend(
        Zorgverlener(
            id=identificatie(een(entity, "id")),
            rol=rol(een(entity, "code")),
            naam=delen(een(entity, "assignedPerson", "name")),
            organisatie=organisatie(een(entity, "representedOrganization")),
        )
    )


def organisatie(element: Element | None) -> Organisatie | None:
    found = identificatie(een(element, "id"))
    return Organisatie(found, tekst(een(element, "name"))) if found else None


def _bekend(who: Zorgverlener) -> Zorgverlener | None:
    return who if who.id or who.naam or who.organisatie else None
