"""[Vraag de cliënt]: consent for one meeting, "alleen nu, aan deze tafel". It names the meeting and the people who sat
there when it was given, ends when the meeting is closed, and never becomes part of the policy.

Given with a key or passkey on the client's own device, with the key the gateway keeps, or on the chair's screen with
the client's PIN (at_chair.py). A delegate gives it within the mandate, with a key of their own (docs/decisions/0110).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from sqlmodel import Session

from gateway.consent import keys, meetings, objects
from gateway.consent.compact import signing_input
from gateway.errors import NotFound, Refused
from gateway.flows import behalf, binding, cards, deeds, seating, signing
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import TableCard
from gateway.flows.house import House
from gateway.registry import clients
from gateway.registry.tables import MeetingRow
from gateway.stages.decided import Caller


class Wish(TypedDict):
    """Which care domains, and how much of them."""

    what: Sequence[str]
    contact_only: bool


def meetings_about(house: House, caller: Caller, client: Whom = None) -> tuple[TableCard, ...]:
    """The open meetings about a client with who sits there and what was given for it: for the client's own eyes.

    To a delegate those at which the mandate lets something be shown.
    """
    with house.database.work() as session:
        acts = _deciding(house, session, caller, client)
        found = tuple(_card(house, session, acts, row) for row in seating.open_about(session, acts.client))
        deeds.record(
            house, session, "log-read", caller, acts.client, what="overleg", mandate=acts.mandate, outcome="seen"
        )
    return tuple(card for card in found if card.options)


def to_sign(
    house: House,
    caller: Caller,
    kid: str,
    meeting: str,
    *,
    what: Sequence[str],
    contact_only: bool,
    client: Whom = None,
) -> str:
    """The exact bytes for a key on the caller's own device to sign. Raises NotFound(key-unknown), Rejected, Refused."""
    with house.database.work() as session:
        acts = _deciding(house, session, caller, client)
        key = signing.own_key(session, caller, acts, kid)
        seating.assert_settled(key, int(house.now().timestamp()))
        row = seating.of_client(session, acts.client, meeting)
        typ = objects.AT_TABLE_PASSKEY if key.form == "webauthn" else objects.AT_TABLE
        return signing_input(typ, seating.document(house, session, acts, row, what, contact_only=contact_only), kid)


def give(
    house: House,
    caller: Caller,
    meeting: str,
    *,
    what: Sequence[str],
    contact_only: bool,
    client: Whom = None,
) -> None:
    """Give it with the key the gateway keeps (tier C), released by the caller's own login.

    Raises Rejected for what cannot be given; for the rest Refused(mandate-own-key) to a delegate.
    """
    with house.database.work() as session:
        acts = _deciding(house, session, caller, client)
        clients.lock(session, acts.client)
        row = seating.of_client(session, acts.client, meeting)
        said = seating.document(house, session, acts, row, what, contact_only=contact_only)
        if acts.mandate is not None:
            raise seating.own_key_needed()
        key = binding.kept_key(house, session, caller, acts)
        seating.keep(house, session, caller, objects.sign(objects.AT_TABLE, said, key))


def accept(house: House, caller: Caller, token: str, request: str | None = None) -> None:
    """Take in one that the caller signed with a key of their own. Raises Rejected, NotFound, Refused."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    client, kid = objects.peek(token, *objects.AT_TABLE_TYPS)
    with house.database.work() as session:
        clients.lock(session, client)
        key = keys.find(session, client, kid)
        if key is None or key.keeper != caller.client:
            raise Refused("key-not-yours", "This key is not kept by you", mend="sign with a key of your own")
        seating.keep(house, session, caller, token, request)


def take_back(house: House, caller: Caller, meeting: str, request: str | None = None, client: Whom = None) -> None:
    """Stop it before the meeting is over. A restriction needs no key."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        ended = meetings.end(session, acts.client, meeting, house.now(), acts.holder)
        if not ended:
            raise NotFound("not-found", "Nothing here that you may see")
        deeds.record(
            house,
            session,
            "meeting",
            caller,
            acts.client,
            meeting=meeting,
            holder=acts.holder,
            mandate=acts.mandate,
            reason="consent taken back",
            request=request,
        )


def _deciding(house: House, session: Session, caller: Caller, client: Whom) -> Acting:
    """Who acts, and decides at this moment; of a delegate, that who gave the mandate does. Raises NotFound."""
    acts = acting(house, session, caller, client)
    behalf.assert_decides(house, session, Acting(acts.client, acts.holder))
    return acts


def _card(house: House, session: Session, acts: Acting, row: MeetingRow) -> TableCard:
    moment = int(house.now().timestamp())
    given = meetings.of_meeting(session, acts.client, row.id, moment, house.relying).get(acts.holder)
    seated = seating.people(session, row)
    return TableCard(
        meeting=row.id,
        opened=keys.utc(row.opened),
        people=tuple((one.id, f"{one.name}, {one.organisation.name}") for one in seated),
        sentences=tuple(rule.text or "" for rule in given.rules) if given else (),
        until=None if given is None else given.rules[0].exp,
        options=seating.options(acts, seated),
        by="" if given is None else cards.delegate(house, session, acts.client, given.kid),
    )
