"""Agreed tariffs: read from a CSV file, kept per gemeente, provider and law, and what a claim is judged by."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.cli.tarief import read
from gateway.errors import Rejected
from gateway.flows import register
from gateway.flows.house import House
from gateway.registry import tarieven

HEAD = "law,gemeente,aanbieder,product_code,eenheid,tarief,vanaf,tot\n"


def test_a_file_is_read_and_kept_once(house: House) -> None:
    lines = read(
        HEAD + "Wmo,384,42420001,02A05,4,1250,2025-01-01,\nWmo,0384,42420001,02A05,04,1300,2025-01-01,2025-12-31\n"
    )
    register.tarieven(house, lines)
    with house.database.work() as session:
        (found,) = tarieven.agreed(session, "Wmo", "0384", "42420001")
        assert tarieven.agreed(session, "Jeugdwet", "0384", "42420001") == ()
    assert (found.tarief, found.eenheid, found.tot) == (1300, "04", date(2025, 12, 31))


@pytest.mark.parametrize(
    "line", ["Zvw,0384,42420001,02A05,04,1250,2025-01-01,", "Wmo,0384,42420001,02A05,04,12.50,2025-01-01,", "Wmo"]
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(Rejected) as refused:
        read(f"{HEAD}{line}\n")
    assert (refused.value.code, refused.value.where) == ("tarief", "line 2")
