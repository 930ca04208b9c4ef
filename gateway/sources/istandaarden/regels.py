"""What a rule of the standard is here: its code, the messages it holds for, its sentence, how to mend, and its test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gateway.sources.istandaarden.bericht import Bericht301, Bericht305, Bericht307, Wet
from gateway.sources.istandaarden.berichten import Bericht

TOEWIJZING = frozenset({"301"})
START = frozenset({"305"})
STOP = frozenset({"307"})
LEVERING = START | STOP
VOT = frozenset({"315"})
VOW = frozenset({"317"})
VERZOEK = VOT | VOW
ANTWOORD = frozenset({"319"})
DECLARATIE = frozenset({"323"})
DECLARATIE_ANTWOORD = frozenset({"325"})
PERSOON = TOEWIJZING | LEVERING | VOT
ALLE = PERSOON | VOW | ANTWOORD | DECLARATIE | DECLARATIE_ANTWOORD
BEIDE_WETTEN: frozenset[Wet] = frozenset({"Wmo", "Jeugdwet"})
JEUGDWET: frozenset[Wet] = frozenset({"Jeugdwet"})

# More findings than this teach a sender nothing; the return codes are complete all the same.
MOST_FINDINGS = 50
TECHNISCH_ONJUIST = "0001"
# For rules of which a broken one has no return code: there is nothing to answer (TR337, TR371, TR376).
NVT = "n.v.t."

S = TypeVar("S")


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

    `code` is the code of the rule in the rule lists of iWmo 3.2 and iJw 3.2; `soorten`: 301 to 325; `wetten`: the
    lists it stands in (both, but for the woonplaatsbeginsel).
    """

    code: str
    soorten: frozenset[str]
    zin: str
    mend: str
    toets: Callable[[Bericht], Iterable[str]]
    wetten: frozenset[Wet] = BEIDE_WETTEN

    def bevindingen(self, bericht: Bericht) -> Iterator[Bevinding]:
        if bericht.kind[-3:] in self.soorten and bericht.law in self.wetten:
            for place in self.toets(bericht):
                yield Bevinding(place, bron(bericht, self.code), self.zin, self.mend)


@dataclass(frozen=True, slots=True)
class Overstijgend(Generic[S]):
    """A rule on one class against what lies outside its message (control level 3 or 4), with a return code of its own.

    `breekt` is asked of the class with all that is known beside it. `status`: the StatusAanlevering it tests (None:
    any class). `deel`: the element named in a finding. `beslissend`: when broken, the class is tested no further.
    """

    code: str
    retourcode: str
    soorten: frozenset[str]
    deel: str
    zin: str
    mend: str
    breekt: Callable[[S], bool]
    status: str | None = None
    beslissend: bool = False
    niveau: int = 3


def gebroken(
    regels: Iterable[Overstijgend[S]], soort: str, situatie: S, status: str | None = None
) -> Iterator[Overstijgend[S]]:
    """The rules that a class breaks. `soort`: 301 to 325; `status`: StatusAanlevering, where the class has one."""
    for regel in regels:
        if soort in regel.soorten and regel.status in {None, status} and regel.breekt(situatie):
            yield regel
            if regel.beslissend:
                return


def bron(bericht: Bericht, code: str) -> str:
    """Citation of a rule by the standard of the message."""
    return f"{'iWmo' if bericht.law == 'Wmo' else 'iJw'} 3.2, {code}"


def klasse(bericht: Bericht301 | Bericht305 | Bericht307, nummer: int) -> str:
    """The place of a product class in its message, counted from 1."""
    match bericht:
        case Bericht301():
            return f"Client/ToegewezenProducten/ToegewezenProduct[{nummer}]"
        case Bericht305():
            return f"Client/StartProducten/StartProduct[{nummer}]"
        case Bericht307():
            return f"Client/StopProducten/StopProduct[{nummer}]"
