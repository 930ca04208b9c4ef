"""Passkeys: assertions made here as an authenticator and a browser make them, and every way in which one may be
wrong.
"""

from __future__ import annotations

import hashlib
import json as plain
import struct
from collections.abc import Callable
from typing import Any

import pytest

from gateway.consent import keys, signature, storage, webauthn
from gateway.consent.webauthn import Relying
from gateway.crypto.p256 import P256_ORDER, SigningKey
from gateway.crypto.primitives import b64url
from gateway.errors import Rejected
from gateway.flows.house import House
from gateway.wire import json
from tests.unit.consent.test_model import document

KEY = SigningKey.generate()
RELYING = Relying("dossier.example", "https://dossier.example")
UP, UV, BE, BS, AT, ED = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80


def authenticator(rp_id: str = RELYING.id, flags: int = UP | UV, count: int = 7, more: bytes = b"") -> bytes:
    return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", count) + more


def token(
    *,
    key: SigningKey = KEY,
    data: bytes | None = None,
    client: Callable[[dict[str, Any]], dict[str, Any]] = lambda said: said,
    raw: bytes | None = None,
    change: Callable[[dict[str, Any]], dict[str, Any]] = lambda part: part,
    sign: Callable[[bytes], bytes] | None = None,
    **members: Any,
) -> str:
    """A policy signed by a passkey, with one thing changed."""
    text = signature.to_sign(document(**members), key.thumbprint, passkey=True)
    challenge = b64url(hashlib.sha256(text.encode()).digest())
    said = {"type": "webauthn.get", "challenge": challenge, "origin": RELYING.origin, "crossOrigin": False}
    client_data = raw if raw is not None else plain.dumps(client(said), separators=(",", ":")).encode()
    authenticator_data = data if data is not None else authenticator()
    signed = (sign or key.sign)(authenticator_data + hashlib.sha256(client_data).digest())
    part = {
        "authenticatorData": b64url(authenticator_data),
        "clientDataJSON": b64url(client_data),
        "signature": b64url(signed),
    }
    return f"{text}.{b64url(json.canonical(change(part)))}"


def verified(made: str, relying: Relying | None = RELYING, key: SigningKey = KEY) -> bool:
    try:
        signature.verify(made, {key.thumbprint: key.jwk}, relying)
    except Rejected as refused:
        assert refused.code == "policy-signature"
        return False
    return True


def test_a_passkey_signs_a_policy() -> None:
    made = token()
    assert verified(made)
    assert (
        signature.verify(made, {KEY.thumbprint: KEY.jwk}, RELYING).hash
        == hashlib.sha256(made.rpartition(".")[0].encode()).hexdigest()
    )


@pytest.mark.parametrize(
    "data",
    [authenticator(flags=UP | UV | BE), authenticator(flags=UP | UV | BE | BS), authenticator(count=0),
     authenticator(flags=UP | UV | ED, more=b"\xa0")],
    ids=["may be backed up", "is backed up", "does not count", "with an extension"],
)  # fmt: skip
def test_what_an_authenticator_may_say(data: bytes) -> None:
    assert verified(token(data=data))


@pytest.mark.parametrize(
    "data",
    [authenticator("elders.example"), authenticator(flags=UV), authenticator(flags=UP), authenticator(flags=0),
     authenticator(flags=UP | UV | BS), authenticator(flags=UP | UV | AT, more=b"x" * 20), authenticator(more=b"\x00"),
     authenticator(flags=UP | UV | ED), authenticator()[:36], b""],
    ids=["another host", "nobody there", "nobody verified", "no flags", "backed up but cannot be", "attested data",
         "something after the end", "no extension where one is said", "too short", "empty"],
)  # fmt: skip
def test_what_an_authenticator_may_not_say(data: bytes) -> None:
    assert not verified(token(data=data))


@pytest.mark.parametrize(
    "client",
    [
        lambda said: {**said, "type": "webauthn.create"},
        lambda said: {**said, "challenge": b64url(hashlib.sha256(b"another policy").digest())},
        lambda said: {**said, "challenge": said["challenge"] + "="},
        lambda said: {**said, "challenge": 7},
        lambda said: {**said, "origin": "https://elders.example"},
        lambda said: {**said, "origin": "http://dossier.example"},
        lambda said: {**said, "crossOrigin": True},
        lambda said: {**said, "topOrigin": RELYING.origin},
        lambda said: {k: v for k, v in said.items() if k != "challenge"},
        lambda said: {k: v for k, v in said.items() if k != "type"},
    ],
)
def test_what_a_browser_may_not_say(client: Any) -> None:
    assert not verified(token(client=client))


def test_members_a_browser_adds_later_are_no_matter() -> None:
    assert verified(token(client=lambda said: {**said, "other_keys_can_be_added_here": "do not compare"}))
    assert verified(token(client=lambda said: {k: v for k, v in said.items() if k != "crossOrigin"}))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b'{"type":"a","type":"b"}', b" " * 3000], ids=["empty", "list", "broken", "twice", "long"]
)
def test_what_is_no_client_data(raw: bytes) -> None:
    assert not verified(token(raw=raw))


@pytest.mark.parametrize(
    "change",
    [
        lambda part: {**part, "userHandle": "x"},
        lambda part: {k: v for k, v in part.items() if k != "signature"},
        lambda part: {**part, "signature": part["signature"] + "="},
        lambda part: {**part, "signature": 7},
        lambda part: {**part, "authenticatorData": "!"},
    ],
)
def test_the_third_part_is_exactly_three_texts(change: Any) -> None:
    assert not verified(token(change=change))


def high_s(data: bytes) -> bytes:
    low = KEY.sign(data)
    return low[:32] + (P256_ORDER - int.from_bytes(low[32:], "big")).to_bytes(32, "big")


def test_only_the_low_half_and_only_this_key() -> None:
    assert not verified(token(sign=high_s))
    assert not verified(token(sign=lambda data: KEY.sign(data + b"x")))
    other = SigningKey.generate()
    assert not verified(token(key=other))
    assert not verified(token(sign=other.sign))


def test_a_passkey_needs_to_know_whom_it_signs_for() -> None:
    assert not verified(token(), None)
    assert not verified(token(), Relying("elders.example", "https://elders.example"))


def test_neither_form_passes_for_the_other() -> None:
    text = signature.to_sign(document(), KEY.thumbprint, passkey=True)
    assert not verified(f"{text}.{b64url(KEY.sign(text.encode()))}")
    ordinary = signature.to_sign(document(), KEY.thumbprint)
    assert not verified(f"{ordinary}.{token().rpartition('.')[2]}")
    assert set(webauthn.MEMBERS) == set(json.loads(webauthn.part(dict.fromkeys(webauthn.MEMBERS, b"x"))))


def test_a_key_signs_only_in_the_form_it_was_bound_for(light_house: House) -> None:
    members = {"ver": 1, "prev": None, "nbf": 1_700_000_000, "exp": 1_900_000_000}
    with light_house.database.work() as session:
        keys.enrol(session, "client-1", KEY.jwk, "A", light_house.now(), form="webauthn")
        ordinary = signature.sign_policy(document(**members), KEY)
        with pytest.raises(Rejected):
            storage.append(session, "client-1", ordinary, light_house.now(), "https://gateway.example", relying=RELYING)
        signed = storage.append(
            session, "client-1", token(**members), light_house.now(), "https://gateway.example", relying=RELYING
        )
        assert storage.current(session, "client-1") == signed
