"""$everything asked by POST: its parameters stand in a Parameters resource (FHIR R4, Patient-everything)."""

from __future__ import annotations

from typing import Final

from gateway.api.fhir_shape import Pairs
from gateway.fhir.parameters import Spec, from_body
from gateway.wire import json

PARAMETERS: Final = Spec(
    {"start": "dateTime", "end": "dateTime", "_since": "instant", "_type": "code", "_count": "integer"},
    repeated=frozenset({"_type"}),
)


def pairs(body: bytes) -> Pairs:
    """The same as they would stand in an address; an empty body asks for all. Raises BadInput(parameter-…)."""
    if not body.strip():
        return []
    asked = from_body(json.loads(body), PARAMETERS)
    return [(name, ",".join(map(str, asked.all(name)))) for name in PARAMETERS.names if name in asked]
