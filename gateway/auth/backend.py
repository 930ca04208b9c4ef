"""SMART Backend Services: a care system proves itself with a signed assertion and gets a short-lived token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from gateway.auth import certificates, scopes
from gateway.auth.tables import JtiRow
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import random_token
from gateway.errors import BadInput, NotAuthenticated
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.wire import jws

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 300
ISSUER = "wijkdossier"
# RFC 7519 and, newer, the typ that RFC 7523bis gives a client assertion; older clients send none.
ASSERTION_TYPS = frozenset({"", "jwt", "client-authentication+jwt"})
ACCESS_TYPS = frozenset({"at+jwt"})
MAX_JTI = 128

# docs/decisions/0080-keys-by-address.md
ASK_SECONDS = 60  # at most one fetch a minute for each care system
FRESH = timedelta(minutes=15)  # keys read longer ago are read again when they are used
STALE = timedelta(hours=6)  # keys that cannot be read again are over after this


@dataclass(frozen=True, slots=True)
class Presented:
    """What one of our own access tokens says. `certificate`: the thumbprint it is bound to, "" when to none."""

    subject: str
    scopes: tuple[str, ...]
    certificate: str


def exchange(
    session: Session,
    form: dict[str, str],
    key: SigningKey,
    audience: str,
    now: datetime,
    seconds: int,
    certificate: str = "",
) -> tuple[Connector, dict[str, Any]]:
    """The token endpoint (client_credentials with private_key_jwt). Returns the connector and the token answer.

    `certificate`: thumbprint of the one the TLS connection was made with, "" when with none.

    Raises BadInput for a wrong form, NotAuthenticated for anything wrong with the assertion.
    """
    if form.get("grant_type") != "client_credentials":
        raise BadInput("unsupported-grant-type", "grant_type must be client_credentials", where="grant_type")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise BadInput(
            "invalid-request", f"client_assertion_type must be {ASSERTION_TYPE}", where="client_assertion_type"
        )
    connector = prove(session, form.get("client_assertion", ""), audience, now)
    bound = certificates.bind(connector, certificate)
    granted = scopes.narrow(scopes.parse(form.get("scope") or " ".join(connector.scopes)), connector.scopes)
    token = issue(key, f"connector:{connector.id}", granted, audience, now, seconds, bound)
    answer = {"access_token": token, "token_type": "bearer", "expires_in": seconds, "scope": " ".join(granted)}
    return connector, answer


def must_ask(session: Session, assertion: str, now: datetime) -> Connector | None:
    """The care system whose keys are to be read again at its address before this assertion is judged, if any.

    They are when the kid is not known (a new key), or when they were read some time ago (a key may be gone). Notes
    that it was asked, so that nobody can have an address asked more than once a minute.
    """
    seen = jws.peek(assertion)
    connector = parties.connector(session, str(seen.claims.get("iss", ""))[:36])
    if connector is None or not connector.jwks_url:
        return None
    known = str(seen.header.get("kid")) in connector.keys
    if known and connector.fetched is not None and now - connector.fetched < FRESH:
        return None
    return connector if parties.claim_asking(session, connector.id, now, ASK_SECONDS) else None


def prove(session: Session, assertion: str, audience: str, now: datetime) -> Connector:
    """The connector that signed this assertion; each `jti` works once."""
    seen = jws.peek(assertion)
    connector = parties.connector(session, str(seen.claims.get("iss", ""))[:36])
    key = None if connector is None else connector.keys.get(str(seen.header.get("kid")))
    if connector is None or key is None:
        raise NotAuthenticated("client-unknown", "No registered system has this issuer and key")
    if connector.jwks_url and (connector.fetched is None or now - connector.fetched >= STALE):
        raise NotAuthenticated("keys-stale", "The keys of this system could not be read at its address for hours")
    claims = jws.verify(
        assertion,
        key,
        audience=audience,
        issuer=connector.id,
        now=now,
        max_seconds=ASSERTION_SECONDS,
        typs=ASSERTION_TYPS,
    )
    jti = claims.get("jti")
    if claims.get("sub") != connector.id or not isinstance(jti, str) or len(jti) > MAX_JTI:
        raise NotAuthenticated(
            "token-claims", f"sub must equal iss, and jti must be a text of at most {MAX_JTI} characters"
        )
    _use_once(session, connector.id, jti, now)
    return connector


def issue(
    key: SigningKey,
    subject: str,
    granted: tuple[str, ...],
    audience: str,
    now: datetime,
    seconds: int,
    certificate: str = "",
) -> str:
    """An access token of this gateway. `subject`: `connector:<id>`, `person:<id>` or `client:<id>`.

    `certificate`: thumbprint of the one it can be used with, "" for a token that is bound to none.
    """
    moment = int(now.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": subject,
        "scope": " ".join(granted),
        "iat": moment,
        "exp": moment + seconds,
        "jti": random_token(16),
        **certificates.claim(certificate),
    }
    return jws.sign(claims, key, typ="at+jwt")


def presented(token: str, key: SigningKey, audience: str, now: datetime, seconds: int) -> Presented:
    """One of our own access tokens, read. Raises NotAuthenticated."""
    jwk = {**key.jwk, "alg": "ES256", "kid": key.thumbprint}
    claims = jws.verify(token, jwk, audience=audience, issuer=ISSUER, now=now, max_seconds=seconds, typs=ACCESS_TYPS)
    return Presented(str(claims["sub"]), tuple(str(claims.get("scope", "")).split()), certificates.said(claims))


def _use_once(session: Session, connector: str, jti: str, now: datetime) -> None:
    session.execute(delete(JtiRow).where(col(JtiRow.expires) < now))
    if session.get(JtiRow, (connector, jti)) is not None:
        raise _replayed()
    session.add(JtiRow(connector=connector, jti=jti, expires=now + timedelta(seconds=2 * ASSERTION_SECONDS)))
    try:
        session.flush()
    except IntegrityError:
        # Somebody used it at this very moment, in a transaction of their own.
        raise _replayed() from None


def _replayed() -> NotAuthenticated:
    return NotAuthenticated("token-replayed", "This assertion was used before", mend="make a new one with a new jti")
