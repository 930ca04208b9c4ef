"""What all keyed work is made of: base64url, SHA-256, chance, and comparing secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """Strict base64url without padding. Raises ValueError on anything else, non-canonical endings included."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if b64url(data) != text:
        raise ValueError("not canonical base64url")
    return data


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def random_token(size: int = 32) -> str:
    return b64url(os.urandom(size))
