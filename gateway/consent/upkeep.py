"""Resealing the key that is kept for a client, and erasing a client's policies and keys."""

from __future__ import annotations

from sqlmodel import Session, select

from gateway.consent.storage import ClientKeyRow, PolicyRow
from gateway.keyring import Reseal

OWN = "client"  # the source under which the gateway keeps what is the client's own


def reseal(session: Session, client: str, source: str, again: Reseal) -> int:
    """The assisted private keys (tier C)."""
    if source != OWN:
        return 0
    rows = session.exec(select(ClientKeyRow).where(ClientKeyRow.client_id == client)).all()
    done = 0
    for row in rows:
        if row.sealed_private is not None:
            row.sealed_private = again(row.sealed_private, "client_key")
            session.add(row)
            done += 1
    session.flush()
    return done


def erase(session: Session, client: str) -> dict[str, int]:
    policies = session.exec(select(PolicyRow).where(PolicyRow.client_id == client)).all()
    keys = session.exec(select(ClientKeyRow).where(ClientKeyRow.client_id == client)).all()
    for row in (*policies, *keys):
        session.delete(row)
    session.flush()
    return {"policies": len(policies), "client keys": len(keys)}
