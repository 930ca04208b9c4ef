"""Our R4 against the published conversion of the same messages to STU3: what agrees, and why the rest differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gold.compare import Compared, compare, names
from tests.gold.deviations import DEVIATIONS
from tests.gold.report import PAGE, page


@pytest.fixture(scope="module")
def compared(shared: Path) -> list[Compared]:
    return [compare(shared, name) for name in names(shared)]


def test_every_difference_has_a_named_reason(compared: list[Compared]) -> None:
    unexplained = [
        f"{one.name}: only {found.side}: {found.path} = {found.value}"
        for one in compared
        for found in one.differences
        if found.deviation is None
    ]
    assert unexplained == []


def test_every_named_reason_is_needed(compared: list[Compared]) -> None:
    used = {found.deviation.name for one in compared for found in one.differences if found.deviation}
    assert {one.name for one in DEVIATIONS} == used


def test_something_is_compared_in_every_file(compared: list[Compared]) -> None:
    """The gold of one file is an empty bundle: its notes are missing."""
    assert {one.name for one in compared if one.agreed == 0} == {"contactverslag_bundle_02_met_contacten"}
    assert len(compared) == 21
    assert sum(one.agreed for one in compared) > 3000


def test_the_page_is_true(compared: list[Compared]) -> None:
    assert PAGE.read_text("utf-8") == page(compared), "write it again: python -m tests.gold.report"
