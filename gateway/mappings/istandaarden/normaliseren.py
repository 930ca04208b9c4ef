"""From an iWmo or iJw message to FHIR R4: the client, then everything the message says about the client's support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.identifiers import Bsn
from gateway.mappings.istandaarden import (
    declaratie,
    declaratieantwoord,
    foutmelding,
    juridisch,
    levering,
    persoon,
    terugmelding,
    toewijzing,
    verzoek,
    verzoektaak,
)
from gateway.mappings.istandaarden.policy import BASIS, MAPPING, VERWIJDEREN
from gateway.mappings.istandaarden.verzoektaak import Gevolg
from gateway.sources.istandaarden.bericht import (
    Bericht301,
    Bericht305,
    Bericht307,
    StartProduct,
    StopProduct,
    Wet,
)
from gateway.sources.istandaarden.berichten import ClientBericht, Heenbericht
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.ggk import Foutmelding
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised, Resource, SubjectRef
from gateway.stages.vocabulary import Domain, FhirJson

DOMAIN: dict[Wet, Domain] = {"Wmo": "wmo", "Jeugdwet": "jeugdhulp"}


@dataclass(frozen=True, slots=True)
class _Made:
    content: FhirJson
    stands_at: str | None = None


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a message that is answered (301 to 323). Raises Rejected (bsn-elfproef).

    Every element is mapped except those of the header that only carry the message itself (BerichtCode, versions,
    Identificatie); the delivery keeps those. A 319 by itself becomes nothing: it changes the Task of its request.
    """
    bericht: Heenbericht = message.body
    match bericht:
        case Bericht319():
            return _normalised(message)
        case Bericht323():
            found = [_resource(bericht.law, bsn, _Made(made)) for bsn, made in declaratie.claims(bericht)]
            return _normalised(message, resources=found)
        case _:
            pass
    # A 317 gives no name and no birth date: there is nothing to say of the person.
    people = () if isinstance(bericht, Bericht317) else (persoon.person(bericht, origin),)
    bsn = Bsn(bericht.client.bsn)
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=people,
        resources=tuple(_resource(bericht.law, bsn, made) for made in _resources(bericht)),
        notices=message.notices,
    )


def answered(message: SourceMessage, gevolg: Gevolg) -> Normalised:
    """A request (315, 317) again as its Tasks alone, with what became of it since."""
    bericht: Bericht315 | Bericht317 = message.body
    bsn = Bsn(bericht.client.bsn)
    return _normalised(
        message, resources=[_resource(bericht.law, bsn, _Made(made)) for made in verzoektaak.tasks(bericht, gevolg)]
    )


def claim_answered(message: SourceMessage, antwoord: Bericht325) -> Normalised:
    """What a 325 says of the claim (323) it answers. Raises Rejected (bsn-elfproef)."""
    bericht: Bericht323 = message.body
    found = declaratieantwoord.responses(bericht, antwoord)
    return _normalised(message, resources=[_resource(bericht.law, bsn, _Made(made)) for bsn, made in found])


def returned(message: SourceMessage, bsn: Bsn) -> Normalised:
    """A return message (302 to 320). `bsn`: whom the message it answers is about."""
    terug: Terugmelding = message.body
    return _normalised(message, resources=[_resource(terug.law, bsn, _Made(terugmelding.message_header(terug)))])


def undelivered(message: SourceMessage, fout: Foutmelding, bsn: Bsn) -> Normalised:
    """A Fo01 about a message that was sent. `bsn`: whom that is about."""
    made = foutmelding.message_header(message.body, message.kind, fout)
    return _normalised(message, resources=[_resource(message.body.law, bsn, _Made(made))])


def _normalised(message: SourceMessage, *, resources: Iterable[Resource] = ()) -> Normalised:
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=(),
        resources=tuple(resources),
        notices=message.notices,
    )


def _resource(law: Wet, bsn: Bsn, made: _Made) -> Resource:
    return Resource(
        content=made.content,
        subject=SubjectRef(bsn=bsn),
        basis=BASIS,
        stands_at=made.stands_at,
        law=law,
        domain=DOMAIN[law],
    )


def _resources(bericht: ClientBericht) -> Iterator[_Made]:
    match bericht:
        case Bericht301():
            yield from _toewijzingen(bericht)
        case Bericht305():
            yield from _in_order((start, levering.started(bericht, start)) for start in bericht.client.start_producten)
        case Bericht307():
            yield from _in_order((stop, levering.stopped(bericht, stop)) for stop in bericht.client.stop_producten)
        case Bericht315() | Bericht317():
            for _, proposal in verzoek.proposals(bericht):
                yield _Made(proposal)
            for task in verzoektaak.tasks(bericht, Gevolg()):
                yield _Made(task)


def _toewijzingen(bericht: Bericht301) -> Iterator[_Made]:
    for product in bericht.client.toegewezen_producten:
        yield _Made(toewijzing.service_request(bericht, product), toewijzing.stands_at(product))
    day = bericht.header.bericht_identificatie.dagtekening.isoformat()
    for situation in juridisch.situations(bericht):
        yield _Made(situation, day)
    for relatie in bericht.client.relaties:
        yield _Made(persoon.related(bericht, relatie), day)


def _in_order(made: Iterable[tuple[StartProduct | StopProduct, FhirJson]]) -> Iterator[_Made]:
    """As the message has them; where two are of one start, the deletion first: what was accepted last holds."""
    found = list(made)
    if len({content["id"] for _, content in found}) < len(found):
        found.sort(key=lambda pair: _deletions_first(pair[0]))
    yield from (_Made(content) for _, content in found)


def _deletions_first(product: StartProduct | StopProduct) -> bool:
    return product.status_aanlevering != VERWIJDEREN
