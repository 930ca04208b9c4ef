"""Collects what is found class by class while a message is judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.regels import MOST_FINDINGS, Bevinding, Overstijgend, bron
from gateway.sources.istandaarden.terugmelding import IN_ORDE, NIET_GETOETST
from gateway.sources.istandaarden.verdict import Verdict

S = TypeVar("S")


class Bevonden:
    """`klassen`: return codes by place, of every class that is not simply in order."""

    def __init__(self, bericht: Bericht) -> None:
        self._bericht = bericht
        self._bevindingen: list[Bevinding] = []
        self.klassen: dict[str, tuple[str, ...]] = {}

    def noteer(self, plaats: str, regels: Iterable[Overstijgend[S]]) -> bool:
        """Note the broken rules of one class; whether there are any."""
        broken = tuple(regels)
        if broken:
            self.klassen[plaats] = tuple(regel.retourcode for regel in broken)
            if len(self._bevindingen) < MOST_FINDINGS:
                self._bevindingen += [
                    Bevinding(_onder(plaats, r.deel), bron(self._bericht, r.code), r.zin, r.mend) for r in broken
                ]
        return bool(broken)

    def niet_getoetst(self, plaats: str) -> None:
        self.klassen[plaats] = (NIET_GETOETST,)

    def verdict(self, *, header: bool = True) -> Verdict:
        """`header`: whether a broken class rejects the message as a whole; of a 323 it may not (IV087)."""
        codes = (IN_ORDE,) if header and self.klassen else ()
        return Verdict(codes, self.klassen, tuple(self._bevindingen[:MOST_FINDINGS]))


def _onder(plaats: str, deel: str) -> str:
    return plaats if deel == "." else f"{plaats}/{deel}" if plaats else deel
