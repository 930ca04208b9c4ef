"""Required bindings of FHIR R4 for the types we carry: element → the codes that may stand there.

From the definitions pages of FHIR 4.0.1. Backbone elements are named by their path without dots, as in
`EncounterLocation.status` for Encounter.location.status. Only bindings of strength *required* stand here.
"""

from __future__ import annotations

from collections.abc import Mapping

_THO = "http://terminology.hl7.org/CodeSystem/"
_GENDER = "male female other unknown"
_DAYS = "mon tue wed thu fri sat sun"
_OBSERVATION = "registered preliminary final amended corrected cancelled entered-in-error unknown"
_EVENT = "preparation in-progress not-done on-hold stopped completed entered-in-error unknown"
_REQUEST = "draft active on-hold revoked completed entered-in-error unknown"
_INTENT = "proposal plan directive order original-order reflex-order filler-order instance-order option"
_PLANNED = "proposal plan order original-order reflex-order filler-order instance-order option"
_PRIORITY = "routine urgent asap stat"
_ENCOUNTER = "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown"
_EPISODE = "planned waitlist active onhold finished cancelled entered-in-error"
_COMPARATOR = "< <= >= >"
_UNIT_OF_TIME = "s min h d wk mo a"
_LIST_MODE = "working snapshot changes"
_PUBLICATION = "draft active retired unknown"
_RELATES = "replaces transforms signs appends"

CODES: Mapping[str, frozenset[str]] = {
    place: frozenset(codes.split())
    for place, codes in {
        # Data types
        "Address.type": "postal physical both",
        "Address.use": "home work temp old billing",
        "Age.comparator": _COMPARATOR,
        "ContactPoint.system": "phone fax email pager url sms other",
        "ContactPoint.use": "home work temp old mobile",
        "Contributor.type": "author editor reviewer endorser",
        "Count.comparator": _COMPARATOR,
        "DataRequirementSort.direction": "ascending descending",
        "Distance.comparator": _COMPARATOR,
        "Duration.comparator": _COMPARATOR,
        "HumanName.use": "usual official temp nickname anonymous old maiden",
        "Identifier.use": "usual official temp secondary old",
        "Narrative.status": "generated extensions additional empty",
        "ParameterDefinition.use": "in out",
        "Quantity.comparator": _COMPARATOR,
        "RelatedArtifact.type": (
            "documentation justification citation predecessor successor derived-from depends-on composed-of"
        ),
        "TimingRepeat.dayOfWeek": _DAYS,
        "TimingRepeat.durationUnit": _UNIT_OF_TIME,
        "TimingRepeat.periodUnit": _UNIT_OF_TIME,
        "TimingRepeat.when": (
            "MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS "
            "HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV"
        ),
        "TriggerDefinition.type": (
            "named-event periodic data-changed data-added data-modified data-removed data-accessed data-access-ended"
        ),
        # Terminology
        "CodeSystem.content": "not-present example fragment complete supplement",
        "CodeSystem.hierarchyMeaning": "grouped-by is-a part-of classified-with",
        "CodeSystem.status": _PUBLICATION,
        "CodeSystemProperty.type": "code Coding string integer boolean dateTime decimal",
        "ConceptMap.status": _PUBLICATION,
        "ConceptMapGroupElementTarget.equivalence": (
            "relatedto equivalent equal wider subsumes narrower specializes inexact unmatched disjoint"
        ),
        "Questionnaire.status": _PUBLICATION,
        "QuestionnaireItem.type": (
            "group display question boolean decimal integer date dateTime time string text url choice open-choice "
            "attachment reference quantity"
        ),
        "TerminologyCapabilities.kind": "instance capability requirements",
        "TerminologyCapabilities.status": _PUBLICATION,
        "ValueSet.status": _PUBLICATION,
        "ValueSetComposeIncludeFilter.op": "= is-a descendent-of is-not-a regex in not-in generalizes exists",
        # People, organisations, things
        "Device.status": "active inactive entered-in-error unknown",
        "DeviceDeviceName.type": (
            "udi-label-name user-friendly-name patient-reported-name manufacturer-name model-name other"
        ),
        "DeviceUdiCarrier.entryType": "barcode rfid manual card self-reported unknown",
        "Endpoint.status": "active suspended error off entered-in-error test",
        "HealthcareServiceAvailableTime.daysOfWeek": _DAYS,
        "Location.mode": "instance kind",
        "Location.status": "active suspended inactive",
        "LocationHoursOfOperation.daysOfWeek": _DAYS,
        "Medication.status": "active inactive entered-in-error",
        "Patient.gender": _GENDER,
        "PatientContact.gender": _GENDER,
        "PatientLink.type": "replaced-by replaces refer seealso",
        "Practitioner.gender": _GENDER,
        "PractitionerRoleAvailableTime.daysOfWeek": _DAYS,
        "RelatedPerson.gender": _GENDER,
        # Clinical types
        "AllergyIntolerance.category": "food medication environment biologic",
        "AllergyIntolerance.criticality": "low high unable-to-assess",
        "AllergyIntolerance.type": "allergy intolerance",
        "AllergyIntoleranceReaction.severity": "mild moderate severe",
        "CarePlan.intent": "proposal plan order option",
        "CarePlan.status": _REQUEST,
        "CarePlanActivityDetail.kind": (
            "Appointment CommunicationRequest DeviceRequest MedicationRequest NutritionOrder Task ServiceRequest "
            "VisionPrescription"
        ),
        "CarePlanActivityDetail.status": (
            "not-started scheduled in-progress on-hold completed cancelled stopped unknown entered-in-error"
        ),
        "CareTeam.status": "proposed active suspended inactive entered-in-error",
        "ClinicalImpression.status": "in-progress completed entered-in-error",
        "Communication.priority": _PRIORITY,
        "Communication.status": _EVENT,
        "Composition.confidentiality": "U L M N R V",
        "Composition.status": "preliminary final amended entered-in-error",
        "CompositionAttester.mode": "personal professional legal official",
        "CompositionRelatesTo.code": _RELATES,
        "CompositionSection.mode": _LIST_MODE,
        "Consent.status": "draft proposed active rejected inactive entered-in-error",
        "ConsentProvision.type": "deny permit",
        "ConsentProvisionData.meaning": "instance related dependents authoredby",
        "Coverage.status": "active cancelled draft entered-in-error",
        "DetectedIssue.severity": "high moderate low",
        "DetectedIssue.status": _OBSERVATION,
        "DeviceRequest.intent": _INTENT,
        "DeviceRequest.priority": _PRIORITY,
        "DeviceRequest.status": _REQUEST,
        "DeviceUseStatement.status": "active completed entered-in-error intended stopped on-hold",
        "DiagnosticReport.status": (
            "registered partial preliminary final amended corrected appended cancelled entered-in-error unknown"
        ),
        "DocumentReference.docStatus": "preliminary final amended entered-in-error",
        "DocumentReference.status": "current superseded entered-in-error",
        "DocumentReferenceRelatesTo.code": _RELATES,
        "Encounter.status": _ENCOUNTER,
        "EncounterLocation.status": "planned active reserved completed",
        "EncounterStatusHistory.status": _ENCOUNTER,
        "EpisodeOfCare.status": _EPISODE,
        "EpisodeOfCareStatusHistory.status": _EPISODE,
        "FamilyMemberHistory.status": "partial completed entered-in-error health-unknown",
        "Flag.status": "active inactive entered-in-error",
        "Goal.lifecycleStatus": (
            "proposed planned accepted active on-hold completed cancelled entered-in-error rejected"
        ),
        "Immunization.status": "completed entered-in-error not-done",
        "List.mode": _LIST_MODE,
        "List.status": "current retired entered-in-error",
        "Media.status": _EVENT,
        "MedicationAdministration.status": "in-progress not-done on-hold completed entered-in-error stopped unknown",
        "MedicationDispense.status": (
            "preparation in-progress cancelled on-hold completed entered-in-error stopped declined unknown"
        ),
        "MedicationRequest.intent": _PLANNED,
        "MedicationRequest.priority": _PRIORITY,
        "MedicationRequest.status": "active on-hold cancelled completed entered-in-error stopped draft unknown",
        "MedicationStatement.status": "active completed entered-in-error intended stopped on-hold unknown not-taken",
        "NutritionOrder.intent": _INTENT,
        "NutritionOrder.status": _REQUEST,
        "Observation.status": _OBSERVATION,
        "Procedure.status": _EVENT,
        "QuestionnaireResponse.status": "in-progress completed amended entered-in-error stopped",
        "RiskAssessment.status": _OBSERVATION,
        "ServiceRequest.intent": _INTENT,
        "ServiceRequest.priority": _PRIORITY,
        "ServiceRequest.status": _REQUEST,
        "Specimen.status": "available unavailable unsatisfactory entered-in-error",
        "Task.intent": f"unknown {_PLANNED}",
        "Task.priority": _PRIORITY,
        "Task.status": (
            "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed "
            "entered-in-error"
        ),
        # Bundles and what the gateway itself makes
        "Bundle.type": (
            "document message transaction transaction-response batch batch-response history searchset collection"
        ),
        "BundleEntryRequest.method": "GET HEAD POST PUT DELETE PATCH",
        "BundleEntrySearch.mode": "match include outcome",
        "CapabilityStatement.fhirVersion": "4.0.1",
        "CapabilityStatement.kind": "instance capability requirements",
        "CapabilityStatement.status": "draft active retired unknown",
        "OperationOutcomeIssue.code": (
            "invalid structure required value invariant security login unknown expired forbidden suppressed "
            "processing not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension "
            "too-costly business-rule conflict transient lock-error no-store exception timeout incomplete throttled "
            "informational"
        ),
        "OperationOutcomeIssue.severity": "fatal error warning information",
        "ProvenanceEntity.role": "derivation revision quotation source removal",
    }.items()
}

# Required bindings on a CodeableConcept: at least one coding is from this system and list.
CONCEPTS: Mapping[str, tuple[str, frozenset[str]]] = {
    place: (_THO + system, frozenset(codes.split()))
    for place, (system, codes) in {
        "AllergyIntolerance.clinicalStatus": ("allergyintolerance-clinical", "active inactive resolved"),
        "AllergyIntolerance.verificationStatus": (
            "allergyintolerance-verification",
            "unconfirmed confirmed refuted entered-in-error",
        ),
        "Condition.clinicalStatus": (
            "condition-clinical",
            "active recurrence relapse inactive remission resolved",
        ),
        "Condition.verificationStatus": (
            "condition-ver-status",
            "unconfirmed provisional differential confirmed refuted entered-in-error",
        ),
    }.items()
}
