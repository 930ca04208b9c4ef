"""OpenID Connect, authorization code flow with PKCE: what we ask a provider, and what we believe of the answer.

Discovery and keys are read anew at each login, so a provider may change either at any time; nothing of it is kept.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from gateway.auth import jwks
from gateway.auth.providers import Provider
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, random_token, same
from gateway.errors import NotAuthenticated, Rejected
from gateway.wire import jws
from gateway.wire.fetch import Fetcher

ID_TOKEN_SECONDS = 24 * 3600
ASSERTION_SECONDS = 60
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FRESH_SECONDS = 120  # how long ago somebody may have proved who they are, when that is asked again
# Thumbprints that some providers put in the header; they say nothing that the kid does not.
IGNORED = frozenset({"x5t", "x5t#S256"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3). `names_itself`: RFC 9207."""

    authorization: str
    token: str
    keys: str
    names_itself: bool
    by_post: bool
    by_key: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What must come back. `state` to us, `nonce` in the id_token, `verifier` opens the code (RFC 7636)."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> Asked:
        return cls(random_token(), random_token(), random_token(48))


def discover(provider: Provider, fetcher: Fetcher) -> Metadata:
    """Raises NotAuthenticated(provider-failed) for anything that does not fit the configured issuer."""
    document = _fetched(fetcher, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if document.get("issuer") != provider.issuer:
        raise _failed("it says it is another issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    places = [document.get(name) for name in names]
    if not all(isinstance(place, str) for place in places):
        raise _failed("it does not say where its endpoints are")
    authorization, token, keys = (str(place) for place in places)
    for place in (authorization, token, keys):
        try:
            fetcher.assert_fit(place)
        except Rejected:
            raise _failed("an endpoint is at an address we do not go to") from None
    methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        authorization,
        token,
        keys,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        by_post=isinstance(methods, list) and "client_secret_basic" not in methods,
        by_key=isinstance(methods, list) and "private_key_jwt" in methods,
    )


def address(provider: Provider, known: Metadata, asked: Asked, back: str, *, again: bool) -> str:
    """Where to send the browser. `again`: whoever is logged in there must prove it anew."""
    challenge = b64url(hashlib.sha256(asked.verifier.encode()).digest())
    said = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scope,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"acr_values": " ".join(provider.acr)} if provider.acr else {}),
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    return f"{known.authorization}{'&' if '?' in known.authorization else '?'}{urlencode(said)}"


def redeem(
    provider: Provider, known: Metadata, fetcher: Fetcher, code: str, verifier: str, back: str, now: datetime
) -> str:
    """The id_token for a code. Raises NotAuthenticated(provider-failed)."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers: dict[str, str] = {}
    if provider.key is not None:
        if not known.by_key:
            raise _failed("it does not say that it takes a signed assertion")
        form |= {
            "client_id": provider.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": _assertion(provider, provider.key, known, now),
        }
    elif provider.secret and not known.by_post:
        # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, **({"client_secret": provider.secret} if provider.secret else {})}
    try:
        answer = fetcher.post(known.token, form, headers)
    except Rejected:
        raise _failed("it did not take the code") from None
    token = answer.get("id_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise _failed("it gave no id_token")
    return token


def believe(
    provider: Provider, known: Metadata, fetcher: Fetcher, token: str, nonce: str, now: datetime, *, again: bool
) -> dict[str, Any]:
    """The claims of an id_token, after every check of OpenID Connect Core 1.0, section 3.1.3.7.

    A token that is meant for others besides us is refused. Raises NotAuthenticated.
    """
    keys = _keys(_fetched(fetcher, known.keys))
    kid = jws.peek(token).header.get("kid")
    key: Mapping[str, Any] | None = keys.get(kid) if isinstance(kid, str) else None
    if kid is None and len(keys) == 1:
        key = {name: value for name, value in next(iter(keys.values())).items() if name != "kid"}
    if key is None:
        raise _failed("it signed with a key it does not publish")
    claims = jws.verify(
        token,
        key,
        audience=provider.client_id,
        issuer=provider.issuer,
        now=now,
        max_seconds=ID_TOKEN_SECONDS,
        ignored=IGNORED,
    )
    said = claims.get("nonce")
    if "sub" not in claims or "iat" not in claims or not isinstance(said, str) or not same(said, nonce):
        raise NotAuthenticated("token-claims", "The id_token is not the answer to what we asked")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise NotAuthenticated("token-claims", "The id_token is for somebody else")
    if provider.acr and claims.get("acr") not in provider.acr:
        raise NotAuthenticated("provider-level", "The login was weaker than what is asked here")
    if again and not _fresh(claims.get("auth_time"), now):
        raise NotAuthenticated("provider-again", "The provider does not say that the person proved it again just now")
    return claims


def _assertion(provider: Provider, key: SigningKey, known: Metadata, now: datetime) -> str:
    """Who we are, signed for this provider and for once (OpenID Connect Core 1.0, section 9, private_key_jwt)."""
    moment = int(now.timestamp())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": known.token,
        "jti": random_token(),
        "iat": moment,
        "exp": moment + ASSERTION_SECONDS,
    }
    return jws.sign(claims, key)


def _fresh(proved: Any, now: datetime) -> bool:
    moment = int(now.timestamp())
    return type(proved) is int and moment - FRESH_SECONDS <= proved <= moment + jws.SKEW


def _keys(document: Any) -> Mapping[str, Mapping[str, str]]:
    try:
        return jwks.read(document, jwks.PROVIDERS, kid=False)
    except Rejected:
        raise _failed("it publishes no keys we can use") from None


def _fetched(fetcher: Fetcher, url: str) -> dict[str, Any]:
    try:
        document = fetcher.get(url)
    except Rejected as error:
        raise _failed(f"it cannot be read ({error.code})") from None
    if not isinstance(document, dict):
        raise _failed("it does not answer as it should")
    return document


def _failed(why: str) -> NotAuthenticated:
    return NotAuthenticated("provider-failed", f"The login provider is of no use now: {why}", mend="tell the operator")
