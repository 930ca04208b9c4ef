"""Rules on a claim (323) as a whole and on its clients, against earlier claims (control level 3)."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.istandaarden.declaratie import Declaratie
from gateway.sources.istandaarden.kennis import ClientKennis, DeclaratieKennis
from gateway.sources.istandaarden.regels import DECLARATIE, Overstijgend


@dataclass(frozen=True, slots=True)
class DeclaratieSituatie:
    declaratie: Declaratie
    kennis: DeclaratieKennis


def _nummer_gebruikt(s: DeclaratieSituatie) -> bool:
    return s.kennis.nummer_gebruikt


def _voor_de_vorige(s: DeclaratieSituatie) -> bool:
    """Months without support are skipped, so a later month may follow; an earlier one may not (IV090)."""
    laatste = s.kennis.laatste_periode
    return laatste is not None and s.declaratie.declaratie_periode.begindatum < laatste


DECLARATIEKLASSEREGELS: tuple[Overstijgend[DeclaratieSituatie], ...] = (
    Overstijgend(
        "TR333",
        "9333",
        DECLARATIE,
        "DeclaratieNummer",
        "The aanbieder used this DeclaratieNummer before under this law",
        "give each claim a number of its own",
        _nummer_gebruikt,
    ),
    Overstijgend(
        "TR318",
        "8214",
        DECLARATIE,
        "DeclaratiePeriode",
        "A later DeclaratiePeriode was claimed before",
        "claim with the newest period; ProductPeriode may lie in the past",
        _voor_de_vorige,
    ),
)

ONBEKENDE_CLIENT: Overstijgend[ClientKennis] = Overstijgend(
    "TR304",
    "8187",
    DECLARATIE,
    "Bsn",
    "No earlier message was about this client",
    "check the Bsn",
    lambda kennis: not kennis.bekend,
)
