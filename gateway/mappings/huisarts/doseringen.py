"""Dosage instructions of a medicatieafspraak as Dosage: text, how often, how much, by which way, only as needed."""

from __future__ import annotations

from decimal import Decimal

from gateway.mappings.hl7v3.elementen import concept
from gateway.mappings.hl7v3.specification import CORE
from gateway.mappings.hl7v3.waarden import duration, exact, quantity, range_
from gateway.sources.hl7v3.waarden import Bereik
from gateway.sources.huisarts.medicatie import Dosering, Frequentie, Medicatieafspraak
from gateway.stages.vocabulary import FhirJson

EXACT_TIMES = f"{CORE}timing-exact"
PERIOD_UNITS = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})


def dosages(found: Medicatieafspraak) -> list[FhirJson]:
    """One per instruction; what is said of all of them (text, way, further instructions) stands on each."""
    said = _said(found)
    doses = [_dosage(one, said) for one in found.doseringen]
    return doses or ([said] if said else [])


def untimed(found: Dosering) -> bool:
    """Whether a frequency was given that FHIR cannot hold."""
    return found.frequentie is not None and "frequency" not in _repeat(found)


def _said(found: Medicatieafspraak) -> FhirJson:
    made: FhirJson = {}
    if found.omschrijving:
        made["text"] = found.omschrijving
    if found.instructies:
        made["additionalInstruction"] = [concept(code) for code in found.instructies]
    if found.toedieningsweg and concept(found.toedieningsweg):
        made["route"] = concept(found.toedieningsweg)
    return made


def _dosage(found: Dosering, said: FhirJson) -> FhirJson:
    sequence = _whole(found.volgnummer)
    made: FhirJson = {**({"sequence": sequence} if sequence else {}), **said}
    repeat = _repeat(found)
    if repeat:
        made["timing"] = {"repeat": repeat}
    if found.zo_nodig:
        made["asNeededCodeableConcept"] = concept(found.zo_nodig)
    if found.dosis:
        dose = (
            {"doseRange": range_(found.dosis)}
            if isinstance(found.dosis, Bereik)
            else {"doseQuantity": quantity(found.dosis)}
        )
        made["doseAndRate"] = [dose]
    return made


def _repeat(found: Dosering) -> FhirJson:
    lasting = duration(found.duur)
    made: FhirJson = {"boundsDuration": lasting} if lasting else {}
    often = found.frequentie
    if often is None or often.periode is None or often.periode.eenheid not in PERIOD_UNITS:
        return made
    times, every = _times(often), exact(often.periode.getal)
    if not times or every < 0:  # R4, tim-5
        return made
    if often.exact:
        made = {"extension": [{"url": EXACT_TIMES, "valueBoolean": True}], **made}
    return {**made, **times, "period": every, "periodUnit": often.periode.eenheid}


def _times(often: Frequentie) -> FhirJson:
    """`frequency` and `frequencyMax`; empty when they are not whole numbers, which FHIR does not allow."""
    low, high = _whole(often.aantal or often.laag), _whole(often.hoog)
    if low is None:
        return {}
    return {"frequency": low, **({"frequencyMax": high} if high is not None and high >= low else {})}


def _whole(number: str | None) -> int | None:
    if number is None:
        return None
    known = Decimal(number) if number.replace(".", "", 1).isdecimal() else Decimal(0)
    return int(known) if known == known.to_integral_value() and 0 < known < 2**31 else None
