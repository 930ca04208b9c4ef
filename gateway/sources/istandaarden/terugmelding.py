"""A return message as received (302, 306, 308, 316, 318, 320): what became of the message it answers (IV028)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gateway.sources.istandaarden.bericht import Header, Wet
from gateway.wire.xml import Element

IN_ORDE, NIET_GETOETST = "0200", "0233"


@dataclass(frozen=True, slots=True)
class KlasseOordeel:
    """Return codes (WJ001) of one class. `plaats`: its element path, as the rules write it."""

    plaats: str
    codes: tuple[str, ...]

    @property
    def fouten(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes if code not in {IN_ORDE, NIET_GETOETST})


@dataclass(frozen=True, slots=True)
class Terugmelding:
    """`header` is that of the message it answers, sender and receiver as they were; only its BerichtCode is new.

    `kind`: WMO302 … JW320; `heen`: the kind it answers. `retourcodes`: of the header, none when all is well.
    """

    law: Wet
    kind: str
    heen: str
    header: Header
    identificatie_retour: str
    dagtekening_retour: date
    retourcodes: tuple[str, ...]
    klassen: tuple[KlasseOordeel, ...]
    root: Element = field(repr=False, compare=False)

    @property
    def goedgekeurd(self) -> bool:
        return not self.retourcodes
