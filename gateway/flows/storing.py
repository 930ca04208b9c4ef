"""Storing what a message says: whose it is, our ids, tags, versions; what has no client yet is parked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from gateway.errors import Rejected
from gateway.fhir import types
from gateway.flows import authors, consents_in, goals, references, tagged
from gateway.flows import person as base
from gateway.flows.attributes import attributes
from gateway.flows.authors import Authors
from gateway.flows.house import House
from gateway.intake import parked
from gateway.intake.parked import Parked
from gateway.record import store as record
from gateway.record.store import NewVersion
from gateway.registry import basedata, clients, relations
from gateway.registry.parties import Connector
from gateway.registry.relations import Kind
from gateway.stages.delivered import Notice
from gateway.stages.normalised import Normalised, Person, Resource, SubjectRef
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import OrgType

# Things that belong to no client (a practitioner, an organisation) are kept per connector in this scope.
DIRECTORY = "directory"

# The relation that delivering about a client gives an organisation (docs/decisions: grondslag per relation).
RELATION: dict[OrgType, Kind] = {
    "huisarts": "behandelrelatie",
    "wijkverpleging": "behandelrelatie",
    "jgz": "behandelrelatie",
    "wlz": "behandelrelatie",
    "gemeente": "casus",
    # A `toewijzing` is what the gemeente gives (`toewijzen`), not what a provider says of itself.
    "jeugdhulp": "levering",
    "welzijn": "levering",
}
NEDAP_LOCAL = "http://nedap.com/fhir/NamingSystem/local"


@dataclass
class Stored:
    """What became of one message. `clients`: whose records it touched; `taken_up`: deliveries it freed items of, and
    for whom.
    """

    tags: list[Tags] = field(default_factory=list)
    parked: int = 0
    remarks: int = 0
    notices: list[Notice] = field(default_factory=list)
    touched: dict[str, None] = field(default_factory=dict)
    taken_up: tuple[tuple[str, str], ...] = ()

    @property
    def clients(self) -> tuple[str, ...]:
        return tuple(self.touched)

    def add(self, other: Stored) -> None:
        """What else was stored on account of the same delivery."""
        self.tags += other.tags
        self.parked += other.parked
        self.remarks += other.remarks
        self.notices += other.notices
        self.touched |= other.touched
        self.taken_up += other.taken_up


@dataclass(frozen=True, slots=True)
class _Delivery:
    house: House
    session: Session
    connector: Connector
    id: str
    subject: SubjectRef | None
    authors: Authors
    grounds: dict[str, tagged.Ground] = field(default_factory=dict)
    locals: dict[str, str] = field(default_factory=dict)  # this connector's ids as looked up, until a link is made

    def ground(self, client: str) -> tagged.Ground:
        """Once per client, after the client is held."""
        if client not in self.grounds:
            self.grounds[client] = tagged.ground(self.house, self.session, client)
        return self.grounds[client]


def store(
    house: House,
    session: Session,
    connector: Connector,
    delivery: str,
    normalised: Normalised,
    subject: SubjectRef | None,
) -> Stored:
    """Store people and resources of one message in the caller's transaction."""
    wrote = authors.of_delivery(house, session, connector, DIRECTORY, normalised.resources)
    work = _Delivery(house, session, connector, delivery, subject, wrote)
    stored = Stored()
    consents_in.assert_translatable(session, normalised)
    freed: list[Parked] = []
    for seq, person in enumerate(normalised.people):
        freed += _person(work, stored, person, seq)
    known = references.aliases(normalised.resources)
    for seq, resource in enumerate(normalised.resources, start=len(normalised.people)):
        client = _client_of(work, resource.subject) if resource.subject else None
        if resource.subject == SubjectRef() and client is None:
            raise Rejected(
                "fhir-subject-missing", "It is not said whose data this is", resource.type, "name the Patient"
            )
        if resource.subject and client is None:
            _park(work, stored, seq, Parked(delivery, normalised.mapping, resource))
        else:
            _resource(work, stored, resource, client, known, normalised.mapping)
    for item in freed:
        client = _client_of(work, item.resource.subject) if item.resource.subject else None
        if client is not None:
            said = references.aliases((item.resource,))
            _resource(work, stored, item.resource, client, said, item.mapping, item.delivery)
            stored.taken_up += ((item.delivery, client),)
    _follow(work, stored, [*normalised.resources, *(item.resource for item in freed)])
    for client in stored.clients:
        _relate(work, client)
        stored.remarks += base.differing(basedata.views(session, house.keyring, client), connector.organisation.id)
    return stored


def _park(work: _Delivery, stored: Stored, seq: int, item: Parked) -> None:
    parked.park(work.session, work.house.keyring, work.connector.id, seq, item, work.house.now())
    stored.parked += 1


def _relate(work: _Delivery, client: str) -> None:
    """Who delivers about a client has to do with that client."""
    organisation = work.connector.organisation
    kind = RELATION.get(organisation.orgtype)
    if kind is not None:
        relations.note(work.session, client, f"org:{organisation.id}", kind, work.house.now(), f"delivery {work.id}")


def _follow(work: _Delivery, stored: Stored, resources: Sequence[Resource]) -> None:
    """What came in may ask for a goal, or be one."""
    if goals.concerns(resource.content for resource in resources):
        for client in stored.clients:
            goals.follow(work.house, work.session, client, work.id)


def _person(work: _Delivery, stored: Stored, person: Person, seq: int) -> list[Parked]:
    """Find or make the client, keep the base data, fill the id map; returns what was waiting for this link."""
    house, session, connector = work.house, work.session, work.connector
    client = _client_of(work, person.subject, make=True)
    if client is None:
        _park(work, stored, seq, Parked(work.id, "person", Resource(content=person.patient, subject=person.subject)))
        return []
    clients.lock(session, client)
    stored.touched[client] = None
    basedata.keep(session, house.keyring, client, connector.organisation.id, person, work.id, house.now())
    freed: list[Parked] = []
    work.locals.clear()
    for local in _local_names(person):
        if clients.map_local(session, house.vault, connector.id, local, client, house.now()):
            freed += parked.take_up(session, house.keyring, connector.id, local)
    return freed


def _resource(
    work: _Delivery,
    stored: Stored,
    resource: Resource,
    client: str | None,
    known: dict[str, str],
    mapping: str,
    delivery: str | None = None,
) -> None:
    """`delivery`: that said it, when that is an earlier one than freed it."""
    if resource.type == "Patient":
        return  # a parked Patient is base data, and that came with the link that freed it
    house, connector = work.house, work.connector
    if client is not None:
        clients.lock(work.session, client)
        stored.touched[client] = None
        if consents_in.is_sharing(resource, mapping):
            stored.notices += consents_in.delivered(house, work.session, connector, client, resource.content)
            return
    local = str(resource.content.get("id") or f"{work.id}.{len(stored.tags)}")
    id_ = references.record_id(house.vault, connector.id, resource.type, local)
    placed = work.ground(client or DIRECTORY).place(resource, connector.origin, id_)
    contact = types.encounter_of(resource.content)
    contact_record = None
    if contact is not None:
        target = known.get(contact, contact).split("/")
        contact_record = references.record_id(house.vault, connector.id, "Encounter", target[-1])
    record.keep(
        work.session,
        house.keyring,
        NewVersion(
            client=client or DIRECTORY,
            source=connector.organisation.id,
            content=references.ours(house.vault, connector.id, resource.content, client, known, id_),
            attributes=attributes(
                placed.tagged, id_, connector.organisation.id, contact_record, work.authors.of(resource.content)
            ),
            tags=placed.tagged.tags,
            delivery=delivery or work.id,
            mapping=mapping,
            stands_at=resource.stands_at,
            sureness=placed.sureness,
        ),
        house.now(),
    )
    stored.tags.append(placed.tagged.tags)


def _client_of(work: _Delivery, subject: SubjectRef, *, make: bool = False) -> str | None:
    """BSN first, then the connector's id map, then the client the operator named for loose files."""
    house, session = work.house, work.session
    if subject.bsn is not None:
        if make or subject.local is None:
            return clients.find_or_make(session, house.vault, subject.bsn, house.now())
        return clients.find(session, house.vault, subject.bsn)
    mapped = _linked(work, subject.local) if subject.local else None
    if mapped is not None or work.subject is None or work.subject.bsn is None:
        return mapped
    return clients.find_or_make(session, house.vault, work.subject.bsn, house.now())


def _linked(work: _Delivery, local: str) -> str | None:
    """Looked up once for all resources of a delivery that name the same person."""
    found = work.locals.get(local) or clients.by_local(work.session, work.house.vault, work.connector.id, local)
    if found is not None:
        work.locals[local] = found
    return found


def _local_names(person: Person) -> tuple[str, ...]:
    """By which names this connector calls the person: its own id, and ids its other messages use."""
    own = [person.subject.local] if person.subject.local else []
    others = (
        f"ons:{identifier['value']}"
        for identifier in person.patient.get("identifier", ())
        if identifier.get("system") == NEDAP_LOCAL and "value" in identifier
    )
    return (*own, *others)
