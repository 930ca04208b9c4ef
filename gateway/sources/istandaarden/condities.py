"""Conditions (CD): when an element must, may or may not be filled. iWmo 3.2 and iJw 3.2, control level 2.

A condition on a part of Adres is asked only of an Adres that is there: a Contact may hold a telephone alone (TR006).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gateway.sources.istandaarden.bericht import Bericht, Bericht301, ToegewezenProduct
from gateway.sources.istandaarden.plaatsen import adressen, contacten, toegewezen
from gateway.sources.istandaarden.regels import TOEWIJZING, Regel

# From 2021 an allocation without product code has no volume (CD080, CS338).
EINDE_OUDE_REGELS = date(2020, 12, 31)


def loopt_na_2020(product: ToegewezenProduct) -> bool:
    return product.einddatum is None or product.einddatum > EINDE_OUDE_REGELS


def _code(product: ToegewezenProduct) -> str | None:
    return product.product.code if product.product else None


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
    return (f"{place}/Omvang" for place, product in toegewezen(bericht) if _code(product) and product.omvang is None)


def _cd075(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Einddatum"
        for place, product in toegewezen(bericht)
        if product.budget is not None and product.einddatum is None
    )


def _cd076(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Einddatum"
        for place, product in toegewezen(bericht)
        if product.omvang and product.omvang.frequentie == "2" and product.einddatum is None
    )


def _cd077(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Omvang" for place, product in toegewezen(bericht) if product.budget is not None and product.omvang
    )


def _cd078(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Budget" for place, product in toegewezen(bericht) if product.omvang and product.budget is not None
    )


def _cd079(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Product"
        for place, product in toegewezen(bericht)
        if product.budget is None and product.product is None
    )


def _cd080(bericht: Bericht) -> Iterator[str]:
    return (
        f"{place}/Omvang"
        for place, product in toegewezen(bericht)
        if product.omvang and _code(product) is None and loopt_na_2020(product)
    )


CONDITIES: tuple[Regel, ...] = (
    Regel("CD005", TOEWIJZING, "LandCode goes with Postcode", "fill both or neither", _cd005),
    Regel("CD007", TOEWIJZING, "Taal goes with an interpreter (Vorm 1)", "fill Taal only with Vorm 1", _cd007),
    Regel("CD009", TOEWIJZING, "Only a temporary address has a Periode", "leave Periode out, or use Soort 04", _cd009),
    Regel("CD025", TOEWIJZING, "An address in NL has a Huis", "fill Huis", _cd025),
    Regel("CD034", TOEWIJZING, "A BRP address or a stay has a Postcode", "fill Postcode and LandCode", _cd034),
    Regel("CD041", TOEWIJZING, "A product code goes with an Omvang", "fill Omvang", _cd041),
    Regel("CD075", TOEWIJZING, "A Budget has an Einddatum", "fill Einddatum", _cd075),
    Regel("CD076", TOEWIJZING, "A volume per week has an Einddatum", "fill Einddatum", _cd076),
    Regel("CD077", TOEWIJZING, "No Omvang beside a Budget", "leave one of both out", _cd077),
    Regel("CD078", TOEWIJZING, "No Budget beside an Omvang", "leave one of both out", _cd078),
    Regel("CD079", TOEWIJZING, "Without a Budget there is a Product", "fill Product", _cd079),
    Regel("CD080", TOEWIJZING, "After 2020 no Omvang without a product code", "leave Omvang out", _cd080),
)
