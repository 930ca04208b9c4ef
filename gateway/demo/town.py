"""The organisations of the fictional town as their own care systems know themselves: numbers, names, people."""

from __future__ import annotations

from dataclasses import dataclass

PLAATS = "Waterveen"
GEMEENTE = "0999"  # assigned to no municipality by CBS


@dataclass(frozen=True, slots=True)
class Source:
    """A care system and whose it is. `who`, `uzi`: the professional that signs what it sends."""

    connector: str
    name: str
    agb: str = ""
    ura: str = ""
    who: str = ""
    uzi: str = ""


LINDE = Source("his-linde", "Huisartsenpraktijk De Linde", "01998801", "90098801", "H. Terpstra", "900988011")
HAVEN = Source("his-haven", "Huisartsen aan de Haven", "01998802", "90098802", "J. van Beek", "900988021")
BRUG = Source("ecd-brug", "Thuiszorg De Brug", "42998803", "90098803", "M. Zijlstra", "900988031")
NOORD = Source("ecd-noord", "Wijkverpleging Noorderlicht", "42998804", "90098804", "E. Yıldız", "900988041")
GEMEENTE_WATERVEEN = Source("suite-waterveen", "Gemeente Waterveen")
KOMPAS = Source("jeugd-kompas", "Jeugdhulp Het Kompas", "65998806")
GGD = Source("dossier-jgz", "GGD Waterland", "", "90098808", "T. Veenstra", "900988081")
