"""Patients over FHIR: one by handle or BSN, or the caseload page by page. Each that is shown is a look on the log."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.auth import scopes
from gateway.errors import Gone, NotFound, Rejected
from gateway.flows import callers, caseloads, disclose, serving
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.serving import Found, Page
from gateway.stages.decided import Caller

BSN_SYSTEMS = frozenset({"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"})


def one(house: House, caller: Caller, handle: str, request: str | None = None) -> Found:
    """The Patient behind a handle. Raises NotFound alike for hidden and absent."""
    disclosed = disclose.disclose(house, caller, handle, what="Patient lezen", request=request, shown=disclose.nothing)
    if disclosed.patient is None:
        raise absent()
    return serving.patient(disclosed)


def by_handle(house: House, caller: Caller, handle: str, request: str | None = None) -> tuple[Found, ...]:
    """As `one`, for a search: nothing instead of an error."""
    scopes.demand(caller.scopes, "Patient", "s")
    return tuple(_shown(house, caller, (handle,), request))


def by_bsn(house: House, caller: Caller, identifier: str, request: str | None = None) -> tuple[Found, ...]:
    """The Patient with this BSN (`system|value`), when the caller has the client in its caseload; else nothing."""
    system, _, value = identifier.rpartition("|")
    scopes.demand(caller.scopes, "Patient", "s")
    if system not in BSN_SYSTEMS:
        raise Rejected("search-identifier", "Patients are found by BSN only", where="identifier")
    handle = caseloads.find_client(house, caller, value, request)
    return () if handle is None else (one(house, caller, handle, request),)


def caseload(
    house: House, caller: Caller, count: int, cursor: str | None, canonical: str, request: str | None = None
) -> Page:
    """Who is in the caseload, by name; of those on the page alone the person is read.

    `canonical`: what was asked, without the cursor. Raises Gone when the caseload is another than the cursor is of.
    """
    scopes.demand(caller.scopes, "Patient", "s")
    handles = [card.handle for card in caseloads.my_clients(house, caller, known=True)]
    state = "|".join((callers.viewer(caller), "Patient", canonical, *sorted(caller.scopes), *handles))
    offset = serving.open_cursor(house.vault, cursor, state) if cursor else 0
    if offset is None:
        raise Gone("cursor-expired", "This page belongs to an earlier state of your caseload", mend="search again")
    after = offset + count
    return Page(
        found=tuple(_shown(house, caller, handles[offset:after], request)),
        total=len(handles),
        next=serving.make_cursor(house.vault, after, state) if count and after < len(handles) else None,
        self_query=canonical,
    )


def _shown(house: House, caller: Caller, handles: tuple[str, ...] | list[str], request: str | None) -> Iterator[Found]:
    for handle in handles:
        try:
            yield one(house, caller, handle, request)
        except NotFound:  # meanwhile no more in the caseload, or never
            continue
