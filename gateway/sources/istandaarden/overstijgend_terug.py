"""Rules on a declaratie-antwoord (325) against the claim it answers (control level 3). A 325 is never answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325, Prestatie
from gateway.sources.istandaarden.plaatsen import clienten, prestaties_van
from gateway.sources.istandaarden.regels import DECLARATIE_ANTWOORD, NVT, Overstijgend


@dataclass(frozen=True, slots=True)
class TerugSituatie:
    """A 325 and the 323 that its DeclaratieIdentificatie names; None when that is not known here."""

    bericht: Bericht325
    declaratie: Bericht323 | None


@dataclass(frozen=True, slots=True)
class PrestatieTerug:
    """A Prestatie that was sent back, and the claimed one with the same ProductReferentie."""

    teruggestuurd: Prestatie
    ingediend: Prestatie | None


@dataclass(frozen=True, slots=True)
class ClientTerug:
    bsn: str
    ingediend: frozenset[str]


def klanten(s: TerugSituatie) -> Iterator[tuple[str, ClientTerug]]:
    known = frozenset(client.bsn for client in s.declaratie.declaratie.clienten) if s.declaratie else frozenset()
    yield from ((place, ClientTerug(client.bsn, known)) for place, client in clienten(s.bericht))


def prestaties(s: TerugSituatie) -> Iterator[tuple[str, PrestatieTerug]]:
    claimed = {
        (client.bsn, *_referentie(prestatie)): prestatie
        for client in (s.declaratie.declaratie.clienten if s.declaratie else ())
        for prestatie in client.prestaties
    }
    for place, client in clienten(s.bericht):
        for each, prestatie in prestaties_van(place, client):
            yield each, PrestatieTerug(prestatie, claimed.get((client.bsn, *_referentie(prestatie))))


def _referentie(prestatie: Prestatie) -> tuple[str, str | None]:
    return prestatie.referentie_nummer, prestatie.vorig_referentie_nummer


def _onbekend(s: TerugSituatie) -> bool:
    return s.declaratie is None


def _andere_versie(s: TerugSituatie) -> bool:
    return s.declaratie is not None and s.bericht.xsd_versie_declaratie != s.declaratie.header.xsd_versie


def _ander_nummer(s: TerugSituatie) -> bool:
    if s.declaratie is None or s.bericht.antwoord is None:
        return False
    return s.bericht.antwoord.declaratie_nummer != s.declaratie.declaratie.declaratie_nummer


def _ander_totaal(s: TerugSituatie) -> bool:
    if s.declaratie is None or s.bericht.antwoord is None:
        return False
    return s.bericht.antwoord.totaal_ingediend_bedrag != s.declaratie.declaratie.totaal_ingediend_bedrag


TERUGREGELS: tuple[Overstijgend[TerugSituatie], ...] = (
    Overstijgend(
        "TR337",
        NVT,
        DECLARATIE_ANTWOORD,
        "Header/DeclaratieIdentificatie",
        "No claim (323) with this BerichtIdentificatie is known here",
        "repeat the BerichtIdentificatie of the 323",
        _onbekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR371",
        NVT,
        DECLARATIE_ANTWOORD,
        "Header/XsdVersieDeclaratie",
        "The claim was made with another version of the XSD",
        "repeat the XsdVersie of the 323",
        _andere_versie,
    ),
    Overstijgend(
        "TR376",
        NVT,
        DECLARATIE_ANTWOORD,
        "DeclaratieAntwoord/DeclaratieNummer",
        "The claim has another DeclaratieNummer",
        "repeat the DeclaratieNummer of the 323",
        _ander_nummer,
    ),
    Overstijgend(
        "TR367",
        "9367",
        DECLARATIE_ANTWOORD,
        "DeclaratieAntwoord/TotaalIngediendBedrag",
        "The claim has another total",
        "repeat what was claimed",
        _ander_totaal,
    ),
)

KLANTREGELS: tuple[Overstijgend[ClientTerug], ...] = (
    Overstijgend(
        "TR304",
        "8187",
        DECLARATIE_ANTWOORD,
        "Bsn",
        "The claim is not about this client",
        "send back what was claimed",
        lambda s: s.bsn not in s.ingediend,
    ),
)

PRESTATIETERUGREGELS: tuple[Overstijgend[PrestatieTerug], ...] = (
    Overstijgend(
        "TR366",
        "9366",
        DECLARATIE_ANTWOORD,
        "ProductReferentie",
        "The claim has no Prestatie with this reference for this client",
        "send back what was claimed",
        lambda s: s.ingediend is None,
        beslissend=True,
    ),
    Overstijgend(
        "TR367",
        "9367",
        DECLARATIE_ANTWOORD,
        ".",
        "What is sent back differs from what was claimed",
        "repeat what was claimed",
        lambda s: s.ingediend != s.teruggestuurd,
    ),
)
