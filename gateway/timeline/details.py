"""The details under a title. FHIR names its elements alike in all resource types, so one table serves them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import annotation, concept, members, plain, quantity, reference, span, value
from gateway.timeline.titling.arrangements import activities
from gateway.timeline.titling.contacts import sections
from gateway.timeline.titling.findings import name_of

Reader = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Detail:
    """One labelled value. `date`: the value is a FHIR date, instant or partial date, for the presenter to write."""

    label: str
    value: str
    date: bool = False


STATUS: Mapping[str, str] = {
    "active": "actief",
    "arrived": "begonnen",
    "cancelled": "afgezegd",
    "completed": "afgerond",
    "draft": "concept",
    "entered-in-error": "ingetrokken: stond er per vergissing",
    "final": "definitief",
    "amended": "verbeterd",
    "corrected": "verbeterd",
    "failed": "niet aangekomen",
    "finished": "afgerond",
    "inactive": "niet meer actief",
    "in-progress": "bezig",
    "not-done": "niet gedaan",
    "on-hold": "onderbroken",
    "onhold": "onderbroken",
    "planned": "gepland",
    "preliminary": "voorlopig",
    "proposed": "voorgesteld",
    "received": "ontvangen",
    "registered": "geregistreerd",
    "rejected": "afgewezen",
    "requested": "gevraagd",
    "resolved": "opgelost",
    "revoked": "ingetrokken",
    "stopped": "gestopt",
    "unknown": "niet bekend",
}


def status(value_: Any) -> str:
    text = concept(value_) if isinstance(value_, dict) else plain(value_)
    codes = [plain(coding.get("code")) for part in members(value_) for coding in members(part.get("coding"))]
    return next((STATUS[code] for code in (*codes, text) if code in STATUS), text)


def dosage(value_: Any) -> str:
    return "; ".join(filter(None, (plain(part.get("text")) for part in members(value_))))


def who(value_: Any) -> str:
    """References, and the backbone elements that hold one (performer.actor, participant.individual …)."""
    found = (
        reference(part) or reference([part.get(holder) for holder in ("actor", "individual", "member")])
        for part in members(value_)
    )
    return ", ".join(dict.fromkeys(filter(None, found)))


TEXT: tuple[tuple[str, str, Reader], ...] = (
    ("Met", "participant", who),
    ("Door", "performer", who),
    ("Geschreven door", "author", reference),
    ("Vastgelegd door", "recorder", reference),
    ("Gemeld door", "asserter", reference),
    ("Aangevraagd of besloten door", "requester", reference),
    ("Locatie", "serviceProvider", reference),
    ("Reden", "reasonCode", concept),
    ("Reden", "statusReason", concept),
    ("Betreft", "focus", reference),
    ("Manier van onderzoeken", "method", concept),
    ("Partijnummer", "lotNumber", plain),
    ("Plaats op het lichaam", "bodySite", concept),
    ("Ernst", "severity", concept),
    ("Oordeel over de waarde", "interpretation", concept),
    ("Hoeveelheid", "quantityQuantity", quantity),
    ("Hoeveelheid", "quantityRatio", span),
    ("Dosering", "dosageInstruction", dosage),
    ("Dosering", "dosage", dosage),
    ("Omschrijving", "description", lambda v: concept(v) if isinstance(v, dict) else plain(v)),
    ("Conclusie", "conclusion", plain),
    ("Tekst", "valueString", plain),
    ("Toelichting", "note", annotation),
    ("Toelichting", "patientInstruction", plain),
    ("Stand", "clinicalStatus", status),
    ("Zekerheid", "verificationStatus", concept),
    ("Stand", "status", status),
    ("Stand van het doel", "lifecycleStatus", status),
    ("Bereikt", "achievementStatus", concept),
)
DATES: tuple[tuple[str, str], ...] = (
    ("Begonnen op", "onsetDateTime"),
    ("Voorbij sinds", "abatementDateTime"),
    ("Gebeurd op", "occurrenceDateTime"),
    ("Besloten of gevraagd op", "authoredOn"),
    ("Begonnen op", "startDate"),
)
PERIODS = ("period", "occurrencePeriod", "performedPeriod", "effectivePeriod", "onsetPeriod", "executionPeriod")


def details(content: FhirJson) -> tuple[Detail, ...]:
    """Every field that says something, dates still as FHIR wrote them."""
    found = [*_dates(content), *_parts(content)]
    found += [Detail(label, read(content[element])) for label, element, read in TEXT if element in content]
    return tuple(dict.fromkeys(detail for detail in found if detail.value))


def _dates(content: FhirJson) -> list[Detail]:
    found = [Detail(label, plain(content[element]), date=True) for label, element in DATES if element in content]
    for element in PERIODS:
        for period in members(content.get(element)):
            found.append(Detail("Vanaf", plain(period.get("start")), date=True))
            found.append(Detail("Tot en met", plain(period.get("end")), date=True))
    return found


def _parts(content: FhirJson) -> list[Detail]:
    components = members(content.get("component"))
    parts = [Detail(name_of(part.get("code")) or "Deel", value(part)) for part in components]
    parts += [Detail(heading, text) for heading, text in sections(content)]
    parts += [Detail("Wat er gebeurt", line) for line in activities(content)]
    attached = (part.get("attachment") for part in members(content.get("content")))
    parts += [Detail("Bestand", plain(one.get("title"))) for one in members(list(attached))]
    reactions = (concept(part.get("manifestation")) for part in members(content.get("reaction")))
    return [*parts, *(Detail("Reactie", reaction) for reaction in reactions)]
