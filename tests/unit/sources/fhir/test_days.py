"""Midnight in UTC is a Dutch day; any other time is a time."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.fhir.definitions import R4
from gateway.sources.fhir.days import AS_WRITTEN, as_meant, meant_day
from gateway.stages.delivered import Notice


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-08-06T22:00:00+00:00", "2025-08-07"),  # Dutch midnight in summer
        ("2025-01-06T23:00:00Z", "2025-01-07"),  # and in winter
        ("2022-05-14T23:00:00Z", "2022-05-15"),  # one hour, summer or not
        ("2025-08-06T00:00:00Z", "2025-08-06"),
        ("2025-08-06T00:00:00.000+00:00", "2025-08-06"),
        ("2025-01-06T22:00:00Z", None),  # eleven in the evening
        ("2025-08-06T22:00:01Z", None),
        ("2025-08-06T22:30:00Z", None),
        ("2025-08-06T00:00:00+02:00", None),  # says itself that it is Dutch
        ("2025-08-06", None),
        ("9999-12-31T23:00:00Z", None),
    ],
)
def test_which_day_was_meant(written: str, day: str | None) -> None:
    assert meant_day(written) == day


def test_only_a_date_or_date_time_is_read_so_and_what_was_written_stays() -> None:
    notices: list[Notice] = []
    resource: dict[str, Any] = {
        "resourceType": "Observation",
        "meta": {"lastUpdated": "2025-08-06T22:00:00Z"},
        "issued": "2025-08-06T22:00:00Z",
        "effectivePeriod": {"start": "2025-08-06T22:00:00Z", "end": "2025-08-08T09:12:00Z"},
        "extension": [{"url": "u", "valueDateTime": "2025-08-06T22:00:00Z"}],
        "valueString": "2025-08-06T22:00:00Z",
    }
    person = as_meant({"resourceType": "Patient", "birthDate": "1949-12-31T23:00:00Z"}, R4, [])
    assert person["birthDate"] == "1950-01-01"
    found = as_meant(resource, R4, notices)
    written = {"extension": [{"url": AS_WRITTEN, "valueString": "2025-08-06T22:00:00Z"}]}
    assert found["effectivePeriod"] == {"start": "2025-08-07", "_start": written, "end": "2025-08-08T09:12:00Z"}
    assert found["extension"][0]["valueDateTime"] == "2025-08-07"
    assert {name: found[name] for name in ("meta", "issued", "valueString")} == {
        name: resource[name] for name in ("meta", "issued", "valueString")
    }
    assert [notice.where for notice in notices] == [
        "Observation.effectivePeriod.start",
        "Observation.extension.valueDateTime",
    ]
