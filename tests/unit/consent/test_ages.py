"""Age profiles by the Dutch day: midnight in Amsterdam, 29 February, dates that are not whole."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gateway.consent import ages


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


def ids(births: list[str], moment: str) -> list[str]:
    return [profile.id for profile in ages.profiles(births, at(moment))]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Summer time: midnight in Amsterdam is 22:00 UTC the day before; winter time: 23:00.
        ("2026-06-30T21:59:59+00:00", ["12-15"]),
        ("2026-06-30T22:00:00+00:00", ["16-17"]),
        ("2022-06-30T22:00:00+00:00", ["12-15"]),
        ("2022-06-30T21:59:59+00:00", ["jonger-dan-12"]),
        ("2028-06-30T22:00:00+00:00", ["volwassen"]),
    ],
)
def test_a_birthday_begins_at_midnight_in_amsterdam(moment: str, expected: list[str]) -> None:
    assert ids(["2010-07-01"], moment) == expected


def test_a_birthday_in_winter_time() -> None:
    assert ids(["2010-12-01"], "2026-11-30T22:59:59+00:00") == ["12-15"]
    assert ids(["2010-12-01"], "2026-11-30T23:00:00+00:00") == ["16-17"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2023-02-28", 10), ("2023-03-01", 11), ("2024-02-28", 11), ("2024-02-29", 12), ("2030-02-28", 17),
     ("2030-03-01", 18)],
)  # fmt: skip
def test_who_was_born_on_29_february(today: str, expected: int) -> None:
    assert ages.age(date(2012, 2, 29), date.fromisoformat(today)) == expected


@pytest.mark.parametrize(
    ("births", "expected"),
    [
        (["2010"], ["12-15", "16-17"]),  # 15 or 16 on 1 July 2026
        (["2010-07"], ["12-15", "16-17"]),
        (["2010-06"], ["16-17"]),
        (["2009"], ["16-17"]),
        (["1967"], ["volwassen"]),
        (["2008"], ["16-17", "volwassen"]),
        (["2026"], ["jonger-dan-12"]),  # born this year, whenever
    ],
)
def test_a_birth_date_that_is_not_whole_may_be_several_ages(births: list[str], expected: list[str]) -> None:
    assert ids(births, "2026-07-01T12:00:00+02:00") == expected


@pytest.mark.parametrize(
    "births", [[], ["onbekend"], ["2010-13-01"], ["2010-02-30"], ["3001-01-01"], ["1967-08-13", "x"]]
)
def test_what_is_not_known_may_be_any_age(births: list[str]) -> None:
    assert ids(births, "2026-07-01T12:00:00+02:00") == [row.id for row in ages.table()]


def test_sources_that_differ_span_both_ages() -> None:
    assert ids(["2009-01-01", "2015-01-01"], "2026-07-01T12:00:00+02:00") == ["jonger-dan-12", "12-15", "16-17"]


def test_the_profiles_cover_every_age_once_and_cite_their_law() -> None:
    rows = ages.table()
    assert rows[0].begins == 0
    assert [row.ends for row in rows[:-1]] == [row.begins for row in rows[1:]]
    assert rows[-1].ends is None
    assert all(row.sources and row.decide and row.sentence for row in rows)
