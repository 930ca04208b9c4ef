"""Date placeholders of published fixtures: filled in for loose files, and nothing else touched."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.sources.fhir.placeholders import substitute

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("${DATE, T, D, -1}", "2026-03-30"),
        ("${DATE, T, M, -1}", "2026-02-28"),
        ('<date value="T"/>', '<date value="2026-03-31"/>'),
        ('<authoredOn  value="T"/>', '<authoredOn  value="2026-03-31"/>'),
        ('<occurrenceDateTime value="T"/>', '<occurrenceDateTime value="2026-03-31"/>'),
        ('<code value="T"/>', '<code value="T"/>'),
        ("${NAME}", "${NAME}"),
        ("${task-id}", "a-file"),
    ],
)
def test_dates_are_filled_in_and_the_rest_stays(text: str, filled: str) -> None:
    assert substitute(text, TODAY, "a file") == filled
