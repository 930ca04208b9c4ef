"""Rules on a product class of a 301, 305 or 307 against earlier messages (TR, control level 3).

A decisive rule that is broken ends the testing of its class: without allocation (TR019), or for a delivery that is
already known (TR074), the other rules have nothing to say. A deletion is tested on TR063 and TR071 alone (TR063).
iWmo 3.2 and iJw 3.2 have the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Header, StartProduct, StopProduct, ToegewezenProduct, Wet
from gateway.sources.istandaarden.externe_bron import product_past
from gateway.sources.istandaarden.leveringen import Leveringen
from gateway.sources.istandaarden.regels import LEVERING, START, STOP, TOEWIJZING, Overstijgend
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
    `gedeclareerd`: ToewijzingNummers of the gemeente on which approved claims stand (TR385).
    `verzoeken_gezien`: whether any request of this aanbieder to this gemeente came by here (TR379).
    """

    law: Wet
    header: Header
    product: Klasse
    state: State
    leveringen: Leveringen
    elsewhere: frozenset[int] = frozenset()
    gedeclareerd: frozenset[int] = frozenset()
    verzoeken_gezien: bool = False

    @property
    def sleutel(self) -> StartSleutel | StopSleutel | None:
        match self.product:
            case ToegewezenProduct():
                return None
            case StartProduct():
                return start_sleutel(self.header, self.product)
            case StopProduct():
                return stop_sleutel(self.header, self.product)


def _elders(s: Situatie) -> bool:
    return s.product.toewijzing_nummer in s.elsewhere


def _zonder_verzoek(s: Situatie) -> bool:
    """Asked only where requests come by: what the sender knows and we cannot is no reason to reject (OP095)."""
    if not isinstance(s.product, ToegewezenProduct) or s.product.referentie_aanbieder is None:
        return False
    asked = (s.header.aanbieder.value, s.product.referentie_aanbieder)
    return s.verzoeken_gezien and asked not in s.state.verzoeken


def _met_declaraties(s: Situatie) -> bool:
    product = s.product
    return isinstance(product, ToegewezenProduct) and product.verwijderd and product.toewijzing_nummer in s.gedeclareerd


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


def _past_niet(s: Situatie) -> bool:
    return not product_past(s.law, s.product.product)


def _al_definitief(s: Situatie) -> bool:
    stop = s.sleutel
    return isinstance(stop, StopSleutel) and any(not e.tijdelijk for e in s.leveringen.stops(stop.start))


PRODUCTREGELS: tuple[Overstijgend[Situatie], ...] = (
    Overstijgend(
        "TR332",
        "9332",
        TOEWIJZING,
        "ToewijzingNummer",
        "A ToewijzingNummer is used once in a gemeente and law",
        "give the allocation a number of its own",
        _elders,
    ),
    Overstijgend(
        "TR379",
        "9379",
        TOEWIJZING,
        "ReferentieAanbieder",
        "The aanbieder made no request with this ReferentieAanbieder",
        "fill it only to grant a request (315, 317), with the reference of that request",
        _zonder_verzoek,
    ),
    Overstijgend(
        "TR385",
        "9385",
        TOEWIJZING,
        "RedenWijziging",
        "An allocation with approved claims cannot be deleted",
        "have the claims credited first",
        _met_declaraties,
    ),
    Overstijgend(
        "TR063",
        "9063",
        LEVERING,
        "StatusAanlevering",
        "Nothing was delivered before with this key",
        "repeat the key of what is to be deleted",
        _onbekend,
        status=VERWIJDEREN,
        beslissend=True,
    ),
    Overstijgend(
        "TR071",
        "9071",
        START,
        "StatusAanlevering",
        "A start that has a stop cannot be deleted",
        "delete the stop first",
        _al_gestopt,
        status=VERWIJDEREN,
    ),
    Overstijgend(
        "TR019",
        "9019",
        LEVERING,
        "ToewijzingNummer",
        "The gemeente has no allocation with this ToewijzingNummer",
        "check the number, or await the 301",
        _zonder_toewijzing,
        status=EERSTE,
        beslissend=True,
    ),
    Overstijgend(
        "TR074",
        "9074",
        LEVERING,
        "StatusAanlevering",
        "This key was delivered before",
        "delete it first (StatusAanlevering 3) to correct it",
        _bekend,
        status=EERSTE,
        beslissend=True,
    ),
    Overstijgend(
        "TR326",
        "9326",
        START,
        "Begindatum",
        "The support was started before and has not been stopped",
        "send a stop first, or delete the earlier start",
        _loopt_al,
        status=EERSTE,
    ),
    Overstijgend(
        "TR382",
        "9069",
        STOP,
        "Begindatum",
        "There is no start with these ToewijzingNummer, Product and Begindatum",
        "repeat the key of the start",
        _zonder_start,
        status=EERSTE,
    ),
    Overstijgend(
        "TR413",
        "9413",
        STOP,
        "RedenBeeindiging",
        f"There is a temporary stop (RedenBeeindiging {TIJDELIJK}) already",
        "send a definitive stop, or a new start",
        _tweede_tijdelijke,
        status=EERSTE,
    ),
    Overstijgend(
        "TR414",
        "9414",
        STOP,
        "Einddatum",
        "The Einddatum lies before that of the earlier stop",
        "send an Einddatum on or after it",
        _eerder_dan_vorige,
        status=EERSTE,
    ),
    Overstijgend(
        "TR415",
        "9415",
        STOP,
        "RedenBeeindiging",
        "There is a definitive stop already",
        "delete the earlier stop first",
        _al_definitief,
        status=EERSTE,
    ),
    Overstijgend(
        "TR381",
        "S329",
        TOEWIJZING | LEVERING,
        "Product/Code",
        "The product code list has this code in another category",
        "correct the category or the code",
        _past_niet,
        niveau=4,
    ),
)
