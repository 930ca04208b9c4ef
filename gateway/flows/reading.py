"""FHIR reads and searches of one client's record: the visible set first, then search, sort and paging within it.

What is hidden and what does not exist give the same answer, because neither is in the set that is searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from gateway.auth import scopes
from gateway.errors import Gone, Refused, Rejected
from gateway.fhir import search, types
from gateway.flows import disclose
from gateway.flows.disclose import absent, record_read, record_refusal
from gateway.flows.house import House
from gateway.flows.storing import DIRECTORY
from gateway.mappings.provenance import provenance
from gateway.record import store as record
from gateway.stages import Caller, Disclosed, DisclosedItem, FhirJson
from gateway.wire import json

BSN_SYSTEMS = frozenset({"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"})


@dataclass(frozen=True, slots=True)
class Found:
    """One resource to serve: its type, id, text exactly as kept, version and time of receipt."""

    type: str
    id: str
    text: str
    version: int
    recorded: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search. `total` counts the visible matches; `next` is an opaque cursor."""

    found: tuple[Found, ...]
    total: int
    next: str | None
    self_query: str


def patient_by_bsn(house: House, caller: Caller, identifier: str, request: str | None = None) -> tuple[Found, ...]:
    """The Patient with this BSN (`system|value`), when the caller has the client in its caseload; else nothing."""
    system, _, value = identifier.rpartition("|")
    _in_scope(caller, "Patient", "s")
    if system not in BSN_SYSTEMS:
        raise Rejected("search-identifier", "Patients are found by BSN only", where="identifier")
    handle = disclose.find_client(house, caller, value, request)
    return () if handle is None else _patient(house, caller, handle, request)


def patients(house: House, caller: Caller, handle: str | None, request: str | None = None) -> tuple[Found, ...]:
    """The Patient behind one handle, or every Patient of the caseload."""
    _in_scope(caller, "Patient", "s")
    if handle is not None:
        try:
            return _patient(house, caller, handle, request)
        except type(absent()):
            return ()
    cards = disclose.my_clients(house, caller)
    return tuple(found for card in cards for found in _patient(house, caller, card.handle, request))


def read(house: House, caller: Caller, type_: str, id_: str, request: str | None = None) -> Found:
    """One resource by id. Raises NotFound alike for hidden and absent."""
    _in_scope(caller, type_, "r")
    if type_ == "Patient":
        return _patient(house, caller, id_, request)[0]
    with house.database.work() as session:
        found = _read(house, session, caller, type_, id_, request)
        if found is None:
            # The client reads of the attempt; the caller learns nothing of whether there is such a client.
            owner = record.owner(session, id_)
            about = owner if owner != DIRECTORY else None
            record_refusal(house, session, caller, about, f"{type_} lezen", request)
    if found is None:
        raise absent()
    return found


def find(
    house: House,
    caller: Caller,
    type_: str | None,
    parameters: Sequence[tuple[str, str]],
    request: str | None = None,
) -> Page:
    """Search one type (None: all types, for $everything) in the record of the client named by `patient`."""
    query = search.parse(type_, parameters)
    _in_scope(caller, type_ or "*", "s")
    if query.patient is None:
        raise Rejected(
            "search-patient", "A search is about one client", where="patient", mend="add patient=Patient/{id}"
        )
    with house.database.work() as session:
        client = disclose.resolve(house, session, caller, query.patient)
        if client is None:
            about = disclose.meant(house, session, caller, query.patient)
            record_refusal(house, session, caller, about, f"{type_ or 'alles'} zoeken", request)
            return Page((), 0, None, query.canonical)
        seat = disclose.seat(session, caller, client)
        disclosed = disclose.cleared(house, session, [seat], client)
        page, returned = _page(session, disclosed, type_, query)
        record_read(house, session, disclosed, returned, what=f"{type_ or 'alles'} zoeken", request=request)
    return page


def _page(
    session: Session, disclosed: Disclosed, type_: str | None, query: search.Query
) -> tuple[Page, tuple[DisclosedItem, ...]]:
    matching = [
        item
        for item in disclosed.items
        if (type_ in {None, "Provenance"} or item.type == type_)
        and search.matches(item.content, item.tags, item.recorded, query)
    ]
    ordered = search.ordered(matching, query, key=lambda item: (item.content, item.tags, item.recorded))
    state = f"{disclosed.policy_version}.{disclosed.policy_hash[:16]}"
    offset = search.open_cursor(query.cursor, state) if query.cursor else 0
    if offset is None:
        raise Gone("cursor-expired", "This page belongs to an earlier state of what you may see", mend="search again")
    shown = tuple(ordered[offset : offset + query.count])
    follows = offset + query.count < len(ordered)
    page = Page(
        found=tuple(_found(session, disclosed, item, type_) for item in shown),
        total=len(ordered),
        next=search.make_cursor(offset + query.count, state) if follows and query.count else None,
        self_query=query.canonical,
    )
    return page, shown


def _found(session: Session, disclosed: Disclosed, item: DisclosedItem, type_: str | None) -> Found:
    if type_ != "Provenance":
        return Found(item.type, item.record, item.text, item.version, item.recorded)
    delivery, mapping = record.origin_of(session, disclosed.client, item.record, item.version)
    tagged_by = sorted({tag.table for tag in item.tags.problems if tag.table})
    resource = provenance(
        [f"{item.type}/{item.record}"], delivery, (item.source, item.source_name), mapping, item.recorded, tagged_by
    )
    return Found("Provenance", item.record, json.dumps({**resource, "id": item.record}), item.version, item.recorded)


def _read(house: House, session: Session, caller: Caller, type_: str, id_: str, request: str | None) -> Found | None:
    """Look for the record among the caller's own caseload, client by client, within what is visible."""
    candidates = [caller.client] if caller.client else disclose.caseload(house, session, caller)
    owner = record.owner(session, id_)
    if owner not in candidates or owner is None:
        return None
    disclosed = disclose.cleared(house, session, [disclose.seat(session, caller, owner)], owner)
    if type_ in types.OPENED:
        return _open(house, session, disclosed, type_, id_, request)
    match = [i for i in disclosed.items if i.record == id_ and type_ in {i.type, "Provenance"}]
    if not match:
        return None
    record_read(house, session, disclosed, match, what=f"{type_} lezen", request=request)
    return _found(session, disclosed, match[0], type_)


def _open(
    house: House, session: Session, disclosed: Disclosed, type_: str, id_: str, request: str | None
) -> Found | None:
    """The bytes of a document, for whoever may see a document that names them: they have no consent of their own."""
    through = [item for item in disclosed.items if item.level == "see" and f"{type_}/{id_}" in _attached(item.content)]
    found = record.opened(session, house.keyring, disclosed.client, id_) if through else None
    if found is None:
        return None
    record_read(house, session, disclosed, through, what=f"{type_} lezen", request=request)
    text, version, recorded = found
    return Found(type_, id_, text, version, recorded)


def _attached(content: FhirJson) -> frozenset[str]:
    """Where the attachments of a DocumentReference say that their bytes are."""
    parts = content.get("content") if content.get("resourceType") == "DocumentReference" else None
    held = [part.get("attachment") for part in (parts if isinstance(parts, list) else ()) if isinstance(part, dict)]
    return frozenset(str(one.get("url")) for one in held if isinstance(one, dict))


def _patient(house: House, caller: Caller, handle: str, request: str | None) -> tuple[Found, ...]:
    disclosed = disclose.disclose(house, caller, handle, what="Patient lezen", request=request)
    if disclosed.patient is None:
        raise absent()
    patient: FhirJson = {**disclosed.patient, "id": disclosed.handle}
    return (Found("Patient", disclosed.handle, json.dumps(patient), 1, None),)


def _in_scope(caller: Caller, type_: str, permission: str) -> None:
    """A scope only narrows: a token that does not cover this read refuses it by name."""
    if not scopes.permits(caller.scopes, type_, permission):
        raise Refused("scope", f"The token lacks a scope such as system/{type_}.{permission}")
