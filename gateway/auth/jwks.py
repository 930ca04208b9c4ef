"""Reading a key set that somebody else publishes: which of its keys can sign here, each under exactly one algorithm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gateway.crypto.jwk import signature_size
from gateway.errors import Rejected

CONNECTORS = ("ES256", "ES384", "RS384")  # SMART Backend Services asks for ES384 and RS384
PROVIDERS = ("RS256", "ES256", "RS384", "ES384")  # OpenID Connect asks for RS256
MAX_KEYS = 20
PUBLIC = ("kty", "crv", "x", "y", "n", "e")
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def read(document: Any, algorithms: Collection[str] = CONNECTORS, *, kid: bool = True) -> dict[str, dict[str, str]]:
    """By kid the key with its `alg`, for every key that is fit for signing here; others (for encryption, of another
    kind) are passed over. A key without `alg` gets the first of `algorithms` that it fits.

    `kid`: every key must have one; else a single key without is known as "". Raises Rejected(jwks) when a private key
    is published, a kid occurs twice, or no key is fit.
    """
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or not 0 < len(keys) <= MAX_KEYS:
        raise Rejected("jwks", f"A JWKS is an object with 1 to {MAX_KEYS} keys", where="keys")
    found: dict[str, dict[str, str]] = {}
    for key in keys:
        if not isinstance(key, dict) or not PRIVATE.isdisjoint(key):
            raise Rejected("jwks", "A JWKS holds public keys only", where="keys", mend="replace that key: it is known")
        name = key.get("kid", "" if not kid else None)
        algorithm = _algorithm(key, algorithms)
        if algorithm is None or not isinstance(name, str) or (kid and not name) or len(name) > 128:
            continue
        if name in found:
            raise Rejected("jwks", "A kid occurs twice", where="keys")
        found[name] = {**{m: str(key[m]) for m in PUBLIC if m in key}, "kid": name, "alg": algorithm}
    if not found:
        raise Rejected("jwks", f"No key has a kid and is fit for {', '.join(algorithms)}", where="keys")
    return found


def registered(document: Any) -> dict[str, dict[str, str]]:
    """As `read`, of a document handed over by hand: there every key must be fit and say its `alg`, or none counts."""
    found = read(document)
    if len(found) != len(document["keys"]) or not all("alg" in key for key in document["keys"]):
        raise Rejected("jwks", f"Each key is public and has kid and alg {', '.join(CONNECTORS)}", where="keys")
    return found


def _algorithm(key: Mapping[str, Any], algorithms: Collection[str]) -> str | None:
    uses = key.get("key_ops", ["verify"])
    if key.get("use", "sig") != "sig" or not isinstance(uses, list) or "verify" not in uses:
        return None
    asked = (key["alg"],) if "alg" in key else algorithms
    return next((a for a in asked if a in algorithms and signature_size(key, a) is not None), None)
