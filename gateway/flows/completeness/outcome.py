"""What reading and normalising a message gives, laid flat so that two outcomes can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gateway.flows.completeness.leaves import without_positions
from gateway.identifiers import Bsn
from gateway.mappings import istandaarden, normalise
from gateway.mappings.istandaarden import Gevolg
from gateway.sources import read
from gateway.sources.istandaarden.declaratie import Bericht325
from gateway.sources.istandaarden.ggk import Foutmelding
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import Origin, RawDelivery, SourceMessage
from gateway.stages.normalised import Normalised, Resource

Said = tuple[str, str]  # FHIR path without positions, value

# Names by which things find each other: made of what a message says, and some of a digest of all it says.
_NAMES = frozenset({"id", "reference"})
_THAT_THERE_IS_MORE = ("There is more", "There are more")
_NOBODY = Bsn("999990019")  # a return message names no client itself


@dataclass(frozen=True, slots=True)
class Outcome:
    """`values`: what the FHIR says; `names`: its ids and references; `notices`: place without positions, and
    text; `noticed`: the same with positions, but those that only say that there are more."""

    kind: str
    values: Counter[Said]
    names: Counter[Said]
    notices: Counter[Said]
    noticed: tuple[Said, ...]


def outcome(raw: RawDelivery, origin: Origin, answers: SourceMessage | None = None) -> Outcome | None:
    """None for what says nothing by itself: a Fo01; and a 325 or 319 without the claim or request that it `answers`.

    Raises what the sources and mappings raise.
    """
    message = read(raw)
    found = made(message, origin, answers)
    if found is None:
        return None
    values: Counter[Said] = Counter()
    names: Counter[Said] = Counter()
    for path, value in _said(found):
        (names if path.rpartition(".")[2] in _NAMES else values)[path, value] += 1
    notices_of = (*message.notices, *found.notices)
    told = [(notice.where, notice.text) for notice in notices_of if not notice.text.startswith(_THAT_THERE_IS_MORE)]
    notices = Counter((without_positions(where), text) for where, text in told)
    return Outcome(message.kind, values, names, notices, tuple(told))


def made(message: SourceMessage, origin: Origin, answers: SourceMessage | None) -> Normalised | None:
    """An answer says something of what it answers: a claim, or the Task of a request."""
    body, asked = message.body, answers.body if answers is not None else None
    match body:
        case Bericht325():
            return istandaarden.claim_answered(answers, body) if answers is not None else None
        case Bericht319():
            gevolg = Gevolg(antwoorden=[body])
            return istandaarden.answered(answers, gevolg) if answers is not None else None
        case Terugmelding():
            told = istandaarden.returned(message, _NOBODY)
            if answers is None or not isinstance(asked, Bericht315 | Bericht317):
                return told
            tasks = istandaarden.answered(answers, Gevolg(terugmeldingen=[body]))
            return replace(told, resources=told.resources + tasks.resources)
        case Foutmelding():
            return None  # it says something of what was sent
        case _:
            return normalise(message, origin)


def _said(found: Normalised) -> Iterator[Said]:
    """Content, and what is told beside it: whose it is, in which order versions come, under which law."""
    for person in found.people:
        yield from _flat("Patient", person.patient)
        yield "(whose)", f"{person.subject.bsn.value if person.subject.bsn else ''} {person.subject.local}"
        yield "(order of versions)", str(person.dagtekening)
    for resource in found.resources:
        yield from _flat(resource.type, resource.content)
        yield from _beside(resource)


def _beside(resource: Resource) -> Iterator[Said]:
    whose = resource.subject
    if whose is not None:
        yield "(whose)", f"{whose.bsn.value if whose.bsn else ''} {whose.local}"
    yield "(order of versions)", str(resource.stands_at)
    yield "(law)", f"{resource.law} {resource.domain}"
    for alias in resource.aliases:
        yield f"{resource.type}.reference", alias


def _flat(path: str, value: Any) -> Iterator[Said]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _flat(f"{path}.{name.removeprefix('_')}", inner)
        case list():
            for inner in value:
                yield from _flat(path, inner)
        case None:
            return
        case bool():
            yield path, str(value).lower()
        case _:
            yield path, str(value)
