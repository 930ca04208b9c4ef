"""The wrapper round jose, held against written vectors and against a second library."""

from __future__ import annotations

import json as plain
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from gateway.crypto.jwk import signature_size
from gateway.crypto.p256 import SigningKey
from gateway.errors import NotAuthenticated
from gateway.wire import jws
from tests.architecture.source import ROOT
from tests.vectors.forging import Signer, claims

VECTORS = plain.loads((ROOT / "tests" / "vectors" / "jws.json").read_text("utf-8"))
NOW = datetime.fromtimestamp(VECTORS["now"], UTC)
TESTS = VECTORS["tests"]


def accepted(token: str, keys: dict[str, Any]) -> dict[str, Any] | None:
    """The claims, when the key that the token names, among those of its issuer, verifies it."""
    try:
        key = keys.get(str(jws.peek(token).header.get("kid")))
        if key is None:
            return None
        return jws.verify(token, key, audience=VECTORS["audience"], issuer=VECTORS["issuer"], now=NOW, max_seconds=300)
    except NotAuthenticated:
        return None


def second_opinion(token: str, jwk: dict[str, Any]) -> dict[str, Any] | None:
    """What joserfc says of the same token, key and claims."""
    try:
        read = jwt.decode(token, import_key(jwk), algorithms=[jwk["alg"]])
        jwt.JWTClaimsRegistry(
            now=VECTORS["now"],
            leeway=jws.SKEW,
            iss={"essential": True, "value": VECTORS["issuer"]},
            aud={"essential": True, "value": VECTORS["audience"]},
            exp={"essential": True},
        ).validate(read.claims)
    except (JoseError, ValueError, TypeError):
        return None
    return dict(read.claims)


def test_the_vectors_are_as_many_as_they_say() -> None:
    assert len(TESTS) == sum(VECTORS["counts"].values())
    assert set(VECTORS["counts"]) == {
        *("valid", "algorithm", "claims", "form", "header", "json", "key", "key-confusion", "no-signature"),
        "signature",
    }


def test_every_vector_is_judged_as_written() -> None:
    wrong = [
        (test["tcId"], test["comment"])
        for test in TESTS
        if (accepted(test["token"], VECTORS["keys"]) is not None) != (test["result"] == "valid")
    ]
    assert wrong == []


def test_keys_of_another_issuer_prove_nothing_whatever_they_sign() -> None:
    other = VECTORS["keys_of_another_issuer"]
    assert [
        test["tcId"] for test in TESTS if accepted(test["token"], other) is not None and test["flag"] != "key"
    ] == []


def test_nothing_we_accept_is_refused_by_a_second_library() -> None:
    agreed = 0
    for test in TESTS:
        ours = accepted(test["token"], VECTORS["keys"])
        if ours is not None:
            assert second_opinion(test["token"], VECTORS["keys"][test["kid"]]) == ours, test["comment"]
            agreed += 1
    assert agreed == VECTORS["counts"]["valid"]


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "RS256", "RS384"])
def test_a_key_is_fit_for_one_kind_of_algorithm(algorithm: str) -> None:
    jwk = Signer.make("k", algorithm).jwk
    fits = {name for name in ("ES256", "ES384", "RS256", "RS384", "HS256", "none", "") if signature_size(jwk, name)}
    assert fits == ({"RS256", "RS384"} if algorithm.startswith("RS") else {algorithm})
    assert signature_size({**jwk, "d": "AA"}, algorithm) is None
    assert signature_size({**jwk, "kty": "oct", "k": "AA"}, algorithm) is None


def test_a_key_of_another_algorithm_than_registered_verifies_nothing() -> None:
    signer = Signer.make("k", "ES256")
    token = signer.token(signer.header(), claims())
    assert accepted(token, {"k": signer.jwk}) is not None
    for change in ({"alg": "ES384"}, {"alg": "HS256"}, {"alg": None}, {"crv": "P-384"}, {"kty": "RSA"}, {"x": "AA"}):
        assert accepted(token, {"k": {**signer.jwk, **change}}) is None, change


def test_what_we_sign_ourselves_is_not_taken_for_an_assertion() -> None:
    key = SigningKey.generate()
    jwk = {**key.jwk, "alg": "ES256", "kid": key.thumbprint}
    made = {name: jws.sign(claims(), key, typ) for name, typ in (("assertion", "JWT"), ("access", "at+jwt"))}
    assert accepted(made["assertion"], {key.thumbprint: jwk}) is not None
    assert accepted(made["access"], {key.thumbprint: jwk}) is None
