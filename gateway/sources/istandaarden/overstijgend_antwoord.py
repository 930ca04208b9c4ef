"""Rules on the answer to a request (319) against that request and what was answered before (control level 3)."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.istandaarden.regels import ANTWOORD, Overstijgend
from gateway.sources.istandaarden.stand import VerzoekStand
from gateway.sources.istandaarden.verzoek import AFGEWEZEN, IN_ONDERZOEK, Antwoord


@dataclass(frozen=True, slots=True)
class AntwoordSituatie:
    """`verzoek`: the request with this reference, of this aanbieder to this gemeente; None when none is known."""

    antwoord: Antwoord
    verzoek: VerzoekStand | None


@dataclass(frozen=True, slots=True)
class Woonplaats:
    """The gemeente that a rejection names as the right one (iJw)."""

    bestaat: bool


def _onbekend(s: AntwoordSituatie) -> bool:
    return s.verzoek is None


def _al_toegewezen(s: AntwoordSituatie) -> bool:
    return s.verzoek is not None and s.verzoek.toegewezen


def _nogmaals_in_onderzoek(s: AntwoordSituatie) -> bool:
    return s.verzoek is not None and s.antwoord.verzoek_antwoord == IN_ONDERZOEK and bool(s.verzoek.antwoorden)


def _al_afgewezen(s: AntwoordSituatie) -> bool:
    return s.verzoek is not None and AFGEWEZEN in s.verzoek.antwoorden


ANTWOORDREGELS: tuple[Overstijgend[AntwoordSituatie], ...] = (
    Overstijgend(
        "TR355",
        "9355",
        ANTWOORD,
        "ReferentieAanbieder",
        "No request with this ReferentieAanbieder is known",
        "repeat the reference of the 315 or 317",
        _onbekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR359",
        "9359",
        ANTWOORD,
        "ReferentieAanbieder",
        "The request was answered with an allocation",
        "send a 301 to change that",
        _al_toegewezen,
    ),
    Overstijgend(
        "TR360",
        "9360",
        ANTWOORD,
        "VerzoekAntwoord",
        "That a request is being looked into is said once, and first",
        "send a rejection, or a 301",
        _nogmaals_in_onderzoek,
    ),
    Overstijgend(
        "TR365",
        "9365",
        ANTWOORD,
        "VerzoekAntwoord",
        "The request was rejected before",
        "nothing more is to be answered",
        _al_afgewezen,
    ),
)

WOONPLAATSREGELS: tuple[Overstijgend[Woonplaats], ...] = (
    Overstijgend(
        "TR378",
        "S300",
        ANTWOORD,
        "Gemeente",
        "CBS knows no gemeente with this code",
        "name the gemeente that has to decide",
        lambda s: not s.bestaat,
        niveau=4,
    ),
)
