"""The signed policy: a compact JWS over canonical JSON, or the assertion of a passkey over its hash.

Verified on the bytes as they came. The hash that chains versions is over the signing input, because signatures are
malleable; a passkey's is over the same bytes, so the chain does not know the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from gateway.consent import compact, webauthn
from gateway.consent.compact import Compact, Jwk
from gateway.consent.model import read_policy
from gateway.consent.signed import SignedPolicy
from gateway.consent.webauthn import Relying
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import sha256

TYP = "toestemming+jws"
PASSKEY = f"toestemming{webauthn.SUFFIX}"
TYPS = frozenset({TYP, PASSKEY})
CODE = "policy-signature"
Keys = Mapping[str, Jwk] | Callable[[str], Jwk | None]


def sign_policy(document: Mapping[str, Any], key: SigningKey) -> str:
    """The compact JWS of a policy document. Raises Rejected when the document is no policy."""
    read_policy(document)
    return compact.sign(TYP, document, key)


def to_sign(document: Mapping[str, Any], kid: str, *, passkey: bool = False) -> str:
    """The signing input for a key elsewhere. Raises Rejected when the document is no policy."""
    read_policy(document)
    return compact.signing_input(PASSKEY if passkey else TYP, document, kid)


def verify(token: str, jwk_of_kid: Keys, relying: Relying | None = None) -> SignedPolicy:
    """Verify and read a signed policy. Raises Rejected: policy-signature or policy-form.

    `relying`: whom a passkey must have signed for; without it passkeys are refused.
    """
    found = compact.split(token, TYPS, CODE)
    jwk = jwk_of_kid.get(found.kid) if isinstance(jwk_of_kid, Mapping) else jwk_of_kid(found.kid)
    if not webauthn.verified(found, jwk, relying):
        raise compact.refused(CODE, "the signature is not of a key of this client")
    return _read(token, found)


@lru_cache(maxsize=256)
def reread(token: str, kid: str) -> SignedPolicy:
    """Read a policy that was verified when it was stored.

    The last ones read are kept, by every byte of them, so one version is read and compiled once; never a decision.
    """
    found = compact.split(token, TYPS, CODE)
    return _read(token, Compact(found.typ, kid, found.payload, found.signing_input, b""))


def peek(token: str) -> tuple[str, str, str]:
    """`cid`, kid and typ of a token as it says, nothing verified: only to find the key that must have signed it."""
    found = compact.split(token, TYPS, CODE)
    document = compact.strict(found.payload, CODE)
    return read_policy(document).cid, found.kid, found.typ


def _read(token: str, found: Compact) -> SignedPolicy:
    document = compact.strict(found.payload, CODE)
    policy = read_policy(document)
    compact.assert_canonical(document, found.payload, CODE)
    return SignedPolicy(policy, sha256(found.signing_input), found.kid, token)
