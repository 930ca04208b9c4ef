"""Who may bind keys at the desk, and the public keys they sign that with."""

from __future__ import annotations

import json as plain
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.consent.tables import RegistrarRow
from gateway.crypto.jwk import thumbprint


def add(session: Session, person: str, jwk: Mapping[str, str], now: datetime) -> str:
    """Let somebody sign with this public key at the desk. Returns its kid; the same key again changes nothing."""
    kid = thumbprint(jwk)
    if session.get(RegistrarRow, kid) is None:
        session.add(RegistrarRow(kid=kid, person=person, jwk=plain.dumps(dict(jwk)), since=now))
        session.flush()
    return kid


def keys(session: Session, person: str | None) -> Mapping[str, Mapping[str, str]]:
    """Kid → public JWK, of every key this person may sign with at the desk now; empty for who is no registrar."""
    query = select(RegistrarRow).where(RegistrarRow.person == person, col(RegistrarRow.ended).is_(None))
    return {row.kid: plain.loads(row.jwk) for row in session.exec(query.order_by(RegistrarRow.kid)).all()}
