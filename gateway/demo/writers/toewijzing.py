"""The 301, 305 and 307 of either law: the three messages differ between iWmo and iJw in their namespaces only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from gateway.demo.people import Person
from gateway.demo.writers.istandaarden import GESLACHT, Bericht, Kop, Relatie, Toewijzing, Wet


@dataclass(frozen=True, slots=True)
class Client:
    """`juridische_status` WJ232, such as 04 (ondertoezichtstelling)."""

    persoon: Person
    today: date
    relaties: tuple[Relatie, ...] = ()
    juridische_status: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    toewijzing: Toewijzing
    begin: date


@dataclass(frozen=True, slots=True)
class Stop:
    """`reden`: RedenBeeindiging, whose meaning depends on the law."""

    start: Start
    eind: date
    reden: str


def bericht_301(wet: Wet, kop: Kop, who: Client, toewijzingen: Sequence[Toewijzing]) -> bytes:
    """All that is allocated to one client at one provider (OP087)."""
    message = Bericht(wet, "301", kop)
    client = message.client(who.persoon, who.today)
    message.naam(client, who.persoon, volledig=True)
    if who.juridische_status:
        message.m(client, "JuridischeStatus", who.juridische_status)
    if who.relaties:
        relaties = message.m(client, "Relaties")
        for nummer, relatie in enumerate(who.relaties, start=1):
            _relatie(message, message.m(relaties, "Relatie"), nummer, relatie, who.today)
    message.contact(message.m(client, "Contactgegevens"), who.persoon)
    producten = message.m(client, "ToegewezenProducten")
    for toewijzing in toewijzingen:
        _toegewezen(message, message.m(producten, "ToegewezenProduct"), toewijzing)
    return message.bytes()


def bericht_305(wet: Wet, kop: Kop, who: Client, start: Start) -> bytes:
    """Delivery has started."""
    message = Bericht(wet, "305", kop)
    _geleverd(message, "Start", who, start)
    return message.bytes()


def bericht_307(wet: Wet, kop: Kop, who: Client, stop: Stop) -> bytes:
    """Delivery has stopped. The start's key is copied (TR382)."""
    message = Bericht(wet, "307", kop)
    _geleverd(message, "Stop", who, stop.start, stop)
    return message.bytes()


def _relatie(message: Bericht, made: Element, nummer: int, relatie: Relatie, today: date) -> None:
    message.m(made, "Nummer", str(nummer))
    message.m(made, "Volgorde", str(nummer))
    message.m(made, "Soort", relatie.soort)
    message.b(message.m(made, "Geboortedatum"), "Datum", relatie.persoon.born(today).isoformat())
    message.m(made, "Geslacht", GESLACHT[relatie.persoon.gender])
    message.naam(made, relatie.persoon, volledig=True)
    message.contact(made, relatie.persoon)


def _toegewezen(message: Bericht, product: Element, toewijzing: Toewijzing) -> None:
    message.m(product, "ToewijzingNummer", str(toewijzing.nummer))
    message.product(product, toewijzing.categorie, toewijzing.code)
    message.m(product, "Toewijzingsdatum", toewijzing.toegewezen.isoformat())
    message.m(product, "Toewijzingstijd", toewijzing.tijd.isoformat())
    message.m(product, "Ingangsdatum", toewijzing.ingang.isoformat())
    message.m(product, "Einddatum", toewijzing.eind.isoformat())
    if toewijzing.reden:
        message.m(product, "RedenWijziging", toewijzing.reden)
    omvang = message.m(product, "Omvang")
    message.b(omvang, "Volume", str(toewijzing.omvang.volume))
    message.b(omvang, "Eenheid", toewijzing.omvang.eenheid)
    message.b(omvang, "Frequentie", toewijzing.omvang.frequentie)
    if toewijzing.commentaar:
        message.m(product, "Commentaar", toewijzing.commentaar)


def _geleverd(message: Bericht, soort: str, who: Client, start: Start, stop: Stop | None = None) -> None:
    client = message.client(who.persoon, who.today)
    message.naam(client, who.persoon, volledig=False)
    product = message.m(message.m(client, f"{soort}Producten"), f"{soort}Product")
    toewijzing = start.toewijzing
    message.m(product, "ToewijzingNummer", str(toewijzing.nummer))
    message.product(product, toewijzing.categorie, toewijzing.code)
    message.m(product, "ToewijzingIngangsdatum", toewijzing.ingang.isoformat())
    message.m(product, "Begindatum", start.begin.isoformat())
    if stop:
        message.m(product, "RedenBeeindiging", stop.reden)
        message.m(product, "Einddatum", stop.eind.isoformat())
    message.m(product, "StatusAanlevering", "1")
