"""Signing and verifying ES256: what clients, systems and the gateway itself sign with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from gateway.crypto.jwk import thumbprint
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import Fault

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A P-256 key pair that signs ES256, always in the low-S form."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """The key that always follows from the same 32 bytes."""
        scalar = int.from_bytes(seed, "big") % (P256_ORDER - 1) + 1
        return cls(ec.derive_private_key(scalar, ec.SECP256R1()))

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
