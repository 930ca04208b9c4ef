"""Technical rules (TR) inside one message. iWmo 3.2 and iJw 3.2, control level 2 (the official XSLTs test these)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Bericht, Bericht301, ToegewezenProduct
from gateway.sources.istandaarden.persoon import Contact
from gateway.sources.istandaarden.plaatsen import contacten, geboortedata, start, stop, toegewezen
from gateway.sources.istandaarden.regels import ALLE, STOP, TOEWIJZING, Regel

OUDSTE = 120
Baan: TypeAlias = tuple[str, ...]
# Wheelchairs, transport, housing and other aids may be allocated side by side (TR302).
MAG_STAPELEN = frozenset({"11", "12", "13", "14"})


def _tr002(bericht: Bericht) -> Iterator[str]:
    today = bericht.header.bericht_identificatie.dagtekening
    return (
        f"{place}/Datum"
        for place, geboren in geboortedata(bericht)
        if not geboren.onbekend and _jaren_eerder(today) > (geboren.datum.year, geboren.datum.month, geboren.datum.day)
    )


def _jaren_eerder(day: date) -> tuple[int, int, int]:
    return (day.year - OUDSTE, day.month, day.day)


def _bereikbaar(contact: Contact) -> bool:
    adres = contact.adres
    return bool(contact.telefoon) or (adres is not None and adres.huis is not None and adres.postcode is not None)


def _tr006(bericht: Bericht) -> Iterator[str]:
    return (place for place, contact in contacten(bericht) if not _bereikbaar(contact))


def _tr018(bericht: Bericht) -> Iterator[str]:
    return (f"{place}/Einddatum" for place, product in stop(bericht) if product.einddatum < product.begindatum)


def _tr061(bericht: Bericht) -> Iterator[str]:
    if isinstance(bericht, Bericht301) and not any(
        contact.soort in {"01", "02", "03"} for contact in bericht.client.contactgegevens
    ):
        yield "Client/Contactgegevens"


def _herhaald(keyed: Iterable[tuple[str, Hashable]]) -> Iterator[str]:
    seen: set[Hashable] = set()
    for place, key in keyed:
        if key in seen:
            yield place
        seen.add(key)


def _tr101(bericht: Bericht) -> Iterator[str]:
    """Logical keys: 301 Contact Soort, Relatie Nummer, ToewijzingNummer; 305 and 307 the fields named below."""
    if isinstance(bericht, Bericht301):
        client = bericht.client
        yield from _herhaald(
            (f"Client/Contactgegevens/Contact[{n}]", c.soort) for n, c in enumerate(client.contactgegevens, 1)
        )
        yield from _herhaald((f"Client/Relaties/Relatie[{n}]", r.nummer) for n, r in enumerate(client.relaties, 1))
        yield from _herhaald((place, product.toewijzing_nummer) for place, product in toegewezen(bericht))
    yield from _herhaald((place, (p.toewijzing_nummer, p.product, p.begindatum)) for place, p in start(bericht))
    yield from _herhaald(
        (place, (p.toewijzing_nummer, p.product, p.begindatum, p.reden_beeindiging, p.einddatum))
        for place, p in stop(bericht)
    )


def _tr134(bericht: Bericht) -> Iterator[str]:
    """The rule names no elements: taken are the dates that can only lie in the past, birth and decision."""
    day = bericht.header.bericht_identificatie.dagtekening
    yield from (f"{place}/Datum" for place, geboren in geboortedata(bericht) if geboren.datum > day)
    yield from (f"{place}/Toewijzingsdatum" for place, p in toegewezen(bericht) if p.toewijzingsdatum > day)


def _banen(product: ToegewezenProduct) -> tuple[set[Baan], set[Baan]]:
    """Which lanes an allocation takes, and which must be free for it.

    Without a product code a whole category must be free, without a category everything that may not be stacked.
    """
    if product.product is None:
        return {("generiek",), ("alles",)}, {("alles",)}
    categorie, code = product.product.categorie, product.product.code
    if categorie in MAG_STAPELEN:
        return set(), set()
    if code is None:
        return {("zonder code", categorie), ("categorie", categorie), ("alles",)}, {
            ("categorie", categorie),
            ("generiek",),
        }
    taken: set[Baan] = {("code", categorie, code), ("categorie", categorie), ("alles",)}
    return taken, {("code", categorie, code), ("zonder code", categorie), ("generiek",)}


def _tr302(bericht: Bericht) -> Iterator[str]:
    """In order of first day, each allocation must start after the last day of those in the lanes it needs."""
    until: dict[Baan, date] = {}
    standing = [(place, product) for place, product in toegewezen(bericht) if not product.verwijderd]
    for place, product in sorted(standing, key=lambda pair: pair[1].ingangsdatum):
        taken, needed = _banen(product)
        if any(lane in until and until[lane] >= product.ingangsdatum for lane in needed):
            yield place
        for lane in taken:
            until[lane] = max(until.get(lane, date.min), product.einddatum or date.max)


TECHNISCH: tuple[Regel, ...] = (
    Regel("TR002", ALLE, "Nobody is born more than 120 years ago", "correct the birth date, or say unknown", _tr002),
    Regel("TR006", TOEWIJZING, "A Contact has a telephone, or house and postcode", "fill one of both", _tr006),
    Regel("TR018", STOP, "A stop ends on or after its start", "correct the dates", _tr018),
    Regel("TR061", TOEWIJZING, "A client has a Contact of Soort 01, 02 or 03", "send such a Contact", _tr061),
    Regel("TR101", ALLE, "No class occurs twice with the same key", "send each class once", _tr101),
    Regel("TR134", ALLE, "Birth and decision do not lie after the Dagtekening", "correct the dates", _tr134),
    Regel(
        "TR302", TOEWIJZING, "The same product is not allocated twice at one time", "end one before the other", _tr302
    ),
)
