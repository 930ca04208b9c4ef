"""Measurements as nl-core Observations: vital signs, scores, habits."""

from __future__ import annotations

from typing import Any

from gateway.demo.writers.fhir import (
    LOINC,
    NHG45,
    SNOMED,
    THO,
    Frame,
    Maker,
    Resource,
    concept,
    head,
    note,
    quantity,
)

VITAL = [concept(f"{THO}observation-category", "vital-signs", "Vital Signs")]
LABORATORY = [concept(f"{THO}observation-category", "laboratory", "Laboratory")]
MMHG = ("mmHg", "mm[Hg]")


def bloeddruk(systolic: int, diastolic: int, text: str = "") -> Maker:
    parts = [
        {"code": concept(LOINC, "8480-6", "Systolic blood pressure"), "valueQuantity": quantity(systolic, *MMHG)},
        {"code": concept(LOINC, "8462-4", "Diastolic blood pressure"), "valueQuantity": quantity(diastolic, *MMHG)},
    ]
    code = concept(LOINC, "85354-9", "Blood pressure panel with all children optional")
    return meting("BloodPressure", code, text, category=VITAL, component=parts)


def gewicht(kilograms: float, text: str = "") -> Maker:
    code = concept(LOINC, "29463-7", "Body weight")
    return meting("BodyWeight", code, text, category=VITAL, valueQuantity=quantity(kilograms, "kg", "kg"))


def pijn(score: int, text: str = "") -> Maker:
    """0 to 10, visual analogue scale."""
    scale = concept("urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.9.1", "VAS10", "VAS10")
    return meting("PainScore", concept(SNOMED, "225908003", "pijnscore"), text, valueInteger=score, method=scale)


def must(score: int, text: str = "") -> Maker:
    code = concept(SNOMED, "414648004", "Malnutrition Universal Screening Tool")
    return meting("MUSTScore", code, text, valueInteger=score)


def barthel(score: int, text: str = "") -> Maker:
    return meting("BarthelADLIndex", concept(SNOMED, "273302005", "Barthel-index"), text, valueInteger=score)


def roken(code: str, display: str, text: str = "") -> Maker:
    asked = concept(SNOMED, "365980008", "bevinding betreffende tabakgebruik en blootstelling aan tabaksrook")
    return meting("TobaccoUse", asked, text, valueCodeableConcept=concept(SNOMED, code, display))


def alcohol(units: int, text: str = "") -> Maker:
    """Units a day."""
    intake = {
        "code": concept(SNOMED, "897148007", "inname van alcoholische drank"),
        "valueQuantity": quantity(units, "eenheden per dag", "{eenheden per dag}"),
    }
    drinks = concept(SNOMED, "219006", "Drinkt alcohol")
    asked = concept(SNOMED, "228273003", "bevinding betreffende alcoholgebruik")
    return meting("AlcoholUse", asked, text, valueCodeableConcept=drinks, component=[intake])


def bepaling(code: str, display: str, value: float, unit: tuple[str, str], text: str = "") -> Maker:
    """A laboratory result in NHG table 45."""
    return uitslag(concept(NHG45, code, display), value, unit, text)


def uitslag(code: Resource, value: float, unit: tuple[str, str], text: str = "") -> Maker:
    return meting("LaboratoryTestResult", code, text, category=LABORATORY, valueQuantity=quantity(value, *unit))


def meting(
    profile: str, code: Resource, text: str = "", *, category: list[Resource] | None = None, **rest: Any
) -> Maker:
    """An Observation. `rest`: its value, method and components, in the order of FHIR."""

    def make(frame: Frame) -> Resource:
        value = {name: item for name, item in rest.items() if name.startswith("value")}
        after = {name: item for name, item in rest.items() if not name.startswith("value")}
        return {
            **head(frame, "Observation", profile),
            "status": "final",
            **({"category": category} if category else {}),
            "code": code,
            "subject": frame.subject,
            "effectiveDateTime": frame.day.isoformat(),
            "performer": [frame.performer],
            **value,
            **note(text),
            **after,
        }

    return make
