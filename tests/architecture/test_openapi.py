"""The OpenAPI document is one a generator can use: ids differ, and what others send is described."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.app import create_app
from gateway.flows.house import House

METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


@pytest.fixture
def document(house: House) -> dict[str, Any]:
    return create_app(house=house).openapi()


def test_every_operation_has_an_id_of_its_own(document: dict[str, Any]) -> None:
    ids = [one["operationId"] for path in document["paths"].values() for name, one in path.items() if name in METHODS]
    assert len(ids) == len(set(ids)) > 50


def test_what_is_delivered_and_answered_is_described(document: dict[str, Any]) -> None:
    post = document["paths"]["/deliveries"]["post"]
    assert {"application/xml", "application/fhir+json"} <= set(post["requestBody"]["content"])
    assert {"201", "202", "415", "422"} <= set(post["responses"])
    assert "200" not in post["responses"]
    assert "application/x-www-form-urlencoded" in document["paths"]["/token"]["post"]["requestBody"]["content"]
