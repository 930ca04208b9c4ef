"""Rules on a product class against earlier messages (TR, control level 3), each with a return code of its own.

A decisive rule that is broken ends the testing of its class: without allocation (TR019), or for a delivery that is
already known (TR074), the other rules have nothing to say. A deletion is tested on TR063 and TR071 alone (TR063).
iWmo 3.2 and iJw 3.2 have the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Header, StartProduct, StopProduct, ToegewezenProduct
from gateway.sources.istandaarden.leveringen import Leveringen
from gateway.sources.istandaarden.regels import LEVERING, START, STOP, TOEWIJZING
from gateway.sources.istandaarden.stand import (
    EERSTE,
    TIJDELIJK,
    VERWIJDEREN,
    StartSleutel,
    State,
    StopSleutel,
    start_sleutel,
    stop_sleutel,
)

Klasse: TypeAlias = ToegewezenProduct | StartProduct | StopProduct


@dataclass(frozen=True, slots=True)
class Situatie:
    """One product class, its key (None in a 301), and what is known beside it.

    `elsewhere`: ToewijzingNummers that the gemeente uses for other clients (TR332).
    """

    header: Header
    product: Klasse
    state: State
    leveringen: Leveringen
    elsewhere: frozenset[int]

    @property
    def sleutel(self) -> StartSleutel | StopSleutel | None:
        match self.product:
            case ToegewezenProduct():
                return None
            case StartProduct():
                return start_sleutel(self.header, self.product)
            case StopProduct():
                return stop_sleutel(self.header, self.product)


@dataclass(frozen=True, slots=True)
class Overstijgend:
    """`status`: the StatusAanlevering it tests (None: any class). `deel`: the element named in a finding."""

    code: str
    retourcode: str
    soorten: frozenset[str]
    status: str | None
    deel: str
    zin: str
    mend: str
    breekt: Callable[[Situatie], bool]
    beslissend: bool = False

    def geldt(self, soort: str, product: Klasse) -> bool:
        status = None if isinstance(product, ToegewezenProduct) else product.status_aanlevering
        return soort in self.soorten and self.status in {None, status}


def gebroken(soort: str, situatie: Situatie) -> Iterator[Overstijgend]:
    """The rules that a class breaks. `soort`: 301, 305 or 307."""
    for regel in OVERSTIJGEND:
        if regel.geldt(soort, situatie.product) and regel.breekt(situatie):
            yield regel
            if regel.beslissend:
                return


def _elders(s: Situatie) -> bool:
    return s.product.toewijzing_nummer in s.elsewhere


def _zonder_toewijzing(s: Situatie) -> bool:
    number = s.product.toewijzing_nummer
    return number is not None and not s.state.toegewezen(s.header.gemeente.value, number)


def _bekend(s: Situatie) -> bool:
    return s.sleutel is not None and s.leveringen.kent(s.sleutel)


def _onbekend(s: Situatie) -> bool:
    return not _bekend(s)


def _al_gestopt(s: Situatie) -> bool:
    return isinstance(s.sleutel, StartSleutel) and s.leveringen.gestopt(s.sleutel)


def _loopt_al(s: Situatie) -> bool:
    return isinstance(s.sleutel, StartSleutel) and s.leveringen.loopt(s.sleutel)


def _zonder_start(s: Situatie) -> bool:
    return isinstance(s.sleutel, StopSleutel) and not s.leveringen.kent(s.sleutel.start)


def _tweede_tijdelijke(s: Situatie) -> bool:
    stop = s.sleutel
    return isinstance(stop, StopSleutel) and stop.tijdelijk and any(e.tijdelijk for e in s.leveringen.stops(stop.start))


def _eerder_dan_vorige(s: Situatie) -> bool:
    stop = s.sleutel
    return isinstance(stop, StopSleutel) and any(e.einddatum > stop.einddatum for e in s.leveringen.stops(stop.start))


def _al_definitief(s: Situatie) -> bool:
    stop = s.sleutel
    return isinstance(stop, StopSleutel) and any(not e.tijdelijk for e in s.leveringen.stops(stop.start))


OVERSTIJGEND: tuple[Overstijgend, ...] = (
    Overstijgend(
        "TR332",
        "9332",
        TOEWIJZING,
        None,
        "ToewijzingNummer",
        "A ToewijzingNummer is used once in a gemeente and law",
        "give the allocation a number of its own",
        _elders,
    ),
    Overstijgend(
        "TR063",
        "9063",
        LEVERING,
        VERWIJDEREN,
        "StatusAanlevering",
        "Nothing was delivered before with this key",
        "repeat the key of what is to be deleted",
        _onbekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR071",
        "9071",
        START,
        VERWIJDEREN,
        "StatusAanlevering",
        "A start that has a stop cannot be deleted",
        "delete the stop first",
        _al_gestopt,
    ),
    Overstijgend(
        "TR019",
        "9019",
        LEVERING,
        EERSTE,
        "ToewijzingNummer",
        "The gemeente has no allocation with this ToewijzingNummer",
        "check the number, or await the 301",
        _zonder_toewijzing,
        beslissend=True,
    ),
    Overstijgend(
        "TR074",
        "9074",
        LEVERING,
        EERSTE,
        "StatusAanlevering",
        "This key was delivered before",
        "delete it first (StatusAanlevering 3) to correct it",
        _bekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR326",
        "9326",
        START,
        EERSTE,
        "Begindatum",
        "The support was started before and has not been stopped",
        "send a stop first, or delete the earlier start",
        _loopt_al,
    ),
    Overstijgend(
        "TR382",
        "9069",
        STOP,
        EERSTE,
        "Begindatum",
        "There is no start with these ToewijzingNummer, Product and Begindatum",
        "repeat the key of the start",
        _zonder_start,
    ),
    Overstijgend(
        "TR413",
        "9413",
        STOP,
        EERSTE,
        "RedenBeeindiging",
        f"There is a temporary stop (RedenBeeindiging {TIJDELIJK}) already",
        "send a definitive stop, or a new start",
        _tweede_tijdelijke,
    ),
    Overstijgend(
        "TR414",
        "9414",
        STOP,
        EERSTE,
        "Einddatum",
        "The Einddatum lies before that of the earlier stop",
        "send an Einddatum on or after it",
        _eerder_dan_vorige,
    ),
    Overstijgend(
        "TR415",
        "9415",
        STOP,
        EERSTE,
        "RedenBeeindiging",
        "There is a definitive stop already",
        "delete the earlier stop first",
        _al_definitief,
    ),
)
