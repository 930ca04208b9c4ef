"""The only way clinical data leaves: caller + client → decide → gate → audit → Disclosed.

Policy version and data are read in one snapshot (the client's row is held), nothing is cached, and the audit entry is
committed before the caller gets anything. A client who is absent and one who is hidden look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.consent import emergency, gate, roles
from gateway.consent.combine import Combined
from gateway.consent.gate import Seat
from gateway.errors import NotFound, Rejected
from gateway.flows import consented, person, withheld
from gateway.flows.answers import ClientCard
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.record import opening
from gateway.registry import clients, emergencies, parties, relations
from gateway.registry.names import display_name
from gateway.stages import Action, Caller, Decision, Disclosed, DisclosedItem, OrgType, Purpose, StoredVersion

PURPOSE_OF_ROLE: Mapping[str, Purpose] = {
    "wmo-consulent": "SUPPORT",
    "jeugdprofessional": "SUPPORT",
    "regisseur": "CAREMGT",
    "arrangeur": "CAREMGT",
    "mantelzorger": "CAREMGT",
}
PURPOSE_OF_ORGTYPE: Mapping[OrgType, Purpose] = {
    "gemeente": "SUPPORT",
    "jeugdhulp": "SUPPORT",
    "welzijn": "CAREMGT",
}
# Which of the items are opened, once it is decided which are seen.
Shown = Callable[[Disclosed], Iterable[DisclosedItem]]
OWN = "mijn"
FOR_CLIENT = "vertegenwoordiger"  # who reads or does something in place of the client
ON_PAPER = ("no-export",)  # duties that keep an item off paper and out of files


def my_clients(house: House, caller: Caller) -> tuple[ClientCard, ...]:
    """The caller's caseload by name. Base data only; nothing clinical and no count of anything."""
    with house.database.work() as session:
        cards = []
        for client in caseload(house, session, caller):
            patient = person.known(house, session, client, caller)
            cards.append(
                ClientCard(
                    handle=house.vault.handle(viewer(caller), client),
                    name=display_name(patient),
                    born=str((patient or {}).get("birthDate", "")),
                )
            )
        audit.append(
            house.database, session, "search-client", house.now(), **who(caller), outcome="done", reason="caseload"
        )
    return tuple(sorted(cards, key=lambda card: (card.name, card.handle)))


def find_client(house: House, caller: Caller, bsn: str, request: str | None = None) -> str | None:
    """Handle of the client with this BSN when the caller may see them; one answer for every other case.

    Raises TooMany: a number alone must not be a way to find out who is in care.
    """
    house.count("bsn", caller.person or caller.connector or "")
    with house.database.work() as session:
        client = _by_bsn(house, session, bsn)
        known = not roles.barred(caller) and consented.related(house, session, client or "", caller)
        audit.append(
            house.database,
            session,
            "search-client",
            house.now(),
            client,
            **who(caller),
            outcome="done" if known else "refused",
            reason="bsn",
            request=request,
        )
    return house.vault.handle(viewer(caller), client) if client is not None and known else None


def disclose(
    house: House,
    caller: Caller,
    handle: str,
    *,
    purpose: Purpose | None = None,
    what: str = "tijdlijn",
    request: str | None = None,
    on_paper: bool = False,
    shown: Shown | None = None,
) -> Disclosed:
    """Everything of one client that this caller may see now. Raises NotFound when there is nothing to know.

    `on_paper`: to print or keep, so without what may be seen but not taken along. `shown`: as in `cleared`.
    """
    with house.database.work() as session:
        found = admit(house, session, caller, handle)
        disclosed = (
            None
            if found is None
            else cleared(
                house,
                session,
                [seat(house, session, caller, found.client, purpose)],
                found.client,
                without=ON_PAPER if on_paper else (),
                policy=found.policy,
                shown=shown,
            )
        )
        if disclosed is None:
            record_refusal(house, session, caller, meant(house, session, caller, handle), what, request)
        else:
            record_read(house, session, disclosed, disclosed.items, what=what, request=request)
    if disclosed is None:
        raise absent()
    return disclosed


def own_record(house: House, caller: Caller, what: str = "tijdlijn") -> Disclosed:
    """The client's own record, whole."""
    return disclose(house, caller, OWN, what=what)


def absent() -> NotFound:
    """The one answer for absent and hidden alike."""
    return NotFound("not-found", "Nothing here that you may see")


def resolve(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """The client behind a caller's handle, None when the caller has no relation to any such client."""
    client = _named(house, session, caller, handle)
    if client is None or caller.client is not None:
        return client
    return client if consented.related(house, session, client, caller) else None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A client whose record is looked at next, and who is held from here on. `policy`: what is signed, where it had to
    be read for this; it is the one to decide by, for nobody can change it meanwhile."""

    client: str
    policy: Combined | None = None


def admit(house: House, session: Session, caller: Caller, handle: str) -> Admitted | None:
    """As `resolve`, for who goes on to look at the record: what is signed is read once, in the snapshot of the data."""
    client = _named(house, session, caller, handle)
    if client is None:
        return None
    clients.lock(session, client, write=False)
    if caller.client is not None:
        return Admitted(client)
    related, policy = consented.relation(house, session, client, caller)
    return Admitted(client, policy) if related else None


def _named(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """Whom a handle names among those whom a caller may have to do with."""
    if caller.client is not None:
        return caller.client if handle in {OWN, caller.client} else None
    if roles.barred(caller):
        return None
    mine = relations.caseload(session, caller, house.today())
    return next((client for client in mine if house.vault.handle(viewer(caller), client) == handle), None)


def caseload(house: House, session: Session, caller: Caller) -> tuple[str, ...]:
    """Client ids the caller may know of; none for a role that never sees anything of a person."""
    return () if roles.barred(caller) else consented.caseload(house, session, caller)


def meant(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """Whose handle a refused caller used: for the log alone, so that the client reads of the attempt.

    Every client is tried, whether one fits or not: what is absent takes as long as what is hidden.
    """
    found = [client for client in clients.everyone(session) if house.vault.handle(viewer(caller), client) == handle]
    return found[0] if found else None


def seat(house: House, session: Session, caller: Caller, client: str, purpose: Purpose | None = None) -> Seat:
    """A caller with what counts for a decision: relations to this client, and one purpose."""
    return Seat(
        caller=caller,
        relations=relations.kinds(session, client, caller, house.today()),
        purpose=purpose or purpose_of(caller),
    )


def purpose_of(caller: Caller) -> Purpose:
    """What somebody in this role reads a record for, unless said otherwise."""
    for held in caller.roles:
        if held.role in PURPOSE_OF_ROLE:
            return PURPOSE_OF_ROLE[held.role]
    return PURPOSE_OF_ORGTYPE.get(caller.orgtype, "TREAT") if caller.orgtype else "TREAT"


def cleared(
    house: House,
    session: Session,
    seats: Sequence[Seat],
    client: str,
    action: Action = "see",
    *,
    without: Collection[str] = (),
    only: str | None = None,
    related: bool = True,
    meeting: str | None = None,
    policy: Combined | None = None,
    along: Caller | None = None,
    shown: Shown | None = None,
) -> Disclosed:
    """Decide and gate within the caller's transaction; the audit entry is the caller's next step.

    `only`: one record, to find out whether it is seen at all; `without`: duties that an item may not carry here;
    `related`: whether the caller has the client in the caseload; `meeting`: the table the seats are at; `policy`: what
    is signed, of who was admitted; `along`: the client who looks along; `shown`: of which items the content is fetched,
    when it is not all of it: no other can be opened once the transaction is over. Raises NotFound for a noodinzage that
    is over.
    """
    if policy is None:
        clients.lock(session, client, write=False)
    caller = seats[0].caller
    in_need = [one for one in seats if one.purpose == emergency.PURPOSE]
    if any(not emergencies.held_by(session, client, one.caller.person, house.now()) for one in in_need):
        raise absent()
    handle = OWN if is_self(caller) else house.vault.handle(viewer(caller), client)
    names = parties.names(session)
    kept = opening.current(session, house.keyring, client, names, only, closed=shown is not None)
    disclosed = gate.clear(
        seats=seats,
        client=client,
        handle=handle,
        patient=person.as_seen(
            house,
            session,
            client,
            caller,
            handle,
            names,
            table=len(seats) > 1,
            related=related,
            everything=caller.client is not None and seats[0].scope is None,
        ),
        versions=kept.versions,
        text=kept.text,
        versions_of=partial(_versions, house, session),
        policy=policy or consented.held(house, session, client, meeting),
        action=action,
        now=int(house.now().timestamp()),
        without=without,
        beyond=withheld.binding(house, session, client, along or caller),
    )
    if shown is not None:
        kept.fetch({item.record for item in shown(disclosed) if item.level == "see"})
    return disclosed


def nothing(_disclosed: Disclosed) -> tuple[DisclosedItem, ...]:
    """For who decides without reading what anything says."""
    return ()


def states(
    house: House, session: Session, seat_: Seat, disclosed: Disclosed, item: DisclosedItem
) -> tuple[DisclosedItem, ...]:
    """What a shown item said before, newest first, as far as this caller may see it; in the disclosing transaction."""
    kept = opening.history(session, house.keyring, disclosed.client, {item.source: item.source_name}, item.record)
    return gate.earlier(
        seat=seat_,
        disclosed=disclosed,
        current=item,
        versions=kept.versions,
        policy=consented.held(house, session, disclosed.client),
        now=int(house.now().timestamp()),
        text=kept.text,
        beyond=withheld.binding(house, session, disclosed.client, disclosed.caller),
    )


def _versions(
    house: House, session: Session, version: StoredVersion
) -> tuple[tuple[StoredVersion, ...], Callable[[StoredVersion], str]]:
    """Every version of a record with what opens them, in the disclosing transaction."""
    kept = opening.history(
        session, house.keyring, version.client, {version.source: version.source_name}, version.record
    )
    return kept.versions, kept.text


def reasons(house: House, session: Session, seat_: Seat, client: str) -> dict[str, Decision]:
    """Per record what was decided for somebody and why, also of what stays hidden: for the client's own eyes only."""
    kept = opening.current(session, house.keyring, client, {}, closed=True)
    now = int(house.now().timestamp())
    return gate.weighed(seat_, client, kept.versions, consented.held(house, session, client), now)


def record_read(
    house: House,
    session: Session,
    disclosed: Disclosed,
    returned: Sequence[DisclosedItem],
    *,
    what: str,
    request: str | None = None,
    meeting: str | None = None,
    present: Sequence[str] = (),
) -> None:
    """The audit entry of one look, before the answer leaves."""
    audit.append(
        house.database,
        session,
        "read",
        house.now(),
        disclosed.client,
        **who(disclosed.caller),
        purpose=disclosed.purpose,
        policy=disclosed.policy_hash,
        policy_version=disclosed.policy_version,
        rules=sorted({rule for item in returned for rule in item.decision.rules}),
        records=sorted(item.record for item in returned),
        domains=sorted({item.tags.domain for item in returned}),
        levels=sorted({item.level for item in returned}),
        withheld=disclosed.withheld,
        what=what,
        outcome="seen",
        request=request,
        meeting=meeting,
        present=list(present) or None,
    )


def record_refusal(
    house: House, session: Session, caller: Caller, client: str | None, what: str, request: str | None
) -> None:
    audit.append(
        house.database,
        session,
        "refused",
        house.now(),
        client,
        **who(caller),
        purpose=purpose_of(caller),
        what=what,
        outcome="refused",
        request=request,
    )


def who(caller: Caller) -> dict[str, Any]:
    """The person and organisation of an audit entry."""
    return {
        "person": caller.person,
        "role": caller.roles[0].role if caller.roles else _as_client(caller),
        "org": caller.org,
        "connector": caller.connector,
        "via": caller.via,
    }


def is_self(caller: Caller) -> bool:
    """The client, and not somebody who decides for them (flows/behalf.py)."""
    return caller.client is not None and caller.person in {None, caller.client}


def _as_client(caller: Caller) -> str | None:
    if caller.client is None:
        return None
    return "client" if is_self(caller) else FOR_CLIENT


def viewer(caller: Caller) -> str:
    """Under whose eyes a handle is made: the person, else the organisation's system."""
    return f"person:{caller.person}" if caller.person else f"org:{caller.org}"


def _by_bsn(house: House, session: Session, bsn: str) -> str | None:
    try:
        return clients.find(session, house.vault, Bsn(bsn))
    except Rejected:
        return None
