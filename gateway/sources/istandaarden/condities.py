"""Conditions (CD) on persons and products: when an element must, may or may not be filled. Control level 2.

iWmo 3.2 and iJw 3.2. Those on requests and claims alone stand in `regels_verzoek` and `regels_declaratie`.
A condition on a part of Adres is asked only of an Adres that is there: a Contact may hold a telephone alone (TR006).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.plaatsen import adressen, contacten, zorgvragen, zorgvragen_en_wijzigingen
from gateway.sources.istandaarden.regels import TOEWIJZING, VERZOEK, VOT, VOW, Regel

PRODUCT = TOEWIJZING | VERZOEK

# From 2021 an allocation without product code has no volume (CD080, CS338).
EINDE_OUDE_REGELS = date(2020, 12, 31)


def loopt_na_2020(eind: date | None) -> bool:
    return eind is None or eind > EINDE_OUDE_REGELS


def _cd005(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/LandCode"
        for place, _, adres in adressen(bericht)
        if (adres.postcode is None) != (adres.land_code is None)
    )


def _cd007(bericht: Bericht) -> Iterator[str]:
    communicatie = bericht.client.communicatie if isinstance(bericht, Bericht301) else None
    if communicatie and (communicatie.vorm == "1") != (communicatie.taal is not None):
        yield "Client/Communicatie/Taal"


def _cd009(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/Periode" for place, contact in contacten(bericht) if contact.periode and contact.soort != "04")


def _cd025(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/Huis" for place, _, adres in adressen(bericht) if adres.land_code == "NL" and adres.huis is None)


def _cd034(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Postcode"
        for place, contact, adres in adressen(bericht)
        if contact.soort in {"01", "03"} and adres.postcode is None
    )


def _cd041(bericht: Bericht) -> Iterator[str]:
    return (f"{z.plaats}/Omvang" for z in zorgvragen(bericht) if z.code and z.omvang is None)


def _cd075(bericht: Bericht) -> Iterator[str]:
    found = zorgvragen_en_wijzigingen(bericht)
    return (f"{z.plaats}/{z.eind_naam}" for z in found if z.budget is not None and z.eind is None)


def _cd076(bericht: Bericht) -> Iterator[str]:
    found = zorgvragen_en_wijzigingen(bericht)
    return (f"{z.plaats}/{z.eind_naam}" for z in found if z.omvang and z.omvang.frequentie == "2" and z.eind is None)


def _cd077(bericht: Bericht) -> Iterator[str]:
    return (f"{z.plaats}/Omvang" for z in zorgvragen_en_wijzigingen(bericht) if z.budget is not None and z.omvang)


def _cd078(bericht: Bericht) -> Iterator[str]:
    return (f"{z.plaats}/Budget" for z in zorgvragen_en_wijzigingen(bericht) if z.omvang and z.budget is not None)


def _cd079(bericht: Bericht) -> Iterator[str]:
    return (f"{z.plaats}/Product" for z in zorgvragen(bericht) if z.budget is None and z.product is None)


def _zonder_code(bericht: Bericht) -> Iterator[str]:
    """CD080, CD095 and CD096 say the same of a 301, a 315 and a 317."""
    return (f"{z.plaats}/Omvang" for z in zorgvragen(bericht) if z.omvang and z.code is None and loopt_na_2020(z.eind))


CONDITIES: tuple[Regel, ...] = (
    Regel("CD005", TOEWIJZING, "LandCode goes with Postcode", "fill both or neither", _cd005),
    Regel("CD007", TOEWIJZING, "Taal goes with an interpreter (Vorm 1)", "fill Taal only with Vorm 1", _cd007),
    Regel("CD009", TOEWIJZING, "Only a temporary address has a Periode", "leave Periode out, or use Soort 04", _cd009),
    Regel("CD025", TOEWIJZING, "An address in NL has a Huis", "fill Huis", _cd025),
    Regel("CD034", TOEWIJZING, "A BRP address or a stay has a Postcode", "fill Postcode and LandCode", _cd034),
    Regel("CD041", PRODUCT, "A product code goes with an Omvang", "fill Omvang", _cd041),
    Regel("CD075", PRODUCT, "A Budget has an Einddatum", "fill Einddatum", _cd075),
    Regel("CD076", PRODUCT, "A volume per week has an Einddatum", "fill Einddatum", _cd076),
    Regel("CD077", PRODUCT, "No Omvang beside a Budget", "leave one of both out", _cd077),
    Regel("CD078", PRODUCT, "No Budget beside an Omvang", "leave one of both out", _cd078),
    Regel("CD079", PRODUCT, "Without a Budget there is a Product", "fill Product", _cd079),
    Regel("CD080", TOEWIJZING, "After 2020 no Omvang without a product code", "leave Omvang out", _zonder_code),
    Regel("CD095", VOT, "After 2020 no Omvang without a product code", "leave Omvang out", _zonder_code),
    Regel("CD096", VOW, "After 2020 no Omvang without a product code", "leave Omvang out", _zonder_code),
)
