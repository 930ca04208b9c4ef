"""Nothing about a person is readable at rest: canaries are sought in every byte of the database and the log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.builders.world import BSN, World, bundle, condition, patient

CANARIES = (
    "kanariegeel",
    "Zonnebloemstraat",
    "999900006",
    "p1-geheim",
    '"R95"',
    "|R95",
    "PB0028",
    "lichamelijke-gezondheid",
)


def test_no_canary_is_in_any_file(town: World, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    who = patient(BSN, "p1-geheim", address=[{"line": ["Zonnebloemstraat 1"], "city": "Waterwijk"}])
    what = condition("R95", subject="Patient/p1-geheim", note=[{"text": "kanariegeel"}])
    assert town.send("his", bundle(who, what)).status_code == 201
    assert (
        town.send("his", condition("R95", "c9", "Patient/onbekend", note=[{"text": "kanariegeel"}])).status_code == 202
    )
    assert town.send("his", {**what, "clinicalStatus": "kanariegeel"}).status_code == 422
    town.house.database.engine.dispose()
    read = b"".join(path.read_bytes() for path in tmp_path.glob("light.db*"))
    assert len(read) > 10_000
    for canary in CANARIES:
        assert canary.encode() not in read, canary
        assert canary not in caplog.text, canary
