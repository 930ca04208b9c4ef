"""HL7v3 data types II, CD, EN, AD and TEL as a message says them; Dutch names. No repr: they may be clinical."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Id:
    """HL7v3 II: `root` is an OID or UUID, `extension` the number within it (None when the root says it all).

    `afgeleid`: the source gave none; this one was made from the content, so it is no identifier of anybody's.
    """

    root: str
    extension: str | None
    afgeleid: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """HL7v3 CD: `stelsel` is the OID of its code system; `nul` the nullFlavor when there is no code.

    `vertalingen`: the same in other code systems (CD.translation), such as a GPK beside a PRK.
    """

    code: str | None
    stelsel: str | None = None
    naam: str | None = None
    versie: str | None = None
    tekst: str | None = None
    nul: str | None = None
    vertalingen: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Deel:
    """One part of a name or address: element name (`given`, `family`, `prefix`, `streetName` …), qualifier, text."""

    soort: str
    tekst: str
    kwalificatie: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Adres:
    delen: tuple[Deel, ...]
    gebruik: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Telecom:
    """`waarde`: a URL such as `tel:…`; `gebruik`: HL7 telecommunication use (HP, WP, MC …)."""

    waarde: str
    gebruik: str | None
