"""What is known beside a message while it is judged: gathered by a flow, so that judging itself stays pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gateway.sources.istandaarden.bericht import ToegewezenProduct
from gateway.sources.istandaarden.declaratie import Bericht323, Prestatie
from gateway.sources.istandaarden.stand import State


@dataclass(frozen=True, slots=True)
class ClientKennis:
    """What a claim on one client is judged by. `prestaties`: approved before, at this gemeente, credits included."""

    bekend: bool = False
    toewijzingen: Mapping[int, ToegewezenProduct] = field(default_factory=dict)
    prestaties: tuple[Prestatie, ...] = ()


@dataclass(frozen=True, slots=True)
class Tarief:
    """What gemeente and aanbieder agreed for a product code: cents per Eenheid, on days within `vanaf` and `tot`."""

    product_code: str
    eenheid: str
    tarief: int
    vanaf: date
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class DeclaratieKennis:
    """`clienten`: by BSN. `referenties`: of the message's ReferentieNummers, those this aanbieder used before under
    this law. `nummer_gebruikt`: the same of its DeclaratieNummer. `laatste_periode`: first day of the newest
    DeclaratiePeriode that was processed. `tarieven`: agreed with this gemeente; none means that none are known.
    """

    clienten: Mapping[str, ClientKennis] = field(default_factory=dict, repr=False)
    referenties: frozenset[str] = frozenset()
    nummer_gebruikt: bool = False
    laatste_periode: date | None = None
    tarieven: tuple[Tarief, ...] = ()


@dataclass(frozen=True, slots=True)
class Kennis:
    """`state`: folded from earlier accepted messages of this client and law.

    `identificatie_gebruikt`: an accepted message of this kind and sender had this Identificatie (TR056).
    `elders`: ToewijzingNummers that this gemeente uses for other clients under this law (TR332).
    `gedeclareerd`: ToewijzingNummers on which approved claims stand (TR385).
    `referenties`: of the message's ReferentieAanbieders, those this aanbieder used before (TR347).
    `verzoeken_gezien`: a request of this aanbieder to this gemeente came by here (TR379).
    `vandaag`: the Dutch day (TR135); None leaves that rule out.
    `gemeenten`: gemeente codes registered here, which need not be CBS's (TR378).
    `declaratie`: for a 323. `beantwoord`: the 323 that a 325 answers, None when it is not known here (TR337).
    """

    state: State = field(default_factory=State)
    identificatie_gebruikt: bool = False
    elders: frozenset[int] = frozenset()
    gedeclareerd: frozenset[int] = frozenset()
    referenties: frozenset[str] = frozenset()
    verzoeken_gezien: bool = False
    vandaag: date | None = None
    gemeenten: frozenset[str] = frozenset()
    declaratie: DeclaratieKennis = field(default_factory=DeclaratieKennis)
    beantwoord: Bericht323 | None = None
