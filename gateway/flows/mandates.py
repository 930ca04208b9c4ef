"""Machtiging: a client lets somebody they trust sign in their name, for a part and until a day. The delegate has a
key of their own (tier B) and signs "namens"; what they widen never goes beyond the mandate, in content or in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from gateway.consent import keys, objects
from gateway.consent import mandates as standing
from gateway.consent.compact import Jwk
from gateway.consent.keys import Key
from gateway.consent.objects import Mandate
from gateway.consent.tables import MandateRow
from gateway.crypto.jwk import thumbprint
from gateway.errors import Conflict, NotFound, Refused, Rejected
from gateway.flows import deeds, letters, sentences
from gateway.flows.acting import Acting, acting
from gateway.flows.house import House
from gateway.registry import clients
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Given:
    """One mandate in words. `until` UTC, exclusive; `live`: it runs now. `counts`: from when what is signed under it
    may widen (UTC), None: never. `replaced`: a later one took over its key.
    """

    id: str
    client: str
    delegate: str
    text: str
    sentences: tuple[str, ...]
    until: datetime
    live: bool
    counts: datetime | None = None
    replaced: bool = False


def give(house: House, caller: Caller, token: str, request: str | None = None) -> str:
    """Keep a mandate that the caller signed, and bind the delegate's key under it. Returns its id.

    Raises Rejected, Refused(mandate-onward) when a delegate gives one on, Conflict(mandate-known, key-taken).
    """
    client, kid = objects.peek(token, *objects.MANDATE_TYPS)
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, client)
        key = keys.find(session, client, kid)
        if key is not None and (key.mandate is not None or key.keeper != caller.client):
            raise Refused("mandate-onward", "A mandate is given by who it is from, not by a delegate")
        mandate = objects.read_mandate(token, {kid: _signing(key, token, objects.MANDATE_TYPS)}.get, house.relying)
        objects.assert_addressed(mandate.envelope, house.settings.base_url, moment)
        _assert_delegate(session, mandate, acts, moment)
        if session.get(MandateRow, (client, mandate.envelope.jti)) is not None:
            raise Conflict("mandate-known", "This mandate was given before")
        session.add(
            MandateRow(
                client_id=client,
                id=mandate.envelope.jti,
                holder=acts.holder,
                delegate=mandate.delegate,
                kid=kid,
                token=token,
                received=house.now(),
            )
        )
        session.flush()
        keys.enrol(
            session,
            client,
            mandate.jwk,
            "B",
            house.now(),
            holder=acts.holder,
            keeper=mandate.delegate,
            mandate=mandate.envelope.jti,
            form=_form(session, mandate.delegate, mandate.jwk),
            assurance="geen",
            binding=token,
        )
        letters.write(house, session, client, "machtiging")
        _record(house, session, caller, client, mandate.envelope.jti, "given", request, key)
    return mandate.envelope.jti


def end(house: House, caller: Caller, mandate: str, client: str | None = None, request: str | None = None) -> None:
    """End a mandate at once, with those it replaced: by who gave it, or by the delegate. What it widened falls.

    A restriction needs no key. Raises NotFound.
    """
    with house.database.work() as session:
        found = _find(session, caller, mandate, client)
        clients.lock(session, found.client_id)
        _end(house, session, found)
        _record(house, session, caller, found.client_id, mandate, "ended", request)


def take_back(house: House, caller: Caller, token: str, request: str | None = None) -> str:
    """The same by who gave it, signed, so that both can show who ended it. Returns its id.

    Raises NotFound, Rejected, Refused(key-not-yours).
    """
    client, kid = objects.peek(token, *objects.WITHDRAWAL_TYPS)
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, client)
        key = keys.find(session, client, kid)
        if key is not None and (key.keeper, key.mandate) != (caller.client, None):
            raise Refused("key-not-yours", "This key is not kept by you", mend="sign with a key of your own")
        said = objects.read_withdrawal(token, {kid: _signing(key, token, objects.WITHDRAWAL_TYPS)}.get, house.relying)
        objects.assert_addressed(said.envelope, house.settings.base_url, int(house.now().timestamp()))
        found = session.get(MandateRow, (client, said.about))
        if found is None or found.holder != acts.holder:
            raise NotFound("mandate-unknown", "No such mandate")
        found.taken_back = found.taken_back or token
        _end(house, session, found)
        _record(house, session, caller, client, said.about, "ended", request, key)
    return said.about


def of_caller(house: House, caller: Caller) -> tuple[Given, ...]:
    """The mandates a caller gave and those given to them."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    with house.database.work() as session:
        query = select(MandateRow).where(
            (col(MandateRow.holder) == caller.client) | (col(MandateRow.delegate) == caller.client)
        )
        return tuple(given(house, session, row) for row in session.exec(query.order_by(col(MandateRow.received))))


def given(house: House, session: Session, row: MandateRow) -> Given:
    """One mandate as it stands, in words."""
    found = standing.standing(session, row)
    read, moment = found.said, int(house.now().timestamp())
    return Given(
        id=row.id,
        client=row.client_id,
        delegate=row.delegate,
        text=read.text,
        sentences=sentences.lines(sentences.names(session), read.scope),
        until=until(found),
        live=not found.ended and read.nbf <= moment < read.exp,
        counts=None if found.settles is None else datetime.fromtimestamp(found.settles, UTC),
        replaced=standing.replaced(session, found),
    )


def until(one: standing.Standing) -> datetime:
    """When it ends by itself, UTC, exclusive."""
    return datetime.fromtimestamp(one.said.exp, UTC)


def _signing(key: Key | None, token: str, typs: tuple[str, ...]) -> Jwk | None:
    """The public key, if it still signs, and in the form that this token has."""
    if key is None or not key.live or (key.form == "webauthn") != objects.is_of_passkey(token, typs):
        return None
    return key.jwk


def _end(house: House, session: Session, row: MandateRow) -> None:
    """With the ones that it replaced: what these gave ran on under it."""
    kid = thumbprint(objects.reread_mandate(row.token).jwk)
    key = keys.find(session, row.client_id, kid)
    named = () if key is None or key.mandate != row.id else standing.naming(session, key)
    for one in {row.id: row, **{other.id: other for other in named}}.values():
        one.ended = one.ended or house.now()
        session.add(one)
    for theirs in keys.of_holder(session, row.client_id, row.holder):
        if theirs.mandate == row.id:
            keys.end(session, row.client_id, theirs.facts.kid, house.now())


def _assert_delegate(session: Session, mandate: Mandate, acts: Acting, moment: int) -> None:
    here = clients.exists(session, mandate.delegate)
    if mandate.exp <= moment or mandate.delegate in {acts.holder, acts.client} or not here:
        raise Rejected("mandate-delegate", "The delegate is somebody else who can log in here", where="delegate, exp")


def _form(session: Session, delegate: str, jwk: Mapping[str, str]) -> keys.Form:
    """How this key signs: as the delegate's own binding of it says, else as a JWS."""
    theirs = keys.find(session, delegate, thumbprint(jwk))
    return "jws" if theirs is None else theirs.form


def _find(session: Session, caller: Caller, mandate: str, client: str | None) -> MandateRow:
    row = session.get(MandateRow, (client or str(caller.client), mandate))
    if row is None or caller.client is None or caller.client not in {row.holder, row.delegate}:
        raise NotFound("mandate-unknown", "No such mandate")
    return row


def _record(
    house: House,
    session: Session,
    caller: Caller,
    client: str,
    mandate: str,
    reason: str,
    request: str | None,
    key: Key | None = None,
) -> None:
    """`key`: with which it was signed."""
    by = {} if key is None else {"kid": key.facts.kid, "tier": key.facts.tier}
    deeds.record(
        house, session, "mandate", caller, client, mandate=mandate, outcome="done", reason=reason, request=request, **by
    )
