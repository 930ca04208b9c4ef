"""What resources made from BgZ entries have in common: id, identifier, whose it is, and the words beside it."""

from __future__ import annotations

from gateway.mappings.cda.policy import SUBJECT
from gateway.mappings.hl7v3.elementen import identifiers
from gateway.mappings.hl7v3.specification import THO
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Id
from gateway.stages.vocabulary import FhirJson


def head(type_: str, id_: Id) -> FhirJson:
    return {"resourceType": type_, "id": ii_id(id_.root, id_.extension), **identifiers(id_)}


def whose(element: str = "subject") -> FhirJson:
    return {element: {"reference": SUBJECT}}


def notes(text: str | None, remarks: tuple[str, ...]) -> FhirJson:
    """Each said once: with a problem and with its status the same is often written."""
    said = dict.fromkeys(words for words in (text, *remarks) if words)
    return {"note": [{"text": words} for words in said]} if said else {}


def withdrawn(system: str) -> FhirJson:
    """What was withdrawn (ActStatus nullified, obsolete) was never so; it has no clinical status (con-5, ait-2)."""
    return {"verificationStatus": {"coding": [{"system": f"{THO}{system}", "code": "entered-in-error"}]}}
