"""Technical rules (TR) inside one message. iWmo 3.2 and iJw 3.2, control level 2 (the official XSLTs test these)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.persoon import Contact
from gateway.sources.istandaarden.plaatsen import (
    aangevraagd,
    clienten,
    contacten,
    geboortedata,
    prestaties_van,
    start,
    stop,
    toegewezen,
    zorgvragen,
)
from gateway.sources.istandaarden.regels import ALLE, ANTWOORD, PERSOON, STOP, TOEWIJZING, VOT, VOW, Regel
from gateway.sources.istandaarden.stapeling import stapelend
from gateway.sources.istandaarden.verzoek import Bericht317

OUDSTE = 120


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
    """Logical keys, each within the class that holds it (facts of the standard: the key elements of every class)."""
    if isinstance(bericht, Bericht301):
        client = bericht.client
        yield from _herhaald(
            (f"Client/Contactgegevens/Contact[{n}]", c.soort) for n, c in enumerate(client.contactgegevens, 1)
        )
        yield from _herhaald((f"Client/Relaties/Relatie[{n}]", r.nummer) for n, r in enumerate(client.relaties, 1))
    yield from _herhaald((place, p.toewijzing_nummer) for place, p in toegewezen(bericht))
    yield from _herhaald((place, (p.toewijzing_nummer, p.product, p.begindatum)) for place, p in start(bericht))
    yield from _herhaald(
        (place, (p.toewijzing_nummer, p.product, p.begindatum, p.reden_beeindiging, p.einddatum))
        for place, p in stop(bericht)
    )
    yield from _herhaald((place, p.referentie_aanbieder) for place, p in aangevraagd(bericht))
    if isinstance(bericht, Bericht317):
        yield from _herhaalde_wensen(bericht)
    yield from _herhaald((place, client.bsn) for place, client in clienten(bericht))
    for place, each_client in clienten(bericht):
        found = prestaties_van(place, each_client)
        yield from _herhaald((each, (p.referentie_nummer, p.vorig_referentie_nummer)) for each, p in found)


def _herhaalde_wensen(bericht: Bericht317) -> Iterator[str]:
    verzoek, place = bericht.client.verzoek, "Client/Verzoek"
    yield from _herhaald(
        (f"{place}/OngewijzigdeProducten/OngewijzigdProduct[{n}]", p.toewijzing_nummer)
        for n, p in enumerate(verzoek.ongewijzigde_producten, 1)
    )
    yield from _herhaald(
        (f"{place}/TeWijzigenProducten/TeWijzigenProduct[{n}]", p.toewijzing_nummer)
        for n, p in enumerate(verzoek.te_wijzigen_producten, 1)
    )
    yield from _herhaald((z.plaats, (z.product, z.ingang)) for z in zorgvragen(bericht))


def _tr134(bericht: Bericht) -> Iterator[str]:
    """The rule names no elements: taken are the dates that can only lie in the past, birth, decision, signature."""
    day = bericht.header.dagtekening
    yield from (f"{place}/Datum" for place, geboren in geboortedata(bericht) if geboren.datum > day)
    yield from (f"{place}/Toewijzingsdatum" for place, p in toegewezen(bericht) if p.toewijzingsdatum > day)
    if isinstance(bericht, Bericht323) and bericht.declaratie.declaratie_dagtekening > day:
        yield "Declaratie/DeclaratieDagtekening"
    if isinstance(bericht, Bericht325) and bericht.declaratie_identificatie.dagtekening > day:
        yield "Header/DeclaratieIdentificatie/Dagtekening"


def _stapelt(bericht: Bericht) -> Iterator[str]:
    """TR302, TR386 and TR410 say the same of what is allocated (301), requested (315) and newly wanted (317)."""
    return stapelend((z.plaats, z.product, z.ingang, z.eind) for z in zorgvragen(bericht) if not z.verwijderd)


TECHNISCH: tuple[Regel, ...] = (
    Regel("TR002", PERSOON, "Nobody is born more than 120 years ago", "correct the birth date, or say unknown", _tr002),
    Regel("TR006", TOEWIJZING, "A Contact has a telephone, or house and postcode", "fill one of both", _tr006),
    Regel("TR018", STOP, "A stop ends on or after its start", "correct the dates", _tr018),
    Regel("TR061", TOEWIJZING, "A client has a Contact of Soort 01, 02 or 03", "send such a Contact", _tr061),
    Regel("TR101", ALLE - ANTWOORD, "No class occurs twice with the same key", "send each class once", _tr101),
    Regel(
        "TR134",
        ALLE - VOW - ANTWOORD,
        "What has happened does not lie after the Dagtekening",
        "correct the dates",
        _tr134,
    ),
    Regel("TR302", TOEWIJZING, "A product is not allocated twice at one time", "end one before the other", _stapelt),
    Regel("TR386", VOT, "A product is not requested twice at one time", "end one before the other", _stapelt),
    Regel("TR410", VOW, "A new product is not wanted twice at one time", "end one before the other", _stapelt),
)
