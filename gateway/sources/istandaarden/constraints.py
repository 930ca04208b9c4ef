"""Constraints (CS): which values an element may hold, inside one message. iWmo 3.2 and iJw 3.2, control level 2.

CS015 and CS025 (BerichtSubversie 2, BerichtVersie 3) and CS319 (DeclaratieNummer) stand in the XSD. Those on claims
stand in `regels_declaratie`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gateway.identifiers import passes_elfproef
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.condities import loopt_na_2020
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.persoon import Geboortedatum, Naam
from gateway.sources.istandaarden.plaatsen import (
    adressen,
    clienten,
    contacten,
    geboortedata,
    levering,
    toegewezen,
    volledige_namen,
    zorgvragen_en_wijzigingen,
)
from gateway.sources.istandaarden.regels import (
    ALLE,
    ANTWOORD,
    LEVERING,
    PERSOON,
    TOEWIJZING,
    VERZOEK,
    VOT,
    VOW,
    Regel,
)
from gateway.sources.istandaarden.verzoek import Bericht319

# Four digits (the first not 0) and two letters, as the BRP writes it: no space, capitals.
NEDERLANDSE_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
NIET_PER_DAG = frozenset({"14", "16", "83", "84"})


def _cs002(bericht: Bericht) -> Iterator[str]:
    if isinstance(bericht, Bericht323 | Bericht325):
        yield from (f"{place}/Bsn" for place, client in clienten(bericht) if not passes_elfproef(client.bsn))
    elif not isinstance(bericht, Bericht319) and not passes_elfproef(bericht.client.bsn):
        yield "Client/Bsn"


def _cs003(bericht: Bericht) -> Iterator[str]:
    for place, contact in contacten(bericht):
        periode = contact.periode
        if periode and periode.begindatum and periode.einddatum and periode.einddatum < periode.begindatum:
            yield f"{place}/Periode/Einddatum"
    for z in zorgvragen_en_wijzigingen(bericht):
        if z.eind and z.eind < z.ingang:
            yield f"{z.plaats}/{z.eind_naam}"


def _naam_gebruik_klopt(naam: Naam) -> bool:
    return naam.naam_gebruik in ({"1", "2", "3", "4"} if naam.partnernaam else {"1", "6"})


def _cs050(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/NaamGebruik" for place, naam in volledige_namen(bericht) if not _naam_gebruik_klopt(naam))


def _cs058(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/StatusAanlevering"
        for place, product in levering(bericht)
        if product.status_aanlevering not in {"1", "3"}
    )


def _cs089(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Postcode"
        for place, _, adres in adressen(bericht)
        if adres.land_code == "NL" and adres.postcode and not NEDERLANDSE_POSTCODE.fullmatch(adres.postcode)
    )


def _deel_klopt(geboren: Geboortedatum) -> bool:
    """What is unknown is filled with 1 (day, month) and 1900 (IV009)."""
    match geboren.datum_gebruik:
        case "1":
            return geboren.datum.day == 1
        case "2":
            return (geboren.datum.month, geboren.datum.day) == (1, 1)
        case "3":
            return geboren.datum == date(1900, 1, 1)
        case _:
            return True


def _cs139(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/DatumGebruik" for place, geboren in geboortedata(bericht) if not _deel_klopt(geboren))


def _cs318(bericht: Bericht) -> Iterator[str]:
    if isinstance(bericht, Bericht301) and bericht.client.naam.naam_gebruik == "6":
        yield "Client/Naam/NaamGebruik"


def _cs335(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/RedenWijziging"
        for place, product in toegewezen(bericht)
        if product.reden_wijziging == "13" and product.ingangsdatum != product.einddatum
    )


def _cs336(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/RedenWijziging" for place, product in toegewezen(bericht) if product.reden_wijziging == "01")


def _per_dag(bericht: Bericht) -> Iterator[str]:
    """CS338 and CS343 say the same of a 301 or 317 and of a 315."""
    return (
        f"{z.plaats}/Omvang/Frequentie"
        for z in zorgvragen_en_wijzigingen(bericht)
        if z.omvang is not None
        and z.omvang.eenheid in NIET_PER_DAG
        and loopt_na_2020(z.eind)
        and z.omvang.frequentie not in {"2", "4", "6"}
    )


CONSTRAINTS: tuple[Regel, ...] = (
    Regel(
        "CS002",
        ALLE - ANTWOORD,
        "The Bsn passes the 11-proef",
        "check the number at the source; keep leading zeros",
        _cs002,
    ),
    Regel("CS003", TOEWIJZING | VERZOEK, "A period ends on or after its first day", "correct the dates", _cs003),
    Regel(
        "CS050",
        TOEWIJZING,
        "NaamGebruik fits the names given",
        "1 to 4 with a Partnernaam, else 1 or 6",
        _cs050,
    ),
    Regel("CS058", LEVERING, "StatusAanlevering is 1 or 3", "delete with 3, then deliver anew with 1", _cs058),
    Regel("CS089", TOEWIJZING, "A Dutch Postcode is four digits and two capitals", "correct the Postcode", _cs089),
    Regel("CS139", PERSOON, "Datum and DatumGebruik agree", "fill unknown parts with 01 and 1900", _cs139),
    Regel("CS318", TOEWIJZING, "A client is a natural person", "do not use NaamGebruik 6 for the client", _cs318),
    Regel("CS335", TOEWIJZING, "A deleted allocation ends on its first day", "set Einddatum to Ingangsdatum", _cs335),
    Regel("CS336", TOEWIJZING, "RedenWijziging 01 is no longer used", "use 13 or 14", _cs336),
    Regel("CS338", TOEWIJZING | VOW, "This Eenheid is not given per day", "use Frequentie 2, 4 or 6", _per_dag),
    Regel("CS343", VOT, "This Eenheid is not given per day", "use Frequentie 2, 4 or 6", _per_dag),
)
