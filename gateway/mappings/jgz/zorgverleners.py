"""Professionals and organisations: Practitioner, PractitionerRole and Organization where a number makes them known."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import identifier, logical
from gateway.mappings.hl7v3.namen import human_name, name_text
from gateway.mappings.hl7v3.specification import NICTIZ
from gateway.mappings.ids import ii_id
from gateway.mappings.jgz.elementen import concept, words
from gateway.mappings.jgz.policy import EXT_ROLE
from gateway.mappings.jgz.werk import Werk
from gateway.sources.jgz.model import Organisatie, Zorgverlener
from gateway.stages.vocabulary import FhirJson


def organisation(work: Werk, org: Organisatie) -> FhirJson:
    """A reference: to an Organization when id and name are known, else by number, else by name."""
    if org.id is None:
        return {"display": org.naam or org.locatie or "Organisatie zonder naam"}
    if org.naam is None:
        return logical("Organization", org.id)
    reference = f"Organization/{ii_id(org.id.root, org.id.extension)}"
    work.directory.setdefault(
        reference,
        {
            "resourceType": "Organization",
            "id": reference.partition("/")[2],
            "meta": {"profile": [f"{NICTIZ}nl-core-HealthcareProvider-Organization"]},
            "identifier": [identifier(id_) for id_ in org.ids],
            "name": org.naam,
        },
    )
    return {"reference": reference, "type": "Organization", "display": org.naam}


def professional(work: Werk, who: Zorgverlener) -> FhirJson:
    """A reference to a person, with the role where the message gives one; an organisation alone stands for itself."""
    if not who.ids and not who.naam and who.organisatie and who.rol is None:
        return organisation(work, who.organisatie)
    org = organisation(work, who.organisatie) if who.organisatie else None
    shown = name_text(who.naam) or words(who.rol)
    display = ", ".join(filter(None, (shown, org.get("display") if org else None))) or "Zorgverlener zonder naam"
    if not who.ids:
        role = {"extension": [{"url": EXT_ROLE, "valueCodeableConcept": concept(who.rol)}]} if who.rol else {}
        return {**role, "display": display}
    person = _practitioner(work, who)
    if org is None and who.rol is None:
        return {**person, "display": display}
    return {"reference": _role(work, who, person, org), "type": "PractitionerRole", "display": display}


def individual(work: Werk, who: Zorgverlener) -> FhirJson:
    """As `professional`, where FHIR asks for a person: an organisation alone is then a name."""
    found = professional(work, who)
    return {"display": found.get("display", "Organisatie")} if found.get("type") == "Organization" else found


def _practitioner(work: Werk, who: Zorgverlener) -> FhirJson:
    """A Practitioner where there is more to say than one number."""
    if not who.naam and len(who.ids) == 1:
        return logical("Practitioner", who.ids[0])
    reference = f"Practitioner/{ii_id(who.ids[0].root, who.ids[0].extension)}"
    work.directory.setdefault(
        reference,
        {
            "resourceType": "Practitioner",
            "id": reference.partition("/")[2],
            "meta": {"profile": [f"{NICTIZ}nl-core-HealthProfessional-Practitioner"]},
            "identifier": [identifier(id_) for id_ in who.ids],
            **({"name": [human_name(who.naam)]} if who.naam else {}),
        },
    )
    return {"reference": reference, "type": "Practitioner"}


def _role(work: Werk, who: Zorgverlener, person: FhirJson, org: FhirJson | None) -> str:
    at = who.organisatie.id if who.organisatie else None
    parts = ((at.extension or at.root) if at else None, who.rol.code if who.rol else None)
    reference = f"PractitionerRole/{ii_id(who.ids[0].root, who.ids[0].extension, *filter(None, parts))}"
    work.directory.setdefault(
        reference,
        {
            "resourceType": "PractitionerRole",
            "id": reference.partition("/")[2],
            "meta": {"profile": [f"{NICTIZ}nl-core-HealthProfessional-PractitionerRole"]},
            "practitioner": person,
            **({"organization": org} if org else {}),
            **({"specialty": [concept(who.rol)]} if who.rol else {}),
        },
    )
    return reference
