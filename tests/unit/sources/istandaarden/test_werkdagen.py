"""Working days are those of the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gateway.sources.istandaarden.werkdagen import (
    eerste_paasdag,
    feestdagen,
    na_werkdagen,
    werkdag,
    werkdagen_tussen,
)


@pytest.mark.parametrize(
    "pasen",
    ["1818-03-22", "1943-04-25", "2000-04-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"],
)
def test_easter_falls_where_almanacs_have_it(pasen: str) -> None:
    assert eerste_paasdag(int(pasen[:4])).isoformat() == pasen


def test_the_feasts_of_a_year() -> None:
    assert sorted(day.isoformat()[5:] for day in feestdagen(2026)) == [
        "01-01",
        "04-03",  # Goede Vrijdag
        "04-06",
        "04-27",
        "05-05",
        "05-14",  # Hemelvaart
        "05-25",
        "12-25",
        "12-26",
    ]
    assert date(2025, 4, 26) in feestdagen(2025)  # the 27th was a Sunday
    assert date(2025, 4, 27) not in feestdagen(2025)
    assert date(2013, 4, 30) in feestdagen(2013)
    assert not werkdag(date(2026, 12, 31) + timedelta(days=1))
    assert werkdag(date(2026, 4, 2))


@pytest.mark.parametrize(
    ("van", "aantal", "tot"),
    [
        ("2026-11-23", 3, "2026-11-26"),
        ("2026-11-27", 3, "2026-12-02"),  # a Friday: the weekend does not count
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-04-02", 1, "2026-04-07"),  # over Good Friday and Easter Monday
        ("2026-12-23", 5, "2026-12-31"),
        ("2026-12-30", 5, "2027-01-07"),  # 31 December counts, New Year's Day does not
        ("2026-04-24", 5, "2026-05-04"),
        ("2026-05-01", 5, "2026-05-11"),
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_a_term_ends_on_a_working_day(van: str, aantal: int, tot: str) -> None:
    begin, end = date.fromisoformat(van), date.fromisoformat(tot)
    assert na_werkdagen(begin, aantal) == end
    assert werkdagen_tussen(begin, end) == aantal
    assert werkdagen_tussen(end, begin) == -aantal
