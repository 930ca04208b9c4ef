"""Reading a BDS value by its data type (xsi:type), or by its form where the sender names none."""

from __future__ import annotations

import re

from gateway.sources.hl7v3 import tijd
from gateway.sources.hl7v3.elementen import Notices, attribuut, code, een, moment, periode, tekst
from gateway.sources.jgz.model import Getal, Hoeveelheid, JaNee, Ontbreekt, Periode, Tekst, Waarde
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.json import Exact
from gateway.wire.xml import Element

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
CODED = frozenset({"CV", "CE", "CD", "CO", "CS"})
TEXTUAL = frozenset({"ST", "ED", "SC", "EN", "ON"})
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def waarde(element: Element | None, notices: Notices) -> Waarde | None:
    """None when there is nothing; what cannot be read as its type is named in a notice and kept as its text."""
    if element is None:
        return None
    kind = _kind(element)
    if kind in CODED:
        found = code(element)
        return Ontbreekt(found.nul) if found and found.nul and not (found.code or found.naam or found.tekst) else found
    plain = attribuut(element, "value")
    if kind in TEXTUAL:
        said = tekst(element)
        return Tekst(said) if said else _absent(element)
    if kind in {"IVL_TS", "SXCM_TS"} or (kind == "TS" and een(element, "low") is not None):
        return tijdvak(element, notices) or _absent(element)
    if plain is None:
        return _absent(element)
    return _scalar(element, kind, plain, notices)


def _scalar(element: Element, kind: str, plain: str, notices: Notices) -> Waarde | None:
    if kind == "BL" and plain in _BOOLEANS:
        return JaNee(_BOOLEANS[plain])
    if kind == "INT" and _WHOLE.fullmatch(plain):
        return Getal(int(plain))
    if kind in {"PQ", "REAL"} and _NUMBER.fullmatch(plain):
        unit = attribuut(element, "unit")
        # UCUM writes "no unit" as 1, which is also the default of PQ.
        return Hoeveelheid(Exact(plain), None if unit == "1" else unit)
    if kind == "TS":
        found = moment(element, notices)
        return Periode(found, None, punt=True) if found else _absent(element)
    notices.append(Notice(xml.path(element), "The value is not of the form its type asks; it is kept as text"))
    return Tekst(plain)


def tijdvak(element: Element | None, notices: Notices) -> Periode | None:
    """TS or IVL_TS as a moment or a period; None when nothing is said."""
    single = moment(element, notices)
    if single is not None:
        return Periode(single, None, punt=True)
    begin, end = periode(element, notices)
    return Periode(begin, end) if begin or end else None


def _kind(element: Element) -> str:
    declared = attribuut(element, XSI_TYPE)
    if declared is not None:
        return declared.rpartition(":")[2]
    plain = attribuut(element, "value")
    said = (
        ("CV", attribuut(element, "code") or attribuut(element, "codeSystem")),
        ("PQ", attribuut(element, "unit")),
        ("BL", plain in {"true", "false"}),
        ("TS", plain is not None and len(plain) >= 8 and tijd.iso(plain)),
        ("IVL_TS", een(element, "low") is not None or een(element, "high") is not None),
        ("ST", plain is None),
    )
    return next((kind for kind, fits in said if fits), "?")


def _absent(element: Element) -> Ontbreekt | None:
    flavor = attribuut(element, "nullFlavor")
    return Ontbreekt(flavor) if flavor else None
