from __future__ import annotations

import pytest

from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import P256_ORDER, SigningKey, verify_es256
from gateway.crypto.primitives import b64url, unb64url
from gateway.crypto.vault import Vault
from gateway.errors import Fault


@pytest.fixture
def vault() -> Vault:
    return Vault.fresh()


def test_what_is_sealed_opens_only_in_its_own_place(vault: Vault) -> None:
    key = vault.new_data_key("client|source")
    sealed = vault.seal(key, "client|source", b"text", "table|1")
    assert vault.unseal(key, "client|source", sealed, "table|1") == b"text"
    with pytest.raises(Fault):
        vault.unseal(key, "client|source", sealed, "table|2")
    with pytest.raises(Fault):
        Vault.fresh().unseal(key, "client|source", sealed, "table|1")
    with pytest.raises(Fault):
        vault.unseal(key, "other|source", sealed, "table|1")


def test_any_changed_byte_is_noticed(vault: Vault) -> None:
    key = vault.new_data_key("s")
    sealed = vault.seal(key, "s", b"text", "b")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Fault):
            vault.unseal(key, "s", changed, "b")


def test_the_same_text_never_seals_the_same(vault: Vault) -> None:
    key = vault.new_data_key("s")
    assert vault.seal(key, "s", b"text", "b") != vault.seal(key, "s", b"text", "b")


def test_index_is_keyed_and_separated_by_purpose(vault: Vault) -> None:
    assert vault.index("bsn", "1") == vault.index("bsn", "1")
    assert len({vault.index("bsn", "1"), vault.index("local", "1"), Vault.fresh().index("bsn", "1")}) == 3


def test_signatures_are_low_s_and_high_s_is_refused() -> None:
    key = SigningKey.generate()
    for n in range(20):
        data = bytes([n])
        signature = key.sign(data)
        s = int.from_bytes(signature[32:], "big")
        assert s <= P256_ORDER // 2
        assert verify_es256(key.jwk, data, signature)
        high = signature[:32] + (P256_ORDER - s).to_bytes(32, "big")
        assert not verify_es256(key.jwk, data, high)


def test_malformed_keys_and_signatures_are_a_plain_no() -> None:
    key = SigningKey.generate()
    signature = key.sign(b"x")
    assert not verify_es256(key.jwk, b"y", signature)
    assert not verify_es256(SigningKey.generate().jwk, b"x", signature)
    assert not verify_es256({**key.jwk, "crv": "P-384"}, b"x", signature)
    assert not verify_es256({**key.jwk, "x": "AAAA"}, b"x", signature)
    assert not verify_es256({}, b"x", signature)
    assert not verify_es256(key.jwk, b"x", signature[:-1])


def test_thumbprint_follows_rfc_7638() -> None:
    key = SigningKey.generate()
    assert thumbprint({**key.jwk, "alg": "ES256"}) == key.thumbprint
    assert SigningKey.from_pem(key.pem).thumbprint == key.thumbprint


def test_base64url_has_one_spelling() -> None:
    assert unb64url(b64url(b"ab")) == b"ab"
    for wrong in ("YWJ", "YWI=", "YW I", "YW/I"):
        with pytest.raises(ValueError):
            unb64url(wrong)
