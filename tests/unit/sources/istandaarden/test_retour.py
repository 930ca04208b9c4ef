"""What is answered, level by level (IV028, IV032, IV087, IV088)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from gateway.sources.istandaarden import lezen, oordeel
from gateway.sources.istandaarden.bericht import Header
from gateway.sources.istandaarden.declaratie import Bedrag, Bericht325
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.terugmelding import Terugmelding
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import Law
from tests.unit.sources.istandaarden.gevallen import Gegeven, declaratie, klant, na, vow
from tests.unit.sources.istandaarden.gevallen_overstijgend import GOED, TOEWIJZING

LAWS: list[Law] = ["Wmo", "Jeugdwet"]
BUITEN = {geval.soort: geval.fout for geval in TOEWIJZING if geval.code == "TR381"}


def terug(gegeven: Gegeven) -> Terugmelding:
    verdict = oordeel.judge(gegeven.message, gegeven.kennis)
    found: Terugmelding = lezen.parse(retour(gegeven.message, verdict, "R1", date(2025, 6, 1))).body
    return found


def met_code(header: Header, code: str) -> Header:
    return replace(header, bericht_code=code)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("soort", ["301", "315", "317", "319"])
def test_accepted_is_a_header_without_codes_and_the_header_is_that_of_the_message(soort: str, law: Law) -> None:
    gegeven = GOED[soort][0](law)
    found = terug(gegeven)
    assert (found.retourcodes, found.klassen, found.goedgekeurd) == ((), (), True)
    assert found.header == met_code(gegeven.message.body.header, found.header.bericht_code)
    assert found.header.bericht_code != gegeven.message.body.header.bericht_code
    assert (found.identificatie_retour, found.dagtekening_retour) == ("R1", date(2025, 6, 1))


@pytest.mark.parametrize("law", LAWS)
def test_level_2_ends_the_judgement_before_level_3(law: Law) -> None:
    """Nothing is allocated, and no request is named: only 0001 is said."""
    found = terug(Gegeven(bouw.gelezen(bouw.xml317(law)), na()))
    assert (found.retourcodes, found.klassen) == (("0001",), ())


@pytest.mark.parametrize("law", LAWS)
def test_a_header_ends_the_judgement_before_its_classes(law: Law) -> None:
    gegeven = BUITEN["301"](law)
    found = terug(Gegeven(gegeven.message, replace(gegeven.kennis, identificatie_gebruikt=True)))
    assert (found.retourcodes, found.klassen) == (("9056",), ())


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("soort", ["301", "315", "317"])
def test_a_broken_class_copies_them_all_with_a_code_each(soort: str, law: Law) -> None:
    gegeven = BUITEN[soort](law)
    found = terug(gegeven)
    codes = {klasse.plaats: klasse.codes for klasse in found.klassen}
    broken = {place for place, given in codes.items() if given != ("0200",)}
    assert found.retourcodes == ("0200",)
    assert [codes[place] for place in broken] == [("S329",)]
    assert broken == {
        next(place for place in codes if re.search(r"(Toegewezen|Aangevraagd|Nieuw)Product\[1\]$", place))
    }
    sent = [child.tag.rpartition("}")[2] for child in gegeven.message.body.root.iter() if not len(child)]
    back = [child.tag.rpartition("}")[2] for child in found.root.iter() if not len(child)]
    assert [name for name in back if name != "RetourCode"][-len(sent) + 10 :] == sent[10:]


@pytest.mark.parametrize("law", LAWS)
def test_what_hangs_on_an_unknown_client_is_not_tested(law: Law) -> None:
    known = vow(law, nieuw=(bouw.nieuw_nodes(law, "2026-02-01", Einddatum="2026-03-01"),))
    found = terug(Gegeven(known.message, na()))
    assert {klasse.plaats: klasse.codes for klasse in found.klassen} == {
        "Client": ("8187",),
        "Client/Verzoek": ("0233",),
        "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct[1]": ("0233",),
        "Client/Verzoek/NieuweProducten/NieuwProduct[1]": ("0233",),
    }


def beantwoord(gegeven: Gegeven) -> Bericht325:
    verdict = oordeel.judge(gegeven.message, gegeven.kennis)
    found: Bericht325 = lezen.parse(antwoord(gegeven.message, verdict, "A1", date(2025, 6, 1))).body
    assert oordeel.inhoud(found) is None  # what we write keeps the rules of the 325 itself
    return found


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_is_answered_by_the_gemeente_in_its_own_name(law: Law) -> None:
    gegeven = declaratie(law)
    found, header = beantwoord(gegeven), gegeven.message.body.header
    assert found.header.afzender == "gemeente"
    assert found.declaratie_identificatie == header.bericht_identificatie
    assert found.header.bericht_identificatie.identificatie == "A1"
    assert found.antwoord is not None
    assert found.antwoord.totaal_toegekend_bedrag == found.antwoord.totaal_ingediend_bedrag == Bedrag(5000, "D")
    assert (found.retourcodes, found.antwoord.retourcodes, found.antwoord.clienten) == (("0200",), ("8001",), ())


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_with_a_broken_header_or_inside_is_answered_with_a_header_alone(law: Law) -> None:
    used = declaratie(law)
    for gegeven, code in (
        (Gegeven(used.message, replace(used.kennis, identificatie_gebruikt=True)), "9056"),
        (declaratie(law, totaal="1"), "0001"),
    ):
        found = beantwoord(gegeven)
        assert (found.retourcodes, found.antwoord) == ((code,), None)


@pytest.mark.parametrize("law", LAWS)
def test_what_is_not_granted_is_what_comes_back(law: Law) -> None:
    """One of each way: a credit without debit, a debit too many; the rest is granted."""
    mei = [("b:Begindatum", "2025-05-01"), ("b:Einddatum", "2025-05-31")]
    nodes = [
        bouw.prestatie_nodes(law),
        bouw.prestatie_nodes(law, "RN2", "RN0", GeleverdVolume="2", IngediendBedrag=bouw.bedrag_nodes("2500", "C")),
        bouw.prestatie_nodes(law, "RN3", ToewijzingNummer="9", ProductPeriode=mei),
    ]
    gegeven = declaratie(
        law,
        *nodes,
        bekend=klant(law),
        totaal="7500",
        periode=("2025-05-01", "2025-05-31"),
        dagtekening="2025-06-01",
        kop=bouw.Kop(dagtekening="2025-06-01"),
    )
    found = beantwoord(gegeven).antwoord
    assert found is not None
    assert found.totaal_toegekend_bedrag == Bedrag(5000, "D")
    (client,) = found.clienten
    assert [(each.prestatie.referentie_nummer, each.retourcodes) for each in client.prestaties] == [
        ("RN2", ("8017",)),
        ("RN3", ("9338",)),
    ]


def test_more_credit_than_debit_makes_a_credit_total() -> None:
    from tests.unit.sources.istandaarden.gevallen import prestatie

    known = klant("Wmo", prestatie("Wmo", "RN0"))
    gegeven = declaratie(
        "Wmo", bouw.prestatie_nodes("Wmo", "RN2", "RN0"), bekend=known, totaal="5000", debet_credit="C"
    )
    found = beantwoord(gegeven).antwoord
    assert found is not None
    assert found.totaal_toegekend_bedrag == Bedrag(5000, "C")
