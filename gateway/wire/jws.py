"""Signed tokens: the only importer of jose, and stricter than it.

jose by itself accepts a forged HS256 token against a DER key, a token without `aud`, and an unknown `crit`; it reads
sloppy base64 and the last of two equal members. So: size cap first, strict base64 and JSON, exact header members,
exactly one algorithm per registered key, and every claim checked here. jose does the signature and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jose import jws as jose
from jose.exceptions import JOSEError

from gateway.crypto.jwk import SIGNATURES, signature_size
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import unb64url
from gateway.errors import BadInput, NotAuthenticated
from gateway.wire import json

MAX_TOKEN = 8 * 1024
SKEW = 5  # seconds a sender's clock may run ahead
HEADER = frozenset({"alg", "kid", "typ"})
MAX_TEXT = 512
MAX_MOMENT = 2**53  # whole seconds that every JSON reader reads alike


@dataclass(frozen=True, slots=True)
class Unverified:
    """Header and claims before verification: only good for finding the key."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signature: bytes


def peek(token: str) -> Unverified:
    """Split a compact JWS without trusting it. Raises NotAuthenticated(token-malformed)."""
    if len(token) > MAX_TOKEN or token.count(".") != 2 or not token.isascii():
        raise _malformed()
    try:
        head, body, signature = (unb64url(part) for part in token.split("."))
        header, claims = json.loads(head), json.loads(body)
    except (BadInput, ValueError):
        raise _malformed() from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise _malformed()
    return Unverified(header, claims, signature)


def sign(claims: Mapping[str, Any], key: SigningKey, typ: str = "JWT") -> str:
    """An ES256 token with header alg, kid (thumbprint) and typ."""
    headers = {"kid": key.thumbprint, "typ": typ}
    return str(jose.sign(json.dumps(claims).encode(), key.pem.decode(), headers=headers, algorithm="ES256"))


def verify(
    token: str,
    jwk: Mapping[str, Any],
    *,
    audience: str,
    issuer: str,
    now: datetime,
    max_seconds: int,
    typs: frozenset[str] = frozenset({"", "jwt"}),
    ignored: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The claims of a token that this key signed for this audience, valid now and not for longer than allowed.

    `typs`: what the header may say, in lower case ("": nothing), so that no kind of token passes for another;
    `ignored`: header members that may stand there and mean nothing here. `aud` is one text, or a list of one.
    Raises NotAuthenticated with codes token-malformed, token-header, token-signature, token-claims, token-expired.
    """
    seen = peek(token)
    algorithm = jwk.get("alg")
    if not isinstance(algorithm, str) or algorithm not in SIGNATURES or seen.header.get("alg") != algorithm:
        raise NotAuthenticated("token-header", "The token is not signed with the algorithm registered for its key")
    if not set(seen.header) <= HEADER | ignored or seen.header.get("kid", "") != jwk.get("kid", ""):
        raise NotAuthenticated("token-header", "The token header must be exactly alg, kid and typ")
    if str(seen.header.get("typ", "")).lower() not in typs:
        raise NotAuthenticated("token-header", "The token is of another typ")
    size = signature_size(jwk, algorithm)
    if size is None or len(seen.signature) != size:
        raise _unsigned()
    try:
        jose.verify(token, dict(jwk), algorithms=[algorithm])
    except (JOSEError, ValueError, TypeError):
        raise _unsigned() from None
    _check_texts(seen.claims, audience, issuer)
    _check_times(seen.claims, now, max_seconds)
    return dict(seen.claims)


def _check_texts(claims: Mapping[str, Any], audience: str, issuer: str) -> None:
    for name in ("sub", "jti"):
        value = claims.get(name)
        if name in claims and not (isinstance(value, str) and 0 < len(value) <= MAX_TEXT):
            raise NotAuthenticated("token-claims", f"{name} must be a text of at most {MAX_TEXT} characters")
    if claims.get("aud") not in (audience, [audience]) or claims.get("iss") != issuer:
        raise NotAuthenticated("token-claims", "The token has another issuer or audience")


def _check_times(claims: Mapping[str, Any], now: datetime, max_seconds: int) -> None:
    exp, iat, nbf = (claims.get(name, 0) for name in ("exp", "iat", "nbf"))
    # A bool is an int to Python, and 1e9 is a Decimal here: neither is whole seconds.
    whole = all(type(t) is int and 0 <= t < MAX_MOMENT for t in (exp, iat, nbf))
    if not (whole and {"exp", "iat"} <= claims.keys()):
        raise NotAuthenticated("token-claims", "exp and iat are needed; exp, iat and nbf must be whole seconds")
    moment = int(now.timestamp())
    if exp <= moment or max(nbf, iat) > moment + SKEW:
        raise NotAuthenticated("token-expired", "The token is not valid now", mend="check the clock; make a new one")
    if exp - moment > max_seconds + SKEW:
        raise NotAuthenticated("token-expired", f"The token lives longer than {max_seconds} seconds")


def _malformed() -> NotAuthenticated:
    return NotAuthenticated("token-malformed", "Not a signed token in compact form")


def _unsigned() -> NotAuthenticated:
    return NotAuthenticated("token-signature", "The token is not signed by this key")
