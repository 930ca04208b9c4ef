"""How much may be claimed on an allocation with an Omvang: per ProductPeriode and over all of it (IV076 to IV078).

Volumes are in the unit of the claim: an allocation in hours may be claimed in minutes (TR341, IV081).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from gateway.sources.istandaarden.bericht import Omvang, ToegewezenProduct, Wet
from gateway.sources.istandaarden.declaratie import Periode
from gateway.sources.istandaarden.kalender import ZONDAG, dagen, laatste_zondag, maanden, weken, zondagen

MINUUT, UUR = "01", "04"
MINUTEN_PER_UUR: Final = 60
# Stuks (output) and euro: counted by their Sundays.
OUTPUT = frozenset({"82", "83"})
HUISHOUDEN = "01"
HOOGSTENS_WEKEN = 6


def past(toegewezen: str, gedeclareerd: str) -> bool:
    """TR341: the unit of a claim is that of its allocation, or minutes for hours."""
    return toegewezen == gedeclareerd or (toegewezen, gedeclareerd) == (UUR, MINUUT)


def factor(toegewezen: str, gedeclareerd: str) -> int:
    return MINUTEN_PER_UUR if (toegewezen, gedeclareerd) == (UUR, MINUUT) else 1


def hoogstens(law: Wet, toewijzing: ToegewezenProduct, omvang: Omvang, periode: Periode, eenheid: str) -> int:
    """The most that one Prestatie may say (TR321)."""
    huishouden = law == "Wmo" and toewijzing.product is not None and toewijzing.product.categorie == HUISHOUDEN
    if omvang.frequentie == "2" and omvang.eenheid not in OUTPUT and huishouden:
        times = HOOGSTENS_WEKEN
    else:
        times = _keren(omvang, periode.begindatum, periode.einddatum, toewijzing.einddatum)
    return times * omvang.volume * factor(omvang.eenheid, eenheid)


def in_totaal(toewijzing: ToegewezenProduct, omvang: Omvang, tot: date, eenheid: str) -> int:
    """The most that all Prestaties together may say (TR322). `tot`: last day claimed, where no end is set."""
    times = _keren(omvang, toewijzing.ingangsdatum, toewijzing.einddatum or tot, toewijzing.einddatum)
    return times * omvang.volume * factor(omvang.eenheid, eenheid)


def _keren(omvang: Omvang, begin: date, eind: date, einde_toewijzing: date | None) -> int:
    """How often the volume comes round between two days, both included."""
    match omvang.frequentie:
        case "1":
            return dagen(begin, eind)
        case "2" if omvang.eenheid in OUTPUT:
            return _weken_output(begin, eind, einde_toewijzing)
        case "2":
            return weken(begin, eind)
        case "4":
            return maanden(begin, eind)
        case _:
            return 1


def _weken_output(begin: date, eind: date, einde_toewijzing: date | None) -> int:
    """A week counts where its Sunday lies; the last, broken one where the last Sunday of the allocation lies."""
    counted = zondagen(begin, eind)
    if einde_toewijzing is not None and einde_toewijzing.isoweekday() != ZONDAG:
        laatste = laatste_zondag(einde_toewijzing)
        counted += 1 if begin <= laatste <= eind else 0
    return counted
