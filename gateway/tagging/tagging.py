"""From a resource to its tags: problems and life domains by the crosswalks, labels, law, care domain and Dutch day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from gateway.stages.delivered import Origin
from gateway.stages.normalised import Resource
from gateway.stages.tagged import LifeTag, Tag, TaggedResource, Tags
from gateway.tagging import where
from gateway.tagging.labels import labels
from omaha import zrm
from omaha.classify import Coding, LaneTag, classify, lanes
from omaha.crosswalks.layered import SHIPPED, Layered

DUTCH = ZoneInfo("Europe/Amsterdam")
_PARTIAL = re.compile(r"([0-9]{4})(-[0-9]{2})?")


def tag(resource: Resource, origin: Origin, tables: Layered = SHIPPED) -> TaggedResource:
    """Tag one resource. Total: what cannot be placed is left untagged ("niet te bepalen"), never refused."""
    content = resource.content
    codings = tuple(about(content))
    profiles = profiles_of(content)
    found = classify(codings, profiles, tables)
    kind = str(content.get("resourceType"))
    reports = kind == "Observation" and _reports(content, profiles)
    tags = Tags(
        problems=tuple(
            Tag(
                problem=p.problem,
                primary=p.primary,
                equivalence=p.equivalence,
                confidence=cast("Any", p.confidence),
                basis=cast("Any", p.basis),
                source_system=p.source.system or "",
                source_code=p.source.code,
                table=p.table,
            )
            for p in found.problems
        ),
        life=tuple(_life(lane) for lane in found.lanes),
        # A guess on the side (fatigue may be mental health) does not make an item sensitive.
        labels=labels(codings, (p.problem for p in found.problems if p.primary or p.confidence != "low")),
        law=resource.law or origin.law,
        domain=resource.domain or origin.domain,
        day=day_of(content),
        contact_entry=kind in where.CONTACT_TYPES or reports,
        narrative=kind in where.NARRATIVE_TYPES or reports,
    )
    return TaggedResource(resource, tags)


def about(content: dict[str, Any]) -> Iterator[Coding]:
    """The codings that say what a resource is about."""
    for path in where.ABOUT.get(str(content.get("resourceType")), ()):
        yield from _codings(list(_at(content, path)))
    form = zrm.INSTRUMENTS.get(where.form_of(content))
    if form is not None:
        # A filled-in form is about every domain that it answers: who may not see one of them may not see the form.
        answered = [item for item in _at(content, "item") if isinstance(item, dict) and "answer" in item]
        yield from (Coding(form.system, str(item.get("linkId"))) for item in answered)
    for extension in (found for path in where.ABOUT_EXTENDED for found in _at(content, path)):
        if isinstance(extension, dict) and str(extension.get("url")) in where.ABOUT_EXTENSIONS:
            yield from _codings([extension.get("valueCodeableConcept")])


def profiles_of(content: dict[str, Any]) -> list[str]:
    """The profiles a resource claims, without their versions."""
    return [str(p).partition("|")[0] for p in _at(content, "meta.profile") if isinstance(p, str)]


def lanes_of(problems: Iterable[str]) -> tuple[LifeTag, ...]:
    """Where problems stand on the life domains, by the lane table."""
    return tuple(_life(lane) for lane in lanes(tuple(problems)))


def _life(lane: LaneTag) -> LifeTag:
    return LifeTag(lane.domain, lane.primary, cast("Any", lane.confidence), cast("Any", lane.basis), lane.via)


def _reports(content: dict[str, Any], profiles: list[str]) -> bool:
    """Whether an Observation is the text of a contact: a nursing report or a line of a SOEP note."""
    codes = {(coding.system, coding.code) for coding in _codings(list(_at(content, "code")))}
    return not codes.isdisjoint(where.REPORT_CODES) or not where.REPORT_PROFILES.isdisjoint(profiles)


def day_of(content: dict[str, Any]) -> date | None:
    """The Dutch day of the care event. A time is read in Amsterdam; a month or year stands on its first day."""
    for path in where.WHEN:
        for value in _at(content, path):
            day = _day(value)
            if day is not None:
                return day
    return None


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        if "T" in value:
            moment = datetime.fromisoformat(value)
            return _dutch(moment) if moment.tzinfo else moment.date()
        partial = _PARTIAL.fullmatch(value)
        return date.fromisoformat(f"{value}-01" if partial and partial[2] else f"{value}-01-01" if partial else value)
    except ValueError:
        return None


def _dutch(moment: datetime) -> date:
    try:
        return moment.astimezone(DUTCH).date()
    except OverflowError:  # the end of the year 9999, by which some systems mean "no end"
        return moment.date()


def _codings(concepts: list[Any]) -> Iterator[Coding]:
    for concept in concepts:
        for coding in _at(concept, "coding"):
            if isinstance(coding, dict) and isinstance(coding.get("code"), str):
                system = coding.get("system")
                yield Coding(system if isinstance(system, str) else None, coding["code"])


def _at(node: Any, path: str) -> Iterator[Any]:
    """Values at a dotted path, walking into lists."""
    name, _, rest = path.partition(".")
    value = node.get(name) if isinstance(node, dict) else None
    for found in value if isinstance(value, list) else [value] if value is not None else []:
        if rest:
            yield from _at(found, rest)
        else:
            yield found
