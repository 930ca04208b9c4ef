"""FHIR of either release, bent at random: it is taken or refused by a declared error, and what is taken is valid R4."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.mappings import normalise
from gateway.sources import read
from gateway.stages.delivered import Origin, RawDelivery
from tests.unit.mappings.stu3.whole import Maker

ORIGIN = Origin("o", "O", "wijkverpleging", "wijkverpleging", "Zvw")
TYPES = ("AllergyIntolerance", "CarePlan", "Composition", "Condition", "Consent", "Goal", "Immunization", "Observation")
PERMITTED = "http://nictiz.nl/fhir/StructureDefinition/zib-TreatmentDirective-TreatmentPermitted"
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    "",
    " ",
    [],
    {},
    [None],
    [[]],
    {"a": 1},
    "2025-01-01T23:00:00Z",
    "9999-12-31T23:00:00Z",
    "#a",
    "suspended",
    {"reference": 7},
    {"coding": [None]},
    {"coding": [{"code": 5}]},
    {"extension": [{}]},
    {"extension": [{"url": "http://nictiz.nl/fhir/StructureDefinition/code-specification"}]},
    [{"url": PERMITTED, "valueCodeableConcept": {"coding": [{"code": "JA_MAAR"}]}}],
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def bent(chance: random.Random, document: dict[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        every = list(places(result))
        *before, last = chance.choice(every)
        holder = at(result, tuple(before))
        match chance.randint(0, 3):
            case 0:
                holder[last] = copy.deepcopy(chance.choice(ODD))
            case 1:
                del holder[last]
            case 2:
                holder[last] = copy.deepcopy(at(result, chance.choice(every)))
            case _ if isinstance(holder, dict):
                holder[chance.choice(["_status", "modifierExtension", "extension", f"_{last}"])] = chance.choice(ODD)
    return result


@pytest.mark.parametrize("type_", TYPES)
def test_a_bent_resource_is_taken_or_refused(type_: str) -> None:
    chance = random.Random(type_)
    patient = {"resourceType": "Patient", "id": "p"}
    for turn in range(120):
        resource = bent(chance, Maker(turn % 3).resource(type_))
        document = resource
        if turn % 2:
            document = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": patient}]}
            document["entry"].append({"fullUrl": "urn:uuid:1", "resource": resource})
            document = bent(chance, document) if turn % 3 else document
        body = json.dumps(document).encode()
        try:
            message = read(RawDelivery("d", "c", "application/json", body, datetime(2026, 1, 1, tzinfo=UTC)))
            made = normalise(message, ORIGIN)
        except GatewayError as refused:
            assert refused.status < 500
            continue
        assert [issue for item in made.resources for issue in check(item.content)] == []
