"""An episode as nl-core-EpisodeOfCare, and the diagnosis it is about as nl-core-Problem."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.hl7v3.elementen import concept, identifiers
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.hl7v3.waarden import period
from gateway.mappings.huisarts.policy import ABOUT_CODE, EPISODE_CATEGORY, SUBJECT
from gateway.mappings.huisarts.specification import EPISODE_STATUS
from gateway.mappings.huisarts.verwijzingen import contact_reference
from gateway.mappings.ids import ii_id
from gateway.sources.huisarts.feiten import Episode
from gateway.sources.huisarts.model import Diagnose
from gateway.stages.vocabulary import FhirJson

TITLE = f"{NICTIZ}ext-EpisodeOfCare.EpisodeOfCareName"
REMARK = f"{NICTIZ}ext-Comment"


def resources(episode: Episode, provider: FhirJson | None) -> Iterator[FhirJson]:
    """The episode, then its diagnoses. `provider`: who keeps the record, the organisation that answers."""
    yield _episode(episode, provider)
    for found in episode.diagnoses:
        yield _condition(episode, found)


def _episode(episode: Episode, provider: FhirJson | None) -> FhirJson:
    extensions: list[FhirJson] = []
    if episode.titel:
        extensions.append({"url": TITLE, "valueString": episode.titel})
    extensions += [{"url": REMARK, "valueString": text} for text in episode.verband.opmerkingen]
    extensions += [{"url": ABOUT_CODE, "valueCodeableConcept": concept(found.code)} for found in episode.diagnoses]
    made: FhirJson = {
        "resourceType": "EpisodeOfCare",
        "id": ii_id(episode.id.root, episode.id.extension),
        "meta": {"profile": [f"{NICTIZ}nl-core-EpisodeOfCare"]},
        **({"extension": extensions} if extensions else {}),
        **identifiers(episode.id),
        "status": EPISODE_STATUS.get(episode.status or "", "active" if episode.eind is None else "finished"),
    }
    if episode.diagnoses:
        made["diagnosis"] = [
            {"condition": {"reference": f"Condition/{_condition_id(episode, found)}", **_shown(found)}}
            for found in episode.diagnoses
        ]
    made["patient"] = {"reference": SUBJECT}
    if provider:
        made["managingOrganization"] = provider
    during = period(episode.begin, episode.eind)
    return made | ({"period": during} if during else {})


def _shown(found: Diagnose) -> FhirJson:
    name = found.code.naam or found.code.tekst
    return {"display": name} if name else {}


def _condition_id(episode: Episode, found: Diagnose) -> str:
    """Its own id; when it has none, or that of the episode, the code makes it unique."""
    if found.id is not None and found.id != episode.id:
        return ii_id(found.id.root, found.id.extension)
    name = found.code.code or found.code.tekst or found.code.naam or "diagnose"
    return ii_id(episode.id.root, episode.id.extension, name)


def _condition(episode: Episode, found: Diagnose) -> FhirJson:
    """Active as long as its episode is and no end is given (then FHIR con-4 asks for `inactive`)."""
    own = found.id if found.id != episode.id else None
    made: FhirJson = {
        "resourceType": "Condition",
        "id": _condition_id(episode, found),
        "meta": {"profile": [f"{NICTIZ}nl-core-Problem"]},
        **identifiers(own),
    }
    if episode.status in {"nullified", "obsolete"}:
        made["verificationStatus"] = {"coding": [{"system": f"{THO}condition-ver-status", "code": "entered-in-error"}]}
    else:
        holds = found.eind is None and episode.status in {None, "active"} and episode.eind is None
        status = "active" if holds else "inactive"
        made["clinicalStatus"] = {"coding": [{"system": f"{THO}condition-clinical", "code": status}]}
    made |= {
        "category": [{"coding": [{"system": system, "code": code}]} for system, code in EPISODE_CATEGORY],
        "code": concept(found.code),
        "subject": {"reference": SUBJECT},
    }
    if episode.verband.contact:
        made["encounter"] = contact_reference(episode.verband.contact)
    times = {"onsetDateTime": found.begin, "abatementDateTime": found.eind}
    return made | {element: value for element, value in times.items() if value}
