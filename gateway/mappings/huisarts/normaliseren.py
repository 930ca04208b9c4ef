"""From the interactions of one delivery to people, FHIR R4 resources and notices."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.hl7v3.elementen import logical
from gateway.mappings.huisarts import zorgverleners
from gateway.mappings.huisarts.contact import encounter, encounter_id, known_way
from gateway.mappings.huisarts.persoon import person
from gateway.mappings.huisarts.policy import MAPPING
from gateway.mappings.huisarts.verslag import Surroundings
from gateway.mappings.huisarts.verslag import resources as of_note
from gateway.mappings.huisarts.zorgverleners import Directory
from gateway.mappings.moments import utc
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts.model import Contactmomenten, Contactverslag, Ketenzorg, Verslag, Zorgverlener
from gateway.stages import FhirJson, Normalised, Notice, Origin, Person, Resource, SourceMessage, SubjectRef


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """`message.body` is a `Ketenzorg`. `origin` names the author of a note that names none itself."""
    body: Ketenzorg = message.body
    known = zorgverleners.directory(body)
    resources = (
        *zorgverleners.resources(known, zorgverleners.mentioned(body)),
        *(resource for one in body.interacties for resource in _resources(one, known, origin)),
    )
    return Normalised(
        kind=message.kind,
        version=message.version,
        mapping=MAPPING,
        people=_people(body),
        resources=resources,
        notices=(*known.notices, *_unknown_ways(body)),
    )


def _people(body: Ketenzorg) -> tuple[Person, ...]:
    """One person per interaction, and once when several say the same."""
    found: list[Person] = []
    for made in (person(one.kop) for one in body.interacties):
        if not any((made.subject, made.patient) == (other.subject, other.patient) for other in found):
            found.append(made)
    return tuple(found)


def _resources(one: Contactverslag | Contactmomenten, known: Directory, origin: Origin) -> Iterator[Resource]:
    if isinstance(one, Contactverslag):
        for note in one.verslagen:
            yield from of_note(note, _surroundings(one, note, known, origin))
        return
    for contact in one.contacten:
        performer = contact.uitvoerende
        org = known.complete(performer).organisatie if performer else None
        yield Resource(
            content=encounter(
                contact,
                zorgverleners.reference(known, performer) if performer else None,
                zorgverleners.organisation_reference(known, org) if org else None,
            ),
            subject=SubjectRef(bsn=one.kop.patient.bsn),
            basis="heuristic" if (way := known_way(contact.soort)) and way["basis"] == "heuristic" else "standard",
            stands_at=utc(one.kop.aangemaakt),
        )


def _surroundings(one: Contactverslag, note: Verslag, known: Directory, origin: Origin) -> Surroundings:
    custodian = one.kop.custodian.organisatie if one.kop.custodian else None
    return Surroundings(
        head=one.kop,
        author=_author(note.auteur, known, origin),
        custodian=zorgverleners.organisation_reference(known, custodian) if custodian else None,
        contact=lambda id_: _contact(id_, note),
    )


def _author(who: Zorgverlener | None, known: Directory, origin: Origin) -> FhirJson:
    return zorgverleners.reference(known, who) if who else {"display": origin.name}


def _contact(id_: Id, note: Verslag) -> FhirJson:
    """The encounter by its id, also when it comes in another delivery.

    Some senders number the encounter under the root by which they number their notes, for want of a contact; such a
    number leads to no encounter, so it stays a reference by identifier.
    """
    if id_.root == note.id.root:
        return logical("Encounter", id_)
    return {"reference": f"Encounter/{encounter_id(id_)}", **logical("Encounter", id_)}


def _unknown_ways(body: Ketenzorg) -> tuple[Notice, ...]:
    contacts = (contact for one in body.interacties if isinstance(one, Contactmomenten) for contact in one.contacten)
    if all(known_way(contact.soort) for contact in contacts):
        return ()
    return (Notice("encounter/code", "The way of contact is not in our table (NHG table 14): class is left open"),)
