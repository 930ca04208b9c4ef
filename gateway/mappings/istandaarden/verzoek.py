"""What a provider asks for (315, 317) as ServiceRequests with intent proposal, one per product."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import (
    aanbieder,
    client,
    coding,
    concept,
    extension,
    period,
)
from gateway.mappings.istandaarden.policy import WIJZIGING, ZONDER_PRODUCT
from gateway.mappings.istandaarden.specification import AGB
from gateway.mappings.istandaarden.toewijzing import amount, product_code
from gateway.sources.istandaarden.bericht import Product, Wet
from gateway.sources.istandaarden.verzoek import (
    AangevraagdProduct,
    Bericht315,
    Bericht317,
    NieuwProduct,
    TeWijzigenProduct,
    Verwijzer,
)
from gateway.stages.vocabulary import FhirJson

JA = "1"


def proposals(bericht: Bericht315 | Bericht317) -> Iterator[tuple[str, FhirJson]]:
    """Each wanted product with the ReferentieAanbieder it is asked under."""
    if isinstance(bericht, Bericht315):
        for product in bericht.client.aangevraagde_producten:
            yield product.referentie_aanbieder, _aangevraagd(bericht, product)
        return
    verzoek = bericht.client.verzoek
    for wijzigt in verzoek.te_wijzigen_producten:
        yield verzoek.referentie_aanbieder, _wijziging(bericht, wijzigt)
    for number, nieuw in enumerate(verzoek.nieuwe_producten, start=1):
        yield verzoek.referentie_aanbieder, _nieuw(bericht, nieuw, number)


def _aangevraagd(bericht: Bericht315, product: AangevraagdProduct) -> FhirJson:
    referentie = product.referentie_aanbieder
    made = _proposal(bericht, referentie) | {
        "code": _code(bericht.law, product.product),
        **amount(product.omvang, product.budget),
        "occurrencePeriod": period(product.toewijzing_ingangsdatum, product.toewijzing_einddatum),
        "extension": list(_toelichting(product)),
    }
    if product.beschikking_nummer is not None:
        decided = {
            "system": systems.beschikking(bericht.header.gemeente.value),
            "value": str(product.beschikking_nummer),
        }
        made["basedOn"] = [{"identifier": decided, "display": "Beschikking"}]
    if product.commentaar:
        made["note"] = [{"text": product.commentaar}]
    return made


def _toelichting(product: AangevraagdProduct) -> Iterator[FhirJson]:
    yield {"url": systems.EXT_VERWIJZER, "extension": list(_verwijzer(product.verwijzer))}
    if product.raamcontract is not None:
        yield extension(systems.EXT_RAAMCONTRACT, "Boolean", product.raamcontract == JA)
    if product.beschikking_ingangsdatum is not None:
        since = product.beschikking_ingangsdatum.isoformat()
        yield extension(systems.EXT_BESCHIKKING_INGANGSDATUM, "Date", since)


def _verwijzer(verwijzer: Verwijzer) -> Iterator[FhirJson]:
    soort = coding(systems.TYPE_VERWIJZER, verwijzer.type, codelijsten.TYPE_VERWIJZER[verwijzer.type])
    yield {"url": "type", "valueCodeableConcept": concept(soort)}
    if verwijzer.naam is not None:
        yield {"url": "naam", "valueString": verwijzer.naam}
    if verwijzer.zorgverlener_code is not None:
        yield {"url": "zorgverlener", "valueIdentifier": {"system": AGB, "value": verwijzer.zorgverlener_code}}


def _wijziging(bericht: Bericht317, product: TeWijzigenProduct) -> FhirJson:
    """What the allocation is for is not said again: the one it replaces says that."""
    number = str(product.toewijzing_nummer)
    return _proposal(bericht, bericht.client.verzoek.referentie_aanbieder, "wijziging", number) | {
        "code": {"text": WIJZIGING},
        "replaces": [toewijzing(bericht, number)],
        **amount(product.omvang, product.budget),
        "occurrencePeriod": period(product.gewenste_ingangsdatum, product.einddatum),
    }


def _nieuw(bericht: Bericht317, product: NieuwProduct, number: int) -> FhirJson:
    return _proposal(bericht, bericht.client.verzoek.referentie_aanbieder, "nieuw", str(number)) | {
        "code": _code(bericht.law, product.product),
        **amount(product.omvang, product.budget),
        "occurrencePeriod": period(product.gewenste_ingangsdatum, product.einddatum),
    }


def _proposal(bericht: Bericht315 | Bericht317, referentie: str, *deel: str) -> FhirJson:
    header = bericht.header
    return {
        "resourceType": "ServiceRequest",
        "id": proposal_id(bericht, referentie, *deel),
        "identifier": [referentie_van(bericht, referentie)],
        "status": "active",
        "intent": "proposal",
        "subject": client(),
        "authoredOn": header.dagtekening.isoformat(),
        "requester": aanbieder(header.aanbieder),
        "performer": [aanbieder(header.aanbieder)],
    }


def proposal_id(bericht: Bericht315 | Bericht317, referentie: str, *deel: str) -> str:
    return fhir_id("verzoek", bericht.law.lower(), bericht.header.aanbieder.value, referentie, *deel)


def referentie_van(bericht: Bericht315 | Bericht317, referentie: str) -> FhirJson:
    return {"system": systems.referentie_aanbieder(bericht.header.aanbieder.value), "value": referentie}


def toewijzing(bericht: Bericht315 | Bericht317, number: str) -> FhirJson:
    """An allocation, by the number its gemeente gave it."""
    system = systems.toewijzing(bericht.law, bericht.header.gemeente.value)
    return {"type": "ServiceRequest", "identifier": {"system": system, "value": number}}


def _code(law: Wet, product: Product | None) -> FhirJson:
    return product_code(law, product) if product else {"text": ZONDER_PRODUCT}
