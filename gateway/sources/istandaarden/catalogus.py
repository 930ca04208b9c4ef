"""Every rule of iWmo and iJw 3.2 that is judged here, in one list: for the rule table, and for words to a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.sources.istandaarden import overstijgend_declaratie, verzoekklasseregels
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.berichtoverstijgend import PRODUCTREGELS
from gateway.sources.istandaarden.kopregels import KOPREGELS
from gateway.sources.istandaarden.oordeel import BERICHTINHOUD
from gateway.sources.istandaarden.overstijgend_antwoord import ANTWOORDREGELS, WOONPLAATSREGELS
from gateway.sources.istandaarden.overstijgend_declaratie import DECLARATIEKLASSEREGELS
from gateway.sources.istandaarden.overstijgend_terug import KLANTREGELS, PRESTATIETERUGREGELS, TERUGREGELS
from gateway.sources.istandaarden.prestatieregels import PRESTATIEREGELS
from gateway.sources.istandaarden.regels import (
    ALLE,
    BEIDE_WETTEN,
    DECLARATIE,
    TECHNISCH_ONJUIST,
    Overstijgend,
)
from gateway.sources.istandaarden.verzoekklasseregels import VERZOEKKLASSEREGELS

OVERSTIJGEND: tuple[Overstijgend[Any], ...] = (
    *KOPREGELS,
    *PRODUCTREGELS,
    verzoekklasseregels.ONBEKENDE_CLIENT,
    *VERZOEKKLASSEREGELS,
    *ANTWOORDREGELS,
    *WOONPLAATSREGELS,
    *DECLARATIEKLASSEREGELS,
    overstijgend_declaratie.ONBEKENDE_CLIENT,
    *PRESTATIEREGELS,
    *TERUGREGELS,
    *KLANTREGELS,
    *PRESTATIETERUGREGELS,
)
# What a return code says that no rule has: nothing to remark, not tested, granted in full.
OVERIG: Mapping[str, str] = {
    TECHNISCH_ONJUIST: "The message is not in order inside itself",
    "0200": "Nothing to remark on this class",
    "0233": "This class was not tested",
    "8001": "The claim is granted in full",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One rule as the table shows it. `waar`: the module that holds its test, or the XSD."""

    code: str
    niveau: int
    soorten: frozenset[str]
    wetten: frozenset[Wet]
    retourcode: str
    zin: str
    waar: str


def items() -> Iterator[Item]:
    """All of them, by level and code. A rule that is asked of several classes stands there once per class."""
    yield Item("CS015", 1, ALLE, BEIDE_WETTEN, "", "BerichtSubversie is 2", "XSD")
    yield Item("CS025", 1, ALLE, BEIDE_WETTEN, "", "BerichtVersie is 3", "XSD")
    yield Item("CS319", 1, DECLARATIE, BEIDE_WETTEN, "", "A DeclaratieNummer is letters and digits", "XSD")
    for inhoud in sorted(BERICHTINHOUD, key=lambda regel: regel.code):
        yield Item(inhoud.code, 2, inhoud.soorten, inhoud.wetten, TECHNISCH_ONJUIST, inhoud.zin, _module(inhoud.toets))
    for regel in sorted(OVERSTIJGEND, key=lambda regel: (regel.niveau, regel.code)):
        yield Item(
            regel.code,
            regel.niveau,
            regel.soorten,
            BEIDE_WETTEN,
            regel.retourcode,
            regel.zin,
            _module(regel.breekt),
        )


def betekenis(retourcode: str) -> str | None:
    """What a return code says, in words; None for one that no rule here gives."""
    known = {regel.retourcode: regel.zin for regel in OVERSTIJGEND}
    return OVERIG.get(retourcode) or known.get(retourcode)


def _module(test: Callable[..., object]) -> str:
    return test.__module__.rpartition(".")[2]
