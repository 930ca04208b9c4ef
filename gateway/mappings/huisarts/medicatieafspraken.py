"""A medicatieafspraak as MedicationRequest (mp-MedicationAgreement), as the published R4 example writes it."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import concept, concept_or_absent, identifier, identifiers
from gateway.mappings.hl7v3.specification import NICTIZ, SNOMED
from gateway.mappings.hl7v3.waarden import duration, period, quantity
from gateway.mappings.huisarts.doseringen import dosages
from gateway.mappings.huisarts.policy import ABOUT_CODE, SUBJECT
from gateway.mappings.huisarts.specification import PRESCRIPTION_STATUS, STOPPED
from gateway.mappings.huisarts.verwijzingen import around, episode_extension
from gateway.mappings.ids import ii_id
from gateway.sources.huisarts.medicatie import Medicatieafspraak, Meting, Relatie
from gateway.stages.vocabulary import FhirJson

PERIOD = f"{NICTIZ}ext-TimeInterval.Period"
DURATION = f"{NICTIZ}ext-TimeInterval.Duration"
TREATMENT = f"{NICTIZ}ext-PharmaceuticalTreatment.Identifier"
COPY = f"{NICTIZ}ext-CopyIndicator"
ADDITIONAL = f"{NICTIZ}ext-MedicationAgreement.MedicationAgreementAdditionalInformation"
RELATION_DISPENSE = f"{NICTIZ}ext-RelationAdministrationAgreement"
RELATION_USE = f"{NICTIZ}ext-MedicationAgreement.RelationMedicationUse"
AGREEMENT = {"system": SNOMED, "code": "16076005", "display": "Medicatieafspraak"}

# What a prescription rests on, by the code of that building block: the type referred to and the extension for it.
_RELATIONS = {
    "422037009": ("MedicationDispense", RELATION_DISPENSE),
    "6": ("MedicationStatement", RELATION_USE),
}


def request(found: Medicatieafspraak, requester: FhirJson | None) -> FhirJson:
    reasons = [
        _reason(name, concept(code)) for name, code in zip(_names("reden"), found.voorschrijfreden, strict=False)
    ]
    measured = [_measured(name, one) for name, one in zip(_names("meting"), found.metingen, strict=False)]
    extensions = _extensions(found)
    based, prior = _based_on(found.relaties)
    made: FhirJson = {
        "resourceType": "MedicationRequest",
        "id": ii_id(found.id.root, found.id.extension),
        "meta": {"profile": [f"{NICTIZ}mp-MedicationAgreement"]},
        **({"contained": [*reasons, *measured]} if reasons or measured else {}),
        **({"extension": extensions} if extensions else {}),
        **identifiers(found.id),
        "status": _status(found),
        "intent": "order",
        "category": [{"coding": [AGREEMENT]}],
        "medicationCodeableConcept": concept_or_absent(found.middel),
        **around(found.verband),
        **({"supportingInformation": [_to(one) for one in measured]} if measured else {}),
        **({"authoredOn": found.afgesproken} if found.afgesproken else {}),
        **({"requester": requester} if requester else {}),
    }
    if found.afspraakreden:
        made["reasonCode"] = [concept(code) for code in found.afspraakreden]
    if reasons:
        made["reasonReference"] = [_to(one) for one in reasons]
    doses = dosages(found)
    return made | based | prior | ({"dosageInstruction": doses} if doses else {})


def _status(found: Medicatieafspraak) -> str:
    """An agreement to stop is stopped, whatever else is said; one of a kind not known here still is that."""
    given = PRESCRIPTION_STATUS.get(found.status or "", "unknown")
    if found.stoptype is None or given == "entered-in-error":
        return given
    return STOPPED.get(found.stoptype.code or "", "stopped")


def _extensions(found: Medicatieafspraak) -> list[FhirJson]:
    during = period(found.begin, found.eind)
    extensions: list[FhirJson] = []
    if during:
        extensions.append({"url": PERIOD, "valuePeriod": during})
    if lasting := duration(found.duur):
        extensions.append({"url": DURATION, "valueDuration": lasting})
    if found.behandeling:
        extensions.append({"url": TREATMENT, "valueIdentifier": identifier(found.behandeling)})
    if found.kopie is not None:
        extensions.append({"url": COPY, "valueBoolean": found.kopie})
    extensions += [{"url": ADDITIONAL, "valueCodeableConcept": concept(code)} for code in found.aanvullend]
    if found.verband.episode:
        extensions.append(episode_extension(found.verband.episode))
    return [*extensions, *({"url": ABOUT_CODE, "valueCodeableConcept": concept(c)} for c in found.voorschrijfreden)]


def _names(stem: str) -> list[str]:
    return [f"{stem}-{number}" for number in range(1, 100)]


def _reason(name: str, code: FhirJson) -> FhirJson:
    """Why it is prescribed. The message gives the problem no id and no status, so it is part of the prescription."""
    return {"resourceType": "Condition", "id": name, "code": code, "subject": {"reference": SUBJECT}}


def _measured(name: str, found: Meting) -> FhirJson:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": concept(found.code),
        "subject": {"reference": SUBJECT},
        **({"effectiveDateTime": found.tijd} if found.tijd else {}),
        "valueQuantity": quantity(found.waarde),
    }


def _to(contained: FhirJson) -> FhirJson:
    return {"reference": f"#{contained['id']}", "type": contained["resourceType"]}


def _based_on(relations: tuple[Relatie, ...]) -> tuple[FhirJson, FhirJson]:
    """`basedOn` for other building blocks, `priorPrescription` for an earlier medicatieafspraak, all by identifier."""
    based: list[FhirJson] = []
    prior: FhirJson = {}
    for one in relations:
        code = one.soort.code if one.soort else None
        if code in _RELATIONS:
            type_, url = _RELATIONS[code]
            target = {"type": type_, "identifier": identifier(one.id)}
            based.append({"extension": [{"url": url, "valueReference": target}]})
        elif code == AGREEMENT["code"] and not prior:
            prior = {"priorPrescription": {"type": "MedicationRequest", "identifier": identifier(one.id)}}
        else:
            based.append({"identifier": identifier(one.id)})
    return ({"basedOn": based} if based else {}), prior
