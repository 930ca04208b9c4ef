"""A contact moment as nl-core-Encounter, with its observations, and what was intended upon an indication."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.concept_maps import rows
from gateway.mappings.hl7v3.elementen import identifier
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.jgz.elementen import concept, period
from gateway.mappings.jgz.personen import contained
from gateway.mappings.jgz.policy import EXT_ASKED_BY, EXT_PLANNED, INTENTIONS
from gateway.mappings.jgz.specification import CONSULTANT, ENCOUNTER_STATUS, ESCORT, PERFORMER, WAY_OF_CONTACT
from gateway.mappings.jgz.vaccinatie import vaccination
from gateway.mappings.jgz.waarneming import observation
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import individual, organisation, professional
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz.model import Contact, Indicatie, Voornemen
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson

Here = tuple[tuple[str, ...], FhirJson | None]


def resources(work: Werk, contact: Contact) -> Iterator[Resource]:
    """The Encounter (none for what was recorded outside a contact) and everything under it."""
    at = _at(contact)
    encounter: FhirJson | None = None
    if not contact.registratie:
        made = _encounter(work, contact, at)
        encounter = {"reference": f"Encounter/{made['id']}", "type": "Encounter"}
        yield work.resource(made, heuristic=True)
    for found in contact.waarnemingen:
        yield work.resource(observation(work, found, at, encounter=encounter, time=contact.tijd))
    for given in contact.vaccinaties:
        yield from vaccination(work, given, at, encounter, contact.tijd)
    for indication in contact.indicaties:
        yield from _indication(work, indication, contact, (at, encounter))


def _at(contact: Contact) -> tuple[str, ...]:
    """By the number the sender gave it, else by its kind and day: what stays the same when it is sent again."""
    sort = "registratie" if contact.registratie else "contact"
    if contact.ids:
        return (sort, contact.ids[0].root, contact.ids[0].extension or "")
    when = contact.tijd.begin if contact.tijd else None
    return (sort, contact.soort.code if contact.soort and contact.soort.code else "?", when or str(contact.nummer))


def _encounter(work: Werk, contact: Contact, at: tuple[str, ...]) -> FhirJson:
    made: FhirJson = {
        "resourceType": "Encounter",
        "id": work.id(*at),
        "meta": {"profile": [f"{NICTIZ}nl-core-Encounter"]},
        "status": _status(work, contact),
        "class": _class(contact),
        "subject": work.child,
    }
    numbers = [identifier(id_) for id_ in contact.ids if not work.is_the_child(id_)]
    if numbers:
        made["identifier"] = numbers
    if contact.soort:
        made["type"] = [concept(contact.soort)]
    if contact.redenen:
        made["reasonCode"] = [concept(code) for code in contact.redenen]
    if contact.tijd and (said := period(contact.tijd)):
        made["period"] = said
    if participants := _participants(work, contact, made):
        made["participant"] = participants
    if (own := next((who.organisatie for who in work.dossier.auteurs if who.organisatie), None)) is not None:
        made["serviceProvider"] = organisation(work, own)
    extensions = [
        {"url": url, "valueCodeableConcept": concept(code)}
        for planned in contact.voorgenomen
        for url, code in ((EXT_PLANNED, planned.soort), (EXT_ASKED_BY, planned.aanvrager))
        if code is not None
    ]
    return made | ({"extension": extensions} if extensions else {})


def _status(work: Werk, contact: Contact) -> str:
    known = ENCOUNTER_STATUS.get(contact.status or "")
    if known is None:
        work.notice(f"{contact.plaats}/statusCode", "The status of the contact is not known")
        return "unknown"
    # What is only intended (moodCode INT) did not take place, whatever its status says.
    return "planned" if contact.gepland and known in {"finished", "in-progress"} else known


def _class(contact: Contact) -> FhirJson:
    """How the contact took place (element 1577), through our table; OTH where it does not say or is not in it."""
    said = (found.waarde for found in contact.waarnemingen if found.code.code == WAY_OF_CONTACT)
    ways = {value.code for value in said if isinstance(value, Code)}
    row = next((row for row in rows("w424_to_actcode") if row["code"] in ways), None)
    if row is None:
        return {"system": f"{THO}v3-NullFlavor", "code": "OTH", "display": "other"}
    return {"system": f"{THO}v3-ActCode", "code": row["class"], "display": row["display"]}


def _participants(work: Werk, contact: Contact, made: FhirJson) -> list[FhirJson]:
    found = [(PERFORMER, individual(work, who)) for who in contact.uitvoerders]
    found += [(CONSULTANT, individual(work, who)) for who in contact.geraadpleegd]
    found += [
        (ESCORT, contained(work, made, who, f"begeleider-{n}")) for n, who in enumerate(contact.begeleiders, start=1)
    ]
    return [
        {
            "type": [{"coding": [{"system": f"{THO}v3-ParticipationType", "code": code, "display": display}]}],
            "individual": who,
        }
        for (code, display), who in found
    ]


def _indication(work: Werk, indication: Indicatie, contact: Contact, here: Here) -> Iterator[Resource]:
    at, encounter = here
    made = observation(work, indication.waarneming, at, encounter=encounter, time=contact.tijd)
    yield work.resource(made)
    for intention in indication.voornemens:
        yield work.resource(_request(work, intention, contact, here, made), heuristic=True)


def _request(work: Werk, intention: Voornemen, contact: Contact, here: Here, because: FhirJson) -> FhirJson:
    at, encounter = here
    made: FhirJson = {
        "resourceType": "ServiceRequest",
        "id": work.nth("voornemen", *at, intention.soort, intention.code.code or "tekst"),
        "status": "unknown",
        "intent": "order" if intention.soort == "referral" else "plan",
        "category": [{"text": INTENTIONS[intention.soort]}],
        "code": concept(intention.code),
        "subject": work.child,
        "reasonReference": [{"reference": f"Observation/{because['id']}", "type": "Observation"}],
    }
    if encounter:
        made["encounter"] = encounter
    if contact.tijd and contact.tijd.begin:
        made["authoredOn"] = contact.tijd.begin
    if intention.uitvoerder:
        made["performer"] = [professional(work, intention.uitvoerder)]
    return made
