"""SMART Backend Services: a care system proves itself with a signed assertion and gets a short-lived token."""

from __future__ import annotations

from collections.abc import Mapping
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
from gateway.errors import BadInput, NotAuthenticated, Unavailable
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.wire import fetch, jws

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 300
ISSUER = "wijkdossier"
# RFC 7519 and, newer, the typ that RFC 7523bis gives a client assertion; older clients send none.
ASSERTION_TYPS = frozenset({"", "jwt", "client-authentication+jwt"})
ACCESS_TYPS = frozenset({"at+jwt"})
MAX_JTI = 128

# docs/decisions/0080-keys-by-address.md and 0126
ASK_SECONDS = 60  # at most one fetch a minute for each care system
ASK = timedelta(seconds=ASK_SECONDS)
FETCH = timedelta(seconds=fetch.SECONDS + 1)  # nobody is still reading keys that were asked for longer ago
FRESH = timedelta(minutes=15)  # keys read longer ago are read again when they are used
STALE = timedelta(hours=6)  # keys that cannot be read again are over after this


@dataclass(frozen=True, slots=True)
class Presented:
    """What one of our own access tokens says. `certificate`: the thumbprint it is bound to, "" when to none."""

    subject: str
    scopes: tuple[str, ...]
    certificate: str


def asked(form: Mapping[str, str]) -> str:
    """The assertion in a request for a token (client_credentials with private_key_jwt).

    Raises BadInput for a wrong form, NotAuthenticated for none and for one of another system than the form is of.
    """
    if form.get("grant_type") != "client_credentials":
        raise BadInput("unsupported-grant-type", "grant_type must be client_credentials", where="grant_type")
    if not {"client_assertion", "client_assertion_type"} & form.keys():
        raise NotAuthenticated("assertion-missing", "A system proves itself here by a signed assertion alone")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise BadInput(
            "invalid-request", f"client_assertion_type must be {ASSERTION_TYPE}", where="client_assertion_type"
        )
    assertion = form.get("client_assertion", "")
    # RFC 7521, section 4.2: it need not be there, and is of the same system when it is.
    if "client_id" in form and jws.peek(assertion).claims.get("iss") != form["client_id"]:
        raise NotAuthenticated("token-claims", "client_id is another than who made the assertion")
    return assertion


def must_ask(session: Session, assertion: str, now: datetime) -> Connector | None:
    """The care system whose keys are to be read again at its address before this assertion is judged, if any.

    They are when the kid is not known (a new key), or when they were read some time ago (a key may be gone). Notes
    that it was asked, so that nobody can have an address asked more than once a minute.
    """
    seen = jws.peek(assertion)
    connector = parties.connector(session, str(seen.claims.get("iss", ""))[:36])
    if connector is None or not connector.jwks_url:
        return None
    if str(seen.header.get("kid")) in connector.keys and not _older(connector, now, FRESH, timedelta()):
        return None
    return connector if parties.claim_asking(session, connector.id, now, ASK_SECONDS) else None


def prove(session: Session, assertion: str, audience: str, now: datetime, *, read: bool = False) -> Connector:
    """The connector that signed this assertion; each `jti` works once.

    `read`: its keys were read at its address for this very assertion, or that was tried. Raises NotAuthenticated, and
    Unavailable(keys-asked) while another request has them read.
    """
    seen = jws.peek(assertion)
    connector = parties.connector(session, str(seen.claims.get("iss", ""))[:36])
    key = None if connector is None else connector.keys.get(str(seen.header.get("kid")))
    over = connector is not None and bool(connector.jwks_url) and _older(connector, now, STALE, ASK)
    if connector is not None and (key is None or over) and not read and _is_being_asked(connector, now):
        raise Unavailable("keys-asked", "The keys of this system are being read at its address", seconds=1)
    if connector is None or key is None:
        raise NotAuthenticated("client-unknown", "No registered system has this issuer and key")
    if over:
        raise NotAuthenticated("keys-stale", "The keys of this system could not be read again at its address in time")
    claims = jws.verify(
        assertion,
        key,
        audience=audience,
        issuer=connector.id,
        now=now,
        max_seconds=ASSERTION_SECONDS,
        typs=ASSERTION_TYPS,
        ignored=_address(connector, seen.header),
    )
    jti = claims.get("jti")
    if claims.get("sub") != connector.id or not isinstance(jti, str) or len(jti) > MAX_JTI:
        raise NotAuthenticated(
            "token-claims", f"sub must equal iss, and jti must be a text of at most {MAX_JTI} characters"
        )
    _use_once(session, connector.id, jti, now)
    return connector


def grant(
    connector: Connector,
    scope: str,
    key: SigningKey,
    audience: str,
    now: datetime,
    seconds: int,
    certificate: str = "",
) -> dict[str, Any]:
    """The token answer for a system that proved itself. `scope`: what it asks, "" for all that it may have;
    `certificate`: thumbprint of the one the TLS connection was made with, "" when with none.

    Raises BadInput and Refused (invalid-scope), NotAuthenticated(client-certificate).
    """
    bound = certificates.bind(connector, certificate)
    granted = scopes.narrow(scopes.parse(scope or " ".join(connector.scopes)), connector.scopes)
    token = issue(key, f"connector:{connector.id}", granted, audience, now, seconds, bound)
    return {"access_token": token, "token_type": "bearer", "expires_in": seconds, "scope": " ".join(granted)}


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


def _older(connector: Connector, now: datetime, most: timedelta, grace: timedelta) -> bool:
    """Whether the keys were read longer ago than we keep any, or than their address says they may be kept.

    `grace`: on top of what the address says, as it is not asked at any moment.
    """
    if connector.fetched is None:
        return True
    said = most if connector.lasts is None else timedelta(seconds=connector.lasts) + grace
    return now - connector.fetched >= min(most, said)


def _is_being_asked(connector: Connector, now: datetime) -> bool:
    """Whether another request may be reading the keys at this moment."""
    asked, fetched = connector.asked, connector.fetched
    return asked is not None and now - asked < FETCH and (fetched is None or fetched < asked)


def _address(connector: Connector, header: Mapping[str, Any]) -> frozenset[str]:
    """SMART lets an assertion name where its keys are (`jku`): that must be the address that was registered."""
    if "jku" not in header:
        return frozenset()
    if not connector.jwks_url or header["jku"] != connector.jwks_url:
        raise NotAuthenticated("token-header", "jku is not the address that this system is registered with")
    return frozenset({"jku"})


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
