"""Keeping policies and keys: a race, a withdrawn key, sane times, and what no document may be."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import keys, signature, storage, vocabulary
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.errors import Conflict, Rejected
from gateway.flows.house import House
from gateway.wire import json
from tests.unit.consent.test_model import document

KEY = SigningKey.generate()
CLIENT, AUD = "client-1", "https://gateway.example"
FIRST = {"ver": 1, "prev": None, "nbf": 1_700_000_000, "exp": 1_900_000_000}


def enrolled(house: House, client: str = CLIENT) -> None:
    with house.database.work() as session:
        keys.enrol(session, client, KEY.jwk, "A", house.now())


def keep(house: House, **members: Any) -> str:
    with house.database.work() as session:
        signed = signature.sign_policy(document(**{**FIRST, **members}), KEY)
        return storage.append(session, CLIENT, signed, house.now(), AUD).hash


def test_two_at_once_and_one_of_them_loses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolled(house)
    keep(house)
    # The other one read before this one wrote.
    monkeypatch.setattr(storage, "heads", lambda *_: ())
    with pytest.raises(Conflict) as lost:
        keep(house, jti="other")
    assert lost.value.code == "policy-version"


def test_a_withdrawn_key_signs_nothing_more(light_house: House) -> None:
    enrolled(light_house)
    hash_ = keep(light_house)
    with light_house.database.work() as session:
        assert keys.end(session, CLIENT, KEY.thumbprint, light_house.now())
        assert not keys.end(session, CLIENT, "unknown", light_house.now())
    with pytest.raises(Rejected):
        keep(light_house, ver=2, prev=hash_)
    with light_house.database.work() as session:
        found = storage.current(session, CLIENT)
    assert found is not None
    assert (found.hash, found.prev) == (hash_, None)


@pytest.mark.parametrize("times", [{"nbf": 1_900_000_000}, {"exp": 1_700_000_000}, {"iat": 1_900_000_000}])
def test_times_must_make_sense(light_house: House, times: dict[str, int]) -> None:
    enrolled(light_house)
    with pytest.raises(Rejected) as refused:
        keep(light_house, **times)
    assert refused.value.code == "policy-times"


def raw(payload: bytes, kid: str = KEY.thumbprint) -> str:
    header = json.canonical({"alg": "ES256", "kid": kid, "typ": "toestemming+jws"})
    signing_input = f"{b64url(header)}.{b64url(payload)}"
    return f"{signing_input}.{b64url(KEY.sign(signing_input.encode()))}"


@pytest.mark.parametrize(
    "payload",
    [b'{"iat":1.5}', b'{"iat":99999999999999999}', b'{"iat":1e400}', b"[]", b"null", b"\xef\xbb\xbf{}", b'"\\ud800"',
     b'{"x":"' + b"x" * vocabulary.MAX_BYTES + b'"}'],
    ids=["float", "big", "overflow", "list", "null", "bom", "surrogate", "too large"],
)  # fmt: skip
def test_a_signed_oddity_is_refused_with_a_sentence(payload: bytes) -> None:
    with pytest.raises(Rejected):
        signature.verify(raw(payload), {KEY.thumbprint: KEY.jwk})


def test_a_document_with_a_bom_is_not_canonical() -> None:
    payload = json.canonical(document())
    assert signature.verify(raw(payload), {KEY.thumbprint: KEY.jwk}).version == 2
    with pytest.raises(Rejected):
        signature.verify(raw(b"\xef\xbb\xbf" + payload), {KEY.thumbprint: KEY.jwk})


def test_the_kid_must_be_the_thumbprint_of_the_key() -> None:
    with pytest.raises(Rejected):
        signature.verify(raw(json.canonical(document()), "nickname"), {"nickname": KEY.jwk})


def test_the_largest_policy_fits() -> None:
    text = "x" * 250
    rules = [{"id": str(n), "effect": "deny", "who": {"kind": "any"}, "text": text} for n in range(200)]
    token = signature.sign_policy(document(rules=rules), KEY)
    assert len(signature.verify(token, {KEY.thumbprint: KEY.jwk}).policy.rules) == 200


def test_only_a_policy_is_signed() -> None:
    with pytest.raises(Rejected):
        signature.sign_policy(document(ver=0), KEY)


def test_the_key_kept_for_a_client_and_its_tier(light_house: House) -> None:
    other = SigningKey.generate()
    now = light_house.now()
    with light_house.database.work() as session:
        assert keys.assisted(session, CLIENT, CLIENT) is None
        kid = keys.enrol(session, CLIENT, KEY.jwk, "A", now)
        kept = keys.enrol(session, CLIENT, other.jwk, "C", now, sealed_private=b"sealed")
        assert keys.enrol(session, CLIENT, KEY.jwk, "C", now) == kid
        assert keys.assisted(session, CLIENT, CLIENT) == b"sealed"
        found = [keys.find(session, CLIENT, each) for each in (kid, kept, "unknown")]
        keys.end(session, CLIENT, kept, now)
        assert keys.assisted(session, CLIENT, CLIENT) is None
    assert [key and (key.facts.tier, key.facts.first) for key in found] == [("A", True), ("C", False), None]


def test_an_ended_key_and_a_key_of_another_are_not_taken_again(light_house: House) -> None:
    now = light_house.now()
    with light_house.database.work() as session:
        keys.enrol(session, CLIENT, KEY.jwk, "A", now)
        with pytest.raises(Conflict) as taken:
            keys.enrol(session, CLIENT, KEY.jwk, "A", now, holder="mother")
        assert taken.value.code == "key-taken"
        keys.end(session, CLIENT, KEY.thumbprint, now)
        with pytest.raises(Conflict):
            keys.enrol(session, CLIENT, KEY.jwk, "A", now)
