"""Legal status and legal representation as nl-core-LegalSituation (a Condition)."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import client, client_sleutel, coding, concept
from gateway.mappings.istandaarden.specification import (
    LEGAL_STATUS,
    LEGAL_STATUS_CATEGORY,
    LEGAL_STATUSES,
    NICTIZ,
    REPRESENTATION,
    REPRESENTATION_CATEGORY,
    REPRESENTATIONS,
    SNOMED,
    THO,
)
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.stages.vocabulary import FhirJson


def situations(bericht: Bericht301) -> Iterator[FhirJson]:
    status, representation = bericht.client.juridische_status, bericht.client.wettelijke_vertegenwoordiging
    if status is not None:
        display = codelijsten.JURIDISCHE_STATUS[status]
        codings = [coding(systems.JURIDISCHE_STATUS, status, display)]
        if status in LEGAL_STATUSES:
            codings.insert(0, coding(LEGAL_STATUS, LEGAL_STATUSES[status], display))
        yield _situation(bericht, "LegalStatus", LEGAL_STATUS_CATEGORY, codings)
    if representation is not None:
        display = codelijsten.VERTEGENWOORDIGING[representation]
        codings = [
            coding(REPRESENTATION, REPRESENTATIONS[representation], display),
            coding(systems.VERTEGENWOORDIGING, representation, display),
        ]
        yield _situation(bericht, "Representation", REPRESENTATION_CATEGORY, codings)


def _situation(bericht: Bericht301, profile: str, category: tuple[str, str], codings: list[FhirJson]) -> FhirJson:
    gemeente = bericht.header.gemeente.value
    return {
        "resourceType": "Condition",
        "id": fhir_id(gemeente, bericht.law.lower(), client_sleutel(bericht), profile),
        "meta": {"profile": [f"{NICTIZ}/nl-core-LegalSituation-{profile}"]},
        "clinicalStatus": concept(coding(f"{THO}/condition-clinical", "active")),
        "category": [concept(coding(SNOMED, *category))],
        "code": concept(*codings),
        "subject": client(),
        "recordedDate": bericht.header.bericht_identificatie.dagtekening.isoformat(),
    }
