"""Sealing, hashing and signing: the only importer of `cryptography`.

Root key → data key per client × source → AES-256-GCM per version; the BSN index is an HMAC with a key of its own
(a plain hash of all valid BSNs is reversed in about a minute). The root key wraps and unwraps, nothing else, so that it
may live in a device or service that never gives it away (`gateway.keys`) and be replaced by wrapping again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
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
        except InvalidTag:
            raise Fault("unwrap", "A key does not open with this root key") from None


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
        except InvalidTag:
            raise Fault("unseal", "A sealed value does not open") from None

    def opener(self, wrapped: bytes, scope: str) -> Callable[[bytes, str], bytes]:
        """`unseal` for one data key, which is looked up once: a record has thousands of values under it.

        What it makes takes the sealed bytes, and what binds them besides the scope.
        """
        decrypt = self._key(wrapped, scope).decrypt

        def unseal(sealed: bytes, place: str) -> bytes:
            try:
                return decrypt(sealed[:NONCE], sealed[NONCE:], f"{scope}|{place}".encode())
            except InvalidTag:
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
        scalar = int.from_bytes(self._secrets.signing, "big") % (P256_ORDER - 1) + 1
        return SigningKey(ec.derive_private_key(scalar, ec.SECP256R1()))

    def log_key(self) -> LogKey:
        return LogKey(ed25519.Ed25519PrivateKey.from_private_bytes(self._secrets.log))

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


def _index(key: bytes, purpose: str, value: str) -> str:
    return b64url(hmac.digest(key, f"{purpose}|{value}".encode(), "sha256"))


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


def certificate_thumbprint(der: bytes) -> str | None:
    """SHA-256 of an X.509 certificate, base64url (RFC 8705, `x5t#S256`); None for bytes that are none.

    Whether it is valid and who signed it is for who ended the TLS connection to judge.
    """
    try:
        x509.load_der_x509_certificate(der)
    except ValueError:
        return None
    return b64url(hashlib.sha256(der).digest())


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


# JWA algorithm → key type, curve, bytes of a signature (None: as long as the modulus). RFC 7518, section 3.1.
SIGNATURES: Mapping[str, tuple[str, str | None, int | None]] = {
    "ES256": ("EC", "P-256", 64),
    "ES384": ("EC", "P-384", 96),
    "RS256": ("RSA", None, None),
    "RS384": ("RSA", None, None),
}
CURVES: Mapping[str, tuple[ec.EllipticCurve, int]] = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48)}
RSA_BITS = range(2048, 4097)


def signature_size(jwk: Mapping[str, object], algorithm: str) -> int | None:
    """Bytes of a signature by this public key under this algorithm; None when the key is not fit for it.

    Unfit: another type or curve, a point that is not on its curve, a modulus under 2048 or over 4096 bits, a private
    or symmetric key.
    """
    kty, curve, size = SIGNATURES.get(algorithm, ("", None, None))
    if jwk.get("kty") != kty or not kty or not {"d", "k", "p", "q", "oth"}.isdisjoint(jwk):
        return None
    try:
        if curve is None:
            n, e = (int.from_bytes(unb64url(str(jwk[name])), "big") for name in ("n", "e"))
            rsa.RSAPublicNumbers(e, n).public_key()
            fit = n.bit_length() in RSA_BITS and e >= 65537 and e.bit_length() <= 32
            return (n.bit_length() + 7) // 8 if fit else None
        kind, width = CURVES[curve]
        parts = [unb64url(str(jwk[name])) for name in ("x", "y")]
        if jwk.get("crv") != curve or any(len(part) != width for part in parts):
            return None
        x, y = (int.from_bytes(part, "big") for part in parts)
        ec.EllipticCurvePublicNumbers(x, y, kind).public_key()
    except (ValueError, KeyError):
        return None
    return size


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
