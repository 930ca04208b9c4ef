"""The right of access (AVG 15, Wgbo 7:456): the client takes the whole record along, with who looked and what was said.

On the log before a byte leaves. An offer holds for one state of things: once somebody else may read, or another policy
was signed, there is no file (410) and the page is asked for again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from gateway.consent import moments
from gateway.consent import storage as consents
from gateway.errors import Gone, NotFound
from gateway.flows import (
    behalf,
    callers,
    consented,
    disclose,
    logbook,
    looks,
    person,
    reread,
    sentences,
    serving,
    withheld,
    withholding,
)
from gateway.flows.answers import Look
from gateway.flows.behalf import Reader
from gateway.flows.caseloads import OWN
from gateway.flows.house import House
from gateway.flows.withholding import Told
from gateway.mappings import dossier
from gateway.mappings.dossier import Part, Section
from gateway.record import opening
from gateway.registry import basedata
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

# Also where nothing is withheld: it tells nothing by itself.
MISSED: Final = "Een hulpverlener mag soms iets niet laten zien. Dan hoort u daar een reden bij te krijgen."


@dataclass(frozen=True, slots=True)
class Offer:
    """Whose record can be taken along, and the state of things this holds for."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What one person signed last for this client. `own`: the client, else who decides for them."""

    own: bool
    version: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything the client may know, at one moment. `documents`: the bytes of documents, as Binary."""

    name: str
    made: datetime
    disclosed: Disclosed
    looks: tuple[Look, ...]
    events: tuple[FhirJson, ...]
    signed: tuple[Signed, ...]
    documents: tuple[Part, ...]
    base: str
    withheld: tuple[Told, ...] = ()

    def fhir(self) -> Iterator[str]:
        """As a document Bundle, in pieces of text."""
        disclosed, id_ = self.disclosed, str(uuid.uuid4())
        said = [sentence for one in self.signed for sentence in one.sentences]
        sections = (
            Section(
                "Wat er in het dossier staat", parts=tuple(Part(i.type, i.record, i.text) for i in disclosed.items)
            ),
            Section("Wie heeft gekeken", parts=tuple(_event(event) for event in self.events)),
            Section("Wat u hebt getekend", tuple(said) or ("U deelt nu niets.",)),
            Section("Wat hier niet in staat", (MISSED, *(_sentence(one) for one in self.withheld))),
        )
        content = {"resourceType": "Patient", **(disclosed.patient or {}), "id": disclosed.handle}
        patient = Part("Patient", disclosed.handle, json.dumps(content))
        return dossier.bundle(self.base, id_, self.made, patient, sections, self.documents)


def offer(house: House, caller: Caller, handle: str = OWN) -> Offer:
    """What can be taken along now. Nothing of the record is opened. Raises NotFound."""
    with house.database.work() as session:
        reading = behalf.reader(house, session, caller, handle)
        return Offer(_name(house, session, reading), _state(house, session, reading))


def take(
    house: House, caller: Caller, handle: str = OWN, state: str | None = None, request: str | None = None
) -> Whole:
    """The whole record, for the client or who decides for them. `state`: what was offered; Raises Gone when it is over.

    Raises NotFound for who does not decide for this client now.
    """
    with house.database.work() as session:
        try:
            reading = behalf.reader(house, session, caller, handle)
        except NotFound:
            raise (_over() if state else disclose.absent()) from None
        disclosed = behalf.cleared(house, session, reading)
        if state is not None and state != _state(house, session, reading):
            raise _over()
        looks.record_read(house, session, disclosed, disclosed.items, what="heel dossier bewaren", request=request)
        return Whole(
            name=_name(house, session, reading),
            made=house.now(),
            disclosed=disclosed,
            # Who decides on a part reads no log and no wishes: they tell of the other parts.
            looks=reread.told(house, session, reading.caller) if reading.all_of_it else (),
            events=logbook.whole(house, session, reading.caller) if reading.all_of_it else (),
            signed=_signed(session, reading.client) if reading.all_of_it else (),
            documents=_documents(house, session, disclosed),
            base=f"{house.settings.base_url}/fhir",
            withheld=withholding.telling(house, session, reading.caller),
        )


def _state(house: House, session: Session, reading: Reader) -> str:
    """Whose eyes, whose record, on what ground and under which policy, as a keyed hash: nothing can be read off."""
    policy = consented.held(house, session, reading.client).hash
    beyond = withheld.binding(house, session, reading.client, reading.caller).state
    return house.vault.index(
        "inzage", "|".join((callers.viewer(reading.caller), reading.client, *reading.ground, policy, beyond))
    )


def _over() -> Gone:
    return Gone("download-expired", "What you may take along has changed since", mend="open the page again")


def _name(house: House, session: Session, reading: Reader) -> str:
    if callers.is_self(reading.caller) and basedata.leading(session, house.keyring, reading.client)[0] is None:
        return reading.caller.name
    return person.named(house, session, reading.client, reading.caller, everything=reading.all_of_it)


def _signed(session: Session, client: str) -> tuple[Signed, ...]:
    found, known = [], sentences.names(session)
    for holder in consents.signers(session, client):
        policy = consents.current(session, client, holder)
        if policy is not None:
            said = sentences.lines(known, policy.policy.rules)
            found.append(Signed(holder == client, policy.version, said))
    return tuple(found)


def _documents(house: House, session: Session, disclosed: Disclosed) -> tuple[Part, ...]:
    """The bytes of every document that is shown."""
    parts = []
    named = {address for item in disclosed.items for address in serving.attached(item)}
    for id_ in sorted(address.removeprefix("Binary/") for address in named if address.startswith("Binary/")):
        found = opening.opened(session, house.keyring, disclosed.client, id_)
        if found is not None:
            parts.append(Part("Binary", id_, found[0]))
    return tuple(parts)


def _sentence(one: Told) -> str:
    day = moments.day(one.review)
    return f"{one.source} laat u iets niet zien. {one.ground.sentence} Dit geldt tot {day}. Vragen? {one.contact}"


def _event(event: FhirJson) -> Part:
    return Part("AuditEvent", str(event["id"]), json.dumps(event))
