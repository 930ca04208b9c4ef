"""A claim (323) as one Claim per client, its answer (325) as one ClaimResponse per Claim. Cents become euros."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.identifiers import Bsn
from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import (
    aanbieder,
    bsn_sleutel,
    client,
    coding,
    concept,
    extension,
    gemeente,
    money,
    period,
    quantity,
)
from gateway.mappings.istandaarden.specification import EURO, THO, UNITS
from gateway.mappings.istandaarden.toewijzing import EURO_IN_CENTEN, product_code
from gateway.sources.istandaarden.bericht import Product
from gateway.sources.istandaarden.declaratie import Bericht323, Client323, Periode, Prestatie
from gateway.stages.vocabulary import FhirJson
from gateway.wire.json import Exact


def claims(bericht: Bericht323) -> Iterator[tuple[Bsn, FhirJson]]:
    """Each client with its claim."""
    for claimed in bericht.declaratie.clienten:
        yield Bsn(claimed.bsn), _claim(bericht, claimed)


def claim_id(bericht: Bericht323, bsn: Bsn) -> str:
    nummer = bericht.declaratie.declaratie_nummer
    return fhir_id("declaratie", nummer, bsn_sleutel(bericht.law, bericht.header, bsn))


def nummer(bericht: Bericht323) -> FhirJson:
    system = systems.declaratie(bericht.law, bericht.header.aanbieder.value)
    return {"system": system, "value": bericht.declaratie.declaratie_nummer}


def shared(bericht: Bericht323) -> FhirJson:
    """What a Claim and its response have in common."""
    return {
        "status": "active",
        "type": concept(coding(f"{THO}/claim-type", "professional")),
        "use": "claim",
        "patient": client(),
        "insurer": gemeente(bericht.header.gemeente),
    }


def _claim(bericht: Bericht323, claimed: Client323) -> FhirJson:
    declaratie, header = bericht.declaratie, bericht.header
    return {
        "resourceType": "Claim",
        "id": claim_id(bericht, Bsn(claimed.bsn)),
        "extension": [
            # Of the whole message; the total of a Claim is that of its client.
            extension(systems.EXT_DECLARATIE_TOTAAL, "Money", money(declaratie.totaal_ingediend_bedrag.saldo))
        ],
        "identifier": [nummer(bericht)],
        **shared(bericht),
        "billablePeriod": _period(declaratie.declaratie_periode),
        "created": declaratie.declaratie_dagtekening.isoformat(),
        "provider": aanbieder(header.aanbieder),
        "priority": concept(coding(f"{THO}/processpriority", "normal")),
        "insurance": [
            {"sequence": 1, "focal": True, "coverage": {"display": f"{bericht.law}, {header.gemeente.value}"}}
        ],
        "item": [_item(bericht, number, p) for number, p in enumerate(claimed.prestaties, start=1)],
        "total": money(sum(p.ingediend_bedrag.saldo for p in claimed.prestaties)),
    }


def _item(bericht: Bericht323, number: int, prestatie: Prestatie) -> FhirJson:
    made: FhirJson = {
        "extension": list(_references(bericht, prestatie)),
        "sequence": number,
        "productOrService": product_code(bericht.law, Product(prestatie.product_categorie, prestatie.product_code)),
        "servicedPeriod": _period(prestatie.product_periode),
        "quantity": _quantity(prestatie),
        "net": money(prestatie.ingediend_bedrag.saldo),
    }
    if prestatie.product_tarief is not None:
        made["unitPrice"] = money(prestatie.product_tarief)
    return made


def _references(bericht: Bericht323, prestatie: Prestatie) -> Iterator[FhirJson]:
    law, header = bericht.law, bericht.header
    own = systems.prestatie(law, header.aanbieder.value)
    yield extension(systems.EXT_PRODUCT_REFERENTIE, "Identifier", {"system": own, "value": prestatie.referentie_nummer})
    if prestatie.vorig_referentie_nummer is not None:
        earlier = {"system": own, "value": prestatie.vorig_referentie_nummer}
        yield extension(systems.EXT_VORIGE_REFERENTIE, "Identifier", earlier)
    allocated = {
        "system": systems.toewijzing(law, header.gemeente.value),
        "value": str(prestatie.toewijzing_nummer),
    }
    yield extension(systems.EXT_TOEWIJZING, "Identifier", allocated)
    code = prestatie.ingediend_bedrag.debet_credit
    yield extension(
        systems.EXT_DEBET_CREDIT,
        "Coding",
        coding(f"{systems.BASE}/CodeSystem/cod043", code, codelijsten.DEBET_CREDIT[code]),
    )


def _quantity(prestatie: Prestatie) -> FhirJson:
    """Eenheid 83 counts cents: a volume of money is written in euros."""
    if prestatie.eenheid == EURO_IN_CENTEN:
        cents = prestatie.geleverd_volume
        value = Exact(f"{cents // 100}.{cents % 100:02}")
        return {"value": value, "unit": EURO.unit, "system": EURO.system, "code": EURO.code}
    return quantity(prestatie.geleverd_volume, UNITS[prestatie.eenheid])


def _period(periode: Periode) -> FhirJson:
    return period(periode.begindatum, periode.einddatum)
