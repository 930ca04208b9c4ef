"""Judges a message on control levels 2, 3 and 4 as IV028, IV032 and IV088 order them: a broken level ends it."""

from __future__ import annotations

from itertools import islice
from typing import assert_never

from gateway.sources.istandaarden import oordeel_declaratie, oordeel_product, oordeel_verzoek
from gateway.sources.istandaarden.bericht import Bericht301, Bericht305, Bericht307
from gateway.sources.istandaarden.berichten import Bericht, Heenbericht
from gateway.sources.istandaarden.condities import CONDITIES
from gateway.sources.istandaarden.constraints import CONSTRAINTS
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.kopregels import KOPREGELS, Kop
from gateway.sources.istandaarden.regels import (
    MOST_FINDINGS,
    TECHNISCH_ONJUIST,
    Bevinding,
    Regel,
    bron,
    gebroken,
)
from gateway.sources.istandaarden.regels_declaratie import DECLARATIEREGELS
from gateway.sources.istandaarden.regels_verzoek import VERZOEKREGELS
from gateway.sources.istandaarden.technisch import TECHNISCH
from gateway.sources.istandaarden.verdict import Verdict
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import SourceMessage

BERICHTINHOUD: tuple[Regel, ...] = (*CONDITIES, *CONSTRAINTS, *TECHNISCH, *VERZOEKREGELS, *DECLARATIEREGELS)


def judge(message: SourceMessage, kennis: Kennis) -> Verdict:
    """Judge a message that is valid against its XSD: any that is answered (301 to 323)."""
    bericht: Heenbericht = message.body
    return inhoud(bericht) or kop(bericht, kennis) or _klassen(bericht, kennis)


def judge_antwoord(bericht: Bericht325, kennis: Kennis) -> Verdict:
    """Judge a 325 in the same order. It is never answered: its codes are for the receipt alone."""
    return inhoud(bericht) or kop(bericht, kennis) or oordeel_declaratie.terug(bericht, kennis)


def inhoud(bericht: Bericht) -> Verdict | None:
    """Level 2: the rules inside the message; None when all hold."""
    broken = (found for regel in BERICHTINHOUD for found in regel.bevindingen(bericht))
    found = tuple(islice(broken, MOST_FINDINGS))
    return Verdict(header=(TECHNISCH_ONJUIST,), bevindingen=found) if found else None


def kop(bericht: Bericht, kennis: Kennis) -> Verdict | None:
    """Levels 3 and 4 of the header; None when all hold."""
    broken = tuple(gebroken(KOPREGELS, bericht.kind[-3:], Kop(bericht, kennis)))
    if not broken:
        return None
    return Verdict(
        header=tuple(regel.retourcode for regel in broken),
        bevindingen=tuple(Bevinding(f"Header/{r.deel}", bron(bericht, r.code), r.zin, r.mend) for r in broken),
    )


def _klassen(bericht: Heenbericht, kennis: Kennis) -> Verdict:
    match bericht:
        case Bericht301() | Bericht305() | Bericht307():
            return oordeel_product.klassen(bericht, kennis)
        case Bericht315() | Bericht317():
            return oordeel_verzoek.klassen(bericht, kennis)
        case Bericht319():
            return oordeel_verzoek.antwoord(bericht, kennis)
        case Bericht323():
            return oordeel_declaratie.klassen(bericht, kennis)
        case _:
            assert_never(bericht)
