"""Which kind of event an item is, as a closed list a reader can filter on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.stages.disclosed import DisclosedItem
from gateway.timeline.reading import members, plain


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    name: str


KINDS: Mapping[str, Kind] = {
    key: Kind(key, name)
    for key, name in (
        ("contact", "Contact"),
        ("verslag", "Verslag"),
        ("bevinding", "Meting of bevinding"),
        ("uitslag", "Uitslag van onderzoek"),
        ("probleem", "Probleem of diagnose"),
        ("allergie", "Allergie"),
        ("signaal", "Let op"),
        ("besluit", "Besluit of toewijzing"),
        ("verwijzing", "Verwijzing of aanvraag"),
        ("hulp", "Start of einde van zorg"),
        ("taak", "Taak"),
        ("plan", "Plan"),
        ("doel", "Doel"),
        ("team", "Team"),
        ("handeling", "Handeling"),
        ("vaccinatie", "Vaccinatie"),
        ("medicatie", "Medicijn"),
        ("hulpmiddel", "Hulpmiddel"),
        ("wens", "Wens of afspraak over behandeling"),
        ("naaste", "Naaste"),
        ("overig", "Overig"),
    )
}

OF_TYPE: Mapping[str, str] = {
    "Encounter": "contact",
    "Communication": "contact",
    "Appointment": "contact",
    "Composition": "verslag",
    "ClinicalImpression": "verslag",
    "DocumentReference": "verslag",
    "QuestionnaireResponse": "bevinding",
    "Observation": "bevinding",
    "RiskAssessment": "bevinding",
    "DiagnosticReport": "uitslag",
    "Specimen": "uitslag",
    "Condition": "probleem",
    "AllergyIntolerance": "allergie",
    "Flag": "signaal",
    "ServiceRequest": "verwijzing",
    "EpisodeOfCare": "hulp",
    "Task": "taak",
    "CarePlan": "plan",
    "NutritionOrder": "plan",
    "Goal": "doel",
    "CareTeam": "team",
    "Procedure": "handeling",
    "Immunization": "vaccinatie",
    "ImmunizationRecommendation": "vaccinatie",
    "MedicationRequest": "medicatie",
    "MedicationStatement": "medicatie",
    "MedicationDispense": "medicatie",
    "MedicationAdministration": "medicatie",
    "Device": "hulpmiddel",
    "DeviceRequest": "hulpmiddel",
    "DeviceUseStatement": "hulpmiddel",
    "Consent": "wens",
    "RelatedPerson": "naaste",
}

# A municipality's ServiceRequest is its decision (toewijzing, iWmo and iJw 3.2); a care provider's is a request, and so
# is what a provider asks of a municipality (315, 317).
DECIDING_LAWS = frozenset({"Wmo", "Jeugdwet"})
PROPOSAL = "proposal"
LABORATORY = "laboratory"


def kind_of(item: DisclosedItem) -> Kind:
    """Total: what the table does not know is `overig`."""
    if item.level == "contact-only":
        return KINDS["contact"]
    if item.type == "ServiceRequest" and item.tags.law in DECIDING_LAWS and _decided(item):
        return KINDS["besluit"]
    if item.type == "Observation":
        return KINDS[_kind_of_observation(item)]
    return KINDS[OF_TYPE.get(item.type, "overig")]


def _decided(item: DisclosedItem) -> bool:
    return plain(item.content.get("intent")) != PROPOSAL


def _kind_of_observation(item: DisclosedItem) -> str:
    if item.tags.narrative:
        return "verslag"
    categories = members(item.content.get("category"))
    codes = (plain(coding.get("code")) for category in categories for coding in members(category.get("coding")))
    return "uitslag" if LABORATORY in codes else "bevinding"
