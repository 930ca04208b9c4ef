"""The keys that may sign for a client: registering them, finding them, ending them, and what is known of each."""

from __future__ import annotations

import json as plain
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from sqlmodel import Session, col, select

from gateway.consent import custody
from gateway.consent.custody import Assurance, KeyFacts, Tier
from gateway.consent.tables import ClientKeyRow
from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import is_p256
from gateway.errors import Conflict, Rejected

Form = Literal["jws", "webauthn"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it stands. `live`: something new can be signed with it. `binding`: the registrar's statement."""

    client: str
    holder: str
    keeper: str
    mandate: str | None
    jwk: Mapping[str, str]
    form: Form
    live: bool
    facts: KeyFacts
    binding: str | None


def enrol(
    session: Session,
    client: str,
    jwk: Mapping[str, str],
    tier: Tier,
    now: datetime,
    sealed_private: bytes | None = None,
    *,
    holder: str | None = None,
    keeper: str | None = None,
    mandate: str | None = None,
    form: Form = "jws",
    assurance: Assurance = "geen",
    binding: str | None = None,
) -> str:
    """Register a public key. Returns its kid (RFC 7638). Raises Rejected for what is no point on P-256.

    `holder`: in whose name it signs (the client when absent); `keeper`: who has it (the holder when absent). The same
    key again changes nothing, unless it was ended, is another's, or was lost anywhere: Conflict(key-taken). A next
    mandate that names the same key of the same delegate takes it over (docs/decisions/0118).
    """
    if not is_p256(jwk):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    kid = thumbprint(jwk)
    holder = holder or client
    row = session.get(ClientKeyRow, (client, kid))
    if _is_lost(session, keeper or holder, kid):
        raise Conflict("key-taken", "This key was said to be in other hands", mend="make a new key")
    if row is not None:
        same = (row.holder, row.keeper) == (holder, keeper or holder)
        if same and mandate is not None and row.mandate is not None and row.compromised is None:
            _take_over(session, row, mandate, form, binding, now)
            return kid
        if row.ended is not None or not same:
            raise Conflict("key-taken", "This key was used here before", mend="make a new key")
        return kid
    members = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
    session.add(
        ClientKeyRow(
            client_id=client,
            kid=kid,
            holder=holder,
            keeper=keeper or holder,
            mandate=mandate,
            jwk=plain.dumps(members),
            form=form,
            tier=tier,
            assurance=assurance,
            first=not of_holder(session, client, holder),
            binding=binding,
            enrolled=now,
            sealed_private=sealed_private,
        )
    )
    session.flush()
    return kid


def _take_over(
    session: Session, row: ClientKeyRow, mandate: str, form: Form, binding: str | None, now: datetime
) -> None:
    """As if the key was new: it waits, whatever it signed under an earlier mandate."""
    row.mandate, row.form, row.binding, row.enrolled, row.ended = mandate, form, binding, now, None
    session.add(row)
    session.flush()


def find(session: Session, client: str, kid: str) -> Key | None:
    row = session.get(ClientKeyRow, (client, kid))
    return None if row is None else _key(row)


def of_holder(session: Session, client: str, holder: str) -> tuple[Key, ...]:
    """Every key that ever signed, or may sign, in this holder's name for this client; oldest first."""
    query = select(ClientKeyRow).where(ClientKeyRow.client_id == client, ClientKeyRow.holder == holder)
    return tuple(_key(row) for row in session.exec(query.order_by(col(ClientKeyRow.enrolled), col(ClientKeyRow.kid))))


def places(session: Session, keeper: str, kid: str) -> tuple[str, ...]:
    """For which clients somebody has this key: it is one key, wherever it signs. In an order to lock them in."""
    query = select(ClientKeyRow.client_id).where(ClientKeyRow.keeper == keeper, ClientKeyRow.kid == kid)
    return tuple(sorted(session.exec(query)))


def end(session: Session, client: str, kid: str, now: datetime, *, compromised: datetime | None = None) -> bool:
    """Nothing new can be signed with this key; what it signed stays what it is.

    `compromised`: since when it was in other hands: what it widened from then on falls, what it restricted stays. An
    earlier moment replaces a later one, never the other way round. False when there is no such key.
    """
    row = session.get(ClientKeyRow, (client, kid))
    if row is None:
        return False
    row.ended = row.ended or now
    if compromised is not None and (row.compromised is None or compromised < utc(row.compromised)):
        row.compromised = compromised
    session.add(row)
    session.flush()
    return True


def assisted(session: Session, client: str, holder: str, mandate: str | None = None) -> bytes | None:
    """The sealed private key kept for a holder (tier C), or for their delegate under a mandate, if there is one that
    lives.
    """
    query = select(ClientKeyRow.sealed_private).where(
        ClientKeyRow.client_id == client,
        ClientKeyRow.holder == holder,
        ClientKeyRow.tier == "C",
        ClientKeyRow.mandate == mandate,
        col(ClientKeyRow.ended).is_(None),
    )
    return session.exec(query.order_by(col(ClientKeyRow.enrolled).desc())).first()


def utc(moment: datetime) -> datetime:
    """A moment as the database gives it back (SQLite drops the zone, all are UTC)."""
    return moment.replace(tzinfo=UTC)


def seconds(moment: datetime) -> int:
    return int(utc(moment).timestamp())


def may_confirm(key: Key, other: Key, now: int) -> bool:
    """Whether `other` ends the wait of what `key` signed (`now`: seconds UTC). Who signs under a mandate ends none but
    of what was signed under the same: what waits is not theirs to open.
    """
    return other.mandate in {None, key.mandate} and custody.may_confirm(key.facts, other.facts, now)


def _is_lost(session: Session, keeper: str, kid: str) -> bool:
    """Whether it was said of this key, where somebody signs with it in their own name, that it is in other hands."""
    query = select(ClientKeyRow.kid).where(
        ClientKeyRow.keeper == keeper,
        ClientKeyRow.holder == keeper,
        ClientKeyRow.kid == kid,
        col(ClientKeyRow.compromised).is_not(None),
    )
    return session.exec(query.limit(1)).first() is not None


def _key(row: ClientKeyRow) -> Key:
    return Key(
        client=row.client_id,
        holder=row.holder,
        keeper=row.keeper,
        mandate=row.mandate,
        jwk=plain.loads(row.jwk),
        form=cast("Form", row.form),
        live=row.ended is None and row.compromised is None,
        facts=KeyFacts(
            kid=row.kid,
            tier=cast("Tier", row.tier),
            assurance=cast("Assurance", row.assurance),
            first=row.first,
            bound=seconds(row.enrolled),
            compromised=None if row.compromised is None else seconds(row.compromised),
        ),
        binding=row.binding,
    )
