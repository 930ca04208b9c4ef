"""Signed objects beside the policy: each is read strictly, and none passes for another."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import objects, signature
from gateway.consent.compact import signing_input
from gateway.consent.webauthn import Relying
from gateway.crypto.p256 import P256_ORDER, SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import Rejected
from gateway.wire import json
from tests.builders import passkeys
from tests.unit.consent.test_model import document

HERE = Relying("gateway.example", "https://gateway.example")
KEY, OTHER = SigningKey.generate(), SigningKey.generate()
KEYS = {KEY.thumbprint: KEY.jwk}
COMMON = {"cid": "client-1", "aud": "https://gateway.example", "iat": 1_790_000_000, "jti": "j"}
SCOPE = [{"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}}]
BINDING = {**COMMON, "fmt": "nl-sleutelbinding/1", "holder": "client-1", "jwk": OTHER.jwk, "form": "jws", "tier": "A",
           "assurance": "balie", "registrar": "das"}  # fmt: skip
MANDATE = {**COMMON, "fmt": "nl-machtiging/1", "delegate": "friend", "jwk": OTHER.jwk, "scope": SCOPE, "nbf": 10,
"exp": 20, "text": "x"}  # fmt: skip
CONFIRMATION = {**COMMON, "fmt": "nl-bevestiging/1", "policy": "0" * 64}
WITHDRAWAL = {**COMMON, "fmt": "nl-intrekking/1", "mandate": "m", "text": "x"}
RECOVERY = {**COMMON, "fmt": "nl-herstel/1", "jwk": OTHER.jwk}
KINDS: dict[str, tuple[dict[str, Any], Any]] = {
    objects.BINDING: (BINDING, objects.read_binding),
    objects.MANDATE: (MANDATE, objects.read_mandate),
    objects.WITHDRAWAL: (WITHDRAWAL, objects.read_withdrawal),
    objects.CONFIRMATION: (CONFIRMATION, objects.read_confirmation),
    objects.RECOVERY: (RECOVERY, objects.read_recovery),
}


@pytest.mark.parametrize("typ", KINDS)
def test_each_is_read_back(typ: str) -> None:
    made, read = KINDS[typ]
    assert read(objects.sign(typ, made, KEY), KEYS.get)
    assert objects.peek(objects.sign(typ, made, KEY), typ) == ("client-1", KEY.thumbprint)


@pytest.mark.parametrize(
    ("typ", "made", "read"),
    [
        (objects.MANDATE_PASSKEY, MANDATE, objects.read_mandate),
        (objects.WITHDRAWAL_PASSKEY, WITHDRAWAL, objects.read_withdrawal),
    ],
)
def test_a_passkey_signs_what_is_given_on_a_page_and_only_for_us(typ: str, made: dict[str, Any], read: Any) -> None:
    token = passkeys.signed(signing_input(typ, made, KEY.thumbprint), KEY, HERE)
    assert read(token, KEYS.get, HERE)
    assert objects.is_of_passkey(token, (typ,))
    elsewhere = Relying("elders.example", "https://elders.example")
    unverified = passkeys.signed(signing_input(typ, made, KEY.thumbprint), KEY, HERE, passkeys.PRESENT)
    for given, relying in ((token, None), (token, elsewhere), (unverified, HERE), (objects.sign(typ, made, KEY), HERE)):
        with pytest.raises(Rejected):
            read(given, KEYS.get, relying)


@pytest.mark.parametrize("typ", KINDS)
def test_none_passes_for_another(typ: str) -> None:
    made, _ = KINDS[typ]
    token = objects.sign(typ, made, KEY)
    for other, (_, read) in KINDS.items():
        if other != typ:
            with pytest.raises(Rejected):
                read(token, KEYS.get)
            with pytest.raises(Rejected):  # nor under a borrowed typ
                read(objects.sign(other, made, KEY), KEYS.get)
    with pytest.raises(Rejected):
        signature.verify(token, KEYS)
    with pytest.raises(Rejected):
        KINDS[typ][1](signature.sign_policy(document(), KEY), KEYS.get)


@pytest.mark.parametrize("typ", KINDS)
def test_a_member_too_many_or_too_few_and_a_wrong_signature_are_refused(typ: str) -> None:
    made, read = KINDS[typ]
    token = objects.sign(typ, made, KEY)
    wrong = [objects.sign(typ, {**made, "extra": 1}, KEY), objects.sign(typ, made, OTHER)]
    wrong += [objects.sign(typ, {k: v for k, v in made.items() if k != name}, KEY) for name in made]
    head, payload, signed = token.split(".")
    raw = unb64url(signed)
    high = raw[:32] + (P256_ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    loose = b64url(json.dumps(made).replace(",", ", ").encode())
    loose_input = f"{head}.{loose}"
    wrong += [f"{head}.{payload}.{b64url(high)}", f"{head}.{payload}", "", "a.b.c", f"{token}.x",
              f"{loose_input}.{b64url(KEY.sign(loose_input.encode()))}"]  # fmt: skip
    for bad in wrong:
        with pytest.raises(Rejected):
            read(bad, KEYS.get)


@pytest.mark.parametrize(
    "change",
    [{"exp": 10}, {"exp": 10 + objects.LONGEST_MANDATE + 1}, {"scope": []}, {"scope": [{**SCOPE[0], "effect": "deny"}]},
     {"scope": [SCOPE[0], SCOPE[0]]}, {"text": ""}, {"jwk": {**OTHER.jwk, "d": "x"}}],
)  # fmt: skip
def test_what_is_no_mandate(change: dict[str, Any]) -> None:
    with pytest.raises(Rejected):
        objects.read_mandate(objects.sign(objects.MANDATE, {**MANDATE, **change}, KEY), KEYS.get)


@pytest.mark.parametrize("change", [{"tier": "E"}, {"assurance": "geen"}, {"form": "pgp"}])
def test_what_is_no_binding(change: dict[str, Any]) -> None:
    with pytest.raises(Rejected):
        objects.read_binding(objects.sign(objects.BINDING, {**BINDING, **change}, KEY), KEYS.get)


def test_an_object_is_for_this_gateway_and_made_lately() -> None:
    said = objects.read_confirmation(objects.sign(objects.CONFIRMATION, CONFIRMATION, KEY), KEYS.get).envelope
    objects.assert_addressed(said, "https://gateway.example", said.iat)
    for audience, now in (
        ("https://elders.example", said.iat),
        (said.aud, said.iat + 90_000),
        (said.aud, said.iat - 400),
    ):
        with pytest.raises(Rejected):
            objects.assert_addressed(said, audience, now)
