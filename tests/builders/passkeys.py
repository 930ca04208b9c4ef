"""What an authenticator and a browser make of a document when somebody signs it with a passkey."""

from __future__ import annotations

import hashlib
import struct

from gateway.consent import webauthn
from gateway.consent.webauthn import Relying
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.wire import json

PRESENT, VERIFIED = 0x01, 0x04


def signed(text: str, key: SigningKey, relying: Relying, flags: int = PRESENT | VERIFIED) -> str:
    """The token of a signing input: its hash is the challenge, the assertion its third part."""
    challenge = b64url(hashlib.sha256(text.encode()).digest())
    client_data = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": relying.origin}).encode()
    data = hashlib.sha256(relying.id.encode()).digest() + bytes([flags]) + struct.pack(">I", 0)
    made = {
        "authenticatorData": data,
        "clientDataJSON": client_data,
        "signature": key.sign(data + hashlib.sha256(client_data).digest()),
    }
    return f"{text}.{b64url(webauthn.part(made))}"
