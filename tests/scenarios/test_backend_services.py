"""SMART Backend Services from outside: registering keys by address, changing them, and proving who one is once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.auth import jwks
from gateway.cli.demo_senders import assertion_form
from gateway.crypto.p256 import SigningKey
from gateway.errors import BadInput, Rejected
from gateway.flows import register
from gateway.flows.house import House
from tests.builders import web, world
from tests.builders.web import Site
from tests.conftest import Clock

ONE, TWO = SigningKey.generate(), SigningKey.generate()


def public(key: SigningKey, **members: Any) -> dict[str, Any]:
    return {**key.jwk, "kid": key.thumbprint, "use": "sig", **members}


@pytest.fixture
def site() -> Iterator[Site]:
    with web.serving() as made:
        made.pages["/jwks"] = {"keys": [public(ONE)]}
        yield made


@pytest.fixture
def gateway(house: House, site: Site, clock: Clock) -> TestClient:
    """A gateway that knows one care system, by the address of its keys."""
    for organisation in world.ORGANISATIONS:
        register.organisation(house, organisation)
    register.connector_at(house, "ecd", "ECD", "wijkzorg", f"{site.address}/jwks")
    return TestClient(create_app(house=house), base_url=house.settings.base_url)


def ask(gateway: TestClient, clock: Clock, key: SigningKey, connector: str = "ecd", **form: str) -> Any:
    base = gateway.app.state.house.settings.base_url  # type: ignore[attr-defined]
    return gateway.post("/token", data={**assertion_form(base, connector, key, clock()), **form})


def test_a_new_key_counts_at_once_and_a_removed_one_no_longer(gateway: TestClient, site: Site, clock: Clock) -> None:
    assert ask(gateway, clock, ONE).status_code == 200
    assert ask(gateway, clock, TWO).status_code == 401
    site.pages["/jwks"] = {"keys": [public(ONE), public(TWO)]}
    clock.forward(seconds=61)
    assert ask(gateway, clock, TWO).status_code == 200
    assert ask(gateway, clock, ONE).status_code == 200
    site.pages["/jwks"] = {"keys": [public(TWO)]}
    clock.forward(minutes=15)
    assert ask(gateway, clock, ONE).status_code == 401
    assert ask(gateway, clock, TWO).status_code == 200


def test_an_address_is_asked_at_most_once_a_minute(gateway: TestClient, site: Site, clock: Clock) -> None:
    asked = len(site.asked)
    for _ in range(5):
        assert ask(gateway, clock, TWO).status_code == 401
    clock.forward(seconds=59)
    ask(gateway, clock, TWO)
    assert len(site.asked) == asked
    clock.forward(seconds=1)
    for _ in range(5):
        ask(gateway, clock, TWO)
    assert len(site.asked) == asked + 1


def test_keys_count_for_hours_when_the_address_is_down_and_then_no_more(
    gateway: TestClient, site: Site, clock: Clock
) -> None:
    site.pages.clear()
    clock.forward(hours=5)
    assert ask(gateway, clock, ONE).status_code == 200
    clock.forward(hours=1)
    answer = ask(gateway, clock, ONE)
    assert answer.status_code == 401
    assert "keys-stale" in answer.text
    site.pages["/jwks"] = {"keys": [public(ONE)]}
    clock.forward(seconds=60)
    assert ask(gateway, clock, ONE).status_code == 200


def test_an_assertion_works_once_also_when_sent_at_the_same_moment(gateway: TestClient, clock: Clock) -> None:
    base = gateway.app.state.house.settings.base_url  # type: ignore[attr-defined]
    form = assertion_form(base, "ecd", ONE, clock())
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(gateway.post("/token", data=form).status_code)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 401, 401, 401]
    assert gateway.post("/token", data=form).json()["error"] == "invalid_client"


def test_a_key_is_of_the_system_that_registered_it(gateway: TestClient, house: House, clock: Clock) -> None:
    register.connector(house, "his", "HIS", "praktijk", {"keys": [public(TWO, alg="ES256")]})
    assert ask(gateway, clock, TWO, "his").status_code == 200
    assert ask(gateway, clock, TWO, "ecd").status_code == 401
    assert ask(gateway, clock, ONE, "his").status_code == 401


def test_what_is_told_about_us_is_true(gateway: TestClient, house: House, clock: Clock) -> None:
    found = gateway.get("/fhir/.well-known/smart-configuration")
    told = found.json()
    assert found.headers["content-type"] == "application/json"
    assert told == gateway.get("/.well-known/smart-configuration").json()
    assert told["token_endpoint"] == house.settings.audience
    assert told["token_endpoint_auth_signing_alg_values_supported"] == list(jwks.CONNECTORS)
    for scope in told["scopes_supported"]:
        assert ask(gateway, clock, ONE, scope=scope).json()["scope"] == scope


def test_an_address_within_the_house_is_refused_outside_the_demo(house: House, site: Site) -> None:
    production = house.settings.model_copy(update={"profile": "production"})
    for url in (f"{site.address}/jwks", "https://127.0.0.1/jwks", "https://169.254.169.254/latest"):
        with pytest.raises(Rejected) as refused:
            register.outside(production).get(url)
        assert refused.value.code == "fetch-address"


EC = public(ONE, alg="ES256")


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"keys": []},
        {"keys": "x"},
        {"keys": [None]},
        {"keys": [{**EC, "d": "AA"}]},
        {"keys": [EC, EC]},
        {"keys": [{**EC, "kid": ""}]},
        {"keys": [{**EC, "kid": 5}]},
        {"keys": [{**EC, "use": "enc"}]},
        {"keys": [{**EC, "key_ops": ["encrypt"]}]},
        {"keys": [{**EC, "key_ops": 5}]},
        {"keys": [{**EC, "alg": "HS256"}]},
        {"keys": [{**EC, "alg": ["ES256"]}]},
        {"keys": [{**EC, "alg": "ES384"}]},
        {"keys": [{**EC, "crv": "P-384"}]},
        {"keys": [{**EC, "x": EC["y"]}]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "1", "alg": "HS256"}]},
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "1", "alg": "RS384"}]},
        {"keys": [public(SigningKey.generate()) for _ in range(21)]},
    ],
)
def test_key_sets_that_are_not_taken(document: Any) -> None:
    for read in (jwks.read, jwks.registered):
        with pytest.raises(Rejected) as refused:
            read(document)
        assert refused.value.code == "jwks"


def test_a_published_set_may_hold_other_keys_a_registered_one_may_not() -> None:
    mixed = {"keys": [public(ONE), {"kty": "OKP", "crv": "X25519", "x": "AA", "kid": "enc", "use": "enc"}]}
    assert {kid: key["alg"] for kid, key in jwks.read(mixed).items()} == {ONE.thumbprint: "ES256"}
    with pytest.raises(Rejected):
        jwks.registered(mixed)


def test_a_system_is_not_registered_with_a_scope_we_do_not_know(house: House) -> None:
    register.organisation(house, world.ORGANISATIONS[0])
    with pytest.raises(BadInput) as refused:
        register.connector(house, "his", "HIS", "praktijk", {"keys": [EC]}, "system/Everything.x")
    assert refused.value.code == "invalid-scope"
