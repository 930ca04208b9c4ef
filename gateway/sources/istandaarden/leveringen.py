"""The starts and stops that stand while a message is judged: what was known before, and what its classes change."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeVar

from gateway.sources.istandaarden.stand import StartSleutel, State, StopSleutel

_T = TypeVar("_T")


class Leveringen:
    """A working copy of a State, indexed by what the rules ask. Each class of a message is looked up once."""

    def __init__(self, state: State) -> None:
        self._starts: set[StartSleutel] = set()
        self._stops: set[StopSleutel] = set()
        self._by_start: defaultdict[StartSleutel, set[StopSleutel]] = defaultdict(set)
        self._by_periode: defaultdict[tuple[object, ...], set[StopSleutel]] = defaultdict(set)
        self._by_product: defaultdict[tuple[object, ...], set[StartSleutel]] = defaultdict(set)
        for start in state.starts:
            self.verwerk(start)
        for stop in state.stops:
            self.verwerk(stop)

    def verwerk(self, sleutel: StartSleutel | StopSleutel, *, verwijdert: bool = False) -> None:
        """Take one accepted class into account."""
        match sleutel:
            case StartSleutel():
                _wijzig(self._starts, sleutel, verwijdert)
                if sleutel.toegewezen_product is not None:
                    _wijzig(self._by_product[sleutel.toegewezen_product], sleutel, verwijdert)
            case StopSleutel():
                _wijzig(self._stops, sleutel, verwijdert)
                _wijzig(self._by_start[sleutel.start], sleutel, verwijdert)
                _wijzig(self._by_periode[sleutel.start.periode], sleutel, verwijdert)

    def kent(self, sleutel: StartSleutel | StopSleutel) -> bool:
        """Whether a delivery with this very key stands."""
        return sleutel in self._starts or sleutel in self._stops

    def gestopt(self, start: StartSleutel) -> bool:
        return bool(self._by_start.get(start))

    def loopt(self, start: StartSleutel) -> bool:
        """Whether an open start of the same allocated product stands (TR326: no stop with the same key fields)."""
        product = start.toegewezen_product
        return product is not None and any(not self.gestopt(other) for other in self._by_product.get(product, ()))

    def stops(self, start: StartSleutel) -> frozenset[StopSleutel]:
        """Stops with the same Bsn, ToewijzingNummer and Begindatum."""
        return frozenset(self._by_periode.get(start.periode, ()))


def _wijzig(members: set[_T], member: _T, verwijdert: bool) -> None:
    if verwijdert:
        members.discard(member)
    else:
        members.add(member)
