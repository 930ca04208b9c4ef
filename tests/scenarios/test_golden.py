"""Golden scenarios: every kind of message becomes what was read and agreed, and that is valid FHIR R4."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.mappings.normalise import BY_KIND as MAPPED
from gateway.sources import read
from gateway.sources.istandaarden.soorten import BY_RETOUR
from tests.scenarios.golden import __main__ as writing
from tests.scenarios.golden.play import Played, play
from tests.scenarios.golden.scenarios import BY_KIND, HERE, SCENARIOS, Scenario

AGAIN = "read the difference, then: python -m tests.scenarios.golden --write"
ANOTHER_NAME = {"fhir-mixed"}  # fhir-r4 and fhir-stu3 in one Bundle


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.kind)
def test_a_delivery_becomes_what_was_agreed(scenario: Scenario) -> None:
    played = play(scenario)
    assert read(scenario.raw()).kind == scenario.kind
    assert played.issues == ()
    assert played.trace == (scenario.folder / "trace.md").read_text("utf-8"), AGAIN
    assert played.bundle == (scenario.folder / "expected.json").read_text("utf-8"), AGAIN


def test_every_kind_of_message_has_its_scenario() -> None:
    assert BY_KIND.keys() == (MAPPED.keys() | BY_RETOUR.keys()) - ANOTHER_NAME
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == BY_KIND.keys()
    assert all(scenario.see for scenario in SCENARIOS)


def test_what_is_not_valid_is_not_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A bundle that breaks R4 never becomes what is expected."""
    written: list[Path] = []
    monkeypatch.setattr(writing, "play", lambda scenario: Played("{}", "", ("Observation.status: required",)))
    monkeypatch.setattr(Path, "write_text", lambda self, *_, **__: written.append(self))
    assert writing.main(["--write"]) == 1
    assert written == []
    assert "not valid R4" in capsys.readouterr().out
