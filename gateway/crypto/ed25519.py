"""Signing and verifying the checkpoints of the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519


@dataclass(frozen=True, slots=True)
class LogKey:
    """Ed25519 key that signs the checkpoints of the audit log."""

    private: ed25519.Ed25519PrivateKey

    @classmethod
    def from_seed(cls, seed: bytes) -> LogKey:
        """The key that always follows from the same 32 bytes."""
        return cls(ed25519.Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)


def verify_ed25519(public: bytes, data: bytes, signature: bytes) -> bool:
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
