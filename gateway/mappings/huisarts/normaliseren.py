"""From the interactions of one delivery to people, FHIR R4 resources and notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from gateway.mappings.huisarts import (
    alerts,
    algemene_bepalingen,
    allergieintoleranties,
    contactverslag,
    episodes,
    labbepalingen,
    medicatieafspraken,
    wie,
    zorgverleners,
)
from gateway.mappings.huisarts.contactmomenten import encounter, known_way
from gateway.mappings.huisarts.contactverslag import Surroundings
from gateway.mappings.huisarts.persoon import person
from gateway.mappings.huisarts.policy import MAPPING
from gateway.mappings.huisarts.remarks import remarks
from gateway.mappings.huisarts.zorgverleners import Directory
from gateway.mappings.moments import utc
from gateway.sources.huisarts.feiten import Allergie, Bepaling
from gateway.sources.huisarts.interacties import (
    Alerts,
    AlgemeneBepalingen,
    Allergieintoleranties,
    Contactmomenten,
    Contactverslag,
    Episodes,
    Interactie,
    Ketenzorg,
    Labbepalingen,
    Medicatieafspraken,
)
from gateway.sources.huisarts.model import Contact, Zorgverlener
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised, Person, Resource, SubjectRef
from gateway.stages.vocabulary import FhirJson

Basis = Literal["standard", "published", "agreed", "heuristic"]


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a `Ketenzorg`. `origin` names the author of a note that names none itself."""
    body: Ketenzorg = message.body
    known = zorgverleners.directory(wie.people(body), wie.senders(body))
    resources = (
        *zorgverleners.resources(known, wie.people(body)),
        *(resource for one in body.interacties for resource in _resources(one, known, origin)),
    )
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=_people(body),
        resources=resources,
        notices=(*known.notices, *remarks(body)),
    )


def _people(body: Ketenzorg) -> tuple[Person, ...]:
    """One person per interaction, and once when several say the same."""
    found: list[Person] = []
    for made in (person(one.kop) for one in body.interacties):
        if not any((made.subject, made.patient) == (other.subject, other.patient) for other in found):
            found.append(made)
    return tuple(found)


def _resources(one: Interactie, known: Directory, origin: Origin) -> Iterator[Resource]:
    """`stands_at` is the creationTime of the message: the newest answer leads."""
    subject, stands_at = SubjectRef(bsn=one.kop.patient.bsn), utc(one.kop.aangemaakt)
    for content, basis in _contents(one, known, origin):
        yield Resource(content=content, subject=subject, basis=basis, stands_at=stands_at)


def _contents(one: Interactie, known: Directory, origin: Origin) -> Iterator[tuple[FhirJson, Basis]]:
    """Each resource of an interaction with how its mapping is founded."""
    match one:
        case Contactverslag():
            yield from _notes(one, known, origin)
        case Contactmomenten():
            yield from (_contact(contact, known) for contact in one.contacten)
        case Episodes():
            yield from _episodes(one, known)
        case Alerts():
            made = (alerts.flag(alert, _who(alert.auteur, known), one.kop.aangemaakt) for alert in one.alerts)
            yield from ((content, "published") for content in made)
        case Allergieintoleranties():
            yield from (_allergy(allergy, known) for allergy in one.allergieen)
        case AlgemeneBepalingen():
            yield from (_finding(found, known) for found in one.bepalingen)
        case Labbepalingen():
            results = (labbepalingen.result(found, _all(found.uitvoerenden, known)) for found in one.bepalingen)
            yield from ((content, "published") for content in results)
        case Medicatieafspraken():
            asked = (medicatieafspraken.request(found, _who(found.auteur, known)) for found in one.afspraken)
            yield from ((content, "published") for content in asked)
        case _:
            assert_never(one)


def _notes(one: Contactverslag, known: Directory, origin: Origin) -> Iterator[tuple[FhirJson, Basis]]:
    custodian = one.kop.custodian.organisatie if one.kop.custodian else None
    for note in one.verslagen:
        around = Surroundings(
            author=_who(note.auteur, known) or {"display": origin.name},
            custodian=zorgverleners.organisation_reference(known, custodian) if custodian else None,
        )
        yield from ((content, "standard") for content in contactverslag.resources(note, around))


def _episodes(one: Episodes, known: Directory) -> Iterator[tuple[FhirJson, Basis]]:
    provider = zorgverleners.organisation_reference(known, one.kop.bron) if one.kop.bron else None
    for found in one.episodes:
        yield from ((content, "published") for content in episodes.resources(found, provider))


def _allergy(found: Allergie, known: Directory) -> tuple[FhirJson, Basis]:
    row = allergieintoleranties.known_category(found.soort)
    basis: Basis = "heuristic" if row and row["basis"] == "heuristic" else "published"
    return allergieintoleranties.allergy(found, _who(found.auteur, known)), basis


def _finding(found: Bepaling, known: Directory) -> tuple[FhirJson, Basis]:
    basis: Basis = "heuristic" if algemene_bepalingen.is_vital(found) else "published"
    return algemene_bepalingen.finding(found, _all(found.uitvoerenden, known)), basis


def _contact(contact: Contact, known: Directory) -> tuple[FhirJson, Basis]:
    performer = contact.uitvoerende
    org = known.complete(performer).organisatie if performer else None
    provider = zorgverleners.organisation_reference(known, org) if org else None
    way = known_way(contact.soort)
    basis: Basis = "heuristic" if way and way["basis"] == "heuristic" else "standard"
    return encounter(contact, _who(performer, known), provider), basis


def _who(who: Zorgverlener | None, known: Directory) -> FhirJson | None:
    return zorgverleners.reference(known, who) if who else None


def _all(people: tuple[Zorgverlener, ...], known: Directory) -> list[FhirJson]:
    found = [zorgverleners.reference(known, who) for who in people]
    return [one for index, one in enumerate(found) if one not in found[:index]]
