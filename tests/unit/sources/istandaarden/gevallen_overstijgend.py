"""Cases of the rules against earlier messages and external sources (control levels 3 and 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gateway.identifiers import Gemeentecode
from gateway.sources.istandaarden.bericht import Product
from gateway.sources.istandaarden.kennis import ClientKennis, Tarief
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, START, STOP, Law
from tests.unit.sources.istandaarden.gevallen import (
    Gegeven,
    Geval,
    Maker,
    antwoord325,
    declaratie,
    geantwoord,
    gevraagd,
    ingediend,
    klant,
    na,
    op_verzoek,
    prestatie,
    toegewezen,
    vot,
    vow,
)
from tests.unit.sources.istandaarden.gevallen_inhoud import GOED_315, GOED_323, n317, p323

TIJDELIJK, DEFINITIEF = "20", "36"


def met(maker: Maker, **kennis: Any) -> Maker:
    """The same message with more known beside it."""

    def made(law: Law) -> Gegeven:
        gegeven = maker(law)
        return Gegeven(gegeven.message, replace(gegeven.kennis, **kennis))

    return made


def t301(law: Law) -> Gegeven:
    return Gegeven(toegewezen(law))


# --- 305, 307 --------------------------------------------------------------------------------------------------------


def start(law: Law, *known: Any, **changes: Any) -> Gegeven:
    product = replace(START, **{"product": bouw.PRODUCT[law], **changes})
    return Gegeven(bouw.start(product, law=law), na(toegewezen(law), *known))


def _buiten(law: Law) -> Product:
    return Product("12", "11X01") if law == "Wmo" else Product("46", "45A04")


def gestart(law: Law, **changes: Any) -> Any:
    return bouw.start(replace(START, product=bouw.PRODUCT[law], **changes), law=law)


def gestopt(law: Law, reden: str = TIJDELIJK, **changes: Any) -> Any:
    product = replace(STOP, **{"product": bouw.PRODUCT[law], "reden_beeindiging": reden, **changes})
    return bouw.stop(product, law=law)


def stop(law: Law, *known: Any, reden: str = DEFINITIEF, **changes: Any) -> Gegeven:
    return Gegeven(gestopt(law, reden, **changes), na(toegewezen(law), gestart(law), *known))


LEVERING = (
    Geval("TR019", "305", start, lambda law: Gegeven(gestart(law), na())),
    Geval(
        "TR063",
        "305",
        lambda law: start(law, gestart(law), status_aanlevering="3"),
        lambda law: start(law, status_aanlevering="3"),
    ),
    Geval(
        "TR071",
        "305",
        lambda law: start(law, gestart(law), status_aanlevering="3"),
        lambda law: start(law, gestart(law), gestopt(law), status_aanlevering="3"),
    ),
    Geval("TR074", "305", start, lambda law: start(law, gestart(law))),
    Geval(
        "TR326",
        "305",
        lambda law: start(law, gestart(law), gestopt(law), begindatum=date(2025, 8, 1)),
        lambda law: start(law, gestart(law), begindatum=date(2025, 8, 1)),
    ),
    Geval("TR019", "307", stop, lambda law: Gegeven(gestopt(law, DEFINITIEF), na(gestart(law)))),
    Geval(
        "TR063",
        "307",
        lambda law: stop(law, gestopt(law, DEFINITIEF), status_aanlevering="3"),
        lambda law: stop(law, status_aanlevering="3"),
    ),
    Geval("TR074", "307", stop, lambda law: stop(law, gestopt(law, DEFINITIEF))),
    Geval("TR381", "305", start, lambda law: start(law, product=_buiten(law))),
    Geval("TR381", "307", stop, lambda law: stop(law, product=_buiten(law))),
    Geval("TR382", "307", stop, lambda law: stop(law, begindatum=date(2025, 4, 4))),
    Geval(
        "TR413",
        "307",
        lambda law: stop(law, gestopt(law), einddatum=date(2025, 7, 1)),
        lambda law: stop(law, gestopt(law), reden=TIJDELIJK, einddatum=date(2025, 7, 1)),
    ),
    Geval(
        "TR414",
        "307",
        lambda law: stop(law, gestopt(law)),
        lambda law: stop(law, gestopt(law), einddatum=date(2025, 6, 29)),
    ),
    Geval(
        "TR415",
        "307",
        lambda law: stop(law, gestopt(law), einddatum=date(2025, 7, 1)),
        lambda law: stop(law, gestopt(law, DEFINITIEF), einddatum=date(2025, 7, 1)),
    ),
)


def andere_gemeente(maker: Maker) -> Maker:
    """The same message from or to a gemeente that CBS does not know."""

    def made(law: Law) -> Gegeven:
        gegeven = maker(law)
        body = gegeven.message.body
        header = replace(body.header, gemeente=Gemeentecode("9998"))
        return Gegeven(replace(gegeven.message, body=replace(body, header=header)), gegeven.kennis)

    return made


def andere_bsn(maker: Maker) -> Maker:
    """The same message about a number that fails the 11-proef."""

    def made(law: Law) -> Gegeven:
        gegeven = maker(law)
        body = gegeven.message.body
        client = replace(body.client, bsn="123456789")
        return Gegeven(replace(gegeven.message, body=replace(body, client=client)), gegeven.kennis)

    return made


# A message of each kind that keeps all rules, and its Dagtekening.
GOED: dict[str, tuple[Maker, date]] = {
    "301": (t301, date(2025, 4, 5)),
    "305": (start, date(2025, 4, 5)),
    "307": (stop, date(2025, 4, 5)),
    "315": (GOED_315, date(2025, 4, 5)),
    "317": (n317(), date(2025, 4, 5)),
    "319": (op_verzoek, date(2025, 4, 5)),
    "323": (GOED_323, date(2025, 5, 6)),
    "325": (antwoord325, date(2025, 5, 9)),
}

KOP = (
    *(Geval("TR056", soort, goed, met(goed, identificatie_gebruikt=True)) for soort, (goed, _) in GOED.items()),
    *(
        Geval("TR135", soort, met(goed, vandaag=dag), met(goed, vandaag=dag - timedelta(days=1)))
        for soort, (goed, dag) in GOED.items()
    ),
    *(
        Geval(
            "TR378",
            soort,
            met(andere_gemeente(goed), gemeenten=frozenset({"9998"})) if soort == "301" else goed,
            andere_gemeente(goed),
        )
        for soort, (goed, _) in GOED.items()
        if soort != "319"
    ),
    Geval(
        "TR378",
        "319",
        lambda law: op_verzoek(law, antwoord="1", reden="8", gemeente="1916"),
        lambda law: op_verzoek(law, antwoord="1", reden="8", gemeente="9998"),
        ("Jeugdwet",),
    ),
    Geval("TR378", "319", op_verzoek, andere_gemeente(op_verzoek), ("Wmo",)),
    *(Geval("CS002", soort, GOED[soort][0], andere_bsn(GOED[soort][0])) for soort in ("305", "307", "315", "317")),
    Geval("CS002", "325", antwoord325, lambda law: antwoord325(law, (f"Bsn>{BSN}", "Bsn>123456789"))),
)

# --- 301 -------------------------------------------------------------------------------------------------------------


def honoreert(law: Law, *known: Any, **kennis: Any) -> Gegeven:
    message = toegewezen(law, ReferentieAanbieder="ref-1")
    return Gegeven(message, na(*known, verzoeken_gezien=True, **kennis))


def verwijderd(law: Law) -> Gegeven:
    return Gegeven(toegewezen(law, RedenWijziging="13", Einddatum="2025-04-01"))


def buiten_categorie(law: Law) -> list[bouw.Node]:
    """A code of a national list in another category than that list has it in."""
    code = ("12", "11X01") if law == "Wmo" else ("46", "45A04")
    return [("b:Categorie", code[0]), ("b:Code", code[1])]


TOEWIJZING = (
    Geval("TR332", "301", t301, met(t301, elders=frozenset({101}))),
    Geval("TR379", "301", lambda law: honoreert(law, gevraagd(law)), honoreert),
    Geval("TR385", "301", verwijderd, met(verwijderd, gedeclareerd=frozenset({101}))),
    Geval("TR381", "301", t301, lambda law: Gegeven(toegewezen(law, Product=buiten_categorie(law)))),
    Geval("TR381", "315", GOED_315, lambda law: vot(law, Product=buiten_categorie(law))),
    Geval("TR381", "317", n317(), lambda law: vow(law, nieuw=(bouw.nieuw_nodes(law, Product=buiten_categorie(law)),))),
    Geval(
        "TR381",
        "323",
        GOED_323,
        lambda law: p323(ProductCategorie=buiten_categorie(law)[0][1], ProductCode=buiten_categorie(law)[1][1])(law),
    ),
)

# --- 315, 317, 319 ---------------------------------------------------------------------------------------------------


def wijzigt(law: Law, known: Any = None, ingang: str = "2025-06-01", **changes: Any) -> Gegeven:
    """A change of allocation 101 alone."""
    return vow(law, known or toegewezen(law), blijft=(), wijzigt=(bouw.wijziging_nodes("101", ingang, **changes),))


def budget(law: Law) -> Any:
    return toegewezen(law, Product=None, Omvang=None, Commentaar=None, Budget="20000")


def totaal(law: Law) -> Any:
    return toegewezen(law, Omvang=bouw.omvang_nodes("80", "04", "6")[1])


def naar_budget(law: Law, ingang: str) -> Gegeven:
    return wijzigt(law, budget(law), ingang, Omvang=None, Budget="30000")


def naast(law: Law, ingang: str) -> Gegeven:
    """The product of allocation 101 wanted anew, beside it."""
    known = toegewezen(law, Einddatum="2025-08-31")
    return vow(law, known, nieuw=(bouw.nieuw_nodes(law, ingang),))


def zonder_code(law: Law) -> Any:
    return toegewezen(law, Product=[("b:Categorie", bouw.PRODUCT[law].categorie)], Omvang=None)


def na_verzoek(law: Law, *answers: Any) -> Gegeven:
    """A second request, after a first with these answers."""
    return Gegeven(bouw.gelezen(bouw.xml315(law, bouw.aangevraagd_nodes(law, "ref-9"))), na(gevraagd(law), *answers))


VERZOEK = (
    Geval("TR304", "317", n317(), lambda law: Gegeven(n317()(law).message, na())),
    Geval("TR347", "315", GOED_315, met(GOED_315, referenties=frozenset({"ref-1"}))),
    Geval("TR347", "317", n317(), met(n317(), referenties=frozenset({"ref-2"}))),
    Geval("TR374", "315", lambda law: na_verzoek(law, geantwoord(law, "1", "2")), na_verzoek),
    Geval(
        "TR374",
        "317",
        lambda law: Gegeven(
            n317()(law).message, na(gevraagd(law), toegewezen(law), toegewezen(law, "101", ReferentieAanbieder="ref-1"))
        ),
        lambda law: Gegeven(n317()(law).message, na(gevraagd(law), toegewezen(law))),
    ),
    Geval(
        "TR349",
        "317",
        n317(),
        lambda law: met(n317(), state=na(toegewezen(law), toegewezen(law, "102", Product=_ander(law))).state)(law),
    ),
    Geval(
        "TR350",
        "317",
        n317(),
        lambda law: vow(law, blijft=("101", "999"), nieuw=(bouw.nieuw_nodes(law, Product=_ander(law)),)),
    ),
    Geval("TR351", "317", wijzigt, lambda law: vow(law, wijzigt=(bouw.wijziging_nodes("999"),))),
    Geval("TR357", "317", lambda law: wijzigt(law, ingang="2025-04-01"), lambda law: wijzigt(law, ingang="2025-04-02")),
    Geval("TR361", "317", lambda law: naast(law, "2025-09-01"), lambda law: naast(law, "2025-08-31")),
    Geval("TR373", "317", lambda law: naar_budget(law, "2025-04-01"), lambda law: naar_budget(law, "2025-06-01")),
    Geval(
        "TR375",
        "317",
        lambda law: naar_budget(law, "2025-04-01"),
        lambda law: wijzigt(law, budget(law), "2025-04-01"),
    ),
    Geval("TR411", "317", wijzigt, lambda law: wijzigt(law, Omvang=None)),
    Geval(
        "TR412",
        "317",
        lambda law: wijzigt(law, zonder_code(law), Omvang=None),
        lambda law: wijzigt(law, zonder_code(law)),
    ),
    Geval("TR355", "319", op_verzoek, lambda law: Gegeven(bouw.gelezen(bouw.xml319(law)), na())),
    Geval("TR359", "319", op_verzoek, lambda law: op_verzoek(law, toegewezen(law, ReferentieAanbieder="ref-1"))),
    Geval("TR360", "319", op_verzoek, lambda law: op_verzoek(law, geantwoord(law, "2"))),
    Geval(
        "TR365",
        "319",
        lambda law: op_verzoek(law, geantwoord(law, "2"), antwoord="1", reden="2"),
        lambda law: op_verzoek(law, geantwoord(law, "1", "2"), antwoord="1", reden="2"),
    ),
)


def _ander(law: Law) -> list[bouw.Node]:
    return [("b:Categorie", "03" if law == "Wmo" else "41"), ("b:Code", "03A01" if law == "Wmo" else "41A01")]


# --- 323 -------------------------------------------------------------------------------------------------------------


def op(
    law: Law, *prestaties: Any, node: bouw.Node | None = None, totaal: str = "5000", dc: str = "D", **changes: Any
) -> Gegeven:
    """A claim on allocation 101 with `changes`, after these approved Prestaties."""
    nodes = (node,) if node else ()
    return declaratie(law, *nodes, bekend=klant(law, *prestaties, **changes), totaal=totaal, debet_credit=dc)


def uren(law: Law, volume: int, *prestaties: Any, **changes: Any) -> Gegeven:
    """Hours at 12.50 in April 2025: five calendar weeks."""
    bedrag = str(volume * 1250)
    node = bouw.prestatie_nodes(law, GeleverdVolume=str(volume), IngediendBedrag=bouw.bedrag_nodes(bedrag))
    return op(law, *prestaties, node=node, totaal=bedrag, **changes)


def minuten(law: Law, bedrag: str) -> Gegeven:
    """50 minutes at 62.50 an hour: 52.083 euro, and 1.04 a minute."""
    node = bouw.prestatie_nodes(
        law, GeleverdVolume="50", Eenheid="01", ProductTarief="104", IngediendBedrag=bouw.bedrag_nodes(bedrag)
    )
    tarief = Tarief(str(bouw.PRODUCT[law].code), "04", 6250, date(2025, 1, 1))
    return declaratie(law, node, totaal=bedrag, kennis={"tarieven": (tarief,)})


def credit(law: Law, *prestaties: Any, vorig: str = "RN1") -> Gegeven:
    return op(law, *prestaties, node=bouw.prestatie_nodes(law, "RN2", vorig), dc="C")


def periode(law: Law, begin: str, eind: str, **changes: Any) -> Gegeven:
    days: list[bouw.Node] = [("b:Begindatum", begin), ("b:Einddatum", eind)]
    return op(law, node=bouw.prestatie_nodes(law, ProductPeriode=days), **changes)


def tarief(law: Law, cents: int) -> Gegeven:
    agreed = Tarief(str(bouw.PRODUCT[law].code), "04", cents, date(2025, 1, 1))
    return declaratie(law, kennis={"tarieven": (agreed,)})


def volledig_budget(law: Law, bedrag: str) -> Gegeven:
    return op(law, Product=None, Omvang=None, Commentaar=None, Budget=bedrag)


DECLARATIE = (
    Geval("TR304", "323", GOED_323, lambda law: declaratie(law, bekend=ClientKennis())),
    Geval("TR333", "323", GOED_323, lambda law: declaratie(law, kennis={"nummer_gebruikt": True})),
    Geval(
        "TR318",
        "323",
        lambda law: declaratie(law, kennis={"laatste_periode": date(2025, 2, 1)}),
        lambda law: declaratie(law, kennis={"laatste_periode": date(2025, 5, 1)}),
    ),
    Geval("TR307", "323", GOED_323, lambda law: op(law, Ingangsdatum="2025-04-10")),
    Geval("TR308", "323", GOED_323, lambda law: op(law, Einddatum="2025-04-20")),
    Geval("TR314", "323", GOED_323, lambda law: declaratie(law, kennis={"referenties": frozenset({"RN1"})})),
    Geval(
        "TR319",
        "323",
        GOED_323,
        lambda law: declaratie(law, bekend=klant(law, Ingangsdatum="2025-01-01"), periode=("2025-03-01", "2025-03-31")),
    ),
    Geval("TR321", "323", lambda law: uren(law, 15), lambda law: uren(law, 16)),
    Geval("TR322", "323", lambda law: uren(law, 15, *_maart(law)), lambda law: uren(law, 13, *_maart(law), **_kort())),
    Geval("TR323", "323", lambda law: credit(law, prestatie(law)), credit),
    Geval("TR338", "323", GOED_323, lambda law: declaratie(law, bekend=ClientKennis(bekend=True))),
    Geval(
        "TR339",
        "323",
        GOED_323,
        lambda law: op(law, Product=[("b:Categorie", "03" if law == "Wmo" else "41")], Omvang=None),
    ),
    Geval("TR340", "323", GOED_323, lambda law: op(law, Product=_andere_code(law))),
    Geval("TR341", "323", GOED_323, lambda law: op(law, Omvang=bouw.omvang_nodes("3", "16", "2")[1])),
    Geval("TR369", "323", lambda law: volledig_budget(law, "5000"), lambda law: volledig_budget(law, "4999")),
    Geval("TR384", "323", GOED_323, lambda law: op(law, RedenWijziging="13", Einddatum="2025-04-01")),
    Geval(
        "TR387",
        "323",
        lambda law: periode(law, "2025-04-10", "2025-04-30", Ingangsdatum="2025-04-10"),
        lambda law: periode(law, "2025-04-10", "2025-04-30"),
    ),
    Geval(
        "TR388",
        "323",
        lambda law: periode(law, "2025-04-01", "2025-04-20", Einddatum="2025-04-20"),
        lambda law: periode(law, "2025-04-01", "2025-04-20"),
    ),
    Geval(
        "TR389",
        "323",
        lambda law: op(law, prestatie(law, "RN8"), prestatie(law, "RN9", "RN8")),
        lambda law: op(law, prestatie(law, "RN8")),
    ),
    Geval(
        "TR390",
        "323",
        lambda law: credit(law, prestatie(law)),
        lambda law: credit(law, prestatie(law), prestatie(law, "RN9", "RN1")),
    ),
    Geval("TR418", "323", lambda law: tarief(law, 1250), lambda law: tarief(law, 1300)),
    Geval("TR346", "323", lambda law: minuten(law, "5208"), lambda law: minuten(law, "5200")),
)


def _maart(law: Law) -> list[Any]:
    """Two weeks of three hours claimed in an earlier month of the same allocation."""
    mei: list[bouw.Node] = [("b:Begindatum", "2025-05-01"), ("b:Einddatum", "2025-05-10")]
    return [prestatie(law, "RN0", ProductPeriode=mei)]


def _kort() -> dict[str, str]:
    """An allocation of six calendar weeks: eighteen hours... of which four are used."""
    return {"Einddatum": "2025-05-04"}


def _andere_code(law: Law) -> list[bouw.Node]:
    product = bouw.PRODUCT[law]
    return [("b:Categorie", product.categorie), ("b:Code", "02A06" if law == "Wmo" else "45A05")]


# --- 325 -------------------------------------------------------------------------------------------------------------


def anders(law: Law) -> Any:
    """The claim as it was made with other XSDs."""
    asked = ingediend(law)
    header = replace(asked.body.header, xsd_versie=replace(asked.body.header.xsd_versie, bericht_xsd_versie="1.0.1"))
    return replace(asked, body=replace(asked.body, header=header))


TERUG = (
    Geval("TR337", "325", antwoord325, met(antwoord325, beantwoord=None)),
    Geval("TR371", "325", antwoord325, lambda law: antwoord325(law, claimed=anders(law))),
    Geval(
        "TR376", "325", antwoord325, lambda law: antwoord325(law, ("DeclaratieNummer>DN001", "DeclaratieNummer>DN002"))
    ),
    Geval("TR304", "325", antwoord325, lambda law: antwoord325(law, (f"Bsn>{BSN}", "Bsn>999900006"))),
    Geval("TR366", "325", antwoord325, lambda law: antwoord325(law, ("ReferentieNummer>RN1", "ReferentieNummer>RN7"))),
    Geval("TR367", "325", antwoord325, lambda law: antwoord325(law, ("GeleverdVolume>4", "GeleverdVolume>5"))),
)

OVERSTIJGEND = (*LEVERING, *KOP, *TOEWIJZING, *VERZOEK, *DECLARATIE, *TERUG)
