"""The page for who connects: each request on it is answered as the page lets one expect."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.api import fhir_batch
from gateway.fhir.search.values import DEFAULT_COUNT, MOST
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.scenarios.test_fhir import WEIGHT, found, get, handle

PAGE = (Path(__file__).parents[2] / "docs" / "fhir.md").read_text("utf-8")
OTHERWISE = {"colour=red": 422, "DELETE": 405, "If-None-Match": 304}


@pytest.fixture
def filled(town: World) -> World:
    assert town.send("his", bundle(patient(), condition("R95"), WEIGHT)).status_code == 201
    return town


def requests() -> Iterator[str]:
    """Every line of a command that asks something; those that look something up for the next are in a variable."""
    for block in PAGE.split("```sh\n")[1:]:
        yield from (line for line in block.partition("```")[0].splitlines() if line.startswith("get "))


def asked(world: World, line: str) -> int:
    """Ask as curl would. Answers the status."""
    client = handle(world)
    [one] = found(get(world, f"Condition?patient={client}"))
    for name, value in (("$B", "/fhir"), ("$P", client), ("$ID", one["id"]), ("\\$", "$"), ("999941197", BSN)):
        line = line.replace(name, value)
    method, form, headers, url = "GET", None, world.headers("his"), ""
    words = iter(shlex.split(line)[1:])
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-d":
                form = next(words)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-i":
                continue
            case _:
                url = word
    return world.web.request(method, url, content=form, headers=headers).status_code


def test_each_request_is_answered_as_the_page_says(filled: World) -> None:
    lines = list(requests())
    assert len(lines) > 10
    expected = {line: next((code for sign, code in OTHERWISE.items() if sign in line), 200) for line in lines}
    assert {line: asked(filled, line) for line in lines} == expected


def test_the_numbers_on_it_are_those_of_the_code() -> None:
    assert f"`_count` ({DEFAULT_COUNT} when not given, {MOST} at most)" in PAGE
    assert f"at most {fhir_batch.MOST}" in " ".join(PAGE.split())
