"""The signed policy: a compact JWS over canonical JSON, verified on the bytes as they came.

Header exactly alg, kid and typ; ES256 with low S only; the hash that chains versions is over the signing input, because
signatures are malleable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gateway.consent import vocabulary as v
from gateway.consent.decide import Compiled, compile_policy
from gateway.consent.model import Policy, read_policy
from gateway.crypto import SigningKey, b64url, sha256, unb64url, verify_es256
from gateway.errors import BadInput, Rejected
from gateway.wire import json

TYP = "toestemming+jws"
KeyOf = Callable[[str], Mapping[str, str] | None]


@dataclass(frozen=True)
class SignedPolicy:
    """A verified policy. `hash`: SHA-256 (hex) of the signing input; `token`: the JWS as it came."""

    policy: Policy
    hash: str
    kid: str
    token: str

    @property
    def version(self) -> int:
        return self.policy.ver

    @cached_property
    def compiled(self) -> Compiled:
        return compile_policy(self.policy.rules, self.policy.nbf, self.policy.exp)


def sign_policy(document: Mapping[str, Any], key: SigningKey) -> str:
    """The compact JWS of a policy document."""
    header = json.canonical({"alg": "ES256", "kid": key.thumbprint, "typ": TYP})
    signing_input = f"{b64url(header)}.{b64url(json.canonical(document))}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def verify(token: str, key_of: KeyOf) -> SignedPolicy:
    """Verify and read a signed policy. Raises Rejected(policy-signature or policy-form) or BadInput."""
    head, body, signature = _parts(token)
    header = _json(head)
    if not isinstance(header, dict) or set(header) != {"alg", "kid", "typ"}:
        raise _refused("the header must be exactly alg, kid and typ")
    if header["alg"] != "ES256" or header["typ"] != TYP or not isinstance(header["kid"], str):
        raise _refused(f"the header must say ES256 and {TYP}")
    jwk = key_of(header["kid"])
    signing_input = token.rpartition(".")[0]
    if jwk is None or not verify_es256(jwk, signing_input.encode(), signature):
        raise _refused("the signature is not of a key of this client")
    return _read(token, header["kid"], body)


def reread(token: str, kid: str) -> SignedPolicy:
    """Read a policy that was verified when it was stored."""
    return _read(token, kid, _parts(token)[1])


def _read(token: str, kid: str, body: bytes) -> SignedPolicy:
    document = _json(body)
    if json.canonical(document) != body:
        raise _refused("the payload must be RFC 8785 canonical JSON")
    return SignedPolicy(read_policy(document), sha256(token.rpartition(".")[0].encode()), kid, token)


def _parts(token: str) -> tuple[bytes, bytes, bytes]:
    if len(token) > 2 * v.MAX_BYTES or token.count(".") != 2:
        raise _refused("not a compact JWS of at most 64 KiB")
    try:
        head, body, signature = (unb64url(part) for part in token.split("."))
    except (ValueError, UnicodeEncodeError):
        raise _refused("not base64url") from None
    if len(body) > v.MAX_BYTES:
        raise _refused("the policy is larger than 64 KiB")
    return head, body, signature


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except BadInput as error:
        raise _refused(f"not strict JSON ({error.code})") from None


def _refused(why: str) -> Rejected:
    return Rejected("policy-signature", f"The signed policy is refused: {why}", mend="sign the document again")
