"""Every kind of interaction of ketenzorg profile 810, typed: a head and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.huisarts.feiten import Alert, Allergie, Bepaling, Episode
from gateway.sources.huisarts.medicatie import Medicatieafspraak
from gateway.sources.huisarts.model import Contact, Kop, Verslag


@dataclass(frozen=True, slots=True, repr=False)
class Contactmomenten:
    """PRPA_IN900350NL: the contact moments of one patient."""

    kop: Kop
    contacten: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Contactverslag:
    """REPC_IN990101NL: the notes of one patient."""

    kop: Kop
    verslagen: tuple[Verslag, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Episodes:
    """REPC_IN990111NL: the episodes (health concerns) of one patient."""

    kop: Kop
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Alerts:
    """REPC_IN990121NL: the alerts and contra-indications of one patient."""

    kop: Kop
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Allergieintoleranties:
    """REPC_IN990131NL: the allergies and intolerances of one patient."""

    kop: Kop
    allergieen: tuple[Allergie, ...]


@dataclass(frozen=True, slots=True, repr=False)
class AlgemeneBepalingen:
    """POOB_IN990003NL: measurements and findings other than laboratory, of one patient."""

    kop: Kop
    bepalingen: tuple[Bepaling, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Labbepalingen:
    """POLB_IN364001NL03: laboratory results of one patient."""

    kop: Kop
    bepalingen: tuple[Bepaling, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Medicatieafspraken:
    """QUMA_IN991203NL02: what was agreed to prescribe to one patient."""

    kop: Kop
    afspraken: tuple[Medicatieafspraak, ...]


Interactie = (
    Contactmomenten
    | Contactverslag
    | Episodes
    | Alerts
    | Allergieintoleranties
    | AlgemeneBepalingen
    | Labbepalingen
    | Medicatieafspraken
)


@dataclass(frozen=True, slots=True, repr=False)
class Ketenzorg:
    """Every known interaction of one delivery, in order; each has a patient of its own."""

    interacties: tuple[Interactie, ...]
