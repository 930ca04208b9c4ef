"""The diagnosis on a line as nl-core-Problem. Senders give it the id of the note, so the code makes it unique."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import concept, identifier
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.huisarts.policy import DIAGNOSIS_CATEGORY
from gateway.mappings.ids import ii_id
from gateway.sources.huisarts.model import Diagnose, Verslag
from gateway.stages.vocabulary import FhirJson


def diagnoses_of(note: Verslag) -> tuple[Diagnose, ...]:
    """The diagnoses of all lines, each once: two lines may carry the same one."""
    found = {condition_id(note, one): one for line in note.regels for one in line.diagnoses}
    return tuple(found.values())


def condition_id(note: Verslag, found: Diagnose) -> str:
    if found.id is not None and found.id != note.id:
        return ii_id(found.id.root, found.id.extension)
    return ii_id(note.id.root, note.id.extension, found.code.code or found.code.tekst or found.code.naam or "diagnose")


def condition(note: Verslag, found: Diagnose, shared: FhirJson) -> FhirJson:
    """`onsetDateTime` and `abatementDateTime` are the effectiveTime of the diagnosis; recorded when the note was."""
    made: FhirJson = {
        "resourceType": "Condition",
        "id": condition_id(note, found),
        "meta": {"profile": [f"{NICTIZ}nl-core-Problem"]},
    }
    if found.id is not None and found.id != note.id:
        made["identifier"] = [identifier(found.id)]
    if found.eind:
        made["clinicalStatus"] = {"coding": [{"system": f"{THO}condition-clinical", "code": "inactive"}]}
    if note.status == "nullified":
        made["verificationStatus"] = {"coding": [{"system": f"{THO}condition-ver-status", "code": "entered-in-error"}]}
        made.pop("clinicalStatus", None)
    made["category"] = [{"coding": [{"system": system, "code": code}]} for system, code in DIAGNOSIS_CATEGORY]
    made["code"] = concept(found.code)
    made |= shared
    times = {"onsetDateTime": found.begin, "abatementDateTime": found.eind, "recordedDate": note.tijd}
    return made | {element: value for element, value in times.items() if value}
