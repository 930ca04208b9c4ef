"""What is kept at rest: root key → data key per client × source → AES-256-GCM per version; and the keyed indexes.

The BSN index is an HMAC with a key of its own: a plain hash of all valid BSNs is reversed in about a minute.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.crypto.ed25519 import LogKey
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.crypto.root import NONCE, LocalKey, RootKey, unwrap, wrap
from gateway.errors import Fault


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Secrets of 32 bytes that must outlive the root key they are wrapped under.

    `bsn_index`: generation → key of the BSN index; the highest one is written, all are looked up. `index`: of every
    other keyed index; `handle`, `signing`, `log`: of handles, our own signatures, checkpoints of the audit log.
    """

    bsn_index: Mapping[int, bytes]
    index: bytes
    handle: bytes
    signing: bytes
    log: bytes

    @classmethod
    def fresh(cls) -> Secrets:
        return cls({1: os.urandom(32)}, *(os.urandom(32) for _ in range(4)))


class Vault:
    """All secret-key work for data at rest, made once from the root key and the secrets wrapped under it."""

    def __init__(self, root: RootKey, secrets: Secrets) -> None:
        self.root = root
        self._secrets = secrets
        self._open: dict[tuple[bytes, str], AESGCM] = {}

    @classmethod
    def fresh(cls) -> Vault:
        """A vault that lives as long as this process, for what is measured or tried out."""
        return cls(LocalKey(os.urandom(32)), Secrets.fresh())

    def new_data_key(self, scope: str) -> bytes:
        """A fresh data key, wrapped for storage and bound to its scope (client × source, or connector)."""
        return wrap(self.root, os.urandom(32), scope)

    def seal(self, wrapped: bytes, scope: str, data: bytes, bound: str) -> bytes:
        """Encrypt with a data key; `bound` (table, record, version, client, source) is authenticated along."""
        nonce = os.urandom(NONCE)
        return nonce + self._key(wrapped, scope).encrypt(nonce, data, bound.encode())

    def unseal(self, wrapped: bytes, scope: str, sealed: bytes, bound: str) -> bytes:
        """Decrypt. Raises Fault when a byte of key, data or binding differs."""
        try:
            return self._key(wrapped, scope).decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode())
        except (InvalidTag, ValueError):  # the latter: too short to be anything that was sealed
            raise Fault("unseal", "A sealed value does not open") from None

    def opener(self, wrapped: bytes, scope: str) -> Callable[[bytes, str], bytes]:
        """`unseal` for one data key, which is looked up once: a record has thousands of values under it.

        What it makes takes the sealed bytes, and what binds them besides the scope.
        """
        decrypt = self._key(wrapped, scope).decrypt

        def unseal(sealed: bytes, place: str) -> bytes:
            try:
                return decrypt(sealed[:NONCE], sealed[NONCE:], f"{scope}|{place}".encode())
            except (InvalidTag, ValueError):
                raise Fault("unseal", "A sealed value does not open") from None

        return unseal

    def index(self, purpose: str, value: str) -> str:
        """Keyed index of an identifying value: the same value gives the same 43 characters, and no way back."""
        return _index(self._secrets.index, purpose, value)

    @property
    def bsn_generation(self) -> int:
        """The generation of the BSN index that is written."""
        return max(self._secrets.bsn_index)

    def bsn_index(self, bsn: str) -> str:
        """The keyed index of a BSN, as written now."""
        return _index(self._secrets.bsn_index[self.bsn_generation], "bsn", bsn)

    def bsn_indexes(self, bsn: str) -> tuple[str, ...]:
        """All that a BSN may stand under while an older generation is still being replaced."""
        return tuple(_index(key, "bsn", bsn) for key in self._secrets.bsn_index.values())

    def handle(self, viewer: str, client: str) -> str:
        """The name by which one viewer knows one client; useless to another viewer."""
        # A FHIR id has no underscore (R4: [A-Za-z0-9\-\.]{1,64}).
        return _index(self._secrets.handle, viewer, client)[:22].replace("_", ".")

    def gateway_key(self) -> SigningKey:
        """The gateway's own P-256 key (access tokens, receipts)."""
        return SigningKey.from_seed(self._secrets.signing)

    def log_key(self) -> LogKey:
        """The key that signs the checkpoints of the audit log."""
        return LogKey.from_seed(self._secrets.log)

    def forget(self, wrapped: bytes, scope: str) -> None:
        """Let go of an opened data key that is destroyed."""
        self._open.pop((wrapped, scope), None)

    def _key(self, wrapped: bytes, scope: str) -> AESGCM:
        cached = self._open.get((wrapped, scope))
        if cached is None:
            cached = AESGCM(unwrap(self.root, wrapped, scope))
            if len(self._open) > 4096:
                self._open.clear()
            self._open[wrapped, scope] = cached
        return cached


def _index(key: bytes, purpose: str, value: str) -> str:
    return b64url(hmac.digest(key, f"{purpose}|{value}".encode(), "sha256"))
