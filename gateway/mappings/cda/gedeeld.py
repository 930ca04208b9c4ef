"""What resources made from BgZ entries have in common: id, identifier, whose it is, and the words beside it."""

from __future__ import annotations

from gateway.mappings.cda.policy import SUBJECT
from gateway.mappings.hl7v3.elementen import identifiers
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Id
from gateway.stages import FhirJson


def head(type_: str, id_: Id) -> FhirJson:
    return {"resourceType": type_, "id": ii_id(id_.root, id_.extension), **identifiers(id_)}


def whose(element: str = "subject") -> FhirJson:
    return {element: {"reference": SUBJECT}}


def notes(text: str | None, remarks: tuple[str, ...]) -> FhirJson:
    said = [words for words in (text, *remarks) if words]
    return {"note": [{"text": words} for words in said]} if said else {}
