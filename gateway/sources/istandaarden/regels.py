"""What a rule of the standard is here: its code, the messages it holds for, its sentence, how to mend, and its test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gateway.sources.istandaarden.bericht import Bericht, Bericht301, Bericht305, Bericht307

TOEWIJZING = frozenset({"301"})
START = frozenset({"305"})
STOP = frozenset({"307"})
LEVERING = START | STOP
ALLE = TOEWIJZING | LEVERING

# More findings than this teach a sender nothing; the return codes are complete all the same.
MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Bevinding:
    """A broken rule: where (element path, no values), which (`iWmo 3.2, CD005`), in words, and how to mend it."""

    where: str
    bron: str
    rule: str
    mend: str

    @property
    def detail(self) -> tuple[str, str]:
        """As GatewayError and receipts carry findings."""
        return self.where, f"{self.bron}: {self.rule}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Regel:
    """A rule inside one message (control level 2, return code 0001). `toets` names the places where it is broken.

    `code` is the code of the rule in the rule lists of iWmo 3.2 and iJw 3.2, which are the same for these messages;
    `soorten`: 301, 305, 307.
    """

    code: str
    soorten: frozenset[str]
    zin: str
    mend: str
    toets: Callable[[Bericht], Iterable[str]]

    def bevindingen(self, bericht: Bericht) -> Iterator[Bevinding]:
        if bericht.kind[-3:] in self.soorten:
            for place in self.toets(bericht):
                yield Bevinding(place, bron(bericht, self.code), self.zin, self.mend)


def bron(bericht: Bericht, code: str) -> str:
    """Citation of a rule by the standard of the message."""
    return f"{'iWmo' if bericht.law == 'Wmo' else 'iJw'} 3.2, {code}"


def klasse(bericht: Bericht, nummer: int) -> str:
    """The place of a product class in its message, counted from 1."""
    match bericht:
        case Bericht301():
            return f"Client/ToegewezenProducten/ToegewezenProduct[{nummer}]"
        case Bericht305():
            return f"Client/StartProducten/StartProduct[{nummer}]"
        case Bericht307():
            return f"Client/StopProducten/StopProduct[{nummer}]"
