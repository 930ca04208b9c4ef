"""A ToegewezenProduct as ServiceRequest: what the gemeente allocates, how much, from when to when, to whom."""

from __future__ import annotations

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import (
    aanbieder,
    client,
    coding,
    concept,
    euro,
    extension,
    gemeente,
    moment,
    period,
    quantity,
)
from gateway.mappings.istandaarden.policy import ZONDER_PRODUCT, toewijzing_status
from gateway.mappings.istandaarden.specification import PER, UNITS
from gateway.sources.istandaarden.bericht import Bericht301, Omvang, Product, ToegewezenProduct, Wet
from gateway.stages.vocabulary import FhirJson

EURO_IN_CENTEN = "83"


def service_request(bericht: Bericht301, product: ToegewezenProduct) -> FhirJson:
    law, header, number = bericht.law, bericht.header, str(product.toewijzing_nummer)
    code = product_code(law, product.product) if product.product else {"text": ZONDER_PRODUCT}
    notes = [{"text": product.commentaar}] if product.commentaar else []
    notes += [_over_client(bericht.client.commentaar)] if bericht.client.commentaar else []
    made: FhirJson = {
        "resourceType": "ServiceRequest",
        "id": fhir_id(header.gemeente.value, law.lower(), number),
        "identifier": _identifiers(bericht, product),
        "status": toewijzing_status(product, header.bericht_identificatie.dagtekening),
        "intent": "order",
        "code": code,
        **amount(product.omvang, product.budget),
        "subject": client(),
        "occurrencePeriod": period(product.ingangsdatum, product.einddatum),
        "authoredOn": moment(product.toewijzingsdatum, product.toewijzingstijd),
        "requester": gemeente(header.gemeente),
        "performer": [aanbieder(header.aanbieder)],
    }
    if product.reden_wijziging is not None:
        display = codelijsten.REDEN_WIJZIGING[product.reden_wijziging]
        reason = concept(coding(systems.reden_wijziging(law), product.reden_wijziging, display))
        made["extension"] = [extension(systems.EXT_REDEN_WIJZIGING, "CodeableConcept", reason)]
    return made | ({"note": notes} if notes else {})


def _over_client(text: str) -> FhirJson:
    """A remark on the client stands with each allocation, and says that it does."""
    return {"extension": [extension(systems.EXT_OVER_CLIENT, "Boolean", True)], "text": text}


def stands_at(product: ToegewezenProduct) -> str:
    """The newest decision holds, whichever message arrived last (IV013)."""
    return f"{product.toewijzingsdatum.isoformat()}T{product.toewijzingstijd.isoformat('microseconds')}"


def product_code(law: Wet, product: Product) -> FhirJson:
    """Category and product code, each in the system of its law: gemeenten have product codes of their own.

    A FHIR code has no outer and no double spaces; what was sent with such is kept as text.
    """
    category = coding(systems.categorie(law), product.categorie, codelijsten.PRODUCTCATEGORIE[law][product.categorie])
    if not product.code:
        return concept(category)
    code = " ".join(product.code.split())
    made = concept(category, coding(systems.productcode(law), code))
    return made if code == product.code else made | {"text": product.code}


def _identifiers(bericht: Bericht301, product: ToegewezenProduct) -> list[FhirJson]:
    header = bericht.header
    system = systems.toewijzing(bericht.law, header.gemeente.value)
    found = [{"system": system, "value": str(product.toewijzing_nummer)}]
    if product.referentie_aanbieder:
        own = systems.referentie_aanbieder(header.aanbieder.value)
        found.append({"system": own, "value": product.referentie_aanbieder})
    return found


def amount(omvang: Omvang | None, budget: int | None) -> FhirJson:
    """Omvang or Budget, never both (CD077); a budget is the most that may be spent."""
    if omvang is not None:
        return _omvang(omvang)
    if budget is not None:
        return {"quantityQuantity": euro(budget) | {"comparator": "<="}}
    return {}


def _omvang(omvang: Omvang) -> FhirJson:
    volume = euro(omvang.volume) if omvang.eenheid == EURO_IN_CENTEN else quantity(omvang.volume, UNITS[omvang.eenheid])
    per = PER.get(omvang.frequentie)
    if per is None:
        return {"quantityQuantity": volume}
    return {"quantityRatio": {"numerator": volume, "denominator": quantity(1, per)}}
