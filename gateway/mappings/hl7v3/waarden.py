"""Values of HL7v3 observations as value[x] of FHIR R4; numbers stay digit for digit as they were written."""

from __future__ import annotations

import re
from typing import assert_never

from gateway.mappings.hl7v3.elementen import concept, system
from gateway.mappings.hl7v3.specification import CORE, UCUM
from gateway.sources.hl7v3.model import Code
from gateway.sources.hl7v3.waarden import Bereik, Getal, Hoeveelheid, Tijdstip, Tijdvak, Waarde
from gateway.stages.vocabulary import FhirJson
from gateway.wire.json import Exact

TRANSLATION = f"{CORE}iso21090-PQ-translation"
TIME_UNITS = frozenset({"ms", "s", "min", "h", "d", "wk", "mo", "a"})
_UCUM = re.compile(r"[!-~]+")  # UCUM is printable ASCII without spaces


def value(found: Waarde) -> FhirJson:
    """`value[x]` as a member to merge in."""
    made: FhirJson
    match found:
        case Hoeveelheid():
            made = {"valueQuantity": quantity(found)}
        case Bereik():
            made = _range_or_bound(found)
        case Getal():
            made = {"valueQuantity": {"value": exact(found.getal)}}
        case Code():
            made = {"valueCodeableConcept": concept(found)}
        case Tijdstip():
            made = {"valueDateTime": found.tijd}
        case Tijdvak():
            made = {"valuePeriod": period(found.begin, found.eind)}
        case bool():
            made = {"valueBoolean": found}
        case str():
            made = {"valueString": found}
        case _:
            assert_never(found)
    return made


def quantity(found: Hoeveelheid) -> FhirJson:
    """A Quantity; the same amount in units of another code system stands beside it (iso21090-PQ-translation)."""
    others = [{"url": TRANSLATION, "valueQuantity": _translated(one)} for one in found.vertalingen]
    made: FhirJson = {**({"extension": others} if others else {}), "value": exact(found.getal)}
    if found.eenheid is None:
        return made
    # What people call one tablet "1" in UCUM; its translation has the word.
    word = next((one.code.naam for one in found.vertalingen if one.code and one.code.naam), None)
    made["unit"] = word if found.eenheid == "1" and word else found.eenheid
    return {**made, "system": UCUM, "code": found.eenheid} if _UCUM.fullmatch(found.eenheid) else made


def duration(found: Hoeveelheid | None) -> FhirJson | None:
    """A Duration; None when it is not an amount of time (FHIR drt-1)."""
    return quantity(found) if found is not None and found.eenheid in TIME_UNITS else None


def _translated(found: Hoeveelheid) -> FhirJson:
    made: FhirJson = {"value": exact(found.getal)}
    if found.code is None:
        return made
    word = found.code.naam or found.code.tekst
    made |= {"unit": word} if word else {}
    if found.code.code is None or found.code.stelsel is None:
        return made  # a code without its system means nothing (FHIR qty-3)
    return {**made, "system": system(found.code.stelsel), "code": found.code.code}


def range_(found: Bereik) -> FhirJson:
    """A Range; an open side is left out."""
    bounds = {"low": found.laag, "high": found.hoog}
    return {name: quantity(bound) for name, bound in bounds.items() if bound is not None}


def _range_or_bound(found: Bereik) -> FhirJson:
    """With one bound it is a Quantity with a comparator: "at least 5"."""
    if found.laag and found.hoog:
        return {"valueRange": range_(found)}
    if found.laag:
        return {"valueQuantity": {**quantity(found.laag), "comparator": ">=" if found.laag_in else ">"}}
    if found.hoog:
        return {"valueQuantity": {**quantity(found.hoog), "comparator": "<=" if found.hoog_in else "<"}}
    return {}


def period(begin: str | None, end: str | None) -> FhirJson:
    return {name: text for name, text in {"start": begin, "end": end}.items() if text}


def exact(number: str) -> Exact:
    """A number as JSON writes it: no plus sign, no zeros in front."""
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number.removeprefix("+"))
    whole, point, rest = digits.partition(".")
    return Exact(f"{sign}{whole.lstrip('0') or '0'}{point}{rest}")
