"""A dosage instruction (MP9 template .9149): how often, how much, for how long, and whether only as needed."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, een, zeggend
from gateway.sources.hl7v3.waarden import XSI, Bereik, Hoeveelheid, bereik, hoeveelheid
from gateway.sources.huisarts.medicatie import Dosering, Frequentie
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

HL7NL = "urn:hl7-nl:v3"


def lees(relation: Element, dosage: Element, notices: Notices) -> Dosering:
    duration: Hoeveelheid | None = None
    frequency: Frequentie | None = None
    for when in alle(dosage, "effectiveTime"):
        width = hoeveelheid(een(when, "width"), notices)
        often = _nl(when, "frequency")
        if often is not None and frequency is None:
            frequency = _frequentie(often, attribuut(when, "isFlexible") != "true", notices)
        elif width is not None and duration is None:
            duration = width
        elif _zegt_iets(when):
            notices.append(Notice(xml.path(when), "This part of a dosage schedule is not read; its text is"))
    conditions = [found for one in alle(dosage, "precondition") if (found := zeggend(een(one, "criterion", "code")))]
    if len(conditions) > 1:
        notices.append(Notice(xml.path(dosage), "Only the first condition of a dosage (as needed) is read"))
    return Dosering(
        volgnummer=attribuut(een(relation, "sequenceNumber"), "value"),
        frequentie=frequency,
        duur=duration,
        dosis=_dosis(een(dosage, "doseQuantity"), notices),
        zo_nodig=conditions[0] if conditions else None,
    )


def soort(element: Element) -> str:
    """xsi:type without its prefix; IVL_TS is what the profile means without one."""
    return (attribuut(element, f"{{{XSI}}}type") or "IVL_TS").rpartition(":")[2]


def _frequentie(often: Element, exact: bool, notices: Notices) -> Frequentie:
    times = _nl(often, "numerator")
    between = _nl(times, "uncertainRange")
    return Frequentie(
        aantal=attribuut(times, "value"),
        laag=attribuut(_nl(between, "low"), "value"),
        hoog=attribuut(_nl(between, "high"), "value"),
        periode=hoeveelheid(_nl(often, "denominator"), notices),
        exact=exact,
    )


def _dosis(element: Element | None, notices: Notices) -> Hoeveelheid | Bereik | None:
    if element is None:
        return None
    return bereik(element, notices)


def _zegt_iets(element: Element) -> bool:
    return any(attribuut(one, "value") is not None for one in element.iter())


def _nl(element: Element | None, step: str) -> Element | None:
    """A child in the namespace of the Dutch extensions to HL7v3, in which Medicatieproces writes schedules."""
    return None if element is None else element.find(f"{{{HL7NL}}}{step}")
