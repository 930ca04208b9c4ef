"""Cases of the rules inside one message (control level 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gateway.sources.istandaarden.bericht import Omvang, Product
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.persoon import (
    Achternaam,
    Communicatie,
    Contact,
    Geboortedatum,
    Naam,
    OpenPeriode,
    Telefoon,
)
from gateway.wire import xml
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import ADRES, CONTACT, START, STOP, TOEGEWEZEN, Law
from tests.unit.sources.istandaarden.gevallen import (
    Gegeven,
    Geval,
    Maker,
    antwoord325,
    declaratie,
    gelezen,
    klant,
    na,
    op_verzoek,
    prestatie,
    toewijzing,
    vot,
    vow,
)

TIJDELIJK = Contact(soort="04", adres=ADRES, periode=OpenPeriode(date(2025, 1, 1), date(2025, 6, 1)))
BUDGET = replace(TOEGEWEZEN, product=None, omvang=None, budget=20000)
PERIODE_MAART: list[bouw.Node] = [("b:Begindatum", "2025-03-01"), ("b:Einddatum", "2025-03-31")]


def t301(**changes: object) -> Maker:
    return lambda law: toewijzing(law, replace(TOEGEWEZEN, **changes))  # type: ignore[arg-type]


def c301(**client: object) -> Maker:
    return lambda law: toewijzing(law, **client)


def contact(**changes: object) -> Maker:
    return c301(contactgegevens=(replace(CONTACT, **changes),))  # type: ignore[arg-type]


def naam(gebruik: str, *, partner: bool = False) -> Naam:
    return Naam(Achternaam("Dijk"), Achternaam("Bos") if partner else None, "Anna", None, gebruik)


def p315(**changes: object) -> Maker:
    return lambda law: vot(law, **changes)


def n317(ingang: str = "2025-06-01", **changes: object) -> Maker:
    return lambda law: vow(law, nieuw=(bouw.nieuw_nodes(law, ingang, **{"Product": _ander(law), **changes}),))


def _ander(law: Law) -> list[bouw.Node]:
    """Another product than that of allocation 101."""
    return [("b:Categorie", "03" if law == "Wmo" else "41"), ("b:Code", "03A01" if law == "Wmo" else "41A01")]


def categorie(law: Law) -> list[bouw.Node]:
    return [("b:Categorie", bouw.PRODUCT[law].categorie)]


def p323(*, totaal: str = "5000", debet_credit: str = "D", **changes: object) -> Maker:
    return lambda law: declaratie(law, bouw.prestatie_nodes(law, **changes), totaal=totaal, debet_credit=debet_credit)


def euro(law: Law, bedrag: str) -> Gegeven:
    """A claim in euros, on an allocation of 200 euros a month."""
    node = bouw.prestatie_nodes(
        law, GeleverdVolume="5000", Eenheid="83", ProductTarief=None, IngediendBedrag=bouw.bedrag_nodes(bedrag)
    )
    known = klant(law, Omvang=bouw.omvang_nodes("20000", "83", "4")[1])
    return declaratie(law, node, bekend=known, totaal=bedrag)


def maart(law: Law, referentie: str = "RN2", **changes: object) -> bouw.Node:
    """Two hours in March, on an allocation that ran then."""
    return bouw.prestatie_nodes(
        law,
        referentie,
        **{
            "ProductPeriode": PERIODE_MAART,
            "GeleverdVolume": "2",
            "IngediendBedrag": bouw.bedrag_nodes("2500"),
            **changes,
        },
    )


def met_maart(law: Law, *nodes: bouw.Node, **parts: object) -> Gegeven:
    return declaratie(law, *nodes, bekend=klant(law, Ingangsdatum="2025-01-01"), **parts)  # type: ignore[arg-type]


def credit(law: Law, vorig: str, referentie: str) -> bouw.Node:
    return bouw.prestatie_nodes(law, referentie, vorig)


def twee_credits(law: Law, eerste: str, tweede: str) -> Gegeven:
    """Two credits on debits of January and February that were approved before."""
    januari: list[bouw.Node] = [("b:Begindatum", "2025-01-01"), ("b:Einddatum", "2025-01-31")]
    known = klant(
        law,
        prestatie(law, "RN1"),
        prestatie(law, "RN2", ProductPeriode=januari),
        Ingangsdatum="2025-01-01",
    )
    nodes = [
        bouw.prestatie_nodes(law, "RN3", eerste),
        bouw.prestatie_nodes(law, "RN4", tweede, ProductPeriode=januari),
    ]
    return declaratie(law, *nodes, bekend=known, totaal="10000", debet_credit="C")


def oud(law: Law, dagtekening: str) -> Gegeven:
    april = [("b:Begindatum", "2021-04-01"), ("b:Einddatum", "2021-04-30")]
    known = klant(law, Ingangsdatum="2021-01-01", Toewijzingsdatum="2021-01-01")
    return declaratie(
        law,
        bouw.prestatie_nodes(law, ProductPeriode=april),
        bekend=known,
        dagtekening=dagtekening,
        kop=bouw.Kop(dagtekening="2027-01-01"),
    )


def later(gegeven: Gegeven) -> Gegeven:
    return Gegeven(gegeven.message, replace(gegeven.kennis, vandaag=date(2027, 2, 1)))


def twee_producten(law: Law, ingang: str) -> Gegeven:
    first = replace(TOEGEWEZEN, einddatum=date(2025, 6, 30))
    second = replace(TOEGEWEZEN, toewijzing_nummer=102, ingangsdatum=date.fromisoformat(ingang))
    return toewijzing(law, first, second)


def start(**changes: object) -> Maker:
    """Taakgericht support needs no allocation (IV096)."""
    return lambda law: Gegeven(bouw.start(replace(START, **changes), law=law))  # type: ignore[arg-type]


def credit325(law: Law) -> Gegeven:
    """The Prestatie that is sent back turned into a credit, without the debit it would take back."""
    found = antwoord325(law)
    head, volume, tail = xml.serialise(found.message.body.root).decode().partition("GeleverdVolume>")
    data = head + volume + tail.replace("DebetCredit>D", "DebetCredit>C", 1)
    return gelezen(data.encode(), beantwoord=found.kennis.beantwoord)


def na_start(law: Law) -> Kennis:
    return na(bouw.start(replace(START, toewijzing_nummer=None), law=law))


def b315(**changes: object) -> Maker:
    """A budget instead of a volume."""
    return lambda law: vot(law, **{"Product": None, "Omvang": None, "Budget": "20000", **changes})


def b317(**changes: object) -> Maker:
    return n317(
        "2026-01-01", **{"Product": None, "Einddatum": "2026-12-31", "Omvang": None, "Budget": "20000", **changes}
    )


GOED_301, GOED_315, GOED_323 = c301(), p315(), p323()
TAAKGERICHT = start(toewijzing_nummer=None)

CONDITIES = (
    Geval("CD005", "301", GOED_301, contact(adres=replace(ADRES, land_code=None))),
    Geval("CD007", "301", c301(communicatie=Communicatie("1", "Fries")), c301(communicatie=Communicatie("1"))),
    Geval(
        "CD009",
        "301",
        c301(contactgegevens=(CONTACT, TIJDELIJK)),
        contact(periode=OpenPeriode(date(2025, 1, 1), None)),
    ),
    Geval("CD025", "301", GOED_301, contact(adres=replace(ADRES, huis=None))),
    Geval(
        "CD034",
        "301",
        GOED_301,
        contact(adres=replace(ADRES, postcode=None, land_code=None), telefoon=(Telefoon("0612345678", "0031"),)),
    ),
    Geval("CD041", "301", GOED_301, t301(omvang=None)),
    Geval("CD041", "315", GOED_315, p315(Omvang=None)),
    Geval("CD041", "317", n317(), n317(Omvang=None)),
    Geval(
        "CD043", "315", p315(BeschikkingNummer=None, BeschikkingIngangsdatum=None), p315(BeschikkingIngangsdatum=None)
    ),
    Geval("CD060", "323", GOED_323, p323(debet_credit="C", IngediendBedrag=bouw.bedrag_nodes("5000", "C"))),
    Geval(
        "CD060",
        "325",
        antwoord325,
        credit325,
    ),
    Geval(
        "CD066",
        "315",
        p315(Verwijzer=[("b:Type", "02"), ("b:Naam", "J. de Boer")]),
        p315(Verwijzer=[("b:Type", "02"), ("b:Naam", "J. de Boer"), ("b:ZorgverlenerCode", "01012345")]),
    ),
    Geval("CD067", "315", GOED_315, p315(Verwijzer=[("b:Type", "04")])),
    Geval(
        "CD068",
        "315",
        p315(Verwijzer=[("b:Type", "06")]),
        p315(Verwijzer=[("b:Type", "06"), ("b:ZorgverlenerCode", "01012345")]),
    ),
    Geval(
        "CD075",
        "301",
        lambda law: toewijzing(law, BUDGET),
        lambda law: toewijzing(law, replace(BUDGET, einddatum=None)),
    ),
    Geval("CD075", "315", b315(), b315(ToewijzingEinddatum=None)),
    Geval("CD075", "317", b317(), b317(Einddatum=None)),
    Geval("CD076", "301", GOED_301, t301(einddatum=None)),
    Geval("CD076", "315", GOED_315, p315(ToewijzingEinddatum=None)),
    Geval("CD076", "317", n317(), n317(Einddatum=None)),
    Geval("CD077", "301", GOED_301, t301(budget=20000)),
    Geval("CD077", "315", b315(), b315(Omvang=bouw.omvang_nodes()[1])),
    Geval("CD077", "317", b317(), b317(Omvang=bouw.omvang_nodes()[1])),
    Geval("CD078", "315", b315(), b315(Omvang=bouw.omvang_nodes()[1])),
    Geval("CD078", "317", b317(), b317(Omvang=bouw.omvang_nodes()[1])),
    Geval("CD078", "301", lambda law: toewijzing(law, BUDGET), t301(budget=20000)),
    Geval("CD079", "301", GOED_301, t301(product=None, omvang=None)),
    Geval("CD079", "315", GOED_315, p315(Product=None, Omvang=None)),
    Geval("CD079", "317", n317(), n317(Product=None, Omvang=None)),
    Geval("CD080", "301", t301(product=Product("02"), omvang=None), t301(product=Product("02"))),
    Geval(
        "CD085", "319", lambda law: op_verzoek(law, antwoord="1", reden="2"), lambda law: op_verzoek(law, antwoord="1")
    ),
    Geval("CD086", "319", op_verzoek, lambda law: op_verzoek(law, antwoord="2", reden="2")),
    Geval("CD087", "323", GOED_323, p323(ProductTarief=None)),
    Geval(
        "CD095",
        "315",
        lambda law: vot(law, Product=categorie(law), Omvang=None),
        lambda law: vot(law, Product=categorie(law)),
    ),
    Geval(
        "CD096",
        "317",
        n317(),
        lambda law: vow(law, nieuw=(bouw.nieuw_nodes(law, Product=_ander(law)[:1]),)),
    ),
)


CONSTRAINTS = (
    Geval("CS002", "301", GOED_301, c301(bsn="123456789")),
    Geval("CS002", "323", GOED_323, lambda law: gelezen(bouw.xml323(law, ("123456789", [bouw.prestatie_nodes(law)])))),
    Geval("CS003", "301", GOED_301, t301(einddatum=date(2025, 3, 31))),
    Geval("CS003", "315", GOED_315, p315(ToewijzingEinddatum="2025-03-31")),
    Geval("CS003", "317", n317(), n317(Einddatum="2025-05-31")),
    Geval("CS050", "301", c301(naam=naam("3", partner=True)), c301(naam=naam("3"))),
    Geval("CS058", "305", TAAKGERICHT, start(toewijzing_nummer=None, status_aanlevering="2")),
    Geval(
        "CS058",
        "307",
        lambda law: Gegeven(bouw.stop(replace(STOP, toewijzing_nummer=None), law=law), na_start(law)),
        lambda law: Gegeven(bouw.stop(replace(STOP, status_aanlevering="9"), law=law)),
    ),
    Geval("CS089", "301", GOED_301, contact(adres=replace(ADRES, postcode="1234 ab"))),
    Geval(
        "CS100",
        "323",
        GOED_323,
        p323(ProductPeriode=[("b:Begindatum", "2020-12-01"), ("b:Einddatum", "2020-12-31")]),
    ),
    Geval(
        "CS139",
        "301",
        c301(geboortedatum=Geboortedatum(date(1950, 1, 1), "2")),
        c301(geboortedatum=Geboortedatum(date(1950, 3, 1), "2")),
    ),
    Geval("CS318", "301", GOED_301, c301(naam=naam("6"))),
    Geval(
        "CS325",
        "323",
        p323(totaal="0", GeleverdVolume="0", IngediendBedrag=bouw.bedrag_nodes("0")),
        p323(totaal="0", debet_credit="C", GeleverdVolume="0", IngediendBedrag=bouw.bedrag_nodes("0")),
    ),
    Geval("CS335", "301", t301(reden_wijziging="13", einddatum=date(2025, 4, 1)), t301(reden_wijziging="13")),
    Geval("CS336", "301", t301(reden_wijziging="14"), t301(reden_wijziging="01")),
    Geval(
        "CS337",
        "323",
        GOED_323,
        p323(ProductPeriode=[("b:Begindatum", "2025-03-30"), ("b:Einddatum", "2025-04-30")]),
    ),
    Geval("CS338", "301", t301(omvang=Omvang(2, "16", "2")), t301(omvang=Omvang(2, "16", "1"))),
    Geval(
        "CS338",
        "317",
        n317(Omvang=bouw.omvang_nodes("2", "16", "2")[1]),
        n317(Omvang=bouw.omvang_nodes("2", "16", "1")[1]),
    ),
    Geval("CS339", "323", lambda law: euro(law, "5000"), lambda law: euro(law, "4999")),
    Geval("CS340", "323", GOED_323, lambda law: declaratie(law, periode=("2025-04-01", "2025-04-29"))),
    Geval(
        "CS343",
        "315",
        p315(Omvang=bouw.omvang_nodes("2", "16", "2")[1]),
        p315(Omvang=bouw.omvang_nodes("2", "16", "1")[1]),
    ),
)

TECHNISCH = (
    Geval(
        "TR002",
        "301",
        c301(geboortedatum=Geboortedatum(date(1900, 1, 1), "3")),
        c301(geboortedatum=Geboortedatum(date(1900, 1, 1))),
    ),
    Geval("TR006", "301", GOED_301, contact(adres=None)),
    Geval(
        "TR018",
        "307",
        lambda law: Gegeven(bouw.stop(replace(STOP, toewijzing_nummer=None), law=law), na_start(law)),
        lambda law: Gegeven(bouw.stop(replace(STOP, einddatum=date(2025, 4, 2)), law=law)),
    ),
    Geval("TR061", "301", GOED_301, c301(contactgegevens=(TIJDELIJK,))),
    Geval(
        "TR101",
        "301",
        lambda law: twee_producten(law, "2025-07-01"),
        lambda law: toewijzing(
            law, TOEGEWEZEN, replace(TOEGEWEZEN, ingangsdatum=date(2026, 1, 1), einddatum=date(2026, 2, 1))
        ),
    ),
    Geval(
        "TR101",
        "317",
        n317(),
        lambda law: vow(law, blijft=("101", "101"), nieuw=(bouw.nieuw_nodes(law, Product=_ander(law)),)),
    ),
    Geval(
        "TR101",
        "323",
        lambda law: met_maart(law, bouw.prestatie_nodes(law), maart(law), totaal="7500"),
        lambda law: met_maart(law, bouw.prestatie_nodes(law), maart(law, "RN1"), totaal="7500"),
    ),
    Geval("TR134", "301", GOED_301, t301(toewijzingsdatum=date(2025, 4, 6))),
    Geval("TR134", "323", GOED_323, lambda law: declaratie(law, dagtekening="2025-05-07")),
    Geval(
        "TR134",
        "325",
        antwoord325,
        lambda law: antwoord325(law, ("Dagtekening>2025-05-09", "Dagtekening>2025-05-05")),
    ),
    Geval(
        "TR137",
        "323",
        GOED_323,
        lambda law: declaratie(law, kop=bouw.Kop(dagtekening="2025-04-29"), dagtekening="2025-04-29"),
    ),
    Geval("TR101", "315", GOED_315, lambda law: vot(law, bouw.aangevraagd_nodes(law), bouw.aangevraagd_nodes(law))),
    Geval(
        "TR101",
        "305",
        TAAKGERICHT,
        lambda law: Gegeven(bouw.start(START, START, law=law)),
    ),
    Geval(
        "TR137",
        "325",
        antwoord325,
        lambda law: antwoord325(law, ("Einddatum>2025-04-30", "Einddatum>2025-05-31")),
    ),
    Geval("TR302", "301", lambda law: twee_producten(law, "2025-07-01"), lambda law: twee_producten(law, "2025-06-30")),
    Geval("TR315", "323", lambda law: twee_credits(law, "RN1", "RN2"), lambda law: twee_credits(law, "RN1", "RN1")),
    Geval(
        "TR316",
        "323",
        lambda law: twee_credits(law, "RN1", "RN2"),
        lambda law: declaratie(law, bouw.prestatie_nodes(law), credit(law, "RN1", "RN2"), totaal="0"),
    ),
    Geval("TR335", "323", lambda law: later(oud(law, "2026-04-30")), lambda law: later(oud(law, "2026-05-01"))),
    Geval(
        "TR342",
        "325",
        antwoord325,
        lambda law: antwoord325(law, ("TotaalBedrag>2500", "TotaalBedrag>2501")),
    ),
    Geval(
        "TR352",
        "317",
        n317(),
        lambda law: vow(law, blijft=(), nieuw=(bouw.nieuw_nodes(law, Product=_ander(law)),)),
    ),
    Geval("TR353", "317", n317(), vow),
    Geval("TR358", "323", GOED_323, p323(totaal="5001")),
    Geval(
        "TR377",
        "319",
        lambda law: op_verzoek(law, antwoord="1", reden="8", gemeente="1916"),
        lambda law: op_verzoek(law, antwoord="1", reden="8"),
        ("Jeugdwet",),
    ),
    Geval("TR380", "317", n317("2025-04-06"), n317("2025-04-05")),
    Geval(
        "TR383",
        "315",
        lambda law: vot(law, bouw.aangevraagd_nodes(law, "a"), bouw.aangevraagd_nodes(law, "b", Product=_ander(law))),
        lambda law: vot(law, bouw.aangevraagd_nodes(law, "a"), bouw.aangevraagd_nodes(law, "a", Product=_ander(law))),
    ),
    Geval(
        "TR386",
        "315",
        lambda law: vot(law, bouw.aangevraagd_nodes(law, "a"), bouw.aangevraagd_nodes(law, "b", Product=_ander(law))),
        lambda law: vot(law, bouw.aangevraagd_nodes(law, "a"), bouw.aangevraagd_nodes(law, "b")),
    ),
    Geval(
        "TR409",
        "319",
        lambda law: op_verzoek(law, antwoord="1", reden="5"),
        lambda law: op_verzoek(law, antwoord="1", reden="5", gemeente="1916"),
        ("Jeugdwet",),
    ),
    Geval(
        "TR410",
        "317",
        n317(),
        lambda law: vow(
            law,
            nieuw=(
                bouw.nieuw_nodes(law, Product=_ander(law)),
                bouw.nieuw_nodes(law, "2025-07-01", Product=_ander(law)),
            ),
        ),
    ),
    Geval(
        "TR416",
        "323",
        lambda law: met_maart(law, bouw.prestatie_nodes(law), maart(law), totaal="7500"),
        lambda law: met_maart(law, bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2"), totaal="10000"),
    ),
)


INHOUD = (*CONDITIES, *CONSTRAINTS, *TECHNISCH)
