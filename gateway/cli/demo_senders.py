"""The care systems of the demo town: each with a key of its own, getting tokens as real systems do."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from gateway.auth import development
from gateway.auth.backend import ASSERTION_TYPE
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import random_token
from gateway.wire import jws


@dataclass
class Senders:
    """`keys`: connector id → its signing key. Tokens are kept until shortly before they end."""

    keys: dict[str, SigningKey]
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def make(cls) -> Senders:
        return cls({connector["id"]: SigningKey.generate() for connector in development.town()["connector"]})

    @property
    def jwks(self) -> dict[str, dict[str, Any]]:
        """JWKS with the public key, by connector id."""
        return {
            id_: {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
            for id_, key in self.keys.items()
        }

    def token(self, web: httpx.Client, connector: str) -> str:
        """A valid access token for one system."""
        token, ends = self.tokens.get(connector, ("", 0.0))
        if time.monotonic() < ends:
            return token
        answer = web.post("/token", data=assertion_form(str(web.base_url).rstrip("/"), connector, self.keys[connector]))
        answer.raise_for_status()
        value = answer.json()
        self.tokens[connector] = (value["access_token"], time.monotonic() + value["expires_in"] / 2)
        return str(value["access_token"])


def assertion_form(base_url: str, connector: str, key: SigningKey, at: datetime | None = None) -> dict[str, str]:
    """The form a SMART backend client posts to the token endpoint."""
    now = int((at or datetime.now(UTC)).timestamp())
    claims = {
        "iss": connector,
        "sub": connector,
        "aud": f"{base_url}/token",
        "iat": now,
        "exp": now + 240,
        "jti": random_token(16),
    }
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": jws.sign(claims, key),
    }
