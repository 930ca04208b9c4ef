"""From the dossiers of one delivery to people, FHIR R4 resources and notices."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.jgz import contact, document
from gateway.mappings.jgz.episode import episode, handed_out
from gateway.mappings.jgz.personen import person, related, subject
from gateway.mappings.jgz.policy import MAPPING
from gateway.mappings.jgz.toestemming import consent
from gateway.mappings.jgz.waarneming import observation
from gateway.mappings.jgz.werk import Werk
from gateway.sources.jgz.model import Overdracht
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised, Resource
from gateway.stages.vocabulary import FhirJson


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is an `Overdracht`. Raises Rejected(bsn-elfproef)."""
    body: Overdracht = message.body
    works = [Werk(dossier, origin, subject(dossier)) for dossier in body.dossiers]
    resources = [resource for work in works for resource in _resources(work)]
    directory: dict[str, FhirJson] = {}
    for work in works:
        directory |= work.directory
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=tuple(person(work.dossier, work.subject) for work in works),
        resources=(*(Resource(content=one, subject=None) for one in directory.values()), *resources),
        notices=tuple(dict.fromkeys(notice for work in works for notice in work.notices)),
    )


def _resources(work: Werk) -> Iterator[Resource]:
    dossier = work.dossier
    yield from related(work)
    if (care := episode(work)) is not None:
        yield work.resource(care)
    for found in dossier.toestemmingen:
        yield work.resource(consent(work, found))
    for copy in dossier.afschriften:
        yield work.resource(handed_out(work, copy))
    for attached in dossier.documenten:
        yield from document.resources(work, attached)
    for loose in dossier.waarnemingen:
        yield work.resource(observation(work, loose, ("dossier",)))
    for moment in dossier.contacten:
        yield from contact.resources(work, moment)
