"""What a BgZ document says, typed; names follow the Dutch standard. No repr: the content is clinical."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.hl7v3.model import Code, Deel, Id, Telecom
from gateway.sources.hl7v3.waarden import Hoeveelheid, Waarde
from gateway.sources.huisarts.model import Organisatie, Patient, Zorgverlener


@dataclass(frozen=True, slots=True, repr=False)
class Naaste:
    """A contact person or legal representative: `rol` what they are for, `relatie` who they are to the client."""

    rol: Code | None
    relatie: Code | None
    naam: tuple[Deel, ...]
    telecom: tuple[Telecom, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Waarneming:
    """An observation; `onderdelen`: what is observed along with it (the kind of drug, the position of the body)."""

    id: Id
    status: str | None
    code: Code | None
    tijd: str | None
    begin: str | None
    eind: str | None
    waarde: Waarde | None
    nul: str | None
    tekst: str | None
    methode: Code | None
    plaats: Code | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None
    onderdelen: tuple[Waarneming, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Probleem:
    """A complaint or diagnosis. `soort`: ProbleemType; `toestand`: its status, when it is one of ProbleemStatus."""

    id: Id
    soort: Code | None
    code: Code | None
    begin: str | None
    eind: str | None
    toestand: Code | None
    plaats: Code | None
    tekst: str | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None
    ingetrokken: bool


@dataclass(frozen=True, slots=True, repr=False)
class Reactie:
    symptoom: Code | None
    stof: Code | None
    tijd: str | None
    ernst: Code | None
    blootstelling: Code | None
    tekst: str | None
    opmerkingen: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Allergie:
    """`laatste`: when the last reaction was (in BgZ the high of its period says that)."""

    id: Id
    status: str | None
    soort: Code | None
    stof: Code | None
    begin: str | None
    laatste: str | None
    toestand: Code | None
    kritiek: Code | None
    reacties: tuple[Reactie, ...]
    tekst: str | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None
    ingetrokken: bool


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    id: Id
    status: str | None
    soort: Code | None
    begin: str | None
    eind: str | None
    uitvoerende: Zorgverlener | None
    redenen: tuple[Code, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Vaccinatie:
    id: Id
    status: str | None
    tijd: str | None
    product: Code | None
    dosis: Hoeveelheid | None
    tekst: str | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None


@dataclass(frozen=True, slots=True, repr=False)
class Verrichting:
    id: Id
    status: str | None
    code: Code | None
    begin: str | None
    eind: str | None
    methode: Code | None
    plaats: Code | None
    tekst: str | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None


@dataclass(frozen=True, slots=True, repr=False)
class Waarschuwing:
    """`status`: of the concern around it; the observation itself says only whether it was withdrawn."""

    id: Id
    status: str | None
    soort: Code | None
    code: Code | None
    begin: str | None
    eind: str | None
    tekst: str | None
    opmerkingen: tuple[str, ...]
    uitvoerende: Zorgverlener | None
    ingetrokken: bool


Gegeven = Waarneming | Probleem | Allergie | Contact | Vaccinatie | Verrichting | Waarschuwing


@dataclass(frozen=True, slots=True, repr=False)
class Sectie:
    """`verhaal`: the narrative, one line per block; `gegevens`: what its entries say, as far as they are read."""

    code: Code | None
    titel: str | None
    verhaal: tuple[str, ...]
    gegevens: tuple[Gegeven, ...]
    secties: tuple[Sectie, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """`voor`: what period or event the document is about."""

    id: Id
    code: Code | None
    titel: str | None
    tijd: str | None
    vertrouwelijk: str | None
    patient: Patient
    burgerlijke_staat: Code | None
    meerling: bool | None
    overleden: str | bool | None
    auteurs: tuple[Zorgverlener, ...]
    custodian: Organisatie | None
    behandelaars: tuple[Zorgverlener, ...]
    naasten: tuple[Naaste, ...]
    voor_begin: str | None
    voor_eind: str | None
    secties: tuple[Sectie, ...]
