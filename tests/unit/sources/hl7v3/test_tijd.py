"""HL7v3 TS: Dutch local time, partial stays partial, nonsense is no time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sources.hl7v3.tijd import alleen_dag, iso


@pytest.mark.parametrize(
    ("ts", "expected"),
    [
        ("2019", "2019"),
        ("201901", "2019-01"),
        ("20190130", "2019-01-30"),
        ("201901301645", "2019-01-30T16:45:00+01:00"),
        ("20190730164501", "2019-07-30T16:45:01+02:00"),
        ("20190730164501.123", "2019-07-30T16:45:01+02:00"),
        ("20190730164501+0000", "2019-07-30T16:45:01+00:00"),
        ("20191027023000", "2019-10-27T02:30:00+02:00"),  # occurs twice that night: the first is meant
        ("99991231235959", "9999-12-31T23:59:59+01:00"),
        ("2020011693946", None),
        ("2019013016", None),
        ("20190230", None),
        ("20191301", None),
        ("201901301660", None),
        ("00010101", None),
        ("2019+0100", None),
        ("20190730164501+9999", None),
        ("gisteren", None),
        ("", None),
    ],
)
def test_iso(ts: str, expected: str | None) -> None:
    assert iso(ts) == expected


@pytest.mark.parametrize(
    ("ts", "day"),
    [("2020011693946", "2020-01-16"), ("2019013016", "2019-01-30"), ("2020", None), ("20209999123", None)],
)
def test_of_an_unreadable_time_the_day_is_left(ts: str, day: str | None) -> None:
    assert alleen_dag(ts) == day


@given(st.text(alphabet="0123456789+-.T: ", max_size=24))
def test_any_text_is_a_time_or_none(ts: str) -> None:
    known = iso(ts)
    assert known is None or known.startswith(ts[:4])
