"""Values of HL7v3 observations, typed and read: PQ, IVL_PQ, CE, INT, BL, ST and TS, by their xsi:type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, moment, periode, tekst, zeggend
from gateway.sources.hl7v3.model import Code
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_GETAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True, repr=False)
class Hoeveelheid:
    """PQ: `getal` digit for digit as written, `eenheid` UCUM. A translation has `code` in another system instead."""

    getal: str
    eenheid: str | None = None
    code: Code | None = None
    vertalingen: tuple[Hoeveelheid, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Bereik:
    """IVL_PQ; a bound that is absent is open. `laag_in` and `hoog_in`: whether the bound itself belongs to it."""

    laag: Hoeveelheid | None
    hoog: Hoeveelheid | None
    laag_in: bool = True
    hoog_in: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Getal:
    """INT or REAL: a number without a unit."""

    getal: str


@dataclass(frozen=True, slots=True, repr=False)
class Tijdstip:
    """TS as ISO 8601 text."""

    tijd: str


@dataclass(frozen=True, slots=True, repr=False)
class Tijdvak:
    """IVL_TS as ISO 8601 texts; one bound may be absent."""

    begin: str | None
    eind: str | None


Waarde = Hoeveelheid | Bereik | Getal | Code | Tijdstip | Tijdvak | bool | str


def waarde(element: Element | None, notices: Notices) -> Waarde | None:
    """The value of an observation; None when absent, a nullFlavor, or of a kind that is not read (then a notice)."""
    if element is None:
        return None
    reader = _READERS.get(_soort(element))
    if reader is not None:
        return reader(element, notices)
    if attribuut(element, "nullFlavor") is None:
        notices.append(Notice(xml.path(element), "A value of this data type is not read"))
    return None


def _soort(element: Element) -> str:
    """xsi:type without its prefix; by what is there when it is absent."""
    named = attribuut(element, f"{{{XSI}}}type")
    if named:
        return named.rpartition(":")[2]
    if attribuut(element, "code") or een(element, "originalText") is not None:
        return "CD"
    if attribuut(element, "value"):
        return "PQ"
    return "IVL_PQ" if een(element, "low") is not None or een(element, "high") is not None else "ST"


def hoeveelheid(element: Element | None, notices: Notices) -> Hoeveelheid | None:
    """PQ; None when absent or a nullFlavor. A number that cannot be read is a notice."""
    number = attribuut(element, "value")
    if element is None or number is None:
        return None
    if _GETAL.fullmatch(number) is None:
        notices.append(Notice(xml.path(element), "This number cannot be read; it is left out"))
        return None
    translations = (
        Hoeveelheid(value, code=code(other))
        for other in alle(element, "translation")
        if (value := attribuut(other, "value")) is not None and _GETAL.fullmatch(value)
    )
    return Hoeveelheid(number, attribuut(element, "unit"), vertalingen=tuple(translations))


def bereik(element: Element | None, notices: Notices) -> Bereik | Hoeveelheid | None:
    """IVL_PQ as a range; one with only a centre is that quantity. None when neither bound is known."""
    low, high = een(element, "low"), een(element, "high")
    found = Bereik(hoeveelheid(low, notices), hoeveelheid(high, notices), _in(low), _in(high))
    if found.laag or found.hoog:
        return found
    return hoeveelheid(een(element, "center"), notices) or hoeveelheid(element, notices)


def _in(bound: Element | None) -> bool:
    return attribuut(bound, "inclusive") != "false"


def _tijdvak(element: Element, notices: Notices) -> Tijdstip | Tijdvak | None:
    single = moment(element, notices)
    if single:
        return Tijdstip(single)
    begin, end = periode(element, notices)
    return Tijdvak(begin, end) if begin or end else None


def _getal(element: Element, notices: Notices) -> Getal | None:
    number = attribuut(element, "value")
    if number is not None and _GETAL.fullmatch(number):
        return Getal(number)
    if number is not None:
        notices.append(Notice(xml.path(element), "This number cannot be read; it is left out"))
    return None


def _code(element: Element, _notices: Notices) -> Code | None:
    return zeggend(element)


def _ja_nee(element: Element, _notices: Notices) -> bool | None:
    return {"true": True, "false": False}.get(attribuut(element, "value") or "")


def _tekst(element: Element, _notices: Notices) -> str | None:
    return tekst(element)


def _tijdstip(element: Element, notices: Notices) -> Tijdstip | None:
    found = moment(element, notices)
    return Tijdstip(found) if found else None


_READERS: Mapping[str, Callable[[Element, Notices], Waarde | None]] = {
    "PQ": hoeveelheid,
    "IVL_PQ": bereik,
    "TS": _tijdstip,
    "IVL_TS": _tijdvak,
    "BL": _ja_nee,
    **dict.fromkeys(("INT", "REAL"), _getal),
    **dict.fromkeys(("CE", "CD", "CV", "CS", "CO"), _code),
    **dict.fromkeys(("ST", "ED", "SC"), _tekst),
}
