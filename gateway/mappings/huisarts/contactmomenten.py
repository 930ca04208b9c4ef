"""A contact moment as nl-core-Encounter."""

from __future__ import annotations

from gateway.mappings.concept_maps import Row, rows
from gateway.mappings.hl7v3.elementen import concept, identifier
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.huisarts.policy import SUBJECT
from gateway.mappings.huisarts.verwijzingen import episode_reference
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.huisarts.model import Contact
from gateway.stages.vocabulary import FhirJson

NHG14 = "2.16.840.1.113883.2.4.4.30.14"


def encounter_id(id_: Id) -> str:
    return ii_id(id_.root, id_.extension)


def encounter(contact: Contact, individual: FhirJson | None, provider: FhirJson | None) -> FhirJson:
    made: FhirJson = {
        "resourceType": "Encounter",
        "id": encounter_id(contact.id),
        "meta": {"profile": [f"{NICTIZ}nl-core-Encounter"]},
        "identifier": [identifier(contact.id)],
        # The profile sends contacts that took place; one that is to come has another moodCode and is refused.
        "status": "finished",
        "class": _class(contact.soort),
    }
    if contact.soort and (known := concept(contact.soort)):
        made["type"] = [known]
    made["subject"] = {"reference": SUBJECT}
    if contact.episode:
        made["episodeOfCare"] = [episode_reference(contact.episode)]
    if individual:
        performer = {"coding": [{"system": f"{THO}v3-ParticipationType", "code": "PRF", "display": "performer"}]}
        made["participant"] = [{"type": [performer], "individual": individual}]
    period = {"start": contact.begin, "end": contact.eind}
    if any(period.values()):
        made["period"] = {name: value for name, value in period.items() if value}
    return made | ({"serviceProvider": provider} if provider else {})


def known_way(sort: Code | None) -> Row | None:
    """The row of the class table for an NHG table 14 code; None when the table does not have it."""
    if sort is None or sort.stelsel != NHG14:
        return None
    return next((row for row in rows("nhg14_to_actcode") if row["code"] == sort.code), None)


def _class(sort: Code | None) -> FhirJson:
    row = known_way(sort)
    if row is None:
        return {"system": f"{THO}v3-NullFlavor", "code": "OTH", "display": "other"}
    return {"system": row["system"], "code": row["class"], "display": row["display"]}
