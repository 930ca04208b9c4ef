"""The root key, under which every other key is stored.

It wraps and unwraps, nothing else, so that it may live in a device or service that never gives it away (`gateway.keys`)
and be replaced by wrapping again. What it wrapped begins with its id.
"""

from __future__ import annotations

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import Fault

NONCE = 12


class RootKey(Protocol):
    """The one secret that everything at rest hangs on. The key itself may never leave its provider.

    `id`: 8 hex digits that name the key, stored before everything it wrapped. `wrap` and `unwrap` take at most a few
    kilobytes; `bound` is authenticated along. `unwrap` raises Fault when a byte differs.
    """

    @property
    def id(self) -> str: ...

    def wrap(self, secret: bytes, bound: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes: ...


class LocalKey:
    """A root key of 32 bytes in this process's memory."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise Fault("root-key", "The root key is not 32 bytes")
        self._aead = AESGCM(_derive(key, b"wrap"))
        self.id = _derive(key, b"id").hex()[:8]

    def wrap(self, secret: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, secret, bound)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        try:
            return self._aead.decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
        except (InvalidTag, ValueError):  # the latter: too short to be anything that was wrapped
            raise Fault("unwrap", "A key does not open with this root key") from None


def wrap(root: RootKey, secret: bytes, scope: str) -> bytes:
    """A secret as it may be stored: the id of the root key, then what that key made of it."""
    return root.id.encode() + root.wrap(secret, scope.encode())


def unwrap(root: RootKey, wrapped: bytes, scope: str) -> bytes:
    """Raises Fault(root-key-other) for a secret under another root key, Fault(unwrap) when a byte differs."""
    if not is_under(root, wrapped):
        raise Fault(
            "root-key-other", "A key is wrapped under another root key", mend="finish: wijkdossier keys rotate-root"
        )
    return root.unwrap(wrapped[len(root.id) :], scope.encode())


def is_under(root: RootKey, wrapped: bytes) -> bool:
    """Whether this root key wrapped it."""
    return wrapped.startswith(root.id.encode())


def random_root_key() -> str:
    """A fresh root key as 64 hex digits."""
    return os.urandom(32).hex()


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"wijkdossier/1/" + purpose).derive(root)
