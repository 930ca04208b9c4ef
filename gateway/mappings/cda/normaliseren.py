"""From one BgZ document to people, FHIR R4 resources and notices."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.cda.document import composition
from gateway.mappings.cda.gegevens import resource
from gateway.mappings.cda.naasten import related
from gateway.mappings.cda.persoon import person
from gateway.mappings.cda.policy import MAPPING
from gateway.mappings.huisarts import zorgverleners
from gateway.mappings.moments import utc
from gateway.sources.cda.model import Document, Sectie, Waarneming
from gateway.sources.huisarts.model import Zorgverlener
from gateway.stages.delivered import Notice, Origin, SourceMessage
from gateway.stages.normalised import Normalised, Resource, SubjectRef
from gateway.stages.vocabulary import FhirJson


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a `Document`. `origin` names the author of a document that names none."""
    body: Document = message.body
    named = tuple(_people(body))
    known = zorgverleners.directory(named, [body.custodian] if body.custodian else [])

    def who(one: Zorgverlener | None) -> FhirJson | None:
        return zorgverleners.reference(known, one) if one else None

    made = {id(one): resource(one, who(one.uitvoerende)) for section in _all(body.secties) for one in section.gegevens}
    authors = [found for one in body.auteurs if (found := who(one))] or [{"display": origin.name}]
    custodian = zorgverleners.organisation_reference(known, body.custodian) if body.custodian else None
    near = (related(one, body.patient.bsn) for one in body.naasten)
    contents = [composition(body, authors, custodian, made), *made.values(), *near]
    subject, stands_at = SubjectRef(bsn=body.patient.bsn), utc(body.tijd)
    unlinked = (Notice("participant", "A professional beside the document is kept without a link to the client"),)
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=(person(body),),
        resources=(
            *zorgverleners.resources(known, named),
            *(Resource(content, subject, basis="heuristic", stands_at=stands_at) for content in contents),
        ),
        notices=(*known.notices, *(unlinked if body.behandelaars else ())),
    )


def _all(sections: tuple[Sectie, ...]) -> Iterator[Sectie]:
    for section in sections:
        yield section
        yield from _all(section.secties)


def _people(body: Document) -> Iterator[Zorgverlener]:
    yield from (*body.auteurs, *body.behandelaars)
    for section in _all(body.secties):
        for one in section.gegevens:
            yield from _of(one.uitvoerende, one.onderdelen if isinstance(one, Waarneming) else ())


def _of(who: Zorgverlener | None, parts: tuple[Waarneming, ...]) -> Iterator[Zorgverlener]:
    if who:
        yield who
    for part in parts:
        yield from _of(part.uitvoerende, part.onderdelen)
