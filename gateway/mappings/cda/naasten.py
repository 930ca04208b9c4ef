"""A contact person or legal representative as RelatedPerson (nl-core-ContactPerson)."""

from __future__ import annotations

from hashlib import sha256

from gateway.identifiers import Bsn
from gateway.mappings.cda.policy import SUBJECT
from gateway.mappings.hl7v3.elementen import concept
from gateway.mappings.hl7v3.namen import human_name, name_text, telecom
from gateway.mappings.hl7v3.specification import NICTIZ
from gateway.sources.cda.model import Naaste
from gateway.stages.vocabulary import FhirJson


def related(one: Naaste, client: Bsn) -> FhirJson:
    """The document gives no id: the same name with the same role is the same person to the same client."""
    codes = (code.code or "" for code in (one.rol, one.relatie) if code)
    said = "|".join((client.value, name_text(one.naam), *codes))
    made: FhirJson = {
        "resourceType": "RelatedPerson",
        "id": f"naaste-{sha256(said.encode()).hexdigest()[:32]}",
        "meta": {"profile": [f"{NICTIZ}nl-core-ContactPerson"]},
        "patient": {"reference": SUBJECT},
    }
    relations = [concept(code) for code in (one.rol, one.relatie) if code and concept(code)]
    if relations:
        made["relationship"] = relations
    if name := human_name(one.naam):
        made["name"] = [name]
    return made | ({"telecom": [telecom(value) for value in one.telecom]} if one.telecom else {})
