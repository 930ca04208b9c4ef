"""The StUF envelope in which the Gemeentelijk Gegevensknooppunt (GGk) carries an iWmo or iJw message, as frozen types.

VNG koppelvlak GGk 2.1 (`ggk0210`), StUF 3.01: `stuurgegevens` with a `functie` such as WMO301, and the message itself
as base64 in `parameters/bericht`. Di01 carries a message, Du01 the answer to one, Fo01 tells of a fault in one.
`ggk_lezen` takes envelopes off, `ggk_schrijven` puts them on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, TypeAlias

from gateway.wire.xml_schema import Schema

GGK: Final = "http://www.stufstandaarden.nl/koppelvlak/ggk0210"
STUF: Final = "http://www.egem.nl/StUF/StUF0301"
# Former and other releases of the same thing, such as …/sectormodel/ggk/0210: known, not read.
STUFSTANDAARDEN: Final = "http://www.stufstandaarden.nl/"

Berichtcode: TypeAlias = Literal["Di01", "Du01"]
DI01: Final = "Di01"
DU01: Final = "Du01"
ENVELOPPEN: Final[dict[str, Berichtcode]] = {
    "envelopHeenbericht-ggk_Di01": DI01,
    "envelopRetourbericht-ggk_Du01": DU01,
}
FO01: Final = "Fo01Bericht"
# As a kind of message, and its version: that of StUF.
FOUT_KIND: Final = "Fo01"
FOUT_VERSIE: Final = "3.01"


@dataclass(frozen=True, slots=True)
class Systeem:
    """A party to an envelope. `organisatie`: gemeente code or AGB code; `applicatie`: at least three characters."""

    organisatie: str
    applicatie: str
    administratie: str | None = None
    gebruiker: str | None = None


@dataclass(frozen=True, slots=True)
class Versies:
    """Four digits each, of the application that sends and of the functie.

    The facts give the form alone. The published envelopes of iWmo 2.2 say functie 0002, 0002: so the functie has the
    version of its message (BerichtVersie and -Subversie).
    """

    applicatie: str = "0000"
    applicatie_sub: str = "0001"
    functie: str = "0003"
    functie_sub: str = "0002"


@dataclass(frozen=True, slots=True)
class Stuurgegevens:
    """Who sends what to whom. `referentienummer`, `cross`: UUIDs of version 4; `cross` names the Di01 a Du01 answers.

    `tijdstip`: Dutch time as `jjjjmmdduummss`. `functie`: the kind of the message inside.
    """

    zender: Systeem
    ontvanger: Systeem
    referentienummer: str
    tijdstip: str
    functie: str
    cross: str | None = None

    @property
    def berichtcode(self) -> Berichtcode:
        return DI01 if self.cross is None else DU01


@dataclass(frozen=True, slots=True)
class Envelop:
    """An envelope that its XSD approved, and the bytes it carries. `bestandsnaam`: of a tekstBestand alone."""

    stuurgegevens: Stuurgegevens
    versies: Versies
    inhoud: bytes = field(repr=False)
    bestandsnaam: str | None = None


@dataclass(frozen=True, slots=True)
class Foutmelding:
    """What a received Fo01 says. `cross`: referentienummer of the envelope it is about, in small letters.

    `applicatie`: of the system that reports it. `omschrijving` and `details` are the words of who found the fault:
    they may hold anything of the message.
    """

    referentienummer: str
    cross: str
    applicatie: str
    code: str
    plek: str
    omschrijving: str = field(repr=False)
    details: str | None = field(default=None, repr=False)


@cache
def schema() -> Schema:
    """The project's own XSD of both envelopes."""
    return Schema(_file("ggk0210.xsd"))


@cache
def fout_schema() -> Schema:
    """The project's own XSD of the error report (Fo01)."""
    return Schema(_file("stuf.xsd"))


def _file(name: str) -> Path:
    return Path(str(files("schemas").joinpath("ggk", name)))
