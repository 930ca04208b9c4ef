"""Days that were written as points in time: UTC midnight, and Dutch midnight told in UTC, are the Dutch day meant.

Some GP systems write 7 August as `2025-08-06T22:00:00+00:00`; BgLZ material writes 15 May as `2022-05-14T23:00:00Z`
(one hour, summer or not). What was written stays beside it as an extension.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from gateway.fhir.definitions import Definition, Release
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson

NEDERLAND = ZoneInfo("Europe/Amsterdam")
AS_WRITTEN: Final = "https://wijkdossier.nl/fhir/StructureDefinition/as-written"
_TEXT = "A day written as midnight in UTC: read as the Dutch day that was meant"
_UTC = re.compile(r"(\d{4}-\d\d-\d\d)T(00|22|23):00(?::00(?:\.0+)?)?(?:Z|[+-]00:00)")


def meant_day(written: str) -> str | None:
    """The day that a dateTime stands for, None when it is a point in time after all."""
    match = _UTC.fullmatch(written)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}:00:00").replace(tzinfo=UTC)
        if match[2] == "00":
            return match[1]
        local = moment.astimezone(NEDERLAND)
        # 22:00Z in winter is eleven in the evening, and a time like any other.
        midnight = local.hour == 0 or (match[2] == "23" and local.hour == 1)
        return (moment + timedelta(hours=2)).date().isoformat() if midnight else None
    except (ValueError, OverflowError):
        return None


def as_meant(resource: FhirJson, release: Release, notices: list[Notice]) -> FhirJson:
    """The resource with such days as dates, wherever a date or dateTime stands; what is not as defined is left."""
    type_ = resource.get("resourceType")
    if not release.is_resource(type_):
        return resource
    changed: FhirJson = _Days(release, notices).object(resource, release.definition(str(type_)), str(type_))
    return changed


class _Days:
    def __init__(self, release: Release, notices: list[Notice]) -> None:
        self.release, self.notices = release, notices

    def object(self, value: FhirJson, type_: Definition, where: str) -> FhirJson:
        found: FhirJson = {}
        for name, item in value.items():
            element = type_.elements.get(name)
            if element is None or name in found:
                found.setdefault(name, item)
            elif element.kind == "primitive":
                found[name] = item
                if element.type in {"date", "dateTime"} and isinstance(item, str) and (day := meant_day(item)):
                    found |= {name: day, f"_{name}": _beside(value.get(f"_{name}"), item)}
                    self.notices.append(Notice(f"{where}.{name}", _TEXT))
            elif isinstance(item, list):
                found[name] = [self.item(one, element.kind, element.type, f"{where}.{name}") for one in item]
            else:
                found[name] = self.item(item, element.kind, element.type, f"{where}.{name}")
        return found

    def item(self, value: Any, kind: str, type_: str, where: str) -> Any:
        named = value.get("resourceType") if kind == "resource" and isinstance(value, dict) else type_
        if not isinstance(value, dict) or (kind == "resource" and not self.release.is_resource(named)):
            return value
        return self.object(value, self.release.definition(str(named)), where)


def _beside(given: Any, written: str) -> FhirJson:
    """What stands beside the primitive, with what was written added."""
    outer = given if isinstance(given, dict) else {}
    held = outer.get("extension", [])
    return {**outer, "extension": [*(held if isinstance(held, list) else [held]), _as(written)]}


def _as(written: str) -> FhirJson:
    return {"url": AS_WRITTEN, "valueString": written}
