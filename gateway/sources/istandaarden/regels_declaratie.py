"""Conditions, constraints and technical rules on a claim (323) or its answer (325): control level 2."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date

from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.declaratie import DEBET, Bedrag, Bericht323, Bericht325, Declaratie, Periode
from gateway.sources.istandaarden.kalender import eerste_dag, jaren_eerder, laatste_dag
from gateway.sources.istandaarden.plaatsen import prestaties
from gateway.sources.istandaarden.regels import DECLARATIE, DECLARATIE_ANTWOORD, Regel
from gateway.sources.istandaarden.terugmelding import IN_ORDE

EURO = "83"
VOLLEDIG_TOEGEWEZEN = "8001"
VROEGST = date(2021, 1, 1)
HOOGSTENS_JAREN = 5
BEIDE = DECLARATIE | DECLARATIE_ANTWOORD


def _declaratie(bericht: Bericht) -> Iterator[Declaratie]:
    if isinstance(bericht, Bericht323):
        yield bericht.declaratie


def _periodes(bericht: Bericht) -> Iterator[tuple[str, Periode]]:
    for declaratie in _declaratie(bericht):
        yield "Declaratie/DeclaratiePeriode", declaratie.declaratie_periode
    yield from ((f"{place}/ProductPeriode", p.product_periode) for place, p in prestaties(bericht))


def _bedragen(bericht: Bericht) -> Iterator[tuple[str, Bedrag]]:
    for declaratie in _declaratie(bericht):
        yield "Declaratie/TotaalIngediendBedrag", declaratie.totaal_ingediend_bedrag
    if isinstance(bericht, Bericht325) and bericht.antwoord is not None:
        yield "DeclaratieAntwoord/TotaalIngediendBedrag", bericht.antwoord.totaal_ingediend_bedrag
        yield "DeclaratieAntwoord/TotaalToegekendBedrag", bericht.antwoord.totaal_toegekend_bedrag
    yield from ((f"{place}/IngediendBedrag", p.ingediend_bedrag) for place, p in prestaties(bericht))


def _cd060(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/ProductReferentie/VorigReferentieNummer"
        for place, p in prestaties(bericht)
        if p.credit != (p.vorig_referentie_nummer is not None)
    )


def _cd087(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/ProductTarief"
        for place, p in prestaties(bericht)
        if (p.eenheid == EURO) != (p.product_tarief is None)
    )


def _cs100(bericht: Bericht) -> Iterator[str]:
    return (place for place, periode in _periodes(bericht) if min(periode.begindatum, periode.einddatum) < VROEGST)


def _cs325(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/DebetCredit"
        for place, bedrag in _bedragen(bericht)
        if bedrag.bedrag == 0 and bedrag.debet_credit != DEBET
    )


def _cs337(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/ProductPeriode/Einddatum"
        for place, p in prestaties(bericht)
        if eerste_dag(p.product_periode.begindatum) != eerste_dag(p.product_periode.einddatum)
    )


def _cs339(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/IngediendBedrag"
        for place, p in prestaties(bericht)
        if p.eenheid == EURO and p.ingediend_bedrag.bedrag != p.geleverd_volume
    )


def _cs340(bericht: Bericht) -> Iterator[str]:
    for declaratie in _declaratie(bericht):
        begin = declaratie.declaratie_periode.begindatum
        if declaratie.declaratie_periode != Periode(eerste_dag(begin), laatste_dag(begin)):
            yield "Declaratie/DeclaratiePeriode"


def _tr137(bericht: Bericht) -> Iterator[str]:
    day = bericht.header.dagtekening
    return (
        f"{place}/Einddatum"
        for place, periode in _periodes(bericht)
        if not periode.begindatum <= periode.einddatum <= day
    )


def _herhaald(keyed: Iterator[tuple[str, Hashable]]) -> Iterator[str]:
    seen: set[Hashable] = set()
    for place, key in keyed:
        if key in seen:
            yield place
        seen.add(key)


def _tr315(bericht: Bericht) -> Iterator[str]:
    return _herhaald(
        (f"{place}/ProductReferentie/VorigReferentieNummer", p.vorig_referentie_nummer)
        for place, p in prestaties(bericht)
        if p.vorig_referentie_nummer is not None
    )


def _tr316(bericht: Bericht) -> Iterator[str]:
    here = {p.referentie_nummer for _, p in prestaties(bericht)}
    return (
        f"{place}/ProductReferentie/VorigReferentieNummer"
        for place, p in prestaties(bericht)
        if p.vorig_referentie_nummer in here
    )


def _tr335(bericht: Bericht) -> Iterator[str]:
    for declaratie in _declaratie(bericht):
        vroegst = jaren_eerder(declaratie.declaratie_dagtekening, HOOGSTENS_JAREN)
        yield from (
            f"{place}/ProductPeriode/Einddatum"
            for place, p in prestaties(bericht)
            if p.product_periode.einddatum < vroegst
        )


def _tr342(bericht: Bericht) -> Iterator[str]:
    """What is not granted is explained by what is sent back, and only what is rejected is sent back."""
    if not isinstance(bericht, Bericht325) or bericht.antwoord is None:
        return
    antwoord = bericht.antwoord
    yield from (
        f"DeclaratieAntwoord/Clienten/Client[{n}]/Prestaties/Prestatie[{m}]"
        for n, client in enumerate(antwoord.clienten, start=1)
        for m, found in enumerate(client.prestaties, start=1)
        if set(found.retourcodes) <= {IN_ORDE}
    )
    if set(antwoord.retourcodes) <= {IN_ORDE, VOLLEDIG_TOEGEWEZEN}:
        rejected = sum(p.ingediend_bedrag.saldo for _, p in prestaties(bericht))
        klopt = rejected == antwoord.totaal_ingediend_bedrag.saldo - antwoord.totaal_toegekend_bedrag.saldo
    else:
        klopt = antwoord.totaal_toegekend_bedrag.bedrag == 0 and not antwoord.clienten
    if not klopt:
        yield "DeclaratieAntwoord/TotaalToegekendBedrag"


def _tr358(bericht: Bericht) -> Iterator[str]:
    for declaratie in _declaratie(bericht):
        if declaratie.totaal_ingediend_bedrag.saldo != sum(p.ingediend_bedrag.saldo for _, p in prestaties(bericht)):
            yield "Declaratie/TotaalIngediendBedrag"


def _tr416(bericht: Bericht) -> Iterator[str]:
    return _herhaald((place, p.sleutel) for place, p in prestaties(bericht) if not p.credit)


DECLARATIEREGELS: tuple[Regel, ...] = (
    Regel("CD060", BEIDE, "A credit names the debit it takes back", "fill it for a credit alone", _cd060),
    Regel("CD087", DECLARATIE, "There is a tariff, but for Eenheid 83 (euro)", "fill or leave ProductTarief", _cd087),
    Regel("CS100", DECLARATIE, "Claims run from 2021 on", "correct the dates", _cs100),
    Regel("CS325", BEIDE, "An amount of 0 is debit", "use DebetCredit D", _cs325),
    Regel("CS337", DECLARATIE, "A ProductPeriode lies in one calendar month", "make a Prestatie per month", _cs337),
    Regel("CS339", DECLARATIE, "With Eenheid 83 (euro) volume and amount are equal", "correct one of both", _cs339),
    Regel("CS340", DECLARATIE, "A DeclaratiePeriode is one whole calendar month", "correct the dates", _cs340),
    Regel("TR137", BEIDE, "A period ends after its begin and before the Dagtekening", "correct the dates", _tr137),
    Regel("TR315", DECLARATIE, "A debit is taken back once", "send one credit for it", _tr315),
    Regel("TR316", DECLARATIE, "A debit is not taken back in its own message", "leave both out", _tr316),
    Regel("TR335", DECLARATIE, "What is claimed ended at most five years ago", "it can no longer be claimed", _tr335),
    Regel("TR342", DECLARATIE_ANTWOORD, "Totals differ by what is sent back", "correct the totals", _tr342),
    Regel("TR358", DECLARATIE, "The total is the sum of the amounts", "debit counts up, credit down", _tr358),
    Regel("TR416", DECLARATIE, "What was delivered is claimed once", "leave the second debit out", _tr416),
)
