"""References to what another interaction brings: the contact and the episode of an entry, by their own ids."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import logical
from gateway.mappings.huisarts.policy import NOTE_ROOT, SUBJECT
from gateway.mappings.huisarts.specification import EPISODE
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts.feiten import Verband
from gateway.stages.vocabulary import FhirJson


def contact_reference(id_: Id, notes: Id | None = None) -> FhirJson:
    """The encounter by its id, also when it comes in another delivery.

    Some senders number the encounter under the root by which they number their notes, for want of a contact; such a
    number leads to no encounter, so it stays a reference by identifier. `notes`: the id of a note of this message.
    """
    if NOTE_ROOT.fullmatch(id_.root) or (notes is not None and id_.root == notes.root):
        return logical("Encounter", id_)
    return {"reference": f"Encounter/{ii_id(id_.root, id_.extension)}", **logical("Encounter", id_)}


def episode_reference(id_: Id) -> FhirJson:
    """The episode by its id, also when it comes in another delivery."""
    return {"reference": f"EpisodeOfCare/{ii_id(id_.root, id_.extension)}", **logical("EpisodeOfCare", id_)}


def episode_extension(id_: Id) -> FhirJson:
    return {"url": EPISODE, "valueReference": episode_reference(id_)}


def around(found: Verband, *, subject: str = "subject") -> FhirJson:
    """Whose an entry is, its contact, its remarks: the elements most resources have under these names."""
    made: FhirJson = {subject: {"reference": SUBJECT}}
    if found.contact:
        made["encounter"] = contact_reference(found.contact)
    if found.opmerkingen:
        made["note"] = [{"text": text} for text in found.opmerkingen]
    return made
