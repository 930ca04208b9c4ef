"""Forged, altered and replayed policies are refused; the version chain is compare-and-set."""

from __future__ import annotations

import random
from typing import Any

import pytest

from gateway.consent import keys, signature, storage
from gateway.crypto.p256 import P256_ORDER, SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import Conflict, GatewayError, Rejected
from gateway.flows.house import House
from gateway.wire import json

KEY = SigningKey.generate()
CLIENT, AUD = "client-1", "https://gateway.example"


def document(**members: Any) -> dict[str, Any]:
    return {
        "fmt": "nl-toestemming/1",
        "cid": CLIENT,
        "ver": 1,
        "prev": None,
        "aud": AUD,
        "iat": 1_700_000_000,
        "nbf": None,
        "exp": None,
        "jti": "j1",
        "nonce": None,
        "emergency": "allow",
        "notify": {},
        "rules": [
            {"id": "r1", "effect": "permit", "who": {"kind": "org", "id": "o"}, "what": {}, "text": "O mag alles zien."}
        ],
        **members,
    }


def compact(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None or name in {"prev", "nonce"}}


def signed(**members: Any) -> str:
    return signature.sign_policy(compact(document(**members)), KEY)


def key_of(kid: str) -> dict[str, str] | None:
    return KEY.jwk if kid == KEY.thumbprint else None


def raw(header: Any, payload: bytes, key: SigningKey = KEY) -> str:
    signing_input = f"{b64url(json.dumps(header).encode())}.{b64url(payload)}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


HEADER = {"alg": "ES256", "kid": KEY.thumbprint, "typ": "toestemming+jws"}
PAYLOAD = json.canonical(compact(document()))


def test_a_signed_policy_reads_back() -> None:
    policy = signature.verify(signed(), key_of)
    assert (policy.version, policy.kid, policy.policy.rules[0].text) == (1, KEY.thumbprint, "O mag alles zien.")


FORGERIES = {
    "other key": raw(HEADER, PAYLOAD, SigningKey.generate()),
    "unknown kid": raw({**HEADER, "kid": "x"}, PAYLOAD),
    "alg none": raw({**HEADER, "alg": "none"}, PAYLOAD),
    "alg HS256": raw({**HEADER, "alg": "HS256"}, PAYLOAD),
    "crit": raw({**HEADER, "crit": ["x"]}, PAYLOAD),
    "jwk in header": raw({**HEADER, "jwk": KEY.jwk}, PAYLOAD),
    "other typ": raw({**HEADER, "typ": "JWT"}, PAYLOAD),
    "no kid": raw({"alg": "ES256", "typ": "toestemming+jws"}, PAYLOAD),
    "spaces in payload": raw(HEADER, PAYLOAD.replace(b":", b": ", 1)),
    "members in another order": raw(HEADER, json.dumps(dict(reversed(compact(document()).items()))).encode()),
    "duplicate member": raw(HEADER, PAYLOAD[:-1] + b',"ver":1}'),
    "unknown member": raw(HEADER, json.canonical({**compact(document()), "extra": 1})),
    "not json": raw(HEADER, b"hello"),
    "two parts": "a.b",
    "padding": signed() + "=",
    "empty": "",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forgeries_are_refused(name: str) -> None:
    with pytest.raises(Rejected):
        signature.verify(FORGERIES[name], key_of)


def test_the_malleated_signature_is_refused() -> None:
    head, body, sig = signed().split(".")
    value = unb64url(sig)
    s = P256_ORDER - int.from_bytes(value[32:], "big")
    with pytest.raises(Rejected):
        signature.verify(f"{head}.{body}.{b64url(value[:32] + s.to_bytes(32, 'big'))}", key_of)


def test_no_changed_character_survives() -> None:
    token, rng = signed(), random.Random(7)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    for _ in range(500):
        place = rng.randrange(len(token))
        other = rng.choice([c for c in alphabet if c != token[place]])
        with pytest.raises(GatewayError):
            signature.verify(token[:place] + other + token[place + 1 :], key_of)


@pytest.mark.parametrize(
    "members",
    [
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "any"}, "what": {}}]},
        {"rules": [{"id": "r", "effect": "allow", "who": {"kind": "any"}, "what": {}, "text": "x"}]},
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "king", "id": "x"}, "what": {}, "text": "x"}]},
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "any"}, "what": {"mood": ["x"]}, "text": "x"}]},
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": "x"}, "text": "x"}]},
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "any"}, "why": ["FUN"], "text": "x"}]},
        {"rules": [{"id": "r" * 37, "effect": "permit", "who": {"kind": "any"}, "text": "x"}]},
        {"rules": [{"id": "r", "effect": "permit", "who": {"kind": "any"}, "text": "x" * 401}]},
        {"rules": [{"id": str(n), "effect": "deny", "who": {"kind": "any"}, "text": "x"} for n in range(201)]},
        {"rules": [{"id": "r", "effect": "deny", "who": {"kind": "any"}, "text": "x"}] * 2},
        {"fmt": "nl-toestemming/2"},
        {"ver": 0},
        {"prev": "xyz"},
        {"emergency": "maybe"},
        {"iat": 1.5},
    ],
)
def test_the_schema_is_closed(members: dict[str, Any]) -> None:
    with pytest.raises(GatewayError):
        signature.verify(signed(**members), key_of)


def keep(house: House, token: str) -> signature.SignedPolicy:
    with house.database.work() as session:
        return storage.append(session, CLIENT, token, house.now(), AUD)


def test_the_chain_is_compare_and_set(house: House) -> None:
    with house.database.work() as session:
        keys.enrol(session, CLIENT, KEY.jwk, "A", house.now())
    first = keep(house, signed())
    second = keep(house, signed(ver=2, prev=first.hash, rules=[]))
    assert second.version == 2
    for replayed in (
        signed(),
        signed(ver=2, prev=first.hash),
        signed(ver=3, prev=first.hash),
        signed(ver=4, prev=second.hash),
    ):
        with pytest.raises(Conflict):
            keep(house, replayed)
    with house.database.work() as session:
        found = storage.current(session, CLIENT)
    assert found is not None
    assert (found.version, found.hash) == (2, second.hash)


def test_a_policy_for_somebody_else_somewhere_else_or_another_time_is_refused(house: House) -> None:
    with house.database.work() as session:
        keys.enrol(session, CLIENT, KEY.jwk, "A", house.now())
        keys.enrol(session, "client-2", SigningKey.generate().jwk, "A", house.now())
    moment = int(house.now().timestamp())
    for wrong in ({"cid": "client-2"}, {"aud": "https://other"}, {"iat": moment + 3600}, {"exp": moment - 1}):
        with pytest.raises(Rejected):
            keep(house, signed(**wrong))


def test_a_key_of_another_client_does_not_sign_for_this_one(house: House) -> None:
    with house.database.work() as session:
        keys.enrol(session, "client-2", KEY.jwk, "A", house.now())
    with pytest.raises(Rejected):
        keep(house, signed())


def test_only_points_on_the_curve_are_enrolled(house: House) -> None:
    with house.database.work() as session:
        for wrong in ({**KEY.jwk, "x": KEY.jwk["y"]}, {**KEY.jwk, "crv": "P-384"}, {"kty": "EC"}):
            with pytest.raises(Rejected):
                keys.enrol(session, CLIENT, wrong, "A", house.now())
