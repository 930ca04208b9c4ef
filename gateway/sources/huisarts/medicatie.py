"""A medicatieafspraak (MP9 building block .9235), typed: what, how much, how often, for how long, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.hl7v3.waarden import Bereik, Hoeveelheid
from gateway.sources.huisarts.feiten import Verband
from gateway.sources.huisarts.model import Zorgverlener


@dataclass(frozen=True, slots=True, repr=False)
class Frequentie:
    """`aantal` times, or from `laag` to `hoog`, per `periode`; `exact`: the times are not the taker's choice."""

    aantal: str | None
    laag: str | None
    hoog: str | None
    periode: Hoeveelheid | None
    exact: bool


@dataclass(frozen=True, slots=True, repr=False)
class Dosering:
    """One dosage instruction (.9149). `duur`: for how long this step; `aanvullend`: further instructions (NHG 25)."""

    volgnummer: str | None
    frequentie: Frequentie | None
    duur: Hoeveelheid | None
    dosis: Hoeveelheid | Bereik | None
    zo_nodig: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Meting:
    """Body height or weight given with a prescription; it has no id of its own."""

    code: Code
    waarde: Hoeveelheid
    tijd: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Relatie:
    """Another building block this one rests on, by id: `soort` is its code (administration agreement, use …)."""

    id: Id
    soort: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Medicatieafspraak:
    """`voorschrijfreden`: why it is prescribed (a problem); `afspraakreden`: why it was started, changed or stopped."""

    id: Id
    status: str | None
    omschrijving: str | None
    begin: str | None
    eind: str | None
    duur: Hoeveelheid | None
    toedieningsweg: Code | None
    middel: Code | None
    auteur: Zorgverlener | None
    afgesproken: str | None
    behandeling: Id | None
    kopie: bool | None
    stoptype: Code | None
    voorschrijfreden: tuple[Code, ...]
    afspraakreden: tuple[Code, ...]
    aanvullend: tuple[Code, ...]
    instructies: tuple[Code, ...]
    doseringen: tuple[Dosering, ...]
    metingen: tuple[Meting, ...]
    relaties: tuple[Relatie, ...]
    verband: Verband
