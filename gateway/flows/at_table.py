"""[Vraag de cliënt]: consent for one meeting, "alleen nu, aan deze tafel". It names the meeting and the people who sat
there when it was given, ends when the meeting is closed, and never becomes part of the policy.

Given on the client's own device, with the key the gateway keeps, or on the chair's screen with the client's PIN.
"""

from __future__ import annotations

import json as plain
from collections.abc import Sequence
from typing import Any, Final, TypedDict

from sqlmodel import Session, col, select

from gateway.audit import log as audit
from gateway.consent import keys, meetings, objects
from gateway.consent.at_table import LONGEST
from gateway.consent.compact import signing_input
from gateway.crypto import random_token
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import behalf, binding, disclose, letters, pins, sentences
from gateway.flows.acting import Acting, acting
from gateway.flows.answers import TableCard
from gateway.flows.desk import DESK
from gateway.flows.disclose import who
from gateway.flows.house import House
from gateway.flows.wishes import DOMAINS
from gateway.registry import clients, parties
from gateway.registry.tables import MeetingRow
from gateway.stages import Caller

CLIENT: Final = "client"


class Wish(TypedDict):
    """Which care domains, and how much of them."""

    what: Sequence[str]
    contact_only: bool


def meetings_about(house: House, caller: Caller, client: str | None = None) -> tuple[TableCard, ...]:
    """The open meetings about a client with who sits there and what was given for it: for the client's own eyes."""
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        behalf.assert_decides(house, session, acts)
        cards = []
        for row in _open(session, acts.client):
            given = meetings.of_meeting(session, acts.client, row.id, moment).get(acts.holder)
            people = _people(session, row)
            cards.append(
                TableCard(
                    meeting=row.id,
                    opened=keys.utc(row.opened),
                    people=tuple((one.id, f"{one.name}, {one.organisation.name}") for one in people),
                    sentences=tuple(rule.text or "" for rule in given.rules) if given else (),
                    until=None if given is None else given.rules[0].exp,
                )
            )
        audit.append(
            house.database, session, "log-read", house.now(), acts.client, **who(caller), what="overleg", outcome="seen"
        )
    return tuple(cards)


def to_sign(
    house: House,
    caller: Caller,
    kid: str,
    meeting: str,
    *,
    what: Sequence[str],
    contact_only: bool,
    client: str | None = None,
) -> str:
    """The exact bytes for a key on the client's own device to sign. Raises NotFound(key-unknown), Rejected."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        behalf.assert_decides(house, session, acts)
        key = keys.find(session, acts.client, kid)
        if key is None or not key.live or key.keeper != caller.client or key.form != "jws":
            raise NotFound("key-unknown", "No such key of yours", mend="make a new key on this device")
        row = _meeting(session, acts.client, meeting)
        return signing_input(objects.AT_TABLE, _document(house, session, row, what, contact_only=contact_only), kid)


def give(
    house: House,
    caller: Caller,
    meeting: str,
    *,
    what: Sequence[str],
    contact_only: bool,
    client: str | None = None,
) -> None:
    """Give it with the key the gateway keeps (tier C), released by the client's own login."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        behalf.assert_decides(house, session, acts)
        clients.lock(session, acts.client)
        row = _meeting(session, acts.client, meeting)
        key = binding.kept_key(house, session, caller, acts)
        document = _document(house, session, row, what, contact_only=contact_only)
        _keep(house, session, caller, objects.sign(objects.AT_TABLE, document, key))


def accept(house: House, caller: Caller, token: str, request: str | None = None) -> None:
    """Take in one that the client signed with a key of their own. Raises Rejected, NotFound, Refused."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    client, kid = objects.peek(token, objects.AT_TABLE)
    with house.database.work() as session:
        clients.lock(session, client)
        key = keys.find(session, client, kid)
        if key is None or key.keeper != caller.client:
            raise Refused("key-not-yours", "This key is not kept by you", mend="sign with a key of your own")
        _keep(house, session, caller, token, request)


def confirm_here(
    house: House, chair: Caller, meeting: str, pin: str, *, what: Sequence[str], contact_only: bool
) -> bool:
    """The client says yes on the chair's screen: their PIN releases the key that is kept for them.

    False, alike, for a wrong PIN, one that is blocked and none at all: the chair learns nothing of the client's keys.
    Who gains may not be the only witness, so somebody of another organisation sits at the table: else Refused.
    """
    with house.database.work() as session:
        row = _meeting(session, _chaired(house, session, chair, meeting).client_id, meeting)
        if len({one.organisation.id for one in _people(session, row)}) < 2:
            raise Refused(
                "witness-benefits",
                "Whoever benefits from a grant may not be its only witness",
                mend="let the client do it on a device of their own",
            )
        clients.lock(session, row.client_id)
        try:
            fine = pins.right(house, session, row.client_id, pin)
        except Refused:
            fine = False
        if fine:
            acts = Acting(row.client_id, row.client_id)
            key = binding.kept_key(house, session, chair, acts, DESK)
            document = _document(house, session, row, what, contact_only=contact_only)
            _keep(house, session, chair, objects.sign(objects.AT_TABLE, document, key))
            letters.write(house, session, row.client_id, "aan-tafel")
        else:
            binding.record(house, session, chair, row.client_id, None, "pin-wrong", None)
    return fine


def chaired(house: House, chair: Caller, meeting: str) -> bool:
    """Whether it is confirmed who sits at a meeting that somebody chairs. Raises NotFound when they do not."""
    with house.database.work() as session:
        return _chaired(house, session, chair, meeting).confirmed is not None


def take_back(
    house: House, caller: Caller, meeting: str, request: str | None = None, client: str | None = None
) -> None:
    """Stop it before the meeting is over. A restriction needs no key."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        ended = meetings.end(session, acts.client, meeting, house.now(), acts.holder)
        if not ended:
            raise NotFound("not-found", "Nothing here that you may see")
        audit.append(
            house.database, session, "meeting", house.now(), acts.client, **who(caller), meeting=meeting,
            holder=acts.holder, reason="consent taken back", request=request,
        )  # fmt: skip


def _keep(house: House, session: Session, caller: Caller, token: str, request: str | None = None) -> None:
    """Verify and keep, in the caller's transaction, with its entry on the log."""
    client, kid = objects.peek(token, objects.AT_TABLE)
    key = keys.find(session, client, kid)
    live = key if key is not None and key.live and key.form == "jws" and key.mandate is None else None
    given = objects.read_at_table(token, lambda _kid: None if live is None else live.jwk)
    assert live is not None
    objects.assert_addressed(given.envelope, house.settings.base_url, int(house.now().timestamp()), within=LONGEST)
    behalf.assert_decides(house, session, Acting(client, live.holder))
    row = _meeting(session, client, given.meeting)
    present = {one.id for one in _people(session, row)}
    if not {rule.who.id for rule in given.rules} <= present:
        raise Rejected("table-people", "Somebody is named who does not sit at this table", where="rules")
    if meetings.known(session, client, given.envelope.hash):
        raise Rejected("table-again", "This was given before", where="jti", mend="sign it again")
    sentences.assert_said(sentences.names(session), (), given.rules)
    meetings.keep(session, given, token, live.holder, house.now())
    audit.append(
        house.database,
        session,
        "meeting",
        house.now(),
        client,
        **who(caller),
        meeting=row.id,
        policy=given.envelope.hash,
        kid=kid,
        tier=live.facts.tier,
        holder=live.holder,
        present=sorted(present),
        reason="consent given",
        request=request,
    )


def _document(
    house: House, session: Session, row: MeetingRow, what: Sequence[str], *, contact_only: bool
) -> dict[str, Any]:
    """A permit for each who sits at the table as it was confirmed. Raises Rejected(share-what)."""
    if not what or not set(what) <= set(DOMAINS):
        raise Rejected("share-what", "Choose at least one of the parts that can be shared", where="wat")
    moment = int(house.now().timestamp())
    ends = moment - moment % 60 + LONGEST  # on a whole minute: it is read aloud
    rules = [
        {
            "id": str(n),
            "effect": "permit",
            "who": {"kind": "person", "id": one.id},
            "what": {"domain": sorted(set(what))},
            "why": ["MDO"],
            "how": ["contact-only"] if contact_only else ["see"],
            "exp": ends,
        }
        for n, one in enumerate(_people(session, row))
    ]
    return {
        "fmt": "nl-overlegtoestemming/1",
        "cid": row.client_id,
        "aud": house.settings.base_url,
        "iat": moment,
        "jti": random_token(12),
        "meeting": row.id,
        "exp": ends,
        "rules": sentences.worded(session, rules),
    }


def _open(session: Session, client: str) -> Sequence[MeetingRow]:
    query = select(MeetingRow).where(
        MeetingRow.client_id == client, col(MeetingRow.closed).is_(None), col(MeetingRow.confirmed).is_not(None)
    )
    return session.exec(query.order_by(col(MeetingRow.opened).desc(), MeetingRow.id)).all()


def _meeting(session: Session, client: str, meeting: str) -> MeetingRow:
    """An open meeting about this client whose people were confirmed. Raises NotFound."""
    row = next((one for one in _open(session, client) if one.id == meeting), None)
    if row is None:
        raise NotFound("not-found", "Nothing here that you may see")
    return row


def _chaired(house: House, session: Session, chair: Caller, meeting: str) -> MeetingRow:
    row = session.exec(select(MeetingRow).where(MeetingRow.id == meeting)).first()
    mine = row is not None and chair.person is not None and chair.client is None and row.chair == chair.person
    cared_for = disclose.caseload(house, session, chair)
    if row is None or not mine or row.closed is not None or row.client_id not in cared_for:
        raise NotFound("not-found", "Nothing here that you may see")
    return row


def _people(session: Session, row: MeetingRow) -> list[parties.Professional]:
    found = (parties.professional(session, id_) for id_ in plain.loads(row.present) if id_ != CLIENT)
    return [one for one in found if one is not None]
