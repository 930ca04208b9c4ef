"""A StartProduct or StopProduct as EpisodeOfCare: one per allocation and first day, which a stop brings further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import (
    aanbieder,
    client,
    client_sleutel,
    coding,
    concept,
    extension,
    gemeente,
    period,
)
from gateway.mappings.istandaarden.policy import VERWIJDEREN, start_status, stop_status
from gateway.mappings.istandaarden.toewijzing import product_code
from gateway.sources.istandaarden.bericht import Bericht305, Bericht307, StartProduct, StopProduct
from gateway.stages.vocabulary import FhirJson


def started(bericht: Bericht305, product: StartProduct) -> FhirJson:
    status = start_status(product, bericht.header.bericht_identificatie.dagtekening)
    return _episode(bericht, product, status, None)


def stopped(bericht: Bericht307, product: StopProduct) -> FhirJson:
    """A stop that is deleted gives its episode back without an end and without a reason; both are told beside it."""
    law = bericht.law
    display = codelijsten.REDEN_BEEINDIGING[law][product.reden_beeindiging]
    reason = concept(coding(systems.reden_beeindiging(law), product.reden_beeindiging, display))
    if product.status_aanlevering == VERWIJDEREN:
        made = _episode(bericht, product, stop_status(product), None)
        was = [
            extension("einddatum", "Date", product.einddatum.isoformat()),
            extension("reden", "CodeableConcept", reason),
        ]
        told: FhirJson = {"url": systems.EXT_VERWIJDERDE_STOP, "extension": was}
    else:
        made = _episode(bericht, product, stop_status(product), product.einddatum)
        told = extension(systems.EXT_REDEN_BEEINDIGING, "CodeableConcept", reason)
    return made | {"extension": [*made.get("extension", ()), told]}


def _episode(
    bericht: Bericht305 | Bericht307, product: StartProduct | StopProduct, status: str, end: date | None
) -> FhirJson:
    law, header, number = bericht.law, bericht.header, product.toewijzing_nummer
    made: FhirJson = {
        "resourceType": "EpisodeOfCare",
        "id": _id(bericht, product),
        "status": status,
        "patient": client(),
        "managingOrganization": aanbieder(header.aanbieder),
        "period": period(product.begindatum, end),
    }
    if product.product is not None:
        made["type"] = [product_code(law, product.product)]
    if number is not None:
        system = systems.toewijzing(law, header.gemeente.value)
        made["referralRequest"] = [{"type": "ServiceRequest", "identifier": {"system": system, "value": str(number)}}]
    told = list(_told(bericht, product))
    return made | ({"extension": told} if told else {})


def _told(bericht: Bericht305 | Bericht307, product: StartProduct | StopProduct) -> Iterator[FhirJson]:
    """The number of an allocation says whose it is; without one the gemeente is told."""
    if product.toewijzing_ingangsdatum is not None:
        since = product.toewijzing_ingangsdatum.isoformat()
        yield extension(systems.EXT_TOEWIJZING_INGANGSDATUM, "Date", since)
    if product.toewijzing_nummer is None:
        yield extension(systems.EXT_GEMEENTE, "Reference", gemeente(bericht.header.gemeente))


def _id(bericht: Bericht305 | Bericht307, product: StartProduct | StopProduct) -> str:
    """The logical key of the start. Without allocation, provider and client take the place of its number (IV096)."""
    header, number = bericht.header, product.toewijzing_nummer
    owner = [str(number)] if number is not None else [header.aanbieder.value, client_sleutel(bericht)]
    named = product.product
    what = [part for part in (named.categorie, named.code) if part] if named else []
    return fhir_id(header.gemeente.value, bericht.law.lower(), *owner, *what, product.begindatum.isoformat())
