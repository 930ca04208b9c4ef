"""Claims of a provider as a 323: one Claim per client, all of one DeclaratieNummer."""

from __future__ import annotations

from typing import TypeVar

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.uitgaand import nummers, producten
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel, bsn
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import centen, dag
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.declaratie import (
    CREDIT,
    DEBET,
    Bedrag,
    Client323,
    Declaratie,
    Periode,
    Prestatie,
)

SOORTEN = frozenset({"Claim"})
_T = TypeVar("_T")


def declaratie(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Declaratie:
    """What Claims say of the whole message must be the same on each; the total is their sum (TR358)."""
    claims = bundel.nodige("Claim", kind)
    clients = tuple(_client(bundel, each, law, partijen) for each in claims)
    total = sum(p.ingediend_bedrag.saldo for client in clients for p in client.prestaties)
    for claim in claims:
        told = claim.extensie(systems.EXT_DECLARATIE_TOTAAL)
        if told is not None and centen(told.nodig("valueMoney", "TotaalBedrag"), "TotaalBedrag", "currency") != total:
            told.weiger("The total is not that of these Claims (TR358)", "send every Claim of this declaration")
    return Declaratie(
        declaratie_nummer=_zelfde(claims, "identifier", [_nummer(each, law, partijen) for each in claims]),
        declaratie_periode=_zelfde(claims, "billablePeriod", [_periode(each, "billablePeriod") for each in claims]),
        declaratie_dagtekening=_zelfde(
            claims, "created", [dag(each, "created", "DeclaratieDagtekening") for each in claims]
        ),
        totaal_ingediend_bedrag=Bedrag(abs(total), CREDIT if total < 0 else DEBET),
        clienten=clients,
    )


def _client(bundel: Bundel, claim: Stuk, law: Wet, partijen: Partijen) -> Client323:
    if claim.tekst("use") != "claim":
        claim.weiger("Only what was delivered is claimed", "send a Claim with use claim", "use")
    partijen.gemeente(claim.nodig("insurer", "the gemeente"))
    partijen.aanbieder(claim.nodig("provider", "the aanbieder"))
    items = claim.stukken("item")
    if not items:
        claim.mist("item", "Prestatie")
    return Client323(bsn(bundel.client(claim, "patient")), tuple(_prestatie(each, law, partijen) for each in items))


def _nummer(claim: Stuk, law: Wet, partijen: Partijen) -> str:
    system = systems.declaratie(law, next(iter(partijen.aanbieders)))
    found = [each for each in claim.stukken("identifier") if each.tekst("system") == system]
    return (
        found[0].nodige_tekst("value", "DeclaratieNummer")
        if found
        else claim.mist("identifier", f"DeclaratieNummer ({system})")
    )


def _prestatie(item: Stuk, law: Wet, partijen: Partijen) -> Prestatie:
    named = producten.product(item.nodig("productOrService", "ProductCategorie"), law)
    volume, eenheid = producten.volume(item.nodig("quantity", "GeleverdVolume"))
    tarief = item.stuk("unitPrice")
    vorig = item.extensie(systems.EXT_VORIGE_REFERENTIE)
    own = systems.prestatie(law, next(iter(partijen.aanbieders)))
    return Prestatie(
        referentie_nummer=_referentie(_deel(item, systems.EXT_PRODUCT_REFERENTIE, "ReferentieNummer"), own),
        toewijzing_nummer=nummers.toewijzing(
            _deel(item, systems.EXT_TOEWIJZING, "ToewijzingNummer").nodig("valueIdentifier", "ToewijzingNummer"),
            law,
            partijen,
        ),
        product_categorie=named.categorie,
        product_code=named.code or item.mist("productOrService", "ProductCode"),
        product_periode=_periode(item, "servicedPeriod"),
        geleverd_volume=volume,
        eenheid=eenheid,
        ingediend_bedrag=_bedrag(item),
        product_tarief=None if tarief is None else abs(centen(tarief, "ProductTarief", "currency")),
        vorig_referentie_nummer=None if vorig is None else _referentie(vorig, own),
    )


def _bedrag(item: Stuk) -> Bedrag:
    """Which way an amount goes is said beside it, and by its sign."""
    amount = centen(item.nodig("net", "IngediendBedrag"), "IngediendBedrag", "currency")
    told = item.extensie(systems.EXT_DEBET_CREDIT)
    coding = told.stuk("valueCoding") if told is not None else None
    said = str(coding.tekst("code")) if coding is not None else CREDIT if amount < 0 else DEBET
    if said not in codelijsten.DEBET_CREDIT or (amount != 0 and (said == CREDIT) != (amount < 0)):
        item.weiger("What is paid back is negative, what is claimed is not", "make net and debet-credit agree", "net")
    return Bedrag(abs(amount), said)


def _referentie(extension: Stuk, system: str) -> str:
    identifier = extension.nodig("valueIdentifier", "ReferentieNummer")
    if identifier.tekst("system") != system:
        identifier.mist("system", f"ReferentieNummer ({system})")
    return identifier.nodige_tekst("value", "ReferentieNummer")


def _deel(item: Stuk, url: str, element: str) -> Stuk:
    found = item.extensie(url)
    return found if found is not None else item.mist("extension", element, f"give {url}")


def _periode(stuk: Stuk, name: str) -> Periode:
    period = stuk.nodig(name, "Begindatum and Einddatum")
    return Periode(dag(period, "start", "Begindatum"), dag(period, "end", "Einddatum"))


def _zelfde(claims: list[Stuk], name: str, values: list[_T]) -> _T:
    for claim, value in zip(claims, values, strict=True):
        if value != values[0]:
            claim.weiger("This is said once of the whole declaration", "make it the same on each Claim", name)
    return values[0]
