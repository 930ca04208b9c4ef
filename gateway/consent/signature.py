"""The signed policy: a compact JWS over canonical JSON, verified on the bytes as they came.

Header exactly alg, kid and typ; ES256 with low S only. The hash that chains versions is over the signing input, because
signatures are malleable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.consent import vocabulary as v
from gateway.consent.model import read_policy
from gateway.consent.signed import SignedPolicy
from gateway.crypto import SigningKey, b64url, sha256, thumbprint, unb64url, verify_es256
from gateway.errors import BadInput, Rejected
from gateway.wire import json

TYP = "toestemming+jws"
MAX_TOKEN = v.MAX_BYTES * 4 // 3 + 1024  # base64url of the largest payload, and room for header and signature
Jwk = Mapping[str, str]
Keys = Mapping[str, Jwk] | Callable[[str], Jwk | None]


def sign_policy(document: Mapping[str, Any], key: SigningKey) -> str:
    """The compact JWS of a policy document. Raises Rejected when the document is no policy."""
    read_policy(document)
    header = json.canonical({"alg": "ES256", "kid": key.thumbprint, "typ": TYP})
    signing_input = f"{b64url(header)}.{b64url(json.canonical(document))}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def verify(token: str, jwk_of_kid: Keys) -> SignedPolicy:
    """Verify and read a signed policy. Raises Rejected: policy-signature or policy-form."""
    head, body, signature = _parts(token)
    kid = _kid(_json(head))
    jwk = jwk_of_kid.get(kid) if isinstance(jwk_of_kid, Mapping) else jwk_of_kid(kid)
    signing_input = token.rpartition(".")[0].encode()
    if jwk is None or not verify_es256(jwk, signing_input, signature) or thumbprint(jwk) != kid:
        raise _refused("the signature is not of a key of this client")
    return _read(token, kid, body)


def reread(token: str, kid: str) -> SignedPolicy:
    """Read a policy that was verified when it was stored."""
    return _read(token, kid, _parts(token)[1])


def _read(token: str, kid: str, body: bytes) -> SignedPolicy:
    document = _json(body)
    policy = read_policy(document)
    # Only now: the closed schema leaves nothing in it that has no canonical form.
    if json.canonical(document) != body:
        raise _refused("the payload must be RFC 8785 canonical JSON")
    return SignedPolicy(policy, sha256(token.rpartition(".")[0].encode()), kid, token)


def _parts(token: str) -> tuple[bytes, bytes, bytes]:
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise _refused("not a compact JWS of a policy of at most 64 KiB")
    try:
        head, body, signature = (unb64url(part) for part in token.split("."))
    except ValueError:
        raise _refused("not base64url") from None
    if len(body) > v.MAX_BYTES:
        raise _refused("the policy is larger than 64 KiB")
    return head, body, signature


def _kid(header: Any) -> str:
    if not isinstance(header, dict) or set(header) != {"alg", "kid", "typ"}:
        raise _refused("the header must be exactly alg, kid and typ")
    if header["alg"] != "ES256" or header["typ"] != TYP or not isinstance(header["kid"], str):
        raise _refused(f"the header must say ES256 and {TYP}")
    return header["kid"]


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except BadInput as error:
        raise _refused(f"not strict JSON ({error.code})") from None


def _refused(why: str) -> Rejected:
    return Rejected("policy-signature", f"The signed policy is refused: {why}", mend="sign the document again")
