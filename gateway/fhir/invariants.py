"""Rules of FHIR R4 that go beyond structure, as data: key, sentence, and whether it holds for one element.

Keys and meaning from the definitions pages of FHIR 4.0.1, severity *Rule*; guidelines (con-3, dom-6) refuse nothing.
Rules about a resource as a whole (dom-2, dom-3, ref-1) stand in `check`. Predicates see well-formed elements only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.fhir import moments
from gateway.stages.vocabulary import FhirJson

_UCUM = "http://unitsofmeasure.org"
_TIME_UNITS = frozenset({"s", "min", "h", "d", "wk", "mo", "a", "ms", "us", "ns"})
_SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"


@dataclass(frozen=True, slots=True)
class Invariant:
    key: str
    sentence: str
    holds: Callable[[FhirJson], bool]


def _has(value: FhirJson, *names: str) -> bool:
    return any(name in value or f"_{name}" in value for name in names)


def _choice(value: FhirJson, stem: str) -> bool:
    return any(name.lstrip("_").startswith(stem) for name in value)


def _codes(*concepts: Any) -> frozenset[str]:
    """All codes in CodeableConcepts (None: absent)."""
    return frozenset(c.get("code", "") for concept in concepts if concept for c in concept.get("coding", ()))


def _together(value: FhirJson, one: str, other: str) -> bool:
    return _has(value, other) or not _has(value, one)


def _in_order(value: FhirJson, first: str, second: str) -> bool:
    start, end = (moments.interval(str(value[name])) if name in value else None for name in (first, second))
    return start is None or end is None or start.low < end.high


def _range_in_order(value: FhirJson) -> bool:
    low, high = value.get("low", {}), value.get("high", {})
    comparable = "value" in low and "value" in high and low.get("code") == high.get("code")
    return not comparable or low.get("unit") != high.get("unit") or bool(low["value"] <= high["value"])


def _no_comparator(value: FhirJson) -> bool:
    return not any("comparator" in value.get(side, {}) for side in ("low", "high"))


def _is_time(value: FhirJson) -> bool:
    if "value" not in value:
        return True
    return value.get("system", _UCUM) == _UCUM and value.get("code") in _TIME_UNITS


def _component_codes_differ(value: FhirJson) -> bool:
    # obs-7 compares codings: a component may repeat the code only when the observation itself has no value.
    if not _choice(value, "value"):
        return True
    own = _codings(value.get("code", {}))
    return not any(own & _codings(component.get("code", {})) for component in value.get("component", ()))


def _codings(concept: FhirJson) -> set[tuple[Any, Any]]:
    return {(c.get("system"), c.get("code")) for c in concept.get("coding", ()) if "code" in c}


def _scope_needs_patient(value: FhirJson) -> bool:
    scopes = {c.get("code") for c in value["scope"].get("coding", ()) if c.get("system") == _SCOPES}
    return "patient" in value or scopes.isdisjoint({"patient-privacy", "research", "adr", "treatment"})


def _at_most_100(value: FhirJson) -> bool:
    return bool(value.get("probabilityDecimal", 0) <= 100)


_ENTERED_IN_ERROR = frozenset({"entered-in-error"})
_ABATED = frozenset({"resolved", "remission", "inactive"})

_QTY_3 = Invariant("qty-3", "A coded unit needs its system", lambda v: _together(v, "code", "system"))
_SIMPLE = Invariant("sqty-1", "A simple quantity has no comparator", _no_comparator)

INVARIANTS: Mapping[str, tuple[Invariant, ...]] = {
    # Data types
    "Age": (_QTY_3, Invariant("age-1", "An age is a UCUM unit of time", _is_time)),
    "Attachment": (Invariant("att-1", "Data need a contentType", lambda v: _together(v, "data", "contentType")),),
    "ContactPoint": (
        Invariant("cpt-2", "A contact value needs its system", lambda v: _together(v, "value", "system")),
    ),
    "Count": (_QTY_3,),
    "Distance": (_QTY_3,),
    "Duration": (_QTY_3, Invariant("drt-1", "A duration is a UCUM unit of time", _is_time)),
    "Extension": (
        Invariant(
            "ext-1", "Either extensions or a value, not both", lambda v: _has(v, "extension") != _choice(v, "value")
        ),
    ),
    "Period": (Invariant("per-1", "The start is not after the end", lambda v: _in_order(v, "start", "end")),),
    "Quantity": (_QTY_3,),
    "Range": (_SIMPLE, Invariant("rng-2", "The low value is not above the high value", _range_in_order)),
    "Ratio": (
        Invariant(
            "rat-1",
            "Numerator and denominator come together, or there is an extension",
            lambda v: _has(v, "numerator") == _has(v, "denominator") and _has(v, "numerator", "extension"),
        ),
    ),
    "TimingRepeat": (
        Invariant("tim-1", "A duration needs its unit", lambda v: _together(v, "duration", "durationUnit")),
        Invariant("tim-2", "A period needs its unit", lambda v: _together(v, "period", "periodUnit")),
        Invariant("tim-4", "A duration is not negative", lambda v: v.get("duration", 0) >= 0),
        Invariant("tim-5", "A period is not negative", lambda v: v.get("period", 0) >= 0),
        Invariant("tim-6", "periodMax needs period", lambda v: _together(v, "periodMax", "period")),
        Invariant("tim-7", "durationMax needs duration", lambda v: _together(v, "durationMax", "duration")),
        Invariant("tim-8", "countMax needs count", lambda v: _together(v, "countMax", "count")),
        Invariant(
            "tim-9",
            "offset needs when, and not a meal itself",
            lambda v: (
                not _has(v, "offset") or (_has(v, "when") and {"C", "CM", "CD", "CV"}.isdisjoint(v.get("when", ())))
            ),
        ),
        Invariant("tim-10", "timeOfDay excludes when", lambda v: not (_has(v, "timeOfDay") and _has(v, "when"))),
    ),
    # People and organisations
    "Organization": (
        Invariant("org-1", "An organisation has an identifier or a name", lambda v: _has(v, "identifier", "name")),
        Invariant(
            "org-2",
            "An organisation lives nowhere",
            lambda v: not any(a.get("use") == "home" for a in v.get("address", ())),
        ),
        Invariant(
            "org-3",
            "An organisation has no home number",
            lambda v: not any(t.get("use") == "home" for t in v.get("telecom", ())),
        ),
    ),
    "PatientContact": (
        Invariant(
            "pat-1",
            "A contact has a name, telecom, address or organisation",
            lambda v: _has(v, "name", "telecom", "address", "organization"),
        ),
    ),
    # Clinical types
    "AllergyIntolerance": (
        Invariant(
            "ait-1",
            "clinicalStatus is there unless the verification status is entered-in-error",
            lambda v: _has(v, "clinicalStatus") or bool(_codes(v.get("verificationStatus")) & _ENTERED_IN_ERROR),
        ),
        Invariant(
            "ait-2",
            "clinicalStatus is not there when entered in error",
            lambda v: not (_has(v, "clinicalStatus") and _codes(v.get("verificationStatus")) & _ENTERED_IN_ERROR),
        ),
    ),
    "CarePlanActivity": (
        Invariant(
            "cpl-3", "A detail or a reference, not both", lambda v: not (_has(v, "detail") and _has(v, "reference"))
        ),
    ),
    "CompositionSection": (
        Invariant("cmp-1", "A section has text, entries or sections", lambda v: _has(v, "text", "entry", "section")),
        Invariant(
            "cmp-2", "emptyReason is for empty sections", lambda v: not (_has(v, "emptyReason") and _has(v, "entry"))
        ),
    ),
    "Condition": (
        Invariant(
            "con-4",
            "What has abated is resolved, in remission or inactive",
            lambda v: not _choice(v, "abatement") or bool(_codes(v.get("clinicalStatus")) & _ABATED),
        ),
        Invariant(
            "con-5",
            "clinicalStatus is not there when entered in error",
            lambda v: not (_has(v, "clinicalStatus") and _codes(v.get("verificationStatus")) & _ENTERED_IN_ERROR),
        ),
    ),
    "ConditionEvidence": (Invariant("con-2", "Evidence has a code or details", lambda v: _has(v, "code", "detail")),),
    "ConditionStage": (
        Invariant("con-1", "A stage has a summary or assessment", lambda v: _has(v, "summary", "assessment")),
    ),
    "Consent": (
        Invariant("ppc-1", "A consent names its policy or rule", lambda v: _has(v, "policy", "policyRule")),
        Invariant("ppc-2", "A consent with this scope names its patient (ppc-2 to ppc-5)", _scope_needs_patient),
    ),
    "FamilyMemberHistory": (
        Invariant("fhs-1", "Age or birth, not both", lambda v: not (_choice(v, "age") and _choice(v, "born"))),
        Invariant("fhs-2", "estimatedAge needs an age", lambda v: _choice(v, "age") or not _has(v, "estimatedAge")),
    ),
    "GoalTarget": (
        Invariant(
            "gol-1", "A target detail needs its measure", lambda v: _has(v, "measure") or not _choice(v, "detail")
        ),
    ),
    "ImmunizationEducation": (
        Invariant("imm-1", "Education has a documentType or reference", lambda v: _has(v, "documentType", "reference")),
    ),
    "ImmunizationRecommendationRecommendation": (
        Invariant("imr-1", "A vaccine or a target disease", lambda v: _has(v, "vaccineCode", "targetDisease")),
    ),
    "List": (
        Invariant(
            "lst-1", "emptyReason is for empty lists", lambda v: not (_has(v, "emptyReason") and _has(v, "entry"))
        ),
        Invariant(
            "lst-2",
            "Only a list of changes holds deletions",
            lambda v: v.get("mode") == "changes" or not any("deleted" in e for e in v.get("entry", ())),
        ),
        Invariant(
            "lst-3",
            "Only a working list dates its entries",
            lambda v: v.get("mode") == "working" or not any("date" in e for e in v.get("entry", ())),
        ),
    ),
    "ConceptMapGroupElementTarget": (
        Invariant(
            "cmd-1",
            "A narrower or inexact match needs a comment",
            lambda v: v.get("equivalence") not in {"narrower", "inexact"} or _has(v, "comment"),
        ),
    ),
    "MedicationAdministrationDosage": (
        Invariant("mad-1", "A dosage has a dose or a rate", lambda v: _has(v, "dose") or _choice(v, "rate")),
    ),
    "MedicationDispense": (
        Invariant("mdd-1", "Prepared before handed over", lambda v: _in_order(v, "whenPrepared", "whenHandedOver")),
    ),
    "Observation": (
        Invariant(
            "obs-6",
            "dataAbsentReason is for observations without a value",
            lambda v: not (_has(v, "dataAbsentReason") and _choice(v, "value")),
        ),
        Invariant(
            "obs-7", "A component does not repeat the code of an observation with a value", _component_codes_differ
        ),
    ),
    "ObservationReferenceRange": (
        _SIMPLE,
        Invariant("obs-3", "A reference range has low, high or text", lambda v: _has(v, "low", "high", "text")),
    ),
    "QuestionnaireResponseItem": (
        Invariant(
            "qrs-1",
            "Items stand under the question or under its answer, not both",
            lambda v: not (_has(v, "item") and any("item" in answer for answer in v.get("answer", ()))),
        ),
    ),
    "RiskAssessmentPrediction": (Invariant("ras-2", "A probability is at most 100", _at_most_100),),
    "ServiceRequest": (Invariant("prr-1", "orderDetail needs a code", lambda v: _together(v, "orderDetail", "code")),),
    "Task": (Invariant("inv-1", "Authored before modified", lambda v: _in_order(v, "authoredOn", "lastModified")),),
}
