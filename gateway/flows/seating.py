"""Consent for one meeting as a document: who sits there, what can be shown to them, and keeping what was signed.

A delegate's lies within the mandate and is signed with a key of their own that is not new (docs/decisions/0110).
"""

from __future__ import annotations

import json as plain
from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from gateway.consent import custody, keys, mandates, meetings, objects
from gateway.consent.at_table import LONGEST
from gateway.consent.keys import Key
from gateway.crypto.primitives import random_token
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import behalf, deeds, letters, sentences, wishes
from gateway.flows.acting import Acting, Under, acting
from gateway.flows.house import House
from gateway.flows.wishes import DOMAINS
from gateway.registry import parties
from gateway.registry.tables import MeetingRow
from gateway.stages.decided import Caller

CLIENT: Final = "client"


def open_about(session: Session, client: str) -> Sequence[MeetingRow]:
    query = select(MeetingRow).where(
        MeetingRow.client_id == client, col(MeetingRow.closed).is_(None), col(MeetingRow.confirmed).is_not(None)
    )
    return session.exec(query.order_by(col(MeetingRow.opened).desc(), MeetingRow.id)).all()


def of_client(session: Session, client: str, meeting: str) -> MeetingRow:
    """An open meeting about this client whose people were confirmed. Raises NotFound."""
    row = next((one for one in open_about(session, client) if one.id == meeting), None)
    if row is None:
        raise NotFound("not-found", "Nothing here that you may see")
    return row


def people(session: Session, row: MeetingRow) -> list[parties.Professional]:
    """The professionals who sit at the table as it was confirmed."""
    found = (parties.professional(session, id_) for id_ in plain.loads(row.present) if id_ != CLIENT)
    return [one for one in found if one is not None]


def options(acts: Acting, seated: Sequence[parties.Professional]) -> tuple[str, ...]:
    """The care domains that can be shown: under a mandate those it covers for everybody at the table."""
    if acts.mandate is None:
        return tuple(DOMAINS)
    covered = [wishes.coverable(f"person:{one.id}", acts.scope, why=("MDO",)) for one in seated]
    return tuple(domain for domain in DOMAINS if covered and all(domain in one for one in covered))


def document(
    house: House, session: Session, acts: Acting, row: MeetingRow, what: Sequence[str], *, contact_only: bool
) -> dict[str, Any]:
    """A permit for each who sits at the table as it was confirmed; under a mandate no longer than that runs.

    Raises Rejected: share-what, mandate-beyond.
    """
    if not what or not set(what) <= set(DOMAINS):
        raise Rejected("share-what", "Choose at least one of the parts that can be shared", where="wat")
    moment = int(house.now().timestamp())
    if not set(what) <= set(options(acts, people(session, row))):
        raise Rejected("mandate-beyond", "The mandate does not cover this", where="wat", mend="choose within it")
    ends = moment - moment % 60 + LONGEST  # on a whole minute: it is read aloud
    ends = ends if acts.ends is None else min(ends, acts.ends)
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
        for n, one in enumerate(people(session, row))
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


def keep(house: House, session: Session, caller: Caller, token: str, request: str | None = None) -> None:
    """Verify and keep, in the caller's transaction, with its entry on the log."""
    client, kid = objects.peek(token, *objects.AT_TABLE_TYPS)
    key = keys.find(session, client, kid)
    fits = key is not None and key.live and (key.form == "webauthn") == objects.is_of_passkey(token)
    live = key if fits else None
    given = objects.read_at_table(token, lambda _kid: None if live is None else live.jwk, house.relying)
    assert live is not None
    objects.assert_addressed(given.envelope, house.settings.base_url, int(house.now().timestamp()), within=LONGEST)
    behalf.assert_decides(house, session, Acting(client, live.holder))
    if live.mandate is not None:
        _assert_covered(house, session, caller, live, given)
    row = of_client(session, client, given.meeting)
    present = {one.id for one in people(session, row)}
    if not {rule.who.id for rule in given.rules} <= present:
        raise Rejected("table-people", "Somebody is named who does not sit at this table", where="rules")
    if meetings.known(session, client, given.envelope.hash):
        raise Rejected("table-again", "This was given before", where="jti", mend="sign it again")
    sentences.assert_said(sentences.names(session), (), given.rules)
    meetings.keep(session, given, token, live.holder, house.now())
    deeds.record(
        house,
        session,
        "meeting",
        caller,
        client,
        meeting=row.id,
        policy=given.envelope.hash,
        kid=kid,
        tier=live.facts.tier,
        holder=live.holder,
        mandate=live.mandate,
        present=sorted(present),
        reason="consent given",
        request=request,
    )


def assert_settled(key: Key, moment: int) -> None:
    """A table cannot wait three days, so a delegate's key that is new, or kept by us, is not for tables. `moment`:
    seconds UTC. Raises Refused(key-new, mandate-own-key).
    """
    if key.mandate is None:
        return
    if key.facts.tier != "B":
        raise own_key_needed()
    if custody.waits(key.facts, moment):
        raise Refused("key-new", "A new key gives nothing at a table", mend="let the client say yes")


def own_key_needed() -> Refused:
    return Refused("mandate-own-key", "At a table a delegate signs with a key of their own")


def _assert_covered(house: House, session: Session, caller: Caller, key: Key, given: objects.AtTable) -> None:
    """By a delegate: under a mandate that runs, within it, with a key of their own that is not new. Raises NotFound,
    Rejected(mandate-beyond), Refused(key-new, mandate-own-key).
    """
    acting(house, session, caller, Under(key.client, str(key.mandate)))
    assert_settled(key, int(house.now().timestamp()))
    found = mandates.find(session, key.client, str(key.mandate))
    if found is None or not found.covers(given.rules):
        raise Rejected("mandate-beyond", "This goes beyond what the mandate lets you sign", where="wat")
    letters.write(house, session, key.client, "namens-aan-tafel")
