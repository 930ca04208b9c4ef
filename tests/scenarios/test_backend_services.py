"""SMART Backend Services from outside: registering keys by address, changing them, and proving who one is once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.auth import jwks
from gateway.auth.backend import ASSERTION_TYPE
from gateway.cli.demo_senders import assertion_form
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import unb64url
from gateway.errors import BadInput, Rejected
from gateway.flows import register
from gateway.flows.house import House
from tests.builders import web, world
from tests.builders.web import Site
from tests.conftest import Clock
from tests.vectors.forging import Signer, b64

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


def test_an_assertion_is_spent_also_when_what_was_asked_with_it_is_refused(gateway: TestClient, clock: Clock) -> None:
    base = gateway.app.state.house.settings.base_url  # type: ignore[attr-defined]
    for scope in ("system/Patient.d", "system/*.x"):
        form = assertion_form(base, "ecd", ONE, clock())
        refused = gateway.post("/token", data={**form, "scope": scope})
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
        again = gateway.post("/token", data=form)
        assert (again.status_code, "token-replayed" in again.text) == (401, True)


def kept(site: Site, said: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        web.write(handler, json.dumps({"keys": [public(ONE)]}).encode(), Cache_Control=said)

    site.pages["/jwks"] = answer


def test_keys_are_kept_no_longer_than_their_address_says(gateway: TestClient, site: Site, clock: Clock) -> None:
    """And a minute, as it is asked once a minute; without a word of it fifteen minutes and six hours hold."""
    kept(site, "public, max-age=300")
    clock.forward(minutes=15)
    assert ask(gateway, clock, ONE).status_code == 200
    asked = len(site.asked)
    clock.forward(seconds=299)
    assert ask(gateway, clock, ONE).status_code == 200
    assert len(site.asked) == asked
    site.pages.clear()
    clock.forward(seconds=1)
    assert ask(gateway, clock, ONE).status_code == 200
    assert len(site.asked) == asked + 1
    clock.forward(seconds=60)
    answer = ask(gateway, clock, ONE)
    assert (answer.status_code, "keys-stale" in answer.text) == (401, True)
    kept(site, "no-store")
    for _ in range(3):
        clock.forward(minutes=1)
        asked = len(site.asked)
        assert [ask(gateway, clock, ONE).status_code for _ in range(2)] == [200, 200]
        assert len(site.asked) == asked + 1


def test_who_asks_while_the_keys_are_being_read_is_told_to_ask_again(
    gateway: TestClient, site: Site, clock: Clock
) -> None:
    """Two at once after a night of quiet, or when a key was just replaced: the second is not told it is a stranger."""
    reading, go_on = threading.Event(), threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        reading.set()
        go_on.wait(5)
        web.write(handler, json.dumps({"keys": [public(TWO)]}).encode())

    for key in (ONE, TWO):
        site.pages["/jwks"] = slow
        clock.forward(hours=6)
        reading.clear()
        go_on.clear()
        first: list[int] = []
        waiting = threading.Thread(target=lambda first=first: first.append(ask(gateway, clock, TWO).status_code))
        waiting.start()
        assert reading.wait(5)
        second = ask(gateway, clock, key)
        assert (second.status_code, second.headers["Retry-After"]) == (503, "1")
        go_on.set()
        waiting.join()
        assert first == [200]
        assert ask(gateway, clock, TWO).status_code == 200
    assert ask(gateway, clock, ONE).status_code == 401


def test_an_assertion_may_name_the_address_of_its_keys_and_no_other(
    gateway: TestClient, house: House, site: Site, clock: Clock
) -> None:
    signer = Signer.make("k1", "ES384")
    site.pages["/jwks"] = {"keys": [signer.jwk]}
    register.connector(house, "his", "HIS", "praktijk", {"keys": [signer.jwk]})
    clock.forward(seconds=61)

    def sent(connector: str, jku: Any) -> int:
        form = assertion_form(house.settings.base_url, connector, ONE, clock())
        claims = json.loads(unb64url(form["client_assertion"].split(".")[1]))
        form["client_assertion"] = signer.token({**signer.header(), "jku": jku}, claims)
        return int(gateway.post("/token", data=form).status_code)

    assert sent("ecd", f"{site.address}/jwks") == 200
    asked = len(site.asked)
    for other in (f"{site.address}/other", f"{site.address}/jwks#", "", None, [f"{site.address}/jwks"], 1):
        assert sent("ecd", other) == 401
    for other in (f"{site.address}/jwks", ""):
        assert sent("his", other) == 401
    assert len(site.asked) == asked


def test_the_form_is_judged_before_anybody_is_asked_for_keys(gateway: TestClient, site: Site, clock: Clock) -> None:
    clock.forward(hours=1)
    asked = len(site.asked)
    told = {
        "unsupported_grant_type": {"grant_type": "password"},
        "invalid_request": {"client_assertion_type": "x"},
        "invalid_client": {"client_id": "his"},
    }
    for error, change in told.items():
        answer = ask(gateway, clock, ONE, **change)
        assert answer.json()["error"] == error
        assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert len(site.asked) == asked
    assert ask(gateway, clock, ONE, client_id="ecd").status_code == 200


def test_no_number_in_an_assertion_is_a_fault(gateway: TestClient) -> None:
    parts = (b'{"alg":"ES256","kid":"k"}', b'{"iss":"ecd","exp":1e9999999999999999999}', b"x" * 64)
    for head, body in (parts[:2], parts[1::-1]):
        form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE}
        answer = gateway.post("/token", data={**form, "client_assertion": ".".join(map(b64, (head, body, parts[2])))})
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


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
