"""Within what time iWmo and iJw messages must be answered or followed, and what of one client is open: pure.

The rules as published (iWmo and iJw 3.2, bedrijfsregels):
- OP090: a return message within 3 working days after receipt. OP090x4: a declaratie-antwoord within 10.
- OP271: a start message within 5 working days after support really started; of an allocation in retrospect, after
  receipt of that. OP272: a stop message within 5 working days after it really ended.
- OP274 (315) and OP346 (317): an allocation or an answer within 5 working days after receipt; after an answer "in
  onderzoek" the decision within 8 weeks (OP346: after the Dagtekening of the request; OP274 does not say after what).
When support really started or ended nobody says but the message itself: the allocation is what it is expected by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from gateway.sources.istandaarden.bericht import Bericht301, ToegewezenProduct
from gateway.sources.istandaarden.stand import Nummer, State, VerzoekStand, fold, referenties
from gateway.sources.istandaarden.verzoek import IN_ONDERZOEK, Bericht315, Bericht317
from gateway.sources.istandaarden.werkdagen import na_werkdagen
from gateway.stages.delivered import SourceMessage

Partij: TypeAlias = Literal["gemeente", "aanbieder"]
RETOUR, DECLARATIE_ANTWOORD, LEVERING, VERZOEK = 3, 10, 5, 5
BESLUIT: Final = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """An accepted message with the Dutch day it was received, and its delivery."""

    message: SourceMessage
    dag: date
    delivery: str


@dataclass(frozen=True, slots=True)
class Termijn:
    """What is to be sent by whom, and by which day. `kind`, `identificatie`, `plaats`: the message it follows from.

    `verwacht`: the kinds that would settle it. `vanaf`: the day it counts from. `vervalt`: after this day it is no
    longer expected; None when it stands until it is settled.
    """

    regel: str
    partij: Partij
    gemeente: str
    aanbieder: str
    kind: str
    identificatie: str
    plaats: str
    verwacht: str
    vanaf: date
    uiterlijk: date
    delivery: str
    vervalt: date | None = None


def openstaand(ontvangen: Iterable[Ontvangen]) -> tuple[Termijn, ...]:
    """What is open of one client under one law. The order of messages has no meaning (OP080)."""
    known = tuple(ontvangen)
    state = fold(each.message for each in known)
    return (*_leveringen(known, state), *_verzoeken(known, state))


def _leveringen(known: tuple[Ontvangen, ...], state: State) -> Iterator[Termijn]:
    first: dict[Nummer, date] = {}
    for each in known:
        if isinstance(each.message.body, Bericht301):
            for product in each.message.body.client.toegewezen_producten:
                nummer = (each.message.body.header.gemeente.value, product.toewijzing_nummer)
                first[nummer] = min(first.get(nummer, each.dag), each.dag)
    for each in known:
        if not isinstance(bericht := each.message.body, Bericht301):
            continue
        for number, product in enumerate(bericht.client.toegewezen_producten, start=1):
            nummer = (bericht.header.gemeente.value, product.toewijzing_nummer)
            if state.toewijzingen.get(nummer) is product and not product.verwijderd:
                place = f"Client/ToegewezenProducten/ToegewezenProduct[{number}]"
                yield from _levering(each, product, place, nummer, first[nummer], state)


def _levering(
    each: Ontvangen, product: ToegewezenProduct, place: str, nummer: Nummer, bekend: date, state: State
) -> Iterator[Termijn]:
    started = any((start.gemeente, start.nummer) == nummer for start in state.starts)
    stopped = any((stop.start.gemeente, stop.start.nummer) == nummer and not stop.tijdelijk for stop in state.stops)
    soort = each.message.kind[:-3]
    if not started and not stopped:
        vanaf = max(product.ingangsdatum, bekend)
        yield _termijn(each, "OP271", "aanbieder", place, f"{soort}305", vanaf, LEVERING, product.einddatum)
    elif not stopped and product.einddatum is not None:
        vanaf = max(product.einddatum, each.dag)
        yield _termijn(each, "OP272", "aanbieder", place, f"{soort}307", vanaf, LEVERING)


def _verzoeken(known: tuple[Ontvangen, ...], state: State) -> Iterator[Termijn]:
    for each in known:
        bericht = each.message.body
        if not isinstance(bericht, Bericht315 | Bericht317):
            continue
        for number, referentie in enumerate(referenties(bericht), start=1):
            stand = state.verzoeken[bericht.header.aanbieder.value, referentie]
            if stand.open:
                yield _verzoek(each, number, stand)


def _verzoek(each: Ontvangen, number: int, stand: VerzoekStand) -> Termijn:
    soort, vot = each.message.kind[:-3], isinstance(each.message.body, Bericht315)
    regel = "OP274" if vot else "OP346"
    place = f"Client/AangevraagdeProducten/AangevraagdProduct[{number}]" if vot else "Client/Verzoek"
    verwacht = f"{soort}301 of {soort}319"
    if IN_ONDERZOEK not in stand.antwoorden:
        return _termijn(each, regel, "gemeente", place, verwacht, each.dag, VERZOEK)
    dagtekening = each.message.body.header.dagtekening
    return _termijn(each, regel, "gemeente", place, verwacht, dagtekening, uiterlijk=dagtekening + BESLUIT)


def _termijn(
    each: Ontvangen,
    regel: str,
    partij: Partij,
    plaats: str,
    verwacht: str,
    vanaf: date,
    werkdagen: int = 0,
    vervalt: date | None = None,
    uiterlijk: date | None = None,
) -> Termijn:
    header = each.message.body.header
    return Termijn(
        regel=regel,
        partij=partij,
        gemeente=header.gemeente.value,
        aanbieder=header.aanbieder.value,
        kind=each.message.kind,
        identificatie=header.bericht_identificatie.identificatie,
        plaats=plaats,
        verwacht=verwacht,
        vanaf=vanaf,
        uiterlijk=uiterlijk or na_werkdagen(vanaf, werkdagen),
        delivery=each.delivery,
        vervalt=vervalt,
    )
