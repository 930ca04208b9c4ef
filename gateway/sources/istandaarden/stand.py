"""What earlier accepted messages of one client and law amount to, whatever order they arrived in (OP080).

Decisions on keys, read from the rules (docs/sources/iwmo.md):
- A ToewijzingNummer is unique within one gemeente and law (TR332), so an allocation is known by gemeente and number.
- A start or stop is known by gemeente, ToewijzingNummer, Product and Begindatum. The allocation says whose delivery it
  is; a taakgericht one has no number, and there its provider takes that place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import (
    Bericht301,
    Bericht305,
    Bericht307,
    Header,
    Product,
    StartProduct,
    StopProduct,
    ToegewezenProduct,
)
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.verzoek import AFGEWEZEN, Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import SourceMessage

TIJDELIJK = "20"
EERSTE, VERWIJDEREN = "1", "3"

# Gemeente and ToewijzingNummer.
Nummer: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class StartSleutel:
    """Logical key of a StartProduct (IV008, IV096). `aanbieder` only where there is no ToewijzingNummer."""

    gemeente: str
    nummer: int | None
    aanbieder: str | None
    product: Product | None
    begindatum: date

    @property
    def toegewezen_product(self) -> tuple[object, ...] | None:
        """The allocated product that is started (TR326); None without an allocation."""
        return None if self.nummer is None else (self.gemeente, self.nummer, self.product)

    @property
    def periode(self) -> tuple[object, ...]:
        """What TR413 to TR415 compare besides the Bsn; without a number the Product stands in for it (IV096)."""
        product = self.product if self.nummer is None else None
        return (self.gemeente, self.nummer, self.aanbieder, product, self.begindatum)


@dataclass(frozen=True, slots=True)
class StopSleutel:
    """Logical key of a StopProduct: that of its start, with RedenBeeindiging and Einddatum."""

    start: StartSleutel
    reden: str
    einddatum: date

    @property
    def tijdelijk(self) -> bool:
        return self.reden == TIJDELIJK


@dataclass(frozen=True, slots=True)
class VerzoekStand:
    """What became of one request so far. `antwoorden`: every VerzoekAntwoord (WJ760) that was given to it."""

    gemeente: str
    aanbieder: str
    referentie: str
    antwoorden: frozenset[str] = frozenset()
    toegewezen: bool = False

    @property
    def open(self) -> bool:
        """Pending until it is rejected or answered with an allocation (TR374, OP344)."""
        return not self.toegewezen and AFGEWEZEN not in self.antwoorden


@dataclass(frozen=True, slots=True)
class State:
    """`toewijzingen`: per number the one that holds, deleted ones included; `starts`, `stops`: not deleted.

    `aanbieders`: the AGB code each allocation went to; `verzoeken`: by aanbieder and ReferentieAanbieder;
    `bekend`: whether any accepted message was about this client.
    """

    toewijzingen: Mapping[Nummer, ToegewezenProduct] = field(default_factory=dict)
    starts: frozenset[StartSleutel] = frozenset()
    stops: frozenset[StopSleutel] = frozenset()
    aanbieders: Mapping[Nummer, str] = field(default_factory=dict)
    verzoeken: Mapping[tuple[str, str], VerzoekStand] = field(default_factory=dict)
    bekend: bool = False

    def toegewezen(self, gemeente: str, nummer: int) -> bool:
        """Whether this allocation stands: known, and not deleted (RedenWijziging 13)."""
        found = self.toewijzingen.get((gemeente, nummer))
        return found is not None and not found.verwijderd

    def actueel(self, header: Header) -> dict[int, ToegewezenProduct]:
        """Allocations of this gemeente to this aanbieder that hold on the Dagtekening or begin later (TR349)."""
        return {
            nummer: product
            for (gemeente, nummer), product in self.toewijzingen.items()
            if gemeente == header.gemeente.value
            and self.aanbieders.get((gemeente, nummer)) == header.aanbieder.value
            and not product.verwijderd
            and (product.einddatum is None or product.einddatum >= header.dagtekening)
        }


def start_sleutel(header: Header, product: StartProduct | StopProduct) -> StartSleutel:
    return StartSleutel(
        gemeente=header.gemeente.value,
        nummer=product.toewijzing_nummer,
        aanbieder=header.aanbieder.value if product.toewijzing_nummer is None else None,
        product=product.product,
        begindatum=product.begindatum,
    )


def stop_sleutel(header: Header, product: StopProduct) -> StopSleutel:
    return StopSleutel(start_sleutel(header, product), product.reden_beeindiging, product.einddatum)


def fold(messages: Iterable[SourceMessage]) -> State:
    """The state that accepted messages of one client and one law leave behind; their order does not matter.

    Of a ToewijzingNummer the newest Toewijzingsdatum and -tijd holds (IV013). A start or stop stands when it was
    delivered (status 1) more often than deleted (status 3): TR063 and TR074 make the two alternate.
    """
    newest: dict[Nummer, tuple[ToegewezenProduct, tuple[object, ...], str]] = {}
    starts: Counter[StartSleutel] = Counter()
    stops: Counter[StopSleutel] = Counter()
    verzoeken = _Verzoeken()
    bekend = False
    for message in messages:
        bericht: Heenbericht = message.body
        header, bekend = bericht.header, True
        match bericht:
            case Bericht301():
                for product in bericht.client.toegewezen_producten:
                    number, rank = (header.gemeente.value, product.toewijzing_nummer), _rang(bericht, product)
                    if number not in newest or newest[number][1] < rank:
                        newest[number] = (product, rank, header.aanbieder.value)
            case Bericht305():
                for start in bericht.client.start_producten:
                    starts[start_sleutel(header, start)] += _telt(start)
            case Bericht307():
                for stop in bericht.client.stop_producten:
                    stops[stop_sleutel(header, stop)] += _telt(stop)
            case _:
                pass
        verzoeken.lees(bericht)
    return State(
        toewijzingen={number: product for number, (product, _, _) in newest.items()},
        starts=frozenset(key for key, times in starts.items() if times > 0),
        stops=frozenset(key for key, times in stops.items() if times > 0),
        aanbieders={number: aanbieder for number, (_, _, aanbieder) in newest.items()},
        verzoeken=verzoeken.stand(),
        bekend=bekend,
    )


class _Verzoeken:
    """Gathers what asks, what answers and what allocates: which comes first does not matter (OP080)."""

    def __init__(self) -> None:
        self._gesteld: dict[tuple[str, str], str] = {}
        self._antwoorden: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._toegewezen: set[tuple[str, str]] = set()

    def lees(self, bericht: Heenbericht) -> None:
        aanbieder, gemeente = bericht.header.aanbieder.value, bericht.header.gemeente.value
        for referentie in referenties(bericht):
            match bericht:
                case Bericht315() | Bericht317():
                    self._gesteld[aanbieder, referentie] = gemeente
                case Bericht319():
                    self._antwoorden[aanbieder, referentie].add(bericht.antwoord.verzoek_antwoord)
                case _:
                    self._toegewezen.add((aanbieder, referentie))

    def stand(self) -> dict[tuple[str, str], VerzoekStand]:
        return {
            (aanbieder, referentie): VerzoekStand(
                gemeente,
                aanbieder,
                referentie,
                frozenset(self._antwoorden[aanbieder, referentie]),
                (aanbieder, referentie) in self._toegewezen,
            )
            for (aanbieder, referentie), gemeente in self._gesteld.items()
        }


def referenties(bericht: Heenbericht) -> tuple[str, ...]:
    """The ReferentieAanbieders that a message asks, answers or allocates with."""
    match bericht:
        case Bericht301():
            found = [p.referentie_aanbieder for p in bericht.client.toegewezen_producten if p.referentie_aanbieder]
        case Bericht315():
            found = [product.referentie_aanbieder for product in bericht.client.aangevraagde_producten]
        case Bericht317():
            found = [bericht.client.verzoek.referentie_aanbieder]
        case Bericht319():
            found = [bericht.antwoord.referentie_aanbieder]
        case _:
            found = []
    return tuple(dict.fromkeys(found))


def _rang(bericht: Bericht301, product: ToegewezenProduct) -> tuple[object, ...]:
    """Orders allocations of one number. A tie is the same one sent again (IV013); then the later message wins."""
    named = bericht.header.bericht_identificatie
    return (*product.vastgesteld, named.dagtekening, named.identificatie)


def _telt(product: StartProduct | StopProduct) -> int:
    return -1 if product.status_aanlevering == VERWIJDEREN else 1
