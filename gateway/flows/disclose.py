"""The only way clinical data leaves: caller + client → decide → gate → audit → Disclosed.

Policy version and data are read in one snapshot (the client's row is held), nothing is cached, and the audit entry is
committed before the caller gets anything. A client who is absent and one who is hidden look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from sqlmodel import Session

from gateway.consent import emergency, gate
from gateway.consent.gate import Seat
from gateway.consent.voices import Combined
from gateway.errors import NotFound
from gateway.flows import consented, person, withheld
from gateway.flows.callers import is_self, seat, viewer
from gateway.flows.caseloads import OWN, admit, meant
from gateway.flows.house import House
from gateway.flows.looks import record_read, record_refusal
from gateway.record import opening
from gateway.registry import clients, emergencies, parties
from gateway.stages.decided import Caller, Decision
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.stages.stored import StoredVersion
from gateway.stages.vocabulary import Action, Purpose

# Which of the items are opened, once it is decided which are seen.
Shown = Callable[[Disclosed], Iterable[DisclosedItem]]
ON_PAPER = ("no-export",)  # duties that keep an item off paper and out of files


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
