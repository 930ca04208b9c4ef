"""Where each resource type says what it is about and when it happened; data. Structural codes are not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# Elements (paths from the root, lists walked) whose codings say what the item is about.
ABOUT: Final[dict[str, tuple[str, ...]]] = {
    "AllergyIntolerance": ("code",),
    "CarePlan": ("category", "activity.detail.code", "activity.detail.reasonCode"),
    "CareTeam": ("reasonCode",),
    "Composition": ("event.code",),
    "Condition": ("code",),
    "DeviceUseStatement": ("reasonCode",),
    "DiagnosticReport": ("conclusionCode",),
    "Encounter": ("reasonCode",),
    "EpisodeOfCare": ("type",),
    "Flag": ("code",),
    "Goal": ("category", "description"),
    "MedicationRequest": ("reasonCode",),
    "MedicationStatement": ("reasonCode",),
    "NutritionOrder": ("oralDiet.type",),
    "Observation": ("code", "category", "valueCodeableConcept"),
    "Procedure": ("code", "reasonCode"),
    "ServiceRequest": ("code", "reasonCode"),
    "Task": ("code", "reasonCode"),
}
# Extensions that carry a diagnosis on a note's line (nl-core SOAPLine, and ours for lines without one), and ours for
# an episode or a prescription.
ABOUT_EXTENSIONS: Final = frozenset(
    {
        "http://nictiz.nl/fhir/StructureDefinition/ext-SOAPReport.SOAPLineCode",
        "https://wijkdossier.nl/fhir/StructureDefinition/diagnose-van-verslag",
        "https://wijkdossier.nl/fhir/StructureDefinition/betreft",
        "http://nictiz.nl/fhir/StructureDefinition/code-icpc-1-nl",  # MedMij STU3, on a section of the note
    }
)
ABOUT_EXTENDED: Final = ("extension", "section.extension")
# When it happened, first that is there; a period counts by its start.
WHEN: Final = (
    "onsetDateTime",
    "onsetPeriod.start",
    "effectiveDateTime",
    "effectivePeriod.start",
    "effectiveInstant",
    "occurrenceDateTime",
    "occurrencePeriod.start",
    "performedDateTime",
    "performedPeriod.start",
    "timingDateTime",
    "timingPeriod.start",
    "period.start",
    "startDate",
    "start",
    "onset",
    "recordedDate",
    "date",
    "authoredOn",
    "dateAsserted",
    "recordedOn",
    "dateTime",
    "created",
    "sent",
    "issued",
    "collection.collectedDateTime",
    "content.attachment.creation",  # of a letter of which nothing else is dated
)
# Contacts: an entry that says that there was contact, not a fact. Nursing reports and the lines of a SOEP note
# are Observations, known by their code with its system or by their profile.
CONTACT_TYPES: Final = frozenset({"Encounter", "Composition", "Communication"})
NARRATIVE_TYPES: Final = frozenset({"Composition", "Communication"})
SNOMED: Final = ("http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96")
# NHG journaalregeltypen, as MedMij Huisartsgegevens and HL7v3 name them.
LINE_KINDS: Final = ("http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "urn:oid:2.16.840.1.113883.2.4.4.32.2")
BDS: Final = "urn:oid:2.16.840.1.113883.2.4.4.40.267"  # elements of the basisdataset JGZ
LOINC: Final = ("http://loinc.org", "urn:oid:2.16.840.1.113883.6.1")
REPORT_CODES: Final = frozenset(
    {
        *((system, "11591000146107") for system in SNOMED),  # nursing or progress report
        *((system, "5531000179105") for system in SNOMED),  # nursing report section
        # nl-core-SOAPReport: S, O, E, P
        *((system, code) for system in SNOMED for code in ("255362007", "260224007", "129265001", "129271007")),
        *((system, letter) for system in LINE_KINDS for letter in "SOEP"),
        *((BDS, number) for number in ("482", "493", "748")),  # JGZ: conclusion, notes, history taken
        # the whole note (67781-5 in MedMij and in what GPs disclose, 34900-1 in HL7v3) and its four lines
        *((system, code) for system in LOINC for code in ("67781-5", "34900-1")),
        *((system, code) for system in LOINC for code in ("61150-9", "61149-1", "51848-0", "18776-5")),
    }
)
REPORT_PROFILES: Final = frozenset({"http://nictiz.nl/fhir/StructureDefinition/nl-core-SOAPReport.SOAPLine"})

FORMS: Final = "https://wijkdossier.nl/fhir/Questionnaire/"


def form_of(content: Mapping[str, Any]) -> str:
    """Id of our own Questionnaire that a response answers; empty for any other resource or form."""
    named = content.get("questionnaire") if content.get("resourceType") == "QuestionnaireResponse" else None
    bare = named.partition("|")[0] if isinstance(named, str) else ""
    return bare.removeprefix(FORMS) if bare.startswith(FORMS) else ""
