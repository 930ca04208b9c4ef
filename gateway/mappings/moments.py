"""Points in time between sources and FHIR: one order for versions, and the Dutch day of an event."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")


def utc(moment: str | None) -> str | None:
    """A point in time in UTC, so that versions sort as text; a date stays as it is."""
    if moment is None or "T" not in moment:
        return moment
    return _in_zone(moment, UTC).isoformat().replace("+00:00", "Z")


def dutch_day(moment: str | None) -> str | None:
    """The day in the Netherlands: `2025-08-06T22:00:00Z` is 7 August."""
    if moment is None or "T" not in moment:
        return moment
    return _in_zone(moment, NEDERLAND).date().isoformat()


def _in_zone(moment: str, zone: tzinfo) -> datetime:
    known = datetime.fromisoformat(moment)
    try:
        return known.astimezone(zone)
    except OverflowError:  # the end of the year 9999, by which some systems mean "no end"
        return known
