"""The commands that erase and put back: what is done is told, whatever is in the way of the rest."""

from __future__ import annotations

import io
import sqlite3
import sys

import pytest
from sqlalchemy import event

from gateway import cli
from gateway.cli import safekeeping
from gateway.flows.house import House
from tests.builders.world import BSN, World, build, bundle, condition, patient


@pytest.fixture
def town_here(light_house: House, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(safekeeping, "open_house", lambda *_: light_house)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{BSN}\n"))
    town = build(light_house)
    town.send("his", bundle(patient(), condition("R95")))
    return town


def test_an_erasure_is_told_although_the_files_cannot_be_rewritten_yet(
    town_here: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody reads on: what was deleted is still in the log of SQLite, and that is said."""
    engine = town_here.house.database.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=50"))
    reading = sqlite3.connect(str(town_here.house.database.url.database), isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM audit").fetchone()
    erasing = ["erase", "--by", "functionaris", "--reason", "verzoek"]
    assert cli.main(erasing) == 1
    said = capsys.readouterr()
    assert '"reason": "verzoek"' in said.out
    assert "wijkdossier scrub" in said.err
    reading.execute("ROLLBACK")
    reading.close()
    assert cli.main(["scrub"]) == 0
