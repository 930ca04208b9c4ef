"""What a scenario gives: read, made into FHIR, tagged; as a Bundle and as a trace of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import simplejson

from gateway.fhir.check import check
from gateway.flows.completeness.outcome import made
from gateway.sources import read
from gateway.stages.delivered import SourceMessage
from gateway.stages.normalised import Normalised, Resource
from gateway.stages.tagged import TaggedResource
from gateway.tagging import tag
from gateway.timeline.titles import title
from omaha.codesystem import problem
from tests.scenarios.golden.scenarios import Scenario


@dataclass(frozen=True)
class Played:
    """`bundle` and `trace` as text; `issues`: what our own R4 checks have against the bundle."""

    bundle: str
    trace: str
    issues: tuple[str, ...]


def play(scenario: Scenario) -> Played:
    message = read(scenario.raw())
    found = made(message, scenario.origin, scenario.answered())
    assert found is not None, scenario.kind
    tagged = [tag(resource, scenario.origin) for resource in found.resources]
    contents = [person.patient for person in found.people] + [resource.content for resource in found.resources]
    issues = tuple(f"{issue.where}: {issue.rule}" for content in contents for issue in check(content))
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": content} for content in contents]}
    notices = dict.fromkeys((*message.notices, *found.notices))
    trace = "\n".join(_trace(scenario, message, found, tagged, [f"{n.where}: {n.text}" for n in notices]))
    return Played(pretty(bundle), f"{trace}\n", issues)


def pretty(value: Any) -> str:
    """Indented, every number as it was written."""
    return str(simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=1)) + "\n"


def _trace(
    scenario: Scenario, message: SourceMessage, found: Normalised, tagged: list[TaggedResource], notices: list[str]
) -> Iterator[str]:
    yield f"# {message.kind} ({message.version})"
    yield ""
    yield f"From {scenario.origin.name}; mapping {found.mapping}."
    yield ""
    yield "A reader must see:"
    yield from (f"- {line}" for line in scenario.see)
    yield ""
    yield "The person:"
    yield from [f"- {_person(person.patient)} ({person.authority})" for person in found.people] or ["- said nothing of"]
    yield ""
    yield "Became, in this order:"
    yield from (_line(one) for one in tagged)
    yield ""
    yield "Not carried, or read as meant:"
    yield from [f"- {notice}" for notice in notices] or ["- nothing"]


def _person(patient: dict[str, Any]) -> str:
    names = patient.get("name", [{}])
    name = names[0].get("text") or " ".join((*names[0].get("given", ()), names[0].get("family", "")))
    return f"{name}, {patient.get('gender', 'gender not said')}, born {patient.get('birthDate', '?')}"


def _line(one: TaggedResource) -> str:
    resource, tags = one.resource, one.tags
    problems = ", ".join(
        f"{problem(tag_.problem).en} ({'primary, ' if tag_.primary else ''}{tag_.confidence}, {tag_.basis})"
        for tag_ in tags.problems
    )
    lanes = ", ".join(lane.domain for lane in tags.life)
    said = [str(tags.day or "no day"), f"{tags.law}/{tags.domain}", problems or "no problem", lanes or "no life domain"]
    return f"- {resource.type} {_id(resource)} “{title(resource.content, resource.type)}”: {'; '.join(said)}"


def _id(resource: Resource) -> str:
    return str(resource.content.get("id", "(no id)"))
