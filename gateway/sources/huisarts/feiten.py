"""What a GP record holds beside notes and contacts, typed: episodes, alerts, allergies, measurements and results.

Times are ISO 8601 text as in `model`. `nul` is always the nullFlavor of what is not given. No repr: clinical content.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.hl7v3.waarden import Bereik, Waarde
from gateway.sources.huisarts.model import Diagnose, Zorgverlener


@dataclass(frozen=True, slots=True, repr=False)
class Verband:
    """What an entry refers to: the contact it was recorded at, the episode it belongs to, and remarks about it."""

    contact: Id | None = None
    episode: Id | None = None
    opmerkingen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Episode:
    """A concern act (.212). `status`: of the act, in words of HL7v3 ActStatus."""

    id: Id
    status: str | None
    titel: str | None
    begin: str | None
    eind: str | None
    diagnoses: tuple[Diagnose, ...]
    verband: Verband


@dataclass(frozen=True, slots=True, repr=False)
class Alert:
    """An observation .214; `code` is what one should know, often a G-Standaard contra-indicatie."""

    id: Id
    status: str | None
    soort: Code | None
    code: Code | None
    begin: str | None
    eind: str | None
    auteur: Zorgverlener | None
    verband: Verband


@dataclass(frozen=True, slots=True, repr=False)
class Allergie:
    """An observation .216 within its concern (.215). `status`: of the concern; `genoteerd`: when it was recorded."""

    id: Id
    status: str | None
    waarneming_status: str | None
    soort: Code | None
    stof: Code | None
    begin: str | None
    eind: str | None
    genoteerd: str | None
    auteur: Zorgverlener | None
    verband: Verband


@dataclass(frozen=True, slots=True, repr=False)
class Referentie:
    """One reference range, as numbers, as text, or both. `betekenis`: ObservationInterpretation of what lies in it."""

    bereik: Bereik | None
    tekst: str | None
    betekenis: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Bepaling:
    """A measurement, finding or laboratory result (.202, 2.16.840.1.113883.2.4.3.11.60.7.10.31); NHG table 45.

    `tijd` when it is one moment, else `begin` and `eind`.
    """

    id: Id
    status: str | None
    code: Code | None
    tijd: str | None
    begin: str | None
    eind: str | None
    waarde: Waarde | None
    nul: str | None
    interpretaties: tuple[Code, ...]
    referenties: tuple[Referentie, ...]
    tekst: str | None
    uitvoerenden: tuple[Zorgverlener, ...]
    verband: Verband
