"""Making tokens as an attacker would: with the public keys, a token that was valid, and keys of their own.

Written with `cryptography` alone, so that nothing under test takes part. Every case is what a server somewhere
accepted, or what RFC 7515, 7518, 7519, 8725 and SMART Backend Services say must be refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_790_000_000
ISSUER = "ecd"
AUDIENCE = "https://gateway.example/token"
ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16
    ),
}
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def dump(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Signer:
    """A key pair and the one algorithm it is registered for."""

    kid: str
    alg: str
    private: Private

    @classmethod
    def make(cls, kid: str, alg: str) -> Signer:
        match alg:
            case "ES256":
                return cls(kid, alg, ec.generate_private_key(ec.SECP256R1()))
            case "ES384":
                return cls(kid, alg, ec.generate_private_key(ec.SECP384R1()))
            case _:
                return cls(kid, alg, rsa.generate_private_key(65537, 2048))

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        if isinstance(numbers, rsa.RSAPublicNumbers):
            parts = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        else:
            width = self.width
            parts = {"kty": "EC", "crv": self.curve, "x": _number(numbers.x, width), "y": _number(numbers.y, width)}
        return {**parts, "kid": self.kid, "alg": self.alg}

    @property
    def curve(self) -> str:
        return "P-384" if self.alg == "ES384" else "P-256"

    @property
    def width(self) -> int:
        return 48 if self.alg == "ES384" else 32

    def public(self, encoding: serialization.Encoding) -> bytes:
        kind = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(encoding, kind)

    def sign(self, data: bytes, *, s: Literal["low", "high", "any"] = "low") -> bytes:
        digest = hashes.SHA256() if self.alg.endswith("256") else hashes.SHA384()
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), digest)
        r, found = decode_dss_signature(self.private.sign(data, ec.ECDSA(digest)))
        order = ORDERS[self.curve]
        if s != "any" and (found > order // 2) != (s == "high"):
            found = order - found
        return r.to_bytes(self.width, "big") + found.to_bytes(self.width, "big")

    def header(self, **members: Any) -> dict[str, Any]:
        return {"alg": self.alg, "kid": self.kid, "typ": "JWT", **members}

    def token(self, header: bytes | dict[str, Any], payload: bytes | dict[str, Any], **how: Any) -> str:
        """A token with a true signature over whatever header and payload."""
        head, body = (part if isinstance(part, bytes) else dump(part) for part in (header, payload))
        text = f"{b64(head)}.{b64(body)}"
        return f"{text}.{b64(self.sign(text.encode(), **how))}"


def claims(**members: Any) -> dict[str, Any]:
    made = {"iss": ISSUER, "sub": ISSUER, "aud": AUDIENCE, "exp": NOW + 240, "iat": NOW, "jti": "j-1", **members}
    return {name: value for name, value in made.items() if value is not ...}


@dataclass(frozen=True)
class Case:
    """`why`: what is wrong with it, "" when nothing is. `kid`: the registered key it is about."""

    comment: str
    why: str
    kid: str
    token: str


def valid(signer: Signer) -> Iterator[Case]:
    def case(comment: str, token: str) -> Case:
        return Case(comment, "", signer.kid, token)

    yield case("as SMART shows it", signer.token(signer.header(), claims()))
    yield case("without typ", signer.token({"alg": signer.alg, "kid": signer.kid}, claims()))
    yield case("typ in another case", signer.token(signer.header(typ="jwt"), claims()))
    yield case("aud as a list of one", signer.token(signer.header(), claims(aud=[AUDIENCE])))
    yield case("with nbf", signer.token(signer.header(), claims(nbf=NOW)))
    yield case("a clock five seconds ahead", signer.token(signer.header(), claims(iat=NOW + 5, exp=NOW + 305)))
    yield case("claims of its own", signer.token(signer.header(), claims(client_name="ECD é", deep={"a": [1, None]})))
    yield case("spaces in the JSON", signer.token(json.dumps(signer.header(), indent=1).encode(), claims()))
    if signer.alg.startswith("ES"):
        yield case("a high s: another form of a true signature", signer.token(signer.header(), claims(), s="high"))


def forged(signer: Signer, other: Signer, stranger: Signer) -> Iterator[Case]:
    """`other`: registered too, for another system; `stranger`: a key nobody registered, of the same algorithm."""
    true = signer.token(signer.header(), claims())
    head, body, _signature = true.split(".")

    def case(why: str, comment: str, token: str) -> Case:
        return Case(comment, why, signer.kid, token)

    yield from _without_the_private_key(signer, true)
    for alg in ("ES256", "ES384", "ES512", "RS256", "RS384", "PS384", "EdDSA", "ES256K", signer.alg.lower(), "A128KW"):
        if alg != signer.alg:
            yield case("algorithm", f"says {alg}", signer.token(signer.header(alg=alg), claims()))
    yield case("algorithm", "no alg", signer.token({"kid": signer.kid, "typ": "JWT"}, claims()))
    yield case("key", "signed with a key of nobody", stranger.token(signer.header(), claims()))
    yield case("key", "signed with the key of another system", other.token(signer.header(alg=other.alg), claims()))
    yield case("key", "kid of another system", other.token(other.header(), claims()))
    yield case("key", "kid of nobody", stranger.token(stranger.header(), claims()))
    for kid in (..., "", None, 1, [signer.kid], "../" + signer.kid, signer.kid + "\x00", signer.kid.upper() + " "):
        header = {k: v for k, v in signer.header(kid=kid).items() if v is not ...}
        yield case("key", f"kid {kid!r}", signer.token(header, claims()))
    for name, value in _extra(stranger):
        yield case("header", f"header with {name}", signer.token(signer.header(**{name: value}), claims()))
        yield case(
            "header",
            f"header with {name}, signed with that key",
            stranger.token(signer.header(**{name: value}), claims()),
        )
    for typ in ("at+jwt", "JOSE", "JOSE+JSON", "toestemming+jws", "dpop+jwt", "", 1, None, ["JWT"]):
        if typ != "":
            yield case("header", f"typ {typ!r}", signer.token(signer.header(typ=typ), claims()))
    yield from (case("claims", f"claims: {what}", signer.token(signer.header(), made)) for what, made in _claims())
    yield from (case("json", what, signer.token(*parts)) for what, parts in _json(signer))
    yield from (case("signature", what, f"{head}.{body}.{b64(made)}") for what, made in _signatures(signer, true))
    yield from (case("form", what, made) for what, made in _forms(signer, true))


def _without_the_private_key(signer: Signer, true: str) -> Iterator[Case]:
    """An HMAC with what everybody knows, or no signature at all."""
    head, body, signature = true.split(".")

    def case(why: str, comment: str, token: str) -> Case:
        return Case(comment, why, signer.kid, token)

    for name, secret in _secrets(signer):
        for bits in (256, 384, 512):
            header = b64(dump(signer.header(alg=f"HS{bits}")))
            mac = hmac.digest(secret, f"{header}.{body}".encode(), f"sha{bits}")
            yield case("key-confusion", f"HS{bits} with the public key as {name}", f"{header}.{body}.{b64(mac)}")
        mac = hmac.digest(secret, f"{head}.{body}".encode(), "sha256")
        yield case("key-confusion", f"{signer.alg} in the header, HMAC with {name}", f"{head}.{body}.{b64(mac)}")
    for none in ("none", "None", "NONE", "nOnE", "", "null", None, 0, False, [], ["none"], {"alg": "none"}):
        header = b64(dump(signer.header(alg=none)))
        yield case("no-signature", f"alg {none!r}, no signature", f"{header}.{body}.")
        yield case("no-signature", f"alg {none!r}, the old signature", f"{header}.{body}.{signature}")
    yield case("no-signature", "the signature left out", f"{head}.{body}.")
    yield case("no-signature", "two parts", f"{head}.{body}")


def _secrets(signer: Signer) -> Iterator[tuple[str, bytes]]:
    pem = signer.public(serialization.Encoding.PEM)
    yield "PEM", pem
    yield "PEM without its last line end", pem.rstrip(b"\n")
    yield "DER", signer.public(serialization.Encoding.DER)
    yield "JWK", dump(signer.jwk)
    yield "its first number", base64.urlsafe_b64decode(signer.jwk.get("x", signer.jwk.get("n", "")) + "==")
    yield "nothing", b""
    yield "its kid", signer.kid.encode()


def _extra(stranger: Signer) -> Iterator[tuple[str, Any]]:
    yield "jwk", {k: v for k, v in stranger.jwk.items() if k not in {"kid", "alg"}}
    yield "jku", "https://evil.example/jwks"
    yield "x5u", "https://evil.example/cert"
    yield "x5c", [base64.b64encode(stranger.public(serialization.Encoding.DER)).decode()]
    yield "x5t", b64(hashlib.sha1(b"x").digest())
    yield "x5t#S256", b64(hashlib.sha256(b"x").digest())
    yield "crit", ["exp"]
    yield "crit", []
    yield "crit", ["b64"]
    yield "b64", False
    yield "zip", "DEF"
    yield "cty", "JWT"
    yield "enc", "A256GCM"
    yield "epk", {"kty": "EC"}
    yield "iss", ISSUER
    yield "http://evil.example/", 1


def _claims() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in ("iss", "aud", "exp"):
        yield f"no {name}", claims(**{name: ...})
        for value in (None, "", 0, [], {}, True, "x"):
            yield f"{name} is {value!r}", claims(**{name: value})
    yield "aud of another", claims(aud="https://other.example/token")
    yield "aud in another case", claims(aud=AUDIENCE.upper())
    yield "aud with a slash more", claims(aud=AUDIENCE + "/")
    yield "aud longer", claims(aud=AUDIENCE + "?x")
    yield "aud among others", claims(aud=[AUDIENCE, "https://other.example/token"])
    yield "aud within a list", claims(aud=[[AUDIENCE]])
    yield "aud as a key", claims(aud={AUDIENCE: 1})
    yield "iss as a list", claims(iss=[ISSUER])
    yield "iss of another", claims(iss="his")
    for value in (NOW, NOW - 1, 1, -1, NOW + 306, 2**63, 2**64, 10**18, 1e400):
        yield f"exp {value}", claims(exp=value)
    for name in ("exp", "iat", "nbf"):
        for value in (NOW + 0.5, str(NOW + 100), True, [NOW], {"t": NOW}, None if name != "exp" else False, -5):
            yield f"{name} is {value!r}", claims(**{name: value})
    yield "no iat", claims(iat=...)
    yield "iat to come", claims(iat=NOW + 6)
    yield "nbf to come", claims(nbf=NOW + 6)
    for name in ("sub", "jti"):
        for value in ("", None, 1, True, ["j"], {"a": 1}, "x" * 513):
            yield f"{name} is {str(value)[:20]!r}", claims(**{name: value})


def _json(signer: Signer) -> Iterator[tuple[str, tuple[Any, Any]]]:
    head, body = dump(signer.header()), dump(claims())
    yield "alg twice, none last", (head[:-1] + b',"alg":"none"}', body)
    yield "alg twice, the same", (head[:-1] + f',"alg":"{signer.alg}"}}'.encode(), body)
    yield "aud twice", (head, b'{"aud":"https://other.example/token",' + body[1:])
    yield "exp twice", (head, body[:-1] + f',"exp":{NOW + 100}}}'.encode())
    yield "a member twice, one escaped", (head, body[:-1] + rb',"\u0065xp":1}')
    yield "exp written 1.79000024e9", (head, body.replace(str(NOW + 240).encode(), b"1.79000024e9"))
    yield "exp written with .0", (head, body.replace(str(NOW + 240).encode(), f"{NOW + 240}.0".encode()))
    yield "exp NaN", (head, body.replace(str(NOW + 240).encode(), b"NaN"))
    yield "exp Infinity", (head, body.replace(str(NOW + 240).encode(), b"Infinity"))
    yield "a lone surrogate", (head, body[:-1] + rb',"x":"\ud800"}')
    yield "a comma too many", (head, body[:-1] + b",}")
    yield "a comment", (head, b"/**/" + body)
    yield "something after it", (head, body + b"{}")
    yield "single quotes", (head, body.replace(b'"', b"'"))
    yield "UTF-16", (head, body.decode().encode("utf-16"))
    yield "not UTF-8", (head, body[:-1] + b',"x":"\xff"}')
    yield "very deep", (head, body[:-1] + b',"x":' + b"[" * 80 + b"]" * 80 + b"}")
    yield "a list", (head, b"[" + body + b"]")
    yield "a text", (head, json.dumps(body.decode()).encode())
    yield "nothing", (head, b"")
    yield "null", (head, b"null")
    yield "header a list", (b"[" + head + b"]", body)
    yield "header null", (b"null", body)
    yield "header nothing", (b"", body)


def _signatures(signer: Signer, true: str) -> Iterator[tuple[str, bytes]]:
    signature = base64.urlsafe_b64decode(true.rpartition(".")[2] + "==")
    text = true.rpartition(".")[0].encode()
    yield "a byte more", signature + b"\x00"
    yield "a byte before", b"\x00" + signature
    yield "a byte less", signature[:-1]
    yield "half", signature[: len(signature) // 2]
    yield "twice", signature * 2
    yield "all zeros", bytes(len(signature))
    yield "all ones", b"\xff" * len(signature)
    yield "one", (1).to_bytes(len(signature), "big")
    yield "backwards", signature[::-1]
    yield "a bit turned", signature[:-1] + bytes([signature[-1] ^ 1])
    yield "a bit turned in front", bytes([signature[0] ^ 0x80]) + signature[1:]
    yield "of another text", signer.sign(text + b".")
    yield "of the payload alone", signer.sign(text.partition(b".")[2])
    if not isinstance(signer.private, ec.EllipticCurvePrivateKey):
        yield "with a number as large as the modulus", base64.urlsafe_b64decode(signer.jwk["n"] + "==")
        return
    width, order = signer.width, ORDERS[signer.curve]
    r, s = signature[:width], signature[width:]
    zero, one, full = bytes(width), (1).to_bytes(width, "big"), order.to_bytes(width, "big")
    yield "r and s changed round", s + r
    yield "r zero", zero + s
    yield "s zero", r + zero
    yield "r and s one", one + one
    yield "r and s the order", full + full
    yield "r the order", full + s
    yield "s the order", r + full
    yield "r zero, s one", zero + one
    yield "r one, s zero", one + zero
    larger = int.from_bytes(s, "big") + order
    if larger < 1 << 8 * width:
        yield "s plus the order", r + larger.to_bytes(width, "big")
    yield "DER", signer.private.sign(text, ec.ECDSA(hashes.SHA256() if width == 32 else hashes.SHA384()))


def _forms(signer: Signer, true: str) -> Iterator[tuple[str, str]]:
    head, body, signature = true.split(".")
    yield "nothing", ""
    yield "dots", ".."
    yield "a space before", " " + true
    yield "a line end after", true + "\n"
    yield "a dot after", true + "."
    yield "a part more", f"{true}.{signature}"
    yield "as a JWE of five parts", f"{head}.{body}.{signature}.{body}.{signature}"
    yield "JSON serialisation", json.dumps({"protected": head, "payload": body, "signature": signature})
    yield "padding", f"{head}==.{body}.{signature}"
    yield "padding of the signature", f"{head}.{body}.{signature}=="
    yield "a line end in the payload", f"{head}.{body[:20]}\n{body[20:]}.{signature}"
    yield "a character outside the alphabet", f"{head}.{body[:20]}!{body[20:]}.{signature}"
    yield "a letter that is not ASCII", f"{head}.{body}é.{signature}"
    yield "a zero byte", f"{head}.{body}.{signature}\x00"
    yield "an ending that decodes alike", _alike(true)
    yield "the alphabet of plain base64", f"{head}.{body}.{_plain(signature)}"
    text = f"{b64(dump(signer.header()))}.{b64(dump(claims(x='y' * 9000)))}"
    yield "too large", f"{text}.{b64(signer.sign(text.encode()))}"
    yield "payload of another", f"{head}.{b64(dump(claims(sub='his')))}.{signature}"
    yield "b64 false: payload as it is", f"{head}.{dump(claims()).decode()}.{signature}"


def _alike(token: str) -> str:
    """The last character, changed in the bits that carry nothing: sloppy readers see the same bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    head, body, signature = token.split(".")
    for at, part in enumerate((head, body, signature)):
        if len(part) % 4:
            parts = [head, body, signature]
            parts[at] = part[:-1] + alphabet[alphabet.index(part[-1]) ^ 1]
            return ".".join(parts)
    return token + "="


def _plain(signature: str) -> str:
    """With + and / for - and _; where there is neither, a + is put in."""
    changed = signature.replace("-", "+").replace("_", "/")
    return changed if changed != signature else "+" + signature[1:]


def _number(value: int, width: int | None = None) -> str:
    return b64(value.to_bytes(width or (value.bit_length() + 7) // 8, "big"))
