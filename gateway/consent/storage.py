"""Keeping policies and keys: the version chain by compare-and-set, keys with their custody tier."""

from __future__ import annotations

import json as plain
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from gateway.consent import signature
from gateway.consent.model import Policy
from gateway.consent.signed import SignedPolicy
from gateway.crypto import is_p256, thumbprint
from gateway.errors import Conflict, Rejected

Tier = Literal["A", "B", "C", "D"]
SKEW = 300


class PolicyRow(SQLModel, table=True):
    """One version of a client's policy, stored verbatim."""

    __tablename__ = "policy"

    client_id: str = Field(primary_key=True, max_length=36)
    ver: int = Field(primary_key=True)
    hash: str
    kid: str
    token: str
    received: datetime


class ClientKeyRow(SQLModel, table=True):
    """A public key of a client. `sealed_private`: only for tier C, the key the gateway keeps for the client."""

    __tablename__ = "client_key"

    client_id: str = Field(primary_key=True, max_length=36)
    kid: str = Field(primary_key=True)
    jwk: str
    tier: str
    enrolled: datetime
    sealed_private: bytes | None = None


def current(session: Session, client: str) -> SignedPolicy | None:
    """The newest version; it was verified when it was appended."""
    query = select(PolicyRow).where(PolicyRow.client_id == client).order_by(col(PolicyRow.ver).desc()).limit(1)
    row = session.exec(query).first()
    return None if row is None else signature.reread(row.token, row.kid)


def of_version(session: Session, client: str, version: int) -> SignedPolicy | None:
    """One version of the chain, as it was accepted."""
    row = session.get(PolicyRow, (client, version))
    return None if row is None else signature.reread(row.token, row.kid)


def append(session: Session, client: str, token: str, now: datetime, audience: str) -> SignedPolicy:
    """Verify and append the next version. Raises Rejected, or Conflict(policy-version) when it is not the next.

    After a Conflict from a race the transaction is spent: the caller rolls back, as it does for every error.
    """
    signed = signature.verify(token, lambda kid: _jwk(session, client, kid))
    if signed.policy.cid != client or signed.policy.aud != audience:
        raise Rejected("policy-address", "The policy is of another client or for another gateway", where="cid, aud")
    _assert_timely(signed.policy, int(now.timestamp()))
    before = current(session, client)
    version, digest = (before.version, before.hash) if before else (0, None)
    if signed.version != version + 1 or signed.prev != digest:
        raise _not_next(version)
    session.add(
        PolicyRow(client_id=client, ver=signed.version, hash=signed.hash, kid=signed.kid, token=token, received=now)
    )
    try:
        session.flush()
    except IntegrityError:  # the key (client, version): somebody else appended it between our reading and writing
        raise _not_next(version) from None
    return signed


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


def enrol(
    session: Session,
    client: str,
    jwk: Mapping[str, str],
    tier: Tier,
    now: datetime,
    sealed_private: bytes | None = None,
) -> str:
    """Register a public key. Returns its kid (RFC 7638). Raises Rejected for what is no point on P-256."""
    if not is_p256(jwk):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    kid = thumbprint(jwk)
    if session.get(ClientKeyRow, (client, kid)) is None:
        members = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
        session.add(
            ClientKeyRow(
                client_id=client,
                kid=kid,
                jwk=plain.dumps(members),
                tier=tier,
                enrolled=now,
                sealed_private=sealed_private,
            )
        )
        session.flush()
    return kid


def revoke(session: Session, client: str, kid: str) -> None:
    """Withdraw a key: nothing new can be signed with it. Policies it signed before stay what they are."""
    row = session.get(ClientKeyRow, (client, kid))
    if row is not None:
        session.delete(row)
        session.flush()


def assisted(session: Session, client: str) -> bytes | None:
    """The sealed private key kept for a client (tier C), if there is one."""
    query = select(ClientKeyRow.sealed_private).where(ClientKeyRow.client_id == client, ClientKeyRow.tier == "C")
    return session.exec(query).first()


def tier(session: Session, client: str, kid: str) -> str:
    row = session.get(ClientKeyRow, (client, kid))
    return row.tier if row else ""


def public_key(session: Session, client: str, kid: str) -> Mapping[str, str] | None:
    """A client's public key as JWK: kty, crv, x, y."""
    return _jwk(session, client, kid)


def _jwk(session: Session, client: str, kid: str) -> Mapping[str, str] | None:
    row = session.get(ClientKeyRow, (client, kid))
    return None if row is None else plain.loads(row.jwk)
