"""Which rule of elements.csv is which function; and what R4 requires that follows from the rest of the resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.mappings.stu3 import consents, medicatie, particular, plain, shapes
from gateway.mappings.stu3.convert import Derive, Rule

RULES: Final[Mapping[str, Rule]] = {
    "": plain.plain,
    "activity_kind": particular.activity_kind,
    "agent": shapes.agent,
    "canonical": shapes.canonical,
    "concept": shapes.concept,
    "concept_code": shapes.concept_code,
    "coding_concept": consents.coding_concept,
    "core": shapes.core,
    "device_version": particular.device_version,
    "dose": medicatie.dose,
    "eligibility": particular.eligibility,
    "encounter": shapes.encounter,
    "exceptions": consents.exceptions,
    "explanation": medicatie.explanation,
    "first": shapes.first,
    "goal_status": particular.goal_status,
    "grouping": particular.grouping,
    "identifier_reference": consents.identifier_reference,
    "instantiates": shapes.instantiates,
    "keep": shapes.keep,
    "keep_within": shapes.keep_within,
    "not_done": shapes.not_done,
    "note": shapes.note,
    "package": medicatie.package,
    "provision": consents.provision,
    "related": particular.related,
    "related_document": particular.related_document,
    "rename": shapes.rename,
    "rename_last": shapes.rename,
    "taken": medicatie.taken,
    "text_concept": shapes.text_concept,
    "text_concepts": shapes.text_concepts,
    "udi": particular.udi,
    "uri_concept": shapes.uri_concept,
    "uri_reference": shapes.uri_reference,
}

DERIVED: Final[Mapping[str, Mapping[str, Derive]]] = {
    "Consent": {"scope": consents.scope},
    "CompositionSection": {"text": particular.empty_section},
}
