"""The claim 323 and its answer 325 as frozen types, named as the standard names them (3.2). Amounts are eurocents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import BerichtIdentificatie, Header, Wet, XsdVersie
from gateway.wire.xml import Element

CREDIT, DEBET = "C", "D"


@dataclass(frozen=True, slots=True)
class Bedrag:
    """An amount that is never negative, and which way it goes: debit is claimed, credit is paid back."""

    bedrag: int
    debet_credit: str

    @property
    def saldo(self) -> int:
        """Debit counts up, credit counts down (TR358)."""
        return -self.bedrag if self.debet_credit == CREDIT else self.bedrag


@dataclass(frozen=True, slots=True)
class Periode:
    begindatum: date
    einddatum: date


Sleutel: TypeAlias = tuple[int, str, str, Periode]


@dataclass(frozen=True, slots=True)
class Prestatie:
    """What was delivered on one allocation in one month. `product_tarief`: cents per Eenheid (per hour for minutes)."""

    referentie_nummer: str
    toewijzing_nummer: int
    product_categorie: str
    product_code: str
    product_periode: Periode
    geleverd_volume: int
    eenheid: str
    ingediend_bedrag: Bedrag
    product_tarief: int | None = None
    vorig_referentie_nummer: str | None = None

    @property
    def credit(self) -> bool:
        return self.ingediend_bedrag.debet_credit == CREDIT

    @property
    def sleutel(self) -> Sleutel:
        """What may be claimed once (TR389, TR416)."""
        return self.toewijzing_nummer, self.product_categorie, self.product_code, self.product_periode


@dataclass(frozen=True, slots=True)
class Client323:
    """`bsn` is text until rule CS002 has tested it; never shown."""

    bsn: str = field(repr=False)
    prestaties: tuple[Prestatie, ...]


@dataclass(frozen=True, slots=True)
class Declaratie:
    declaratie_nummer: str
    declaratie_periode: Periode
    declaratie_dagtekening: date
    totaal_ingediend_bedrag: Bedrag
    clienten: tuple[Client323, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bericht323:
    """Declaratie: the only message, with its answer, about several clients. `kind`: WMO323 or JW323."""

    law: Wet
    kind: str
    header: Header
    declaratie: Declaratie
    root: Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AfgewezenPrestatie:
    prestatie: Prestatie
    retourcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Client325:
    bsn: str = field(repr=False)
    prestaties: tuple[AfgewezenPrestatie, ...]
    retourcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclaratieAntwoord:
    """`clienten`: those with rejected prestaties only (OP065, TR342)."""

    declaratie_nummer: str
    totaal_ingediend_bedrag: Bedrag
    totaal_toegekend_bedrag: Bedrag
    clienten: tuple[Client325, ...] = field(repr=False)
    retourcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bericht325:
    """Declaratie-antwoord. `antwoord` None: the claim counts as not sent. `kind`: WMO325 or JW325."""

    law: Wet
    kind: str
    header: Header
    declaratie_identificatie: BerichtIdentificatie
    xsd_versie_declaratie: XsdVersie
    retourcodes: tuple[str, ...]
    antwoord: DeclaratieAntwoord | None
    root: Element = field(repr=False, compare=False)
