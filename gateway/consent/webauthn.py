"""A document signed with a passkey: a WebAuthn assertion whose challenge is the hash of the document's signing input.

W3C Web Authentication Level 2, section 7.2 (verifying an assertion), as far as it applies to one key that is known
beforehand. The device turns the DER signature into low-S r‖s; the third part of the token is canonical JSON of the
assertion.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.consent import compact
from gateway.consent.compact import Compact, Jwk
from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import verify_es256
from gateway.crypto.primitives import b64url, same, unb64url
from gateway.errors import BadInput
from gateway.wire import json

SUFFIX: Final = "+webauthn"  # of the `typ` of what a passkey signs
MEMBERS: Final = {"authenticatorData", "clientDataJSON", "signature"}
MAX_CLIENT_DATA: Final = 2048
# Flags of the authenticator data (Level 2, section 6.1; backup flags Level 3).
USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED, EXTENSIONS = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80
HEAD: Final = 37  # rpIdHash (32), flags (1), signCount (4)


@dataclass(frozen=True, slots=True)
class Relying:
    """Whom a passkey signs for. `id`: the host name it is bound to; `origin`: of our pages."""

    id: str
    origin: str


def part(assertion: Mapping[str, bytes]) -> bytes:
    """The third part of the token for an assertion: three members, base64url."""
    return json.canonical({name: b64url(assertion[name]) for name in MEMBERS})


def verified(found: Compact, jwk: Jwk | None, relying: Relying | None) -> bool:
    """Whether this key signed, in the form that the document's `typ` says. `relying`: without it no passkey did."""
    if not found.typ.endswith(SUFFIX):
        return compact.signed_by(found, jwk)
    return relying is not None and signed_by(found, jwk, relying)


def signed_by(found: Compact, jwk: Jwk | None, relying: Relying) -> bool:
    """Whether this passkey made the assertion, for this document, here, with the person present and verified."""
    assertion = _assertion(found.signature)
    if jwk is None or assertion is None or thumbprint(jwk) != found.kid:
        return False
    authenticator, client_data, signature = assertion
    challenge = b64url(hashlib.sha256(found.signing_input).digest())
    return (
        _right_client(client_data, challenge, relying)
        and _right_authenticator(authenticator, relying)
        and verify_es256(jwk, authenticator + hashlib.sha256(client_data).digest(), signature)
    )


def _assertion(signature: bytes) -> tuple[bytes, bytes, bytes] | None:
    found = _object(signature)
    if found is None or set(found) != MEMBERS or not all(isinstance(value, str) for value in found.values()):
        return None
    if json.canonical(found) != signature:
        return None
    try:
        authenticator, client_data, raw = (unb64url(found[name]) for name in sorted(MEMBERS))
    except ValueError:
        return None
    return (authenticator, client_data, raw) if len(client_data) <= MAX_CLIENT_DATA else None


def _right_client(data: bytes, challenge: str, relying: Relying) -> bool:
    """The browser's side: an assertion, of this challenge, on a page of ours, in no frame of somebody else."""
    said = _object(data)
    return (
        said is not None
        and said.get("type") == "webauthn.get"
        and isinstance(said.get("challenge"), str)
        and same(str(said["challenge"]), challenge)
        and said.get("origin") == relying.origin
        and said.get("crossOrigin", False) is False
        and "topOrigin" not in said
    )


def _right_authenticator(data: bytes, relying: Relying) -> bool:
    """The device's side: bound to our host name, somebody there, and that somebody verified.

    The counter is not compared: passkeys that are synchronised keep it at 0, and the version chain stops replay.
    """
    if len(data) < HEAD or data[:32] != hashlib.sha256(relying.id.encode()).digest():
        return False
    flags = data[32]
    both = USER_PRESENT | USER_VERIFIED
    if flags & both != both or flags & ATTESTED or (flags & BACKED_UP and not flags & BACKUP_ELIGIBLE):
        return False
    return len(data) > HEAD if flags & EXTENSIONS else len(data) == HEAD


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except BadInput:
        return None
    return found if isinstance(found, dict) else None
