"""Conditions and technical rules on a request (315, 317) or its answer (319), inside one message: control level 2."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.plaatsen import aangevraagd, zorgvragen
from gateway.sources.istandaarden.regels import ANTWOORD, JEUGDWET, VOT, VOW, Regel
from gateway.sources.istandaarden.verzoek import (
    AFGEWEZEN,
    IN_ONDERZOEK,
    Antwoord,
    Bericht317,
    Bericht319,
    Verwijzer,
    Verzoek,
)

# COD327: huisarts, jeugdarts, gecertificeerde instelling, medisch specialist. The others name nobody.
MET_NAAM = frozenset({"02", "03", "04", "05"})
WOONPLAATSBEGINSEL = "8"


def _verwijzers(bericht: Bericht) -> Iterator[tuple[str, Verwijzer]]:
    return ((f"{place}/Verwijzer", product.verwijzer) for place, product in aangevraagd(bericht))


def _cd043(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/BeschikkingIngangsdatum"
        for place, product in aangevraagd(bericht)
        if (product.beschikking_nummer is None) != (product.beschikking_ingangsdatum is None)
    )


def _cd066(bericht: Bericht) -> Iterator[str]:
    return (f"{p}/Naam" for p, v in _verwijzers(bericht) if v.type in MET_NAAM and v.zorgverlener_code and v.naam)


def _cd067(bericht: Bericht) -> Iterator[str]:
    return (
        f"{p}/Naam" for p, v in _verwijzers(bericht) if v.type in MET_NAAM and not v.zorgverlener_code and not v.naam
    )


def _cd068(bericht: Bericht) -> Iterator[str]:
    return (f"{p}/ZorgverlenerCode" for p, v in _verwijzers(bericht) if v.type not in MET_NAAM and v.zorgverlener_code)


def _antwoord(bericht: Bericht) -> Iterator[Antwoord]:
    if isinstance(bericht, Bericht319):
        yield bericht.antwoord


def _cd085(bericht: Bericht) -> Iterator[str]:
    return (
        "Antwoord/RedenAfwijzingVerzoek"
        for a in _antwoord(bericht)
        if a.verzoek_antwoord == AFGEWEZEN and a.reden_afwijzing_verzoek is None
    )


def _cd086(bericht: Bericht) -> Iterator[str]:
    return (
        "Antwoord/RedenAfwijzingVerzoek"
        for a in _antwoord(bericht)
        if a.verzoek_antwoord == IN_ONDERZOEK and a.reden_afwijzing_verzoek is not None
    )


def _tr377(bericht: Bericht) -> Iterator[str]:
    return (
        "Antwoord/Woonplaatsbeginsel"
        for a in _antwoord(bericht)
        if a.reden_afwijzing_verzoek == WOONPLAATSBEGINSEL and a.woonplaatsbeginsel is None
    )


def _tr409(bericht: Bericht) -> Iterator[str]:
    return (
        "Antwoord/Woonplaatsbeginsel"
        for a in _antwoord(bericht)
        if a.reden_afwijzing_verzoek != WOONPLAATSBEGINSEL and a.woonplaatsbeginsel is not None
    )


def _verzoek(bericht: Bericht) -> Iterator[Verzoek]:
    if isinstance(bericht, Bericht317):
        yield bericht.client.verzoek


def _tr352(bericht: Bericht) -> Iterator[str]:
    found = _verzoek(bericht)
    return ("Client/Verzoek" for v in found if not v.ongewijzigde_producten and not v.te_wijzigen_producten)


def _tr353(bericht: Bericht) -> Iterator[str]:
    return ("Client/Verzoek" for v in _verzoek(bericht) if not v.te_wijzigen_producten and not v.nieuwe_producten)


def _tr380(bericht: Bericht) -> Iterator[str]:
    """The rule names no element: what is new cannot begin before it is asked (IV092), a change may (TR357)."""
    day = bericht.header.dagtekening
    return (f"{z.plaats}/GewensteIngangsdatum" for z in zorgvragen(bericht) if z.ingang <= day)


def _tr383(bericht: Bericht) -> Iterator[str]:
    seen: set[str] = set()
    for place, product in aangevraagd(bericht):
        if product.referentie_aanbieder in seen:
            yield f"{place}/ReferentieAanbieder"
        seen.add(product.referentie_aanbieder)


VERZOEKREGELS: tuple[Regel, ...] = (
    Regel("CD043", VOT, "BeschikkingIngangsdatum goes with BeschikkingNummer", "fill both or neither", _cd043),
    Regel("CD066", VOT, "A Verwijzer with ZorgverlenerCode has no Naam", "leave Naam out", _cd066),
    Regel("CD067", VOT, "This Type of Verwijzer has a ZorgverlenerCode or a Naam", "fill one of both", _cd067),
    Regel("CD068", VOT, "This Type of Verwijzer has no ZorgverlenerCode", "leave it out, or correct Type", _cd068),
    Regel("CD085", ANTWOORD, "A rejection says why", "fill RedenAfwijzingVerzoek", _cd085),
    Regel("CD086", ANTWOORD, "What is being looked into is not rejected", "leave RedenAfwijzingVerzoek out", _cd086),
    Regel("TR352", VOW, "A change starts from what is allocated", "name what stays or what changes", _tr352),
    Regel("TR353", VOW, "A request for change changes something", "name what changes or what is new", _tr353),
    Regel(
        "TR377",
        ANTWOORD,
        "Woonplaatsbeginsel (reason 8) names the right gemeente",
        "fill Woonplaatsbeginsel",
        _tr377,
        JEUGDWET,
    ),
    Regel("TR380", VOW, "What is new begins after the Dagtekening", "move GewensteIngangsdatum", _tr380),
    Regel("TR383", VOT, "Each request has a ReferentieAanbieder of its own", "give each another", _tr383),
    Regel(
        "TR409",
        ANTWOORD,
        "Another gemeente is named for reason 8 alone",
        "leave Woonplaatsbeginsel out",
        _tr409,
        JEUGDWET,
    ),
)
