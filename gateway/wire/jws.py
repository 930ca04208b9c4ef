"""Signed tokens: the only importer of jose, and stricter than it.

jose by itself accepts a forged HS256 token against a DER key, a token without `aud`, and an unknown `crit`.
So: size cap first, exact header members, exactly one algorithm per registered key, required claims, no JWE.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jose import jwt
from jose.exceptions import JOSEError

from gateway.crypto import SigningKey, unb64url
from gateway.errors import BadInput, NotAuthenticated
from gateway.wire import json

MAX_TOKEN = 8 * 1024
ALGORITHMS = frozenset({"ES256", "ES384", "RS384"})
SKEW = 5  # seconds a sender's clock may run ahead


@dataclass(frozen=True, slots=True)
class Unverified:
    """Header and claims before verification: only good for finding the key."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def peek(token: str) -> Unverified:
    """Split a compact JWS without trusting it. Raises NotAuthenticated(token-malformed)."""
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise _malformed()
    head, body, _signature = token.split(".")
    try:
        header, claims = (json.loads(unb64url(part)) for part in (head, body))
    except (BadInput, ValueError, binascii.Error):
        raise _malformed() from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise _malformed()
    return Unverified(header, claims)


def sign(claims: Mapping[str, Any], key: SigningKey, typ: str = "JWT") -> str:
    """An ES256 token with header alg, kid (thumbprint) and typ."""
    headers = {"kid": key.thumbprint, "typ": typ}
    return str(jwt.encode(dict(claims), key.pem.decode(), algorithm="ES256", headers=headers))


def verify(
    token: str, jwk: Mapping[str, Any], *, audience: str, issuer: str, now: datetime, max_seconds: int
) -> dict[str, Any]:
    """The claims of a token that this key signed for this audience, valid now and not for longer than allowed.

    Raises NotAuthenticated with codes token-malformed, token-header, token-signature, token-claims, token-expired.
    """
    seen = peek(token)
    algorithm = jwk.get("alg")
    if algorithm not in ALGORITHMS or seen.header.get("alg") != algorithm:
        raise NotAuthenticated("token-header", "The token is not signed with the algorithm registered for its key")
    if not set(seen.header) <= {"alg", "kid", "typ"} or seen.header.get("kid") != jwk.get("kid"):
        raise NotAuthenticated("token-header", "The token header must be exactly alg, kid and typ")
    try:
        # Times are checked below against the clock that is passed in.
        claims = jwt.decode(
            token,
            dict(jwk),
            algorithms=[algorithm],
            audience=audience,
            issuer=issuer,
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require_aud": True},
        )
    except (JOSEError, ValueError, TypeError):
        raise NotAuthenticated("token-signature", "The token is not valid for this key, issuer or audience") from None
    _check_times(claims, now, max_seconds)
    if claims.get("aud") != audience or claims.get("iss") != issuer:
        raise NotAuthenticated("token-claims", "The token has another issuer or audience")
    return dict(claims)


def _check_times(claims: Mapping[str, Any], now: datetime, max_seconds: int) -> None:
    exp, iat, nbf = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if any(isinstance(t, bool) or not isinstance(t, int) for t in (exp, nbf)) or not (
        iat is None or (isinstance(iat, int) and not isinstance(iat, bool))
    ):
        raise NotAuthenticated("token-claims", "exp, iat and nbf must be whole seconds")
    assert isinstance(exp, int)
    moment = int(now.timestamp())
    begins = max(nbf, iat if isinstance(iat, int) else 0)
    if exp <= moment or begins > moment + SKEW:
        raise NotAuthenticated("token-expired", "The token is not valid now", mend="check the clock; make a new one")
    if exp - moment > max_seconds + SKEW:
        raise NotAuthenticated("token-expired", f"The token lives longer than {max_seconds} seconds")


def _malformed() -> NotAuthenticated:
    return NotAuthenticated("token-malformed", "Not a signed token in compact form")
