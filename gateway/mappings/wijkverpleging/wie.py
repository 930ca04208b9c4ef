"""Whose and by whom: the client by Ons number, the employee by reference to a number."""

from __future__ import annotations

from gateway.mappings.ids import fhir_id
from gateway.mappings.wijkverpleging.specification import ONS
from gateway.stages.delivered import Origin
from gateway.stages.normalised import SubjectRef
from gateway.stages.vocabulary import FhirJson


def subject(client: str) -> SubjectRef:
    """These messages hold no BSN: the link is a Patient of this connector with identifier `ONS`|clientId."""
    return SubjectRef(local=f"ons:{client}")


def subject_reference(client: str) -> FhirJson:
    return {"reference": f"Patient/{fhir_id('ons', client)}"}


def identifier(value: str) -> FhirJson:
    return {"system": ONS, "value": value}


def author(employee: str | None, origin: Origin) -> FhirJson:
    """The employee by number, else the organisation by name."""
    if employee is None:
        return {"type": "Organization", "display": origin.name}
    return {"type": "Practitioner", "identifier": identifier(employee), "display": f"Medewerker van {origin.name}"}


def period(begin: str | None, end: str | None) -> FhirJson:
    """`{"period": …}` with what is known, or nothing."""
    known = {name: value for name, value in (("start", begin), ("end", end)) if value}
    return {"period": known} if known else {}
