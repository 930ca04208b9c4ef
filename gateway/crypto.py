"""Sealing, hashing and signing: the only importer of `cryptography`.

Root key → data key per client × source → AES-256-GCM per version; the BSN index is an HMAC with a key of its own
(a plain hash of all valid BSNs is reversed in about a minute). No root key, no start.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import Fault

NONCE = 12
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


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


class Vault:
    """All secret-key work for data at rest, made once from the root key (32 bytes)."""

    def __init__(self, root: bytes) -> None:
        if len(root) != 32:
            raise Fault("root-key", "The root key is not 32 bytes")
        self._wrap = AESGCM(_derive(root, b"wrap"))
        self._index = _derive(root, b"bsn-index")
        self._handle = _derive(root, b"handle")
        self._signing = _derive(root, b"gateway-signing")
        self._log = _derive(root, b"audit-log-signing")
        self._open: dict[bytes, AESGCM] = {}

    @classmethod
    def from_file(cls, path: Path) -> Vault:
        """Read the root key (64 hex digits). Raises Fault when it is missing: no key, no start."""
        try:
            return cls(bytes.fromhex(path.read_text().strip()))
        except (OSError, ValueError) as error:
            raise Fault("root-key", "The root key cannot be read", mend="wijkdossier keys init") from error

    def new_data_key(self, scope: str) -> bytes:
        """A fresh data key, wrapped for storage and bound to its scope (client × source, or connector)."""
        nonce = os.urandom(NONCE)
        return nonce + self._wrap.encrypt(nonce, os.urandom(32), scope.encode())

    def seal(self, wrapped: bytes, scope: str, data: bytes, bound: str) -> bytes:
        """Encrypt with a data key; `bound` (table, record, version, client, source) is authenticated along."""
        nonce = os.urandom(NONCE)
        return nonce + self._key(wrapped, scope).encrypt(nonce, data, bound.encode())

    def unseal(self, wrapped: bytes, scope: str, sealed: bytes, bound: str) -> bytes:
        """Decrypt. Raises Fault when a byte of key, data or binding differs."""
        try:
            return self._key(wrapped, scope).decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode())
        except InvalidTag:
            raise Fault("unseal", "A sealed value does not open") from None

    def index(self, purpose: str, value: str) -> str:
        """Keyed index of an identifying value: the same value gives the same 43 characters, and no way back."""
        return b64url(hmac.digest(self._index, f"{purpose}|{value}".encode(), "sha256"))

    def handle(self, viewer: str, client: str) -> str:
        """The name by which one viewer knows one client; useless to another viewer."""
        return b64url(hmac.digest(self._handle, f"{viewer}|{client}".encode(), "sha256"))[:22]

    def gateway_key(self) -> SigningKey:
        """The gateway's own P-256 key (access tokens, receipts), fixed by the root key."""
        scalar = int.from_bytes(self._signing, "big") % (P256_ORDER - 1) + 1
        return SigningKey(ec.derive_private_key(scalar, ec.SECP256R1()))

    def log_key(self) -> LogKey:
        return LogKey(ed25519.Ed25519PrivateKey.from_private_bytes(self._log))

    def _key(self, wrapped: bytes, scope: str) -> AESGCM:
        cached = self._open.get(wrapped)
        if cached is None:
            try:
                cached = AESGCM(self._wrap.decrypt(wrapped[:NONCE], wrapped[NONCE:], scope.encode()))
            except InvalidTag:
                raise Fault("unwrap", "A data key does not open with this root key") from None
            if len(self._open) > 4096:
                self._open.clear()
            self._open[wrapped] = cached
        return cached


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A P-256 key pair that signs ES256, always in the low-S form."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes) -> SigningKey:
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
            raise Fault("key-type", "Not a P-256 private key")
        return cls(key)

    @property
    def pem(self) -> bytes:
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def jwk(self) -> dict[str, str]:
        """Public key as JWK: kty, crv, x, y."""
        point = self.private.public_key().public_numbers()
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": b64url(point.x.to_bytes(32, "big")),
            "y": b64url(point.y.to_bytes(32, "big")),
        }

    @property
    def thumbprint(self) -> str:
        return thumbprint(self.jwk)

    def sign(self, data: bytes) -> bytes:
        """Raw r‖s (64 bytes), s in the lower half of the order."""
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")


def thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638 thumbprint of a P-256 public key, base64url."""
    members = ",".join(f'"{name}":"{jwk[name]}"' for name in ("crv", "kty", "x", "y"))
    return b64url(hashlib.sha256(f"{{{members}}}".encode()).digest())


def verify_es256(jwk: Mapping[str, str], data: bytes, signature: bytes) -> bool:
    """Whether a raw r‖s signature is this key's. A high s, a wrong length or a malformed key is a plain no."""
    if len(signature) != 64 or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if s > P256_ORDER // 2:
        return False
    key = _p256(jwk)
    if key is None:
        return False
    try:
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def is_p256(jwk: Mapping[str, str]) -> bool:
    """Whether a JWK is a point on P-256."""
    return jwk.get("kty") == "EC" and jwk.get("crv") == "P-256" and _p256(jwk) is not None


def _p256(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey | None:
    try:
        x, y = (int.from_bytes(unb64url(jwk[name]), "big") for name in ("x", "y"))
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except (ValueError, KeyError):
        return None


@dataclass(frozen=True, slots=True)
class LogKey:
    """Ed25519 key that signs the checkpoints of the audit log."""

    private: ed25519.Ed25519PrivateKey

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


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"wijkdossier/1/" + purpose).derive(root)


def random_root_key() -> str:
    """A fresh root key as 64 hex digits."""
    return os.urandom(32).hex()
