"""What a GP system sends as nl-core resources: problems, episodes, contacts, allergies, alerts, acts, vaccinations."""

from __future__ import annotations

from gateway.demo.writers.fhir import (
    EXT,
    HL7_EXT,
    ICPC,
    LOINC,
    SNOMED,
    THO,
    Frame,
    Maker,
    Resource,
    concept,
    head,
    note,
)

# Kinds of contact in v3-ActCode with their Dutch displays.
CONTACTS = {"AMB": "Poliklinisch", "HH": "Thuis", "VR": "Op afstand"}
VERIFIED = [
    {"system": f"{THO}condition-ver-status", "code": "confirmed", "display": "Confirmed"},
    {"system": SNOMED, "code": "410605003", "display": "Aanwezigheid bevestigd"},
]


def diagnose(code: str, display: str, *, name: str = "", text: str = "", over_since: str = "") -> Maker:
    """A diagnosis in ICPC-1. `name`: when others point at it; `over_since`: it is over now and began on that day."""
    return _problem(concept(ICPC, code, display), ("282291009", "Diagnose"), name, text, over_since)


def probleem(code: str, display: str, *, name: str = "") -> Maker:
    """A nursing problem in SNOMED CT."""
    return _problem(concept(SNOMED, code, display), ("404684003", "Klinische bevinding"), name, "", "")


def _problem(code: Resource, category: tuple[str, str], name: str, text: str, over_since: str) -> Maker:
    def make(frame: Frame) -> Resource:
        status = ("inactive", "Inactive") if over_since else ("active", "Active")
        return {
            **head(frame, "Condition", "Problem", name),
            "clinicalStatus": concept(f"{THO}condition-clinical", *status),
            "verificationStatus": {"coding": VERIFIED},
            "category": [concept(SNOMED, *category)],
            "code": code,
            "subject": frame.subject,
            "onsetDateTime": over_since or frame.day.isoformat(),
            **({"abatementDateTime": frame.day.isoformat()} if over_since else {}),
            "recordedDate": frame.day.isoformat(),
            "asserter": frame.performer,
            **note(text),
        }

    return make


def episode(title: str, problem: str, *, over_since: str = "") -> Maker:
    """`problem`: name of its diagnosis in the same system; `over_since`: it is over now and began on that day."""

    def make(frame: Frame) -> Resource:
        today = frame.day.isoformat()
        return {
            **head(frame, "EpisodeOfCare", "EpisodeOfCare", f"episode-{problem}"),
            "extension": [{"url": f"{EXT}ext-EpisodeOfCare.EpisodeOfCareName", "valueString": title}],
            "status": "finished" if over_since else "active",
            "diagnosis": [{"condition": {"reference": f"Condition/{frame.id(problem)}", "type": "Condition"}}],
            "patient": frame.subject,
            "period": {"start": over_since, "end": today} if over_since else {"start": today},
        }

    return make


def contact(kind: str, clock: str, *, reason: str = "") -> Maker:
    """A contact: AMB at the practice, HH at home, VR by telephone. `reason`: name of a problem."""

    def make(frame: Frame) -> Resource:
        because = [{"reference": f"Condition/{frame.id(reason)}", "type": "Condition"}]
        return {
            **head(frame, "Encounter", "Encounter"),
            "status": "finished",
            "class": {"system": f"{THO}v3-ActCode", "code": kind, "display": CONTACTS[kind]},
            "subject": frame.subject,
            "participant": [{"individual": frame.performer}],
            "period": {"start": frame.at(clock), "end": frame.at(clock, minutes=20)},
            **({"reasonReference": because} if reason else {}),
        }

    return make


def allergie(code: str, display: str, reaction: tuple[str, str], category: str = "medication") -> Maker:
    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "AllergyIntolerance", "AllergyIntolerance"),
            "clinicalStatus": concept(f"{THO}allergyintolerance-clinical", "active", "Active"),
            "verificationStatus": concept(f"{THO}allergyintolerance-verification", "confirmed", "Confirmed"),
            "category": [category],
            "criticality": "high",
            "code": concept(SNOMED, code, display),
            "patient": frame.subject,
            "onsetDateTime": frame.day.isoformat(),
            "reaction": [{"manifestation": [concept(SNOMED, *reaction)], "severity": "moderate"}],
        }

    return make


def alert(problem: str, display: str) -> Maker:
    """A warning that points at a problem."""

    def make(frame: Frame) -> Resource:
        detail = {"reference": f"Condition/{frame.id(problem)}", "type": "Condition", "display": display}
        return {
            **head(frame, "Flag", "Alert"),
            "extension": [{"url": f"{HL7_EXT}flag-detail", "valueReference": detail}],
            "status": "active",
            "category": [concept(LOINC, "75323-6", "condition")],
            "code": concept(f"{THO}data-absent-reason", "not-applicable", "Not Applicable"),
            "subject": frame.subject,
            "period": {"start": frame.day.isoformat()},
        }

    return make


def griepprik() -> Maker:
    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "Immunization", "Vaccination-event"),
            "status": "completed",
            "vaccineCode": concept("http://www.whocc.no/atc", "J07BB02", "Influenzavaccin"),
            "patient": frame.subject,
            "occurrenceDateTime": frame.day.isoformat(),
            "performer": [{"actor": frame.performer}],
            **note("Jaarlijkse griepprik op de praktijk."),
        }

    return make


def verrichting(code: str, display: str, problem: str, text: str) -> Maker:
    """Something done, in SNOMED CT, for a problem of the same system."""

    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "Procedure", "Procedure-event"),
            "status": "completed",
            "code": concept(SNOMED, code, display),
            "subject": frame.subject,
            "performedDateTime": frame.day.isoformat(),
            "performer": [{"actor": frame.performer}],
            "reasonReference": [{"reference": f"Condition/{frame.id(problem)}", "type": "Condition"}],
            **note(text),
        }

    return make
