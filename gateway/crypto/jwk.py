"""The public keys that others show: the name a key or certificate goes by, and which algorithm a key is fit for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from gateway.crypto.primitives import b64url, unb64url

# JWA algorithm → key type, curve, bytes of a signature (None: as long as the modulus). RFC 7518, section 3.1.
SIGNATURES: Mapping[str, tuple[str, str | None, int | None]] = {
    "ES256": ("EC", "P-256", 64),
    "ES384": ("EC", "P-384", 96),
    "RS256": ("RSA", None, None),
    "RS384": ("RSA", None, None),
}
CURVES: Mapping[str, tuple[ec.EllipticCurve, int]] = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48)}
RSA_BITS = range(2048, 4097)


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
