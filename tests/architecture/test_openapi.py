"""The OpenAPI document is one a generator can use: ids differ, and what others send is described."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gateway.app import create_app
from gateway.flows.house import House

# Read without a token: what proves the log, what says how to begin, and the way to a token.
OPEN = {
    "/audit/checkpoint", "/audit/key", "/audit/proof/consistency", "/audit/proof/inclusion", "/health", "/token",
    "/dev/token", "/fhir/metadata", "/fhir/.well-known/smart-configuration",
}  # fmt: skip
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


@pytest.fixture
def document(light_house: House) -> dict[str, Any]:
    return create_app(house=light_house).openapi()


def test_every_operation_has_an_id_of_its_own(document: dict[str, Any]) -> None:
    ids = [one["operationId"] for path in document["paths"].values() for name, one in path.items() if name in METHODS]
    assert len(ids) == len(set(ids)) > 50


def test_what_is_delivered_and_answered_is_described(document: dict[str, Any]) -> None:
    post = document["paths"]["/deliveries"]["post"]
    assert {"application/xml", "application/fhir+json"} <= set(post["requestBody"]["content"])
    assert {"201", "202", "415", "422"} <= set(post["responses"])
    assert "200" not in post["responses"]
    assert "application/x-www-form-urlencoded" in document["paths"]["/token"]["post"]["requestBody"]["content"]


def test_what_takes_a_token_says_so_and_nothing_else_does(document: dict[str, Any]) -> None:
    """A generated client must know where to get a token, and for what."""
    ((name, scheme),) = document["components"]["securitySchemes"].items()
    assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    assert scheme["flows"]["clientCredentials"]["tokenUrl"] == "/token"
    operations = [(path, one) for path, methods in document["paths"].items() for one in methods.values()]
    assert {path for path, one in operations if "security" not in one} == OPEN
    assert all(one["security"] == [{name: []}] for _, one in operations if "security" in one)
