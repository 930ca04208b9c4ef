"""FHIR reads and searches of one client's record: the visible set first, then search, sort and paging within it.

What is hidden and what does not exist give the same answer, because neither is in the set that is searched.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from gateway.auth import scopes
from gateway.errors import Gone, Rejected
from gateway.fhir import search, types
from gateway.flows import callers, caseloads, disclose, patients, policies, serving
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_read, record_refusal
from gateway.flows.serving import Found, Made, Page, Row
from gateway.flows.storing import DIRECTORY
from gateway.record import facts, opening
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem


def read(house: House, caller: Caller, type_: str, id_: str, request: str | None = None) -> Found:
    """One resource by id. Raises NotFound alike for hidden and absent."""
    return states(house, caller, type_, id_, request, what="lezen", only_current=True)[0]


def states(
    house: House,
    caller: Caller,
    type_: str,
    id_: str,
    request: str | None = None,
    *,
    what: str = "geschiedenis lezen",
    only_current: bool = False,
) -> tuple[Found, ...]:
    """One resource and what it said before, newest first, as far as the caller may see it (history, vread).

    A Patient is put together at each look and a Provenance never changes: both have their present state alone.
    Raises NotFound alike for hidden and absent.
    """
    scopes.demand(caller.scopes, type_, "r")
    if type_ == "Patient":
        return (patients.one(house, caller, id_, request),)
    with house.database.work() as session:
        found = _states(house, session, caller, type_, id_, f"{type_} {what}", request, only_current=only_current)
        if not found:
            # The client reads of the attempt; the caller learns nothing of whether there is such a client.
            owner = facts.owner(session, id_)
            about = owner if owner != DIRECTORY else None
            record_refusal(house, session, caller, about, f"{type_} {what}", request)
    if not found:
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
    query = search.parse(type_, parameters, house.today())
    scopes.demand(caller.scopes, type_ or "*", "s")
    if query.patient is None:
        raise Rejected(
            "search-patient", "A search is about one client", where="patient", mend="add patient=Patient/{id}"
        )
    with house.database.work() as session:
        admitted = caseloads.admit(house, session, caller, query.patient)
        if admitted is None:
            about = caseloads.meant(house, session, caller, query.patient)
            record_refusal(house, session, caller, about, f"{type_ or 'alles'} zoeken", request)
            return Page((), 0, None, query.canonical)
        seat = callers.seat(house, session, caller, admitted.client)
        disclosed = disclose.cleared(
            house, session, [seat], admitted.client, policy=admitted.policy, shown=_searched(type_, query)
        )
        page, returned = _page(house, session, disclosed, type_, query)
        record_read(house, session, disclosed, returned, what=f"{type_ or 'alles'} zoeken", request=request)
    return page


def _searched(type_: str | None, query: search.Query) -> disclose.Shown | None:
    """What a search reads: its own type alone, or the whole record. When a Provenance was made may hang on any item."""
    if type_ is None or type_ == "Provenance" or not query.alone:
        return None
    return lambda disclosed: (item for item in disclosed.items if item.type == type_)


def _page(
    house: House, session: Session, disclosed: Disclosed, type_: str | None, query: search.Query
) -> tuple[Page, tuple[DisclosedItem, ...]]:
    caller = disclosed.caller
    reach = scopes.reach(caller.scopes)
    rows = _looked_at(house, session, disclosed, type_)
    if type_ is None:
        rows = [row for row in rows if row.type != "Provenance" and (query.types is None or row.type in query.types)]
    elif query.alone:
        rows = [row for row in rows if row.type == type_]
    rows = [row for row in rows if _held(reach, row, "s")]
    ordered = search.ordered(search.found(rows, type_, query, serving.key), query, serving.key)
    told = (callers.viewer(caller), disclosed.client, type_, query.canonical, disclosed.policy_hash, disclosed.beyond)
    state = "|".join((*map(str, told), *sorted(caller.scopes)))
    offset = serving.open_cursor(house.vault, query.cursor, state) if query.cursor else 0
    if offset is None:
        raise Gone("cursor-expired", "This page belongs to an earlier state of what you may see", mend="search again")
    shown = ordered[offset : offset + query.count]
    follows = offset + query.count < len(ordered)
    beside = search.included(rows, shown, query, serving.key)
    person = [serving.patient(disclosed)] if _asks_person(query) and shown and disclosed.patient else []
    page = Page(
        found=tuple(serving.found(session, disclosed, row) for row in shown),
        total=len(ordered),
        next=serving.make_cursor(house.vault, offset + query.count, state) if follows and query.count else None,
        self_query=query.canonical,
        beside=(
            *(found for found in person if reach.whole("Patient", "s")),
            *(serving.found(session, disclosed, row) for row in beside),
        ),
    )
    return page, tuple(row.item for row in (*shown, *beside) if isinstance(row, Row))


def _looked_at(house: House, session: Session, disclosed: Disclosed, type_: str | None) -> list[Row | Made]:
    """The visible set: what is in the record, and where asked for by name what was signed."""
    return [*serving.rows(disclosed), *policies.rows(house, session, disclosed, type_)]


def _held(reach: scopes.Reach, row: Row | Made, permission: str) -> bool:
    """The narrowing place: what a token's scopes leave of the visible set. The rest is as absent as what is hidden."""
    return reach.holds(row.type, permission, lambda: row.content)


def _asks_person(query: search.Query) -> bool:
    return any(i.name in search.PERSON and i.target in {None, "Patient"} for i in query.includes)


def _states(
    house: House,
    session: Session,
    caller: Caller,
    type_: str,
    id_: str,
    what: str,
    request: str | None,
    *,
    only_current: bool,
) -> tuple[Found, ...]:
    owner = _owner(house, session, caller, id_)
    if owner is None:
        return ()
    seat = callers.seat(house, session, caller, owner)
    if type_ in types.OPENED:
        disclosed = disclose.cleared(house, session, [seat], owner, shown=serving.documents)
        return _opened(house, session, disclosed, id_, what, request)
    if not serving.is_of_day(id_):
        # Decided on this record alone: a refusal takes no longer in a long record than in a short one.
        seen = disclose.cleared(house, session, [seat], owner, only=id_, shown=disclose.nothing)
        if not seen.items:
            return ()
    disclosed = disclose.cleared(
        house, session, [seat], owner, shown=lambda whole: (item for item in whole.items if item.record == id_)
    )
    every = _looked_at(house, session, disclosed, type_)
    reach = scopes.reach(caller.scopes)
    row = next((row for row in every if (row.type, row.id) == (type_, id_)), None)
    if row is None or not _held(reach, row, "r"):
        return ()
    items = [row.item] if isinstance(row, Row) else []
    record_read(house, session, disclosed, items, what=what, request=request)
    if only_current or not isinstance(row, Row) or row.type == "Provenance":
        return (serving.found(session, disclosed, row),)
    before = disclose.states(house, session, seat, disclosed, row.item)
    return tuple(serving.of_item(item) for item in before if _held(reach, Row(type_, item), "r"))


def _opened(
    house: House, session: Session, disclosed: Disclosed, id_: str, what: str, request: str | None
) -> tuple[Found, ...]:
    """The bytes of a document, for whoever may see a document that names them: they have no consent of their own."""
    through = serving.naming(disclosed, id_)
    found = opening.opened(session, house.keyring, disclosed.client, id_) if through else None
    if found is None:
        return ()
    record_read(house, session, disclosed, through, what=what, request=request)
    text, _version, recorded = found
    return (Found("Binary", id_, text, recorded),)


def _owner(house: House, session: Session, caller: Caller, id_: str) -> str | None:
    """In whose record to look, out of the caller's own caseload. A contact of a day names the caller's own handle.

    An id of nobody is looked for in the first record at hand: it takes as long as a hidden one.
    """
    if serving.is_of_day(id_):
        return caseloads.resolve(house, session, caller, id_.rpartition(".")[0])
    candidates = (caller.client,) if caller.client else caseloads.caseload(house, session, caller)
    owner = facts.owner(session, id_)
    return owner if owner in candidates else next(iter(candidates), None)
