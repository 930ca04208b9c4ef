"""Keeping policies: a version chain per client and holder, by compare-and-set; and what a version may do when it is
added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from gateway.consent import keys, mandates, signature
from gateway.consent.keys import Key
from gateway.consent.model import Policy
from gateway.consent.signed import SignedPolicy
from gateway.consent.tables import PolicyRow
from gateway.consent.webauthn import Relying
from gateway.errors import Conflict, Rejected

SKEW = 300


def current(session: Session, client: str, holder: str | None = None) -> SignedPolicy | None:
    """The newest version of a holder (the client when absent), a fork's oldest branch; verified when it was
    appended.
    """
    rows = heads(session, client, holder or client)
    return signature.reread(rows[0].token, rows[0].kid) if rows else None


def heads(session: Session, client: str, holder: str, below: int | None = None) -> Sequence[PolicyRow]:
    """The rows of the newest version of one holder (of those `below` a version); more than one is a fork."""
    mine = (PolicyRow.client_id == client, PolicyRow.holder == holder)
    newest = select(func.max(PolicyRow.ver)).where(*mine)
    if below is not None:
        newest = newest.where(PolicyRow.ver < below)
    query = select(PolicyRow).where(*mine, PolicyRow.ver == newest.scalar_subquery())
    return session.exec(query.order_by(col(PolicyRow.branch))).all()


def signers(session: Session, client: str) -> tuple[str, ...]:
    """Everybody who ever signed something for this client."""
    return tuple(session.exec(select(PolicyRow.holder).where(PolicyRow.client_id == client).distinct()).all())


def of_version(session: Session, client: str, version: int, holder: str | None = None) -> SignedPolicy | None:
    """One version of a holder's chain (the client's when absent; of a fork its oldest branch), as it was accepted."""
    row = session.get(PolicyRow, (client, holder or client, version, 0))
    return None if row is None else signature.reread(row.token, row.kid)


def next_prev(rows: Sequence[PolicyRow]) -> str | None:
    """What the next version must name as `prev`: the hash of the newest; of a fork, the hash over all its hashes.

    Whoever solves a fork so shows to have seen every branch of it.
    """
    if len(rows) < 2:
        return rows[0].hash if rows else None
    return hashlib.sha256("".join(sorted(row.hash for row in rows)).encode()).hexdigest()


def append(
    session: Session,
    client: str,
    token: str,
    now: datetime,
    audience: str,
    *,
    relying: Relying | None = None,
    beside: bool = False,
) -> SignedPolicy:
    """Verify and append the next version of the chain its key signs for.

    Raises Rejected, or Conflict(policy-version) when it is not the next. `beside`: a document made offline that names
    the same `prev` as the newest is kept as a fork instead of being refused: what it forbids must not get lost.
    After a Conflict from a race the transaction is spent: the caller rolls back, as it does for every error.
    """
    signed = signature.verify(token, lambda kid: _live(session, client, kid), relying)
    if signed.policy.cid != client or signed.policy.aud != audience:
        raise Rejected("policy-address", "The policy is of another client or for another gateway", where="cid, aud")
    key = keys.find(session, client, signed.kid)
    assert key is not None
    if (key.form == "webauthn") != (signature.peek(token)[2] == signature.PASSKEY):
        raise Rejected("policy-signature", "This key signs in another form", mend="sign the document again")
    _assert_timely(signed.policy, int(now.timestamp()))
    rows = heads(session, client, key.holder)
    version = rows[0].ver if rows else 0
    branch = 0
    if signed.version != version + 1 or signed.prev != next_prev(rows):
        if not (beside and _is_sibling(signed, rows)):
            raise _not_next(version)
        branch = 1 + rows[-1].branch
    row = PolicyRow(
        client_id=client,
        holder=key.holder,
        ver=signed.version,
        branch=branch,
        hash=signed.hash,
        kid=signed.kid,
        token=token,
        received=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # the primary key: somebody else appended it between our reading and writing
        raise _not_next(version) from None
    return signed


def confirm(session: Session, client: str, digest: str, now: datetime) -> bool:
    """Mark a version of this hash as confirmed. False when it is not there or was confirmed before."""
    row = session.exec(select(PolicyRow).where(PolicyRow.client_id == client, PolicyRow.hash == digest)).first()
    if row is None or row.confirmed is not None:
        return False
    row.confirmed = now
    session.add(row)
    session.flush()
    return True


def by_hash(session: Session, client: str, digest: str) -> PolicyRow | None:
    return session.exec(select(PolicyRow).where(PolicyRow.client_id == client, PolicyRow.hash == digest)).first()


def by_keys(session: Session, client: str, holder: str, kids: Sequence[str]) -> Sequence[PolicyRow]:
    """Every version that these keys signed, newest first; of a fork each branch."""
    query = select(PolicyRow).where(PolicyRow.client_id == client, PolicyRow.holder == holder)
    signed = query.where(col(PolicyRow.kid).in_(kids))
    return session.exec(signed.order_by(col(PolicyRow.ver).desc(), col(PolicyRow.branch))).all()


def received(row: PolicyRow) -> datetime:
    """When a version was accepted, UTC."""
    return keys.utc(row.received)


def key_of(session: Session, client: str, row: PolicyRow) -> Key:
    """The key that signed a version, as it was bound then."""
    found = keys.find(session, client, row.kid)
    assert found is not None, "a policy is stored only under a registered key, and keys are never deleted"
    return mandates.as_bound(session, found, row.received)


def _is_sibling(signed: SignedPolicy, rows: Sequence[PolicyRow]) -> bool:
    """The same version and `prev` as the newest, another document, and none of its fork yet."""
    if not rows or signed.version != rows[0].ver or any(row.hash == signed.hash for row in rows):
        return False
    return all(signature.reread(row.token, row.kid).prev == signed.prev for row in rows)


def _live(session: Session, client: str, kid: str) -> dict[str, str] | None:
    key = keys.find(session, client, kid)
    return dict(key.jwk) if key is not None and key.live else None


def _assert_timely(policy: Policy, now: int) -> None:
    begins = policy.nbf if policy.nbf is not None else policy.iat
    if policy.iat > now + SKEW or (policy.exp is not None and policy.exp <= max(now, begins)):
        raise Rejected(
            "policy-times",
            "The policy is from the future, over already, or ends before it begins",
            where="iat, nbf, exp",
        )


def _not_next(version: int) -> Conflict:
    return Conflict(
        "policy-version",
        f"The policy must be version {version + 1} and name the hash of version {version}",
        where="ver, prev",
        mend="read the current policy and sign again",
    )
