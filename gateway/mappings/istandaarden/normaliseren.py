"""From a 301, 305 or 307 to FHIR R4: the client, then everything the message says about the client's support."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.mappings.istandaarden import juridisch, levering, persoon, toewijzing
from gateway.mappings.istandaarden.policy import BASIS, MAPPING, VERWIJDEREN
from gateway.sources.istandaarden.bericht import (
    Bericht,
    Bericht301,
    Bericht305,
    Bericht307,
    StartProduct,
    StopProduct,
    Wet,
)
from gateway.stages import Domain, FhirJson, Normalised, Origin, Resource, SourceMessage, SubjectRef

DOMAIN: dict[Wet, Domain] = {"Wmo": "wmo", "Jeugdwet": "jeugdhulp"}


@dataclass(frozen=True, slots=True)
class _Made:
    content: FhirJson
    stands_at: str | None = None


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a Bericht301, 305 or 307. Raises Rejected (bsn-elfproef).

    Every element is mapped except those of the header that only carry the message itself (BerichtCode, versions,
    Identificatie); the delivery keeps those.
    """
    bericht: Bericht = message.body
    subject = SubjectRef(bsn=bericht.client.geidentificeerd())
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=(persoon.person(bericht, origin),),
        resources=tuple(
            Resource(
                content=made.content,
                subject=subject,
                basis=BASIS,
                stands_at=made.stands_at,
                law=bericht.law,
                domain=DOMAIN[bericht.law],
            )
            for made in _resources(bericht)
        ),
        notices=message.notices,
    )


def _resources(bericht: Bericht) -> Iterator[_Made]:
    match bericht:
        case Bericht301():
            yield from _toewijzingen(bericht)
        case Bericht305():
            # Nobody orders starts and stops by a time of their own: what was accepted last holds, deletions first.
            for start in sorted(bericht.client.start_producten, key=_deletions_first):
                yield _Made(levering.started(bericht, start))
        case Bericht307():
            for stop in sorted(bericht.client.stop_producten, key=_deletions_first):
                yield _Made(levering.stopped(bericht, stop))


def _toewijzingen(bericht: Bericht301) -> Iterator[_Made]:
    for product in bericht.client.toegewezen_producten:
        yield _Made(toewijzing.service_request(bericht, product), toewijzing.stands_at(product))
    day = bericht.header.bericht_identificatie.dagtekening.isoformat()
    for situation in juridisch.situations(bericht):
        yield _Made(situation, day)
    for relatie in bericht.client.relaties:
        yield _Made(persoon.related(bericht, relatie), day)


def _deletions_first(product: StartProduct | StopProduct) -> bool:
    return product.status_aanlevering != VERWIJDEREN
