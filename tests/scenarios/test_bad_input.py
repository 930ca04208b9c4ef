"""Bad input gets a clear error that names what and where, the delivery is kept, and nothing is ever a 5xx."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.flows import status
from tests.architecture.source import ROOT
from tests.builders.world import World, condition, patient

DEEP_JSON = b'{"resourceType":"Patient","a":' + b"[" * 3000 + b"]" * 3000 + b"}"
BOMB = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
FHIR = "http://hl7.org/fhir"

# Numbers that no double holds, or no decimal either: what was kept of one could not be read again.
OBSERVED = (
    f'<Observation xmlns="{FHIR}"><id value="o"/><status value="final"/><code><text value="x"/></code>'
    '<subject><reference value="Patient/p1"/></subject><valueQuantity><value value="%s"/></valueQuantity></Observation>'
)
BOUNDLESS = ("1e400", "-1e-400", "1e1000000000000000000", "0e1000000000000000000")

CASES: dict[str, tuple[bytes, str, int]] = {
    "empty": (b"", "application/xml", 400),
    "cut off xml": (f'<Patient xmlns="{FHIR}"><id value="1"/>'.encode(), "application/fhir+xml", 400),
    "cut off json": (b'{"resourceType":"Patient","id"', "application/fhir+json", 400),
    "doctype": (BOMB, "application/xml", 400),
    "deep xml": (b"<a>" * 5000 + b"</a>" * 5000, "application/xml", 400),
    "deep json": (DEEP_JSON, "application/fhir+json", 400),
    "duplicate member": (b'{"resourceType":"Patient","resourceType":"Patient"}', "application/fhir+json", 400),
    "nan": (b'{"resourceType":"Patient","x":NaN}', "application/fhir+json", 400),
    **{f"xml {n}": ((OBSERVED % n).encode(), "application/fhir+xml", 422) for n in BOUNDLESS},
    **{
        f"json {n}": (f'{{"resourceType":"Patient","x":{n}}}'.encode(), "application/fhir+json", 400) for n in BOUNDLESS
    },
    "huge": (b'{"resourceType":"Patient","x":"' + b"x" * (6 * 1024 * 1024) + b'"}', "application/fhir+json", 413),
    "wrong content type": (b"%PDF-1.4", "application/pdf", 415),
    "xml called json": (f'<Patient xmlns="{FHIR}"/>'.encode(), "application/fhir+json", 4),
    "unknown root": (b"<Rekening/>", "application/xml", 422),
    "wrong namespace": (
        b'<Bericht xmlns="http://www.istandaarden.nl/iwmo/9_9/wmo301/schema"/>',
        "application/xml",
        422,
    ),
    "unknown json": (b'{"hello":"world"}', "application/json", 422),
    "unknown resource type": (b'{"resourceType":"Teapot"}', "application/fhir+json", 422),
    "json that is no object": (b"[1,2]", "application/json", 4),
    "placeholder": (
        b'{"resourceType":"Patient","id":"p","birthDate":"${DATE, T, D, -150}"}',
        "application/fhir+json",
        422,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_by_name_and_kept(town: World, name: str) -> None:
    body, content_type, expected = CASES[name]
    answer = town.send("his", body, content_type)
    assert answer.status_code == expected or answer.status_code // 100 == expected, answer.text
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["severity"] == "error"
    assert outcome["issue"][0]["diagnostics"]
    assert len(status.quarantine(town.house)) == 1


def test_a_bsn_that_fails_the_elfproef_is_refused_without_being_repeated(town: World) -> None:
    answer = town.send("his", patient("123456789"))
    assert answer.status_code == 422
    assert "bsn-elfproef" in answer.text
    assert "123456789" not in answer.text


def test_legacy_iwmo_is_refused_on_its_version(town: World, shared: Path) -> None:
    for path in sorted((shared / "samples/wmo/legacy_iwmo_2_0").glob("*.xml")):
        answer = town.send("wmo", path.read_bytes())
        assert answer.status_code == 422, path.name
        assert "istandaarden-version" in answer.text


def test_memory_stays_bounded_for_the_worst_bodies_of_five_megabytes() -> None:
    """In a process of its own, measured by the operating system: what C libraries hold counts too."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.memory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    grown = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert len(grown) > 10
    assert [name for status, _, name in grown if not 400 <= int(status) < 500] == []
    assert sum(int(kib) for _, kib, _ in grown) < 200 * 1024, done.stdout


mutations = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["drop", "null", "text", "list", "number"])), max_size=3
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutations)
def test_any_mutation_of_a_resource_is_answered_below_500(town: World, changes: list[tuple[int, str]]) -> None:
    resource: Any = condition()
    for place, how in changes:
        _mutate(resource, place, how)
    answer = town.send("his", resource if isinstance(resource, dict) else {"resourceType": "Condition"})
    assert answer.status_code < 500, answer.text


def _mutate(node: Any, place: int, how: str) -> None:
    spots: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in list(items):
            spots.append((value, key))
            walk(inner)

    walk(node)
    if not spots:
        return
    holder, key = spots[place % len(spots)]
    match how:
        case "drop":
            del holder[key]
        case "null":
            holder[key] = None
        case "text":
            holder[key] = "x"
        case "list":
            holder[key] = [holder[key]]
        case _:
            holder[key] = 5
