"""Facts of a STU3 resource under their R4 names: renamed elements, extensions of zib2020, moved code systems.

Sources: the R4 version history of each resource, and nl-core zib2020 beside zib2017. Only names change here; a value is
never touched, except the URI of a code system that moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.gold.facts import Fact

ROLE = r"\.extension<practitionerrole-reference>\.valueReference"

# Path of a fact, in order, each applied to what the one before made of it.
PATHS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # A reference to a Practitioner with the role in an extension is a reference to the role.
        (rf"{ROLE}\.role\.", ".role."),
        (rf"{ROLE}$", ""),
        (r"<code-specification>", "<ext-CodeSpecification>"),
        (r"<zib-AddressInformation-AddressType>", "<ext-AddressInformation.AddressType>"),
        (r"<extension-context-nl-core-episodeofcare>", "<ext-Context-EpisodeOfCare>"),
        (r"<EpisodeOfCare-Title>", "<ext-EpisodeOfCare.EpisodeOfCareName>"),
        (r"<zib-Medication-PeriodOfUse>", "<ext-TimeInterval.Period>"),
        (r"<zib-MedicationUse-Duration>", "<ext-TimeInterval.Duration>"),
        (r"<zib-Medication-MedicationTreatment>", "<ext-PharmaceuticalTreatment.Identifier>"),
        (r"<zib-Medication-CopyIndicator>", "<ext-CopyIndicator>"),
        (
            r"<zib-Medication-AdditionalInformation>",
            "<ext-MedicationAgreement.MedicationAgreementAdditionalInformation>",
        ),
        (r"\.(context)$", ".encounter"),
        (r"\.assertedDate$", ".recordedDate"),
        (r"\.requester\.agent", ".requester"),
        (r"^(AllergyIntolerance|Condition)\.(clinicalStatus|verificationStatus)$", r"\1.\2.coding.code"),
        (r"\.dosageInstruction\.doseQuantity", ".dosageInstruction.doseAndRate.doseQuantity"),
        (r"\.dosageInstruction\.doseRange", ".dosageInstruction.doseAndRate.doseRange"),
        # The diagnosis of a note: on the section in STU3, on the report in R4 (the lines carry it too).
        (r"^Composition\.section\[\w+\]\.extension<code-icpc-1-nl>\.valueCodeableConcept\.", "Composition.event.code."),
        # The episode of a note: an entry of a section in STU3, an extension of the line in R4.
        (r"^(Composition\.section\[\w+\]\.entry)$", r"\1.extension<ext-Context-EpisodeOfCare>.valueReference"),
        (r"\.medicationReference\.code\.", ".medicationCodeableConcept."),
    )
)
# Code systems of HL7 that R4 moved to terminology.hl7.org.
SYSTEMS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^http://hl7\.org/fhir/v3/(\w+)$", r"http://terminology.hl7.org/CodeSystem/v3-\1"),
        (r"^http://hl7\.org/fhir/observation-category$", "http://terminology.hl7.org/CodeSystem/observation-category"),
        (
            r"^http://hl7\.org/fhir/referencerange-meaning$",
            "http://terminology.hl7.org/CodeSystem/referencerange-meaning",
        ),
        (r"^http://hl7\.org/fhir/v2/0078$", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"),
    )
)


# nl-core of R4 gives a dose in UCUM with its G-Standaard unit as a translation beside it.
DOSE = "MedicationRequest.dosageInstruction.doseAndRate.doseQuantity."
TRANSLATED = f"{DOSE}extension<iso21090-PQ-translation>.valueQuantity."


def as_r4(facts: Iterable[Fact]) -> frozenset[Fact]:
    renamed = {(_all(PATHS, path), _all(SYSTEMS, value)) for path, value in facts}
    doses = {(path, value) for path, value in renamed if path.startswith(DOSE)}
    return frozenset(renamed | {(path.replace(DOSE, TRANSLATED), value) for path, value in doses})


def _all(rules: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
