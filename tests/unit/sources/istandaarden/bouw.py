"""Builds iWmo and iJw 3.2 messages for tests: as XML bytes, whole or small, and as typed messages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Literal

from gateway.identifiers import Agb, Gemeentecode
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.bericht import (
    Bericht301,
    Bericht305,
    Bericht307,
    BerichtIdentificatie,
    Client301,
    Client305,
    Client307,
    Header,
    Omvang,
    Product,
    StartProduct,
    StopProduct,
    ToegewezenProduct,
    XsdVersie,
)
from gateway.sources.istandaarden.persoon import Achternaam, Adres, Contact, Geboortedatum, Huis, Naam
from gateway.sources.istandaarden.soorten import SOORTEN
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml

Law = Literal["Wmo", "Jeugdwet"]
Node = tuple[str, Any]  # ("m:Bsn", "999900006") or ("m:Client", [Node, …]); m = message, b = basisschema

BSN = "999990019"
GEMEENTE, AANBIEDER = "0384", "42420001"
CODES = {soort.kind: soort.bericht_code for soort in SOORTEN}
PRODUCT = {"Wmo": Product("02", "02A05"), "Jeugdwet": Product("45", "45A04")}


def kind(law: Law, number: str) -> str:
    return f"{'WMO' if law == 'Wmo' else 'JW'}{number}"


# --- XML -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kop:
    gemeente: str = GEMEENTE
    aanbieder: str = AANBIEDER
    identificatie: str = "000000000001"
    dagtekening: str = "2025-04-05"


def document(law: Law, number: str, client: list[Node], kop: Kop | None = None, klasse: str = "Client") -> bytes:
    """A message with this client (or Antwoord, or Declaratie): the whole document as bytes."""
    head = kop or Kop()
    name = kind(law, number)
    standaard = "iwmo" if law == "Wmo" else "ijw"
    spaces = {
        "m": f"http://www.istandaarden.nl/{standaard}/3_2/{name.lower()}/schema",
        "b": f"http://www.istandaarden.nl/{standaard}/3_2/basisschema/schema",
    }
    partners = [head.gemeente, head.aanbieder] if number in {"301", "319"} else [head.aanbieder, head.gemeente]
    header: list[Node] = [
        ("m:BerichtCode", CODES[name]),
        ("m:BerichtVersie", "3"),
        ("m:BerichtSubversie", "2"),
        ("m:Afzender", partners[0]),
        ("m:Ontvanger", partners[1]),
        ("m:BerichtIdentificatie", [("b:Identificatie", head.identificatie), ("b:Dagtekening", head.dagtekening)]),
        ("m:XsdVersie", [("b:BasisschemaXsdVersie", "1.0.0"), ("b:BerichtXsdVersie", "1.0.0")]),
    ]
    root = xml.element(f"{{{spaces['m']}}}Bericht", prefixes=spaces)
    for node in (("m:Header", header), (f"m:{klasse}", client)):
        _add(root, node, spaces)
    return xml.serialise(root)


def _add(parent: xml.Element, node: Node, spaces: dict[str, str]) -> None:
    name, content = node
    prefix, _, local = name.partition(":")
    made = xml.sub(parent, f"{{{spaces[prefix]}}}{local}", content if isinstance(content, str) else None)
    if not isinstance(content, str):
        for child in content:
            _add(made, child, spaces)


def person_nodes(*, volledig: bool, bsn: str = BSN) -> list[Node]:
    naam: list[Node] = [
        ("b:Geslachtsnaam", [("b:Achternaam", "Dijk"), ("b:Voorvoegsel", "van")]),
        *([("b:Partnernaam", [("b:Achternaam", "Bos"), ("b:Voorvoegsel", "den")])] if volledig else []),
        ("b:Voornamen", "Anna Maria"),
        ("b:Voorletters", "AM"),
        *([("b:NaamGebruik", "3")] if volledig else []),
    ]
    return [
        ("m:Bsn", bsn),
        ("m:Geboortedatum", [("b:Datum", "1950-03-01"), ("b:DatumGebruik", "1")]),
        ("m:Geslacht", "2"),
        ("m:Naam", naam),
    ]


def contact_nodes(soort: str = "01", *, periode: bool = False) -> Node:
    huis: list[Node] = [
        ("b:Huisnummer", "12"),
        ("b:Huisletter", "A"),
        ("b:HuisnummerToevoeging", "bis"),
        ("b:AanduidingWoonadres", "TO"),
    ]
    adres: list[Node] = [
        ("b:Huis", huis),
        ("b:Postcode", "1234AB"),
        ("b:Straatnaam", "Dorpsstraat"),
        ("b:Plaatsnaam", "Waterwijk"),
        ("b:LandCode", "NL"),
    ]
    phones: list[Node] = [
        ("b:Telefoon01", [("b:Telefoonnummer", "0612345678"), ("b:Landnummer", "0031")]),
        ("b:Telefoon02", [("b:Telefoonnummer", "21234567"), ("b:Landnummer", "0032")]),
    ]
    during: Node = ("m:Periode", [("b:Begindatum", "2025-01-01"), ("b:Einddatum", "2025-12-31")])
    return (
        "m:Contact",
        [
            ("m:Soort", soort),
            ("m:Adres", adres),
            ("m:Organisatie", "Woonhuis De Linde"),
            ("m:Telefoon", phones),
            ("m:Emailadres", "anna@example.org"),
            *([during] if periode else []),
        ],
    )


def product_nodes(law: Law) -> Node:
    product = PRODUCT[law]
    return ("m:Product", [("b:Categorie", product.categorie), ("b:Code", str(product.code))])


def toegewezen_nodes(law: Law, nummer: str = "101", **changes: Any) -> Node:
    """A product with every element but Budget, which may not stand beside Omvang."""
    parts: dict[str, Any] = {
        "ToewijzingNummer": nummer,
        "ReferentieAanbieder": "ref-1",
        "Product": product_nodes(law)[1],
        "Toewijzingsdatum": "2025-03-01",
        "Toewijzingstijd": "09:30:00",
        "Ingangsdatum": "2025-04-01",
        "Einddatum": "2025-12-31",
        "RedenWijziging": "04",
        "Omvang": [("b:Volume", "3"), ("b:Eenheid", "04"), ("b:Frequentie", "2")],
        "Commentaar": "Twee keer per week, graag in de ochtend.",
    } | changes
    return ("m:ToegewezenProduct", [(f"m:{name}", value) for name, value in parts.items() if value is not None])


def relatie_nodes(nummer: str = "1") -> Node:
    known = person_nodes(volledig=True)
    return (
        "m:Relatie",
        [("m:Nummer", nummer), ("m:Volgorde", "1"), ("m:Soort", "16"), *known[1:], contact_nodes("03")],
    )


def vol301(law: Law, producten: tuple[Node, ...] | None = None, kop: Kop | None = None, bsn: str = BSN) -> bytes:
    """A 301 with every element of the standard except Budget."""
    client: list[Node] = [
        *person_nodes(volledig=True, bsn=bsn),
        ("m:Communicatie", [("b:Vorm", "1"), ("b:Taal", "Fries")]),
        ("m:JuridischeStatus", "04"),
        ("m:WettelijkeVertegenwoordiging", "08"),
        ("m:Commentaar", "Belt liever niet."),
        ("m:Relaties", [relatie_nodes("1"), relatie_nodes("2")]),
        ("m:Contactgegevens", [contact_nodes("01"), contact_nodes("04", periode=True)]),
        ("m:ToegewezenProducten", list(producten or (toegewezen_nodes(law),))),
    ]
    return document(law, "301", client, kop)


def start_nodes(law: Law, nummer: str | None = "101", begin: str = "2025-04-03", status: str = "1") -> Node:
    return (
        "m:StartProduct",
        [
            *([("m:ToewijzingNummer", nummer)] if nummer else []),
            product_nodes(law),
            ("m:ToewijzingIngangsdatum", "2025-04-01"),
            ("m:Begindatum", begin),
            ("m:StatusAanlevering", status),
        ],
    )


def stop_nodes(law: Law, nummer: str | None = "101", reden: str = "20", einde: str = "2025-06-30") -> Node:
    name, parts = start_nodes(law, nummer)
    return name.replace("Start", "Stop"), [
        *parts[:-1],
        ("m:RedenBeeindiging", reden),
        ("m:Einddatum", einde),
        parts[-1],
    ]


def xml305(law: Law, *producten: Node, kop: Kop | None = None) -> bytes:
    found = list(producten) or [start_nodes(law)]
    return document(law, "305", [*person_nodes(volledig=False), ("m:StartProducten", found)], kop)


def xml307(law: Law, *producten: Node, kop: Kop | None = None) -> bytes:
    found = list(producten) or [stop_nodes(law)]
    return document(law, "307", [*person_nodes(volledig=False), ("m:StopProducten", found)], kop)


def omvang_nodes(volume: str = "3", eenheid: str = "04", frequentie: str = "2") -> Node:
    return ("m:Omvang", [("b:Volume", volume), ("b:Eenheid", eenheid), ("b:Frequentie", frequentie)])


def aangevraagd_nodes(law: Law, referentie: str = "ref-1", **changes: Any) -> Node:
    """A product with every element but Budget, which may not stand beside Omvang."""
    parts: dict[str, Any] = {
        "ReferentieAanbieder": referentie,
        "BeschikkingNummer": "77",
        "Product": product_nodes(law)[1],
        "BeschikkingIngangsdatum": "2025-03-01",
        "ToewijzingIngangsdatum": "2025-04-01",
        "ToewijzingEinddatum": "2025-12-31",
        "Omvang": omvang_nodes()[1],
        "Verwijzer": [("b:Type", "02"), ("b:ZorgverlenerCode", "01012345")],
        "Raamcontract": "1",
        "Commentaar": "Liefst bij dezelfde begeleider.",
    } | changes
    order = [*parts]
    if "Budget" in changes:
        order.insert(order.index("Verwijzer"), order.pop(order.index("Budget")))
    return ("m:AangevraagdProduct", [(f"m:{name}", parts[name]) for name in order if parts[name] is not None])


def xml315(law: Law, *producten: Node, kop: Kop | None = None, bsn: str = BSN) -> bytes:
    """A 315 with every element of the standard except Budget."""
    client: list[Node] = [
        *person_nodes(volledig=False, bsn=bsn),
        *([("m:GezagsdragerBekend", "1")] if law == "Jeugdwet" else []),
        ("m:Commentaar", "Belt liever niet."),
        ("m:AangevraagdeProducten", list(producten or (aangevraagd_nodes(law),))),
    ]
    return document(law, "315", client, kop)


def wijziging_nodes(nummer: str = "102", ingang: str = "2025-06-01", **changes: Any) -> Node:
    parts: dict[str, Any] = {
        "ToewijzingNummer": nummer,
        "GewensteIngangsdatum": ingang,
        "Einddatum": "2025-12-31",
        "Omvang": omvang_nodes()[1],
    } | changes
    return ("m:TeWijzigenProduct", [(f"m:{name}", value) for name, value in parts.items() if value is not None])


def nieuw_nodes(law: Law, ingang: str = "2025-06-01", **changes: Any) -> Node:
    parts: dict[str, Any] = {
        "Product": product_nodes(law)[1],
        "GewensteIngangsdatum": ingang,
        "Einddatum": "2025-12-31",
        "Omvang": omvang_nodes()[1],
    } | changes
    return ("m:NieuwProduct", [(f"m:{name}", value) for name, value in parts.items() if value is not None])


def xml317(
    law: Law,
    referentie: str = "ref-2",
    *,
    blijft: tuple[str, ...] = ("101",),
    wijzigt: tuple[Node, ...] = (),
    nieuw: tuple[Node, ...] = (),
    kop: Kop | None = None,
    bsn: str = BSN,
) -> bytes:
    groups: list[Node] = []
    if blijft:
        kept: list[Node] = [("m:OngewijzigdProduct", [("m:ToewijzingNummer", number)]) for number in blijft]
        groups.append(("m:OngewijzigdeProducten", kept))
    if wijzigt:
        groups.append(("m:TeWijzigenProducten", list(wijzigt)))
    if nieuw:
        groups.append(("m:NieuweProducten", list(nieuw)))
    verzoek: list[Node] = [("m:ReferentieAanbieder", referentie), ("m:RedenVerzoek", "1"), *groups]
    return document(law, "317", [("m:Bsn", bsn), ("m:Verzoek", verzoek)], kop)


def vol317(law: Law, kop: Kop | None = None) -> bytes:
    """A 317 with every element of the standard."""
    budget = wijziging_nodes("103", Omvang=None, Budget="20000")
    los = nieuw_nodes(law, "2025-07-01", Product=None, Omvang=None, Budget="20000")
    return xml317(law, wijzigt=(wijziging_nodes(), budget), nieuw=(nieuw_nodes(law), los), kop=kop)


def xml319(
    law: Law,
    referentie: str = "ref-1",
    antwoord: str = "2",
    reden: str | None = None,
    gemeente: str | None = None,
    kop: Kop | None = None,
) -> bytes:
    found: list[Node] = [
        ("m:ReferentieAanbieder", referentie),
        ("m:VerzoekAntwoord", antwoord),
        *([("m:RedenAfwijzingVerzoek", reden)] if reden else []),
        *([("m:Woonplaatsbeginsel", [("m:Gemeente", gemeente)])] if gemeente else []),
    ]
    return document(law, "319", found, kop, "Antwoord")


def prestatie_nodes(law: Law, referentie: str = "RN1", vorig: str | None = None, **changes: Any) -> Node:
    product = PRODUCT[law]
    refs: list[Node] = [("b:ReferentieNummer", referentie), *([("b:VorigReferentieNummer", vorig)] if vorig else [])]
    parts: dict[str, Any] = {
        "ProductReferentie": refs,
        "ToewijzingNummer": "101",
        "ProductCategorie": product.categorie,
        "ProductCode": str(product.code),
        "ProductPeriode": [("b:Begindatum", "2025-04-01"), ("b:Einddatum", "2025-04-30")],
        "GeleverdVolume": "4",
        "Eenheid": "04",
        "ProductTarief": "1250",
        "IngediendBedrag": bedrag_nodes("5000", "C" if vorig else "D"),
    } | changes
    return ("m:Prestatie", [(f"m:{name}", value) for name, value in parts.items() if value is not None])


def bedrag_nodes(bedrag: str, debet_credit: str = "D", name: str = "Bedrag") -> list[Node]:
    return [(f"b:{name}", bedrag), ("b:DebetCredit", debet_credit)]


def xml323(
    law: Law,
    *clienten: tuple[str, list[Node]],
    totaal: str = "5000",
    debet_credit: str = "D",
    nummer: str = "DN001",
    periode: tuple[str, str] = ("2025-04-01", "2025-04-30"),
    dagtekening: str = "2025-05-06",
    kop: Kop | None = None,
) -> bytes:
    found = clienten or ((BSN, [prestatie_nodes(law)]),)
    declaratie: list[Node] = [
        ("m:DeclaratieNummer", nummer),
        ("m:DeclaratiePeriode", [("b:Begindatum", periode[0]), ("b:Einddatum", periode[1])]),
        ("m:DeclaratieDagtekening", dagtekening),
        ("m:TotaalIngediendBedrag", bedrag_nodes(totaal, debet_credit, "TotaalBedrag")),
        (
            "m:Clienten",
            [("m:Client", [("m:Bsn", bsn), ("m:Prestaties", prestaties)]) for bsn, prestaties in found],
        ),
    ]
    return document(law, "323", declaratie, kop or Kop(dagtekening="2025-05-06"), "Declaratie")


def gelezen(data: bytes) -> SourceMessage:
    return lezen.parse(data)


# --- typed -----------------------------------------------------------------------------------------------------------


def header(law: Law, number: str, **changes: Any) -> Header:
    made = Header(
        bericht_code=CODES[kind(law, number)],
        bericht_versie=3,
        bericht_subversie=2,
        gemeente=Gemeentecode(GEMEENTE),
        aanbieder=Agb(AANBIEDER),
        afzender="gemeente" if number == "301" else "aanbieder",
        bericht_identificatie=BerichtIdentificatie("1", date(2025, 4, 5)),
        xsd_versie=XsdVersie("1.0.0", "1.0.0"),
    )
    return replace(made, **changes)


ADRES = Adres(Huis(12), "1234AB", "Dorpsstraat", "Waterwijk", "NL")
CONTACT = Contact(soort="01", adres=ADRES)
TOEGEWEZEN = ToegewezenProduct(
    toewijzing_nummer=101,
    toewijzingsdatum=date(2025, 3, 1),
    toewijzingstijd=time(9, 30),
    ingangsdatum=date(2025, 4, 1),
    einddatum=date(2025, 12, 31),
    product=PRODUCT["Wmo"],
    omvang=Omvang(3, "04", "2"),
)
CLIENT = Client301(
    bsn=BSN,
    geboortedatum=Geboortedatum(date(1950, 3, 1)),
    geslacht="2",
    naam=Naam(Achternaam("Dijk", "van"), voornamen="Anna", naam_gebruik="1"),
    contactgegevens=(CONTACT,),
    toegewezen_producten=(TOEGEWEZEN,),
)
START = StartProduct(begindatum=date(2025, 4, 3), status_aanlevering="1", toewijzing_nummer=101, product=PRODUCT["Wmo"])
STOP = StopProduct(
    begindatum=date(2025, 4, 3),
    reden_beeindiging="19",
    einddatum=date(2025, 6, 30),
    status_aanlevering="1",
    toewijzing_nummer=101,
    product=PRODUCT["Wmo"],
)


def toewijzing(*producten: ToegewezenProduct, law: Law = "Wmo", **changes: Any) -> SourceMessage:
    """A 301 message; `changes` on the client, `kop_…` on the header."""
    client = replace(CLIENT, **({"toegewezen_producten": producten} if producten else {}) | _client(changes))
    return SourceMessage(
        kind(law, "301"), "3.2", Bericht301(law, kind(law, "301"), _kop(law, "301", changes), client, None)
    )


def start(*producten: StartProduct, law: Law = "Wmo", **changes: Any) -> SourceMessage:
    client = Client305(**_verkort() | {"start_producten": producten or (START,)} | _client(changes))
    return SourceMessage(
        kind(law, "305"), "3.2", Bericht305(law, kind(law, "305"), _kop(law, "305", changes), client, None)
    )


def stop(*producten: StopProduct, law: Law = "Wmo", **changes: Any) -> SourceMessage:
    client = Client307(**_verkort() | {"stop_producten": producten or (STOP,)} | _client(changes))
    return SourceMessage(
        kind(law, "307"), "3.2", Bericht307(law, kind(law, "307"), _kop(law, "307", changes), client, None)
    )


def _verkort() -> dict[str, Any]:
    naam = Naam(Achternaam("Dijk", "van"), voornamen="Anna")
    return {"bsn": BSN, "geboortedatum": CLIENT.geboortedatum, "geslacht": "2", "naam": naam}


def _client(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if not name.startswith("kop_")}


def _kop(law: Law, number: str, changes: dict[str, Any]) -> Header:
    found = {name[4:]: value for name, value in changes.items() if name.startswith("kop_")}
    if "dagtekening" in found or "identificatie" in found:
        named = BerichtIdentificatie(found.pop("identificatie", "1"), found.pop("dagtekening", date(2025, 4, 5)))
        found["bericht_identificatie"] = named
    return header(law, number, **found)
