"""What earlier accepted messages of one client and law amount to, whatever order they arrived in (OP080).

Decisions on keys, read from the rules (docs/sources/istandaarden.md):
- A ToewijzingNummer is unique within one gemeente and law (TR332), so an allocation is known by gemeente and number.
- A start or stop is known by gemeente, ToewijzingNummer, Product and Begindatum. The allocation says whose delivery it
  is; a taakgericht one has no number, and there its provider takes that place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import (
    Bericht,
    Bericht301,
    Bericht305,
    Bericht307,
    Header,
    Product,
    StartProduct,
    StopProduct,
    ToegewezenProduct,
)
from gateway.stages import SourceMessage

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
class State:
    """`toewijzingen`: per number the one that holds, deleted ones included; `starts`, `stops`: not deleted."""

    toewijzingen: Mapping[Nummer, ToegewezenProduct] = field(default_factory=dict)
    starts: frozenset[StartSleutel] = frozenset()
    stops: frozenset[StopSleutel] = frozenset()

    def toegewezen(self, gemeente: str, nummer: int) -> bool:
        """Whether this allocation stands: known, and not deleted (RedenWijziging 13)."""
        found = self.toewijzingen.get((gemeente, nummer))
        return found is not None and not found.verwijderd


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
    newest: dict[Nummer, tuple[ToegewezenProduct, tuple[object, ...]]] = {}
    starts: Counter[StartSleutel] = Counter()
    stops: Counter[StopSleutel] = Counter()
    for message in messages:
        bericht: Bericht = message.body
        header = bericht.header
        match bericht:
            case Bericht301():
                for product in bericht.client.toegewezen_producten:
                    number, rank = (header.gemeente.value, product.toewijzing_nummer), _rang(bericht, product)
                    if number not in newest or newest[number][1] < rank:
                        newest[number] = (product, rank)
            case Bericht305():
                for start in bericht.client.start_producten:
                    starts[start_sleutel(header, start)] += _telt(start)
            case Bericht307():
                for stop in bericht.client.stop_producten:
                    stops[stop_sleutel(header, stop)] += _telt(stop)
    return State(
        toewijzingen={number: product for number, (product, _) in newest.items()},
        starts=frozenset(key for key, times in starts.items() if times > 0),
        stops=frozenset(key for key, times in stops.items() if times > 0),
    )


def _rang(bericht: Bericht301, product: ToegewezenProduct) -> tuple[object, ...]:
    """Orders allocations of one number. A tie is the same one sent again (IV013); then the later message wins."""
    named = bericht.header.bericht_identificatie
    return (*product.vastgesteld, named.dagtekening, named.identificatie)


def _telt(product: StartProduct | StopProduct) -> int:
    return -1 if product.status_aanlevering == VERWIJDEREN else 1
