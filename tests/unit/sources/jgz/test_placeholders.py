"""Placeholders of published JGZ fixtures, filled in by the loader of loose files."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.sources.jgz.placeholders import is_placeholder, substitute

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ('extension="{$receiverId}"', 'extension="1"'),
        ("{$organizationId}", "00000001"),
        ("{format-date(current-date(), '[Y0001][M01][D01]')}", "20260331"),
        ("{format-dateTime(current-dateTime() - xs:yearMonthDuration('P1M'), '[Y0001][M01][D01]')}", "20260228"),
        ("{format-date(current-date() + xs:dayTimeDuration('P2D'), '[Y0001]-[M01]-[D01]')}", "2026-04-02"),
        ("{format-date(current-date() + xs:yearMonthDuration('-P1Y'), '[Y0001]')}", "2025"),
        ("{format-dateTime(current-dateTime(), '[Y0001][M01][D01][H01][m01][s01]')}", "20260331000000"),
    ],
)
def test_known_placeholders_are_filled_in(text: str, filled: str) -> None:
    assert substitute(text, TODAY) == filled


@pytest.mark.parametrize(
    "text",
    [
        "{w}",
        "{format-date(current-date(), '[Q]')}",
        "{format-date($geboorte, '[Y0001]')}",
        "{format-date(current-date() - xs:yearMonthDuration('P9999Y'), '[Y0001]')}",
    ],
)
def test_anything_else_stays_for_the_door_to_judge(text: str) -> None:
    assert substitute(text, TODAY) == text


def test_what_a_placeholder_is() -> None:
    assert is_placeholder("{$messageId}")
    assert not is_placeholder("{w}")
    assert not is_placeholder("${x}")
