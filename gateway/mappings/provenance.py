"""Where a resource came from, as FHIR Provenance: the delivery, the organisation, the mapping and its version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gateway.stages.vocabulary import FhirJson

DELIVERY: Final = "https://wijkdossier.nl/fhir/NamingSystem/delivery"
ORGANISATION: Final = "https://wijkdossier.nl/fhir/NamingSystem/organisatie"
MAPPING: Final = "https://wijkdossier.nl/fhir/StructureDefinition/mapping"
TAGGED_BY: Final = "https://wijkdossier.nl/fhir/StructureDefinition/getagd-met"


def provenance(
    targets: Sequence[str],
    delivery: str,
    organisation: tuple[str, str],
    mapping: str,
    recorded: datetime,
    tagged_by: Sequence[str] = (),
) -> FhirJson:
    """A Provenance for resources made from one delivery. `organisation`: id and name; `recorded`: UTC.

    `tagged_by`: the crosswalks, with their versions, whose lines tagged it.
    """
    id_, name = organisation
    return {
        "resourceType": "Provenance",
        "extension": [
            {"url": MAPPING, "valueString": mapping},
            *({"url": TAGGED_BY, "valueString": table} for table in tagged_by),
        ],
        "target": [{"reference": target} for target in targets],
        "recorded": recorded.isoformat(timespec="milliseconds"),
        "activity": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-DataOperation", "code": "CREATE"}]
        },
        "agent": [{"who": {"identifier": {"system": ORGANISATION, "value": id_}, "display": name}}],
        "entity": [{"role": "source", "what": {"identifier": {"system": DELIVERY, "value": delivery}}}],
    }
