"""Judges the classes of a request (315, 317) and of the answer to one (319)."""

from __future__ import annotations

from gateway.sources.istandaarden.bevonden import Bevonden
from gateway.sources.istandaarden.externe_bron import gemeente_bestaat
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.overstijgend_antwoord import (
    ANTWOORDREGELS,
    WOONPLAATSREGELS,
    AntwoordSituatie,
    Woonplaats,
)
from gateway.sources.istandaarden.overstijgend_verzoek import situaties
from gateway.sources.istandaarden.regels import gebroken
from gateway.sources.istandaarden.verdict import Verdict
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.sources.istandaarden.verzoekklasseregels import ONBEKENDE_CLIENT, VERZOEKKLASSEREGELS


def klassen(bericht: Bericht315 | Bericht317, kennis: Kennis) -> Verdict:
    """A change for a client nobody knows is tested no further: the rest is about that client's allocations."""
    bevonden, soort = Bevonden(bericht), bericht.kind[-3:]
    onbekend = bevonden.noteer("Client", gebroken((ONBEKENDE_CLIENT,), soort, kennis))
    for place, situatie in situaties(bericht, kennis):
        if onbekend:
            bevonden.niet_getoetst(place)
        else:
            bevonden.noteer(place, gebroken(VERZOEKKLASSEREGELS, soort, situatie))
    return bevonden.verdict()


def antwoord(bericht: Bericht319, kennis: Kennis) -> Verdict:
    """The request must be of this aanbieder and to this gemeente."""
    bevonden, soort, header = Bevonden(bericht), bericht.kind[-3:], bericht.header
    asked = kennis.state.verzoeken.get((header.aanbieder.value, bericht.antwoord.referentie_aanbieder))
    if asked is not None and asked.gemeente != header.gemeente.value:
        asked = None
    bevonden.noteer("Antwoord", gebroken(ANTWOORDREGELS, soort, AntwoordSituatie(bericht.antwoord, asked)))
    genoemd = bericht.antwoord.woonplaatsbeginsel
    if genoemd is not None:
        woonplaats = Woonplaats(gemeente_bestaat(genoemd, bericht, kennis.gemeenten))
        bevonden.noteer("Antwoord/Woonplaatsbeginsel", gebroken(WOONPLAATSREGELS, soort, woonplaats))
    return bevonden.verdict()
