"""Reading the log as FHIR AuditEvents: the client reads their own, a privacy officer what the own organisation did.

Reading the log is on the log. An officer sees who did what to which record id, never what a record says, and nothing
of other organisations: that somebody else cares for this client is theirs to tell (docs/decisions/0047).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.audit.auditevent import OURS, Actor, Scene, is_refusal, project
from gateway.audit.log import Entry
from gateway.audit.specification import AGB, URA
from gateway.auth import scopes
from gateway.consent import roles
from gateway.errors import Gone, Refused, Rejected
from gateway.fhir.search import make_cursor, open_cursor
from gateway.fhir.search.logbook import matches, parse
from gateway.flows import deeds, withheld
from gateway.flows.callers import is_self, viewer
from gateway.flows.caseloads import OWN
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.patients import BSN_SYSTEMS
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.stages.decided import Caller
from gateway.stages.vocabulary import FhirJson

CURSOR = "logboek"


@dataclass(frozen=True, slots=True)
class Events:
    """One page of the log, newest first. `total` counts all that match; `next` is an opaque cursor."""

    found: tuple[FhirJson, ...]
    total: int
    next: str | None
    self_query: str


def find(
    house: House,
    caller: Caller,
    parameters: Sequence[tuple[str, str]],
    bsn: str | None = None,
    request: str | None = None,
) -> Events:
    """Search the log. `bsn` (`system|value`, from a body) is for an officer who has no handle yet.

    Raises Refused for everybody who may not read it.
    """
    _in_scope(caller, "s")
    reader = _reader(caller)
    with house.database.work() as session:
        if bsn is not None:
            # From here on the client goes by the reader's handle: no link to a next page holds a BSN.
            parameters = [*parameters, ("patient", _handle_of(house, session, caller, bsn))]
        query = parse(parameters, house.today())
        entries = _readable(house, session, caller, query.patient)
        seen = _projecting(house, session, caller)
        projected = [(entry.seq, entry.recorded, seen(entry)) for entry in entries]
        matching = [(seq, event) for seq, recorded, event in projected if matches(event, recorded, query)]
        about = entries[0].client if entries and query.patient else caller.client
        _note(house, session, caller, about, request, allowed=reader is not None)
    if reader is None:
        raise Refused("log-not-yours", "The log is read by the client and by a privacy officer")
    before = open_cursor(query.cursor, CURSOR) if query.cursor else sys.maxsize
    if before is None:
        raise Gone("cursor-expired", "This page is none of ours", mend="search again")
    rest = [(seq, event) for seq, event in matching if seq < before]
    shown = rest[: query.count]
    return Events(
        found=tuple(event for _seq, event in shown),
        total=len(matching),
        next=make_cursor(shown[-1][0], CURSOR) if len(rest) > len(shown) > 0 else None,
        self_query=query.canonical,
    )


def read(house: House, caller: Caller, id_: str, request: str | None = None) -> FhirJson:
    """One event. Raises NotFound alike for another's and for none."""
    _in_scope(caller, "r")
    with house.database.work() as session:
        entry = next((e for e in _readable(house, session, caller, None) if e.fields["id"] == id_), None)
        event = None if entry is None else _projecting(house, session, caller)(entry)
        _note(house, session, caller, entry.client if entry else caller.client, request, allowed=entry is not None)
    if event is None:
        raise absent()
    return event


def whole(house: House, session: Session, caller: Caller) -> tuple[FhirJson, ...]:
    """Every event of the client whose record the caller takes along; whose transaction it is records the reading."""
    seen = _projecting(house, session, caller)
    return tuple(seen(entry) for entry in _of_client(house, session, caller))


def _reader(caller: Caller) -> str | None:
    """As what somebody may read the log: `client`, `officer`, or not at all."""
    if caller.client is not None:
        return "client"
    held = any(roles.reads_log(role.role) and role.org == caller.org for role in caller.roles)
    return "officer" if held else None


def _readable(house: House, session: Session, caller: Caller, patient: str | None) -> list[Entry]:
    """The entries this reader may know of, about the client they name (or all), newest first."""
    match _reader(caller):
        case "client" if patient in {None, OWN, caller.client}:
            return _of_client(house, session, caller)
        case "officer":
            found = [_unnamed(entry) for entry in audit.of_organisation(session, str(caller.org))]
            if patient is None:
                return found
            handles = {c: house.vault.handle(viewer(caller), c) for c in {e.client for e in found} if c is not None}
            return [entry for entry in found if entry.client and handles[entry.client] == patient]
        case _:
            return []


def _of_client(house: House, session: Session, caller: Caller) -> list[Entry]:
    """Of the client the caller reads as, without what this reader is not told of."""
    told = withheld.log_of(house, session, caller)
    return [entry for entry in audit.of_client(session, str(caller.client)) if told.tells(entry)]


def _unnamed(entry: Entry) -> Entry:
    """What was refused names no client to an officer: whose the id or the number is, is what was refused to tell."""
    return replace(entry, client=None) if is_refusal(entry) else entry


def _handle_of(house: House, session: Session, caller: Caller, identifier: str) -> str:
    """The reader's handle for a BSN (`system|value`); one that names nobody when the reader's log says nothing of them.

    That one is made of the number, so that a client who is known elsewhere and one who is not look the same.
    """
    system, _, value = identifier.rpartition("|")
    if system not in BSN_SYSTEMS:
        raise Rejected("search-identifier", "Patients are found by BSN only", where="patient.identifier")
    try:
        client = clients.find(session, house.vault, Bsn(value))
    except Rejected:
        client = None
    told = client is not None and client in {entry.client for entry in _readable(house, session, caller, None)}
    return house.vault.handle(viewer(caller), str(client) if told else house.vault.index("nobody", value))


def _projecting(house: House, session: Session, caller: Caller) -> Callable[[Entry], FhirJson]:
    """How an entry looks to this reader: names as registered now, the client by the reader's own handle."""
    people = {p.id: Actor(p.name, (f"{OURS}/NamingSystem/persoon", p.id)) for p in parties.professionals(session)}
    organisations = {o.id: Actor(o.name, _identifier(o)) for o in parties.organisations(session)}
    systems = {c.id: Actor(c.name, (f"{OURS}/NamingSystem/systeem", c.id)) for c in parties.connectors(session)}
    shown = withheld.log_of(house, session, caller).shown

    def seen(entry: Entry) -> FhirJson:
        handle = OWN if is_self(caller) else house.vault.handle(viewer(caller), entry.client or "")
        scene = Scene(
            people=people,
            organisations=organisations,
            systems=systems,
            handle=None if entry.client is None else handle,
            withheld=caller.client is not None,
            origin=house.settings.log_origin,
            address=house.settings.base_url,
            shown=shown,
        )
        return project(entry, scene)

    return seen


def _identifier(organisation: parties.Organisation) -> tuple[str, str]:
    if organisation.ura:
        return URA, organisation.ura
    return (AGB, organisation.agb) if organisation.agb else (f"{OURS}/NamingSystem/organisatie", organisation.id)


def _note(
    house: House, session: Session, caller: Caller, client: str | None, request: str | None, *, allowed: bool
) -> None:
    deeds.record(
        house,
        session,
        "log-read",
        caller,
        client,
        what="AuditEvent",
        outcome="seen" if allowed else "refused",
        request=request,
    )


def _in_scope(caller: Caller, permission: str) -> None:
    if not scopes.permits(caller.scopes, "AuditEvent", permission):
        raise Refused("scope", f"The token lacks a scope such as system/AuditEvent.{permission}")
