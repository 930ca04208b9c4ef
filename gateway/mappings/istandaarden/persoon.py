"""The client as nl-core-Patient, and the people around the client as nl-core-ContactPerson."""

from __future__ import annotations

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import client, client_sleutel, coding, concept, extension
from gateway.mappings.istandaarden.namen import address, names, telecom
from gateway.mappings.istandaarden.policy import authority
from gateway.mappings.istandaarden.specification import (
    BSN,
    DATA_ABSENT,
    FAMILY_ROLES,
    GENDER,
    INTERPRETER,
    NICTIZ,
    ROLE_CODE,
    ZIB_ROLE,
    ZIB_ROLES,
)
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import PersoonBericht
from gateway.sources.istandaarden.persoon import Communicatie, Contact, Geboortedatum, Relatie
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Person, SubjectRef
from gateway.stages.vocabulary import FhirJson


def person(bericht: PersoonBericht, origin: Origin) -> Person:
    known = bericht.client
    bsn = known.geidentificeerd()
    patient: FhirJson = {
        "resourceType": "Patient",
        "meta": {"profile": [f"{NICTIZ}/nl-core-Patient"]},
        "identifier": [{"system": BSN, "value": bsn.value}],
        "name": names(known.naam),
        "gender": GENDER[known.geslacht],
        **birth_date(known.geboortedatum),
    }
    toewijzing = isinstance(bericht, Bericht301)
    if isinstance(bericht, Bericht301):
        patient |= _reach(bericht.client.contactgegevens) | _communication(bericht.client.communicatie)
    return Person(
        subject=SubjectRef(bsn=bsn),
        patient=patient,
        authority=authority(origin) if toewijzing else "bron",
        dagtekening=bericht.header.bericht_identificatie.dagtekening,
    )


def birth_date(geboren: Geboortedatum) -> FhirJson:
    """Only what is known of it (COD170): a partial date, or the reason why there is none."""
    match geboren.datum_gebruik:
        case "1":
            return {"birthDate": geboren.datum.isoformat()[:7]}
        case "2":
            return {"birthDate": geboren.datum.isoformat()[:4]}
        case "3":
            return {"_birthDate": {"extension": [extension(DATA_ABSENT, "Code", "unknown")]}}
        case _:
            return {"birthDate": geboren.datum.isoformat()}


def _reach(contacts: tuple[Contact, ...]) -> FhirJson:
    addresses = [made for made in map(address, contacts) if made]
    points = [point for number, contact in enumerate(contacts, start=1) for point in telecom(contact, number)]
    return ({"telecom": points} if points else {}) | ({"address": addresses} if addresses else {})


def _communication(communicatie: Communicatie | None) -> FhirJson:
    """An interpreter is needed; for which language only Vorm 1 says (CD007)."""
    if communicatie is None:
        return {}
    display = codelijsten.COMMUNICATIEVORM[communicatie.vorm]
    form = concept(coding(systems.COMMUNICATIEVORM, communicatie.vorm, display))
    made: FhirJson = {
        "extension": [
            extension(INTERPRETER, "Boolean", True),
            extension(systems.EXT_COMMUNICATIEVORM, "CodeableConcept", form),
        ]
    }
    return made | ({"communication": [{"language": {"text": communicatie.taal}}]} if communicatie.taal else {})


def related(bericht: Bericht301, relatie: Relatie) -> FhirJson:
    law, gemeente = bericht.law, bericht.header.gemeente.value
    made: FhirJson = {
        "resourceType": "RelatedPerson",
        "id": fhir_id(gemeente, law.lower(), client_sleutel(bericht), "relatie", relatie.nummer),
        "meta": {"profile": [f"{NICTIZ}/nl-core-ContactPerson"]},
        "identifier": [{"system": systems.relatie(law, gemeente), "value": relatie.nummer}],
        "active": True,
        "patient": client(),
        "relationship": [_role(relatie.soort)],
        "name": names(relatie.naam),
        **_reach((relatie.contact,)),
    }
    if relatie.volgorde is not None:
        made["extension"] = [extension(systems.EXT_VOLGORDE, "UnsignedInt", relatie.volgorde)]
    if relatie.geslacht is not None:
        made["gender"] = GENDER[relatie.geslacht]
    return made | (birth_date(relatie.geboortedatum) if relatie.geboortedatum else {})


def _role(soort: str) -> FhirJson:
    """COD472 in our own system, and in a national or international list where that means the same."""
    display = codelijsten.SOORT_RELATIE[soort]
    codings = [coding(systems.SOORT_RELATIE, soort, display)]
    codings += [coding(ZIB_ROLE, soort, display)] if soort in ZIB_ROLES else []
    codings += [coding(ROLE_CODE, FAMILY_ROLES[soort])] if soort in FAMILY_ROLES else []
    return concept(*codings)
