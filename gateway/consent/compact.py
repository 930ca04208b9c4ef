"""The compact JWS of everything people sign here: ES256 with low S, header exactly alg, kid and typ, canonical payload.

Read on the bytes as they came. Stricter than any library, because signatures are malleable and so is JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.consent import vocabulary as v
from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import SigningKey, verify_es256
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import BadInput, Rejected
from gateway.wire import json

Jwk = Mapping[str, str]
# base64url of the largest payload, and room for the header and the longest signature (a passkey's, see webauthn.py).
MAX_TOKEN = v.MAX_BYTES * 4 // 3 + 8192


@dataclass(frozen=True, slots=True)
class Compact:
    """One token taken apart, nothing verified yet."""

    typ: str
    kid: str
    payload: bytes
    signing_input: bytes
    signature: bytes


def sign(typ: str, document: Mapping[str, Any], key: SigningKey) -> str:
    text = signing_input(typ, document, key.thumbprint)
    return f"{text}.{b64url(key.sign(text.encode()))}"


def signing_input(typ: str, document: Mapping[str, Any], kid: str) -> str:
    """What is to be signed: header and payload in the one form that is taken."""
    header = json.canonical({"alg": "ES256", "kid": kid, "typ": typ})
    return f"{b64url(header)}.{b64url(json.canonical(document))}"


def split(token: str, typs: frozenset[str], code: str) -> Compact:
    """Take a token apart. Raises Rejected with `code` for anything but the exact form."""
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise refused(code, "not a compact JWS of a document of at most 64 KiB")
    try:
        head, payload, signature = (unb64url(part) for part in token.split("."))
    except ValueError:
        raise refused(code, "not base64url") from None
    if len(payload) > v.MAX_BYTES:
        raise refused(code, "the document is larger than 64 KiB")
    header = strict(head, code)
    if not isinstance(header, dict) or set(header) != {"alg", "kid", "typ"}:
        raise refused(code, "the header must be exactly alg, kid and typ")
    if header["alg"] != "ES256" or header["typ"] not in typs or not isinstance(header["kid"], str):
        raise refused(code, f"the header must say ES256 and {' or '.join(sorted(typs))}")
    return Compact(header["typ"], header["kid"], payload, token.rpartition(".")[0].encode(), signature)


def signed_by(compact: Compact, jwk: Jwk | None) -> bool:
    """Whether this key, and no other of that name, made the signature."""
    return (
        jwk is not None
        and verify_es256(jwk, compact.signing_input, compact.signature)
        and thumbprint(jwk) == compact.kid
    )


def strict(data: bytes, code: str) -> Any:
    try:
        return json.loads(data)
    except BadInput as error:
        raise refused(code, f"not strict JSON ({error.code})") from None


def assert_canonical(document: Any, payload: bytes, code: str) -> None:
    """Only after a closed schema was read: that leaves nothing in a document that has no canonical form."""
    if json.canonical(document) != payload:
        raise refused(code, "the payload must be RFC 8785 canonical JSON")


def refused(code: str, why: str) -> Rejected:
    what = "policy" if code == "policy-signature" else "object"
    return Rejected(code, f"The signed {what} is refused: {why}", mend="sign the document again")
