"""SMART Backend Services: a care system proves itself with a signed assertion and gets a short-lived token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from gateway.auth import scopes
from gateway.auth.tables import JtiRow
from gateway.crypto import SigningKey, random_token
from gateway.errors import BadInput, NotAuthenticated
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.wire import jws

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 300
ISSUER = "wijkdossier"


def exchange(
    session: Session, form: dict[str, str], key: SigningKey, audience: str, now: datetime, seconds: int
) -> tuple[Connector, dict[str, Any]]:
    """The token endpoint (client_credentials with private_key_jwt). Returns the connector and the token answer.

    Raises BadInput for a wrong form, NotAuthenticated for anything wrong with the assertion.
    """
    if form.get("grant_type") != "client_credentials":
        raise BadInput("unsupported-grant-type", "grant_type must be client_credentials", where="grant_type")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise BadInput(
            "invalid-request", f"client_assertion_type must be {ASSERTION_TYPE}", where="client_assertion_type"
        )
    connector = prove(session, form.get("client_assertion", ""), audience, now)
    granted = scopes.narrow(scopes.parse(form.get("scope") or " ".join(connector.scopes)), connector.scopes)
    token = issue(key, f"connector:{connector.id}", granted, audience, now, seconds)
    answer = {"access_token": token, "token_type": "bearer", "expires_in": seconds, "scope": " ".join(granted)}
    return connector, answer


def prove(session: Session, assertion: str, audience: str, now: datetime) -> Connector:
    """The connector that signed this assertion; each `jti` works once."""
    seen = jws.peek(assertion)
    connector = parties.connector(session, str(seen.claims.get("iss", ""))[:36])
    key = None if connector is None else connector.keys.get(str(seen.header.get("kid")))
    if connector is None or key is None:
        raise NotAuthenticated("client-unknown", "No registered system has this issuer and key")
    claims = jws.verify(assertion, key, audience=audience, issuer=connector.id, now=now, max_seconds=ASSERTION_SECONDS)
    jti = claims.get("jti")
    if claims.get("sub") != connector.id or not isinstance(jti, str) or not 0 < len(jti) <= 128:
        raise NotAuthenticated("token-claims", "sub must equal iss, and jti must be a text of at most 128 characters")
    _use_once(session, connector.id, jti, now)
    return connector


def issue(key: SigningKey, subject: str, granted: tuple[str, ...], audience: str, now: datetime, seconds: int) -> str:
    """An access token of this gateway. `subject`: `connector:<id>`, `person:<id>` or `client:<id>`."""
    moment = int(now.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": subject,
        "scope": " ".join(granted),
        "iat": moment,
        "exp": moment + seconds,
        "jti": random_token(16),
    }
    return jws.sign(claims, key, typ="at+jwt")


def subject_of(token: str, key: SigningKey, audience: str, now: datetime, seconds: int) -> tuple[str, tuple[str, ...]]:
    """Subject and scopes of one of our own access tokens. Raises NotAuthenticated."""
    jwk = {**key.jwk, "alg": "ES256", "kid": key.thumbprint}
    claims = jws.verify(token, jwk, audience=audience, issuer=ISSUER, now=now, max_seconds=seconds)
    return str(claims["sub"]), tuple(str(claims.get("scope", "")).split())


def _use_once(session: Session, connector: str, jti: str, now: datetime) -> None:
    session.execute(delete(JtiRow).where(col(JtiRow.expires) < now))
    if session.get(JtiRow, (connector, jti)) is not None:
        raise NotAuthenticated("token-replayed", "This assertion was used before", mend="make a new one with a new jti")
    session.add(JtiRow(connector=connector, jti=jti, expires=now + timedelta(seconds=2 * ASSERTION_SECONDS)))
    session.flush()
