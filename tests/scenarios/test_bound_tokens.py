"""Tokens bound to a client certificate (RFC 8705): a stolen one is of no use, and only the proxy says who connected."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.auth import backend, certificates
from gateway.cli import serve
from gateway.cli.demo_senders import assertion_form
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, unb64url
from gateway.errors import BadInput, Fault, NotAuthenticated, Rejected
from gateway.flows import register
from gateway.flows.house import House
from gateway.wire import json, jws
from tests.builders import world
from tests.conftest import Clock

PROXY, ELSEWHERE = "10.1.2.3", "203.0.113.9"
HEADER = "Client-Cert"
KEY = SigningKey.generate()


def made(name: str) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(start).not_valid_after(start + timedelta(days=3650)).sign(key, hashes.SHA256())


OWN, NEXT, OTHER = made("ecd"), made("ecd, the next year"), made("somebody")


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def rfc9440(certificate: x509.Certificate) -> str:
    return f":{base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()}:"


def escaped(certificate: x509.Certificate) -> str:
    """As a proxy that passes on PEM in one line does."""
    return quote(pem(certificate))


class Town:
    """A gateway behind a proxy, with a care system that connects with a certificate and one that does not."""

    def __init__(self, house: House, clock: Clock, **settings: Any) -> None:
        changed = house.settings.model_copy(update={"proxies": "10.1.0.0/16", "client_cert_header": HEADER, **settings})
        self.house = House(changed, house.database, house.keyring, house.now)
        self.clock = clock
        for organisation in world.ORGANISATIONS:
            register.organisation(self.house, organisation)
        self.register("ecd", pem(OWN), pem(NEXT))
        self.register("free")
        self.app = create_app(house=self.house)

    def register(self, name: str, *pems: str) -> None:
        jwks = {"keys": [{**KEY.jwk, "alg": "ES256", "use": "sig", "kid": KEY.thumbprint}]}
        register.connector(self.house, name, name, "wijkzorg", jwks, connecting_with=pems)

    def web(self, peer: str = PROXY) -> TestClient:
        return TestClient(self.app, base_url=self.house.settings.base_url, client=(peer, 4711))

    def token(self, certificate: str | None, name: str = "ecd", peer: str = PROXY) -> Any:
        form = assertion_form(self.house.settings.base_url, name, KEY, self.clock())
        return self.web(peer).post("/token", data=form, headers=shown(certificate))

    def use(self, token: str, certificate: str | None, peer: str = PROXY, **headers: str) -> Any:
        said = {"Authorization": f"Bearer {token}", **shown(certificate), **headers}
        return self.web(peer).get("/fhir/Patient", headers=said)


def shown(certificate: str | None) -> dict[str, str]:
    return {} if certificate is None else {HEADER: certificate}


@pytest.fixture
def town(house: House, clock: Clock) -> Town:
    return Town(house, clock)


@pytest.fixture
def light_town(light_house: House, clock: Clock) -> Town:
    return Town(light_house, clock)


def test_a_token_says_and_keeps_what_it_is_bound_to(town: Town) -> None:
    for certificate in (OWN, NEXT):
        answer = town.token(rfc9440(certificate))
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        claims = json.loads(unb64url(token.split(".")[1]))
        assert claims["cnf"] == {"x5t#S256": b64url(certificate.fingerprint(hashes.SHA256()))}
        assert town.use(token, rfc9440(certificate)).status_code == 200
        assert town.use(token, escaped(certificate)).status_code == 200
    assert town.web().get("/.well-known/smart-configuration").json()["tls_client_certificate_bound_access_tokens"]


def test_a_stolen_token_is_of_no_use(town: Town) -> None:
    token = town.token(rfc9440(OWN)).json()["access_token"]
    for certificate in (None, "", rfc9440(OTHER), rfc9440(NEXT)):
        answer = town.use(token, certificate)
        assert answer.status_code == 401, certificate
        assert "token-certificate" in answer.text


def test_a_stolen_key_is_of_no_use(town: Town) -> None:
    for certificate in (None, "", rfc9440(OTHER)):
        answer = town.token(certificate)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), certificate
        assert "client-certificate" in answer.text


def test_an_assertion_that_came_without_its_certificate_was_not_used_up(town: Town) -> None:
    form = assertion_form(town.house.settings.base_url, "ecd", KEY, town.clock())
    assert town.web().post("/token", data=form).status_code == 401
    assert town.web().post("/token", data=form, headers={HEADER: rfc9440(OWN)}).status_code == 200


def test_only_the_proxy_says_with_which_certificate_somebody_connects(light_town: Town) -> None:
    token = light_town.token(rfc9440(OWN)).json()["access_token"]
    for peer in (ELSEWHERE, "127.0.0.1", "10.2.0.1", "testclient", "", "::ffff:10.1.2.3"):
        for answer in (
            light_town.use(token, rfc9440(OWN), peer),
            light_town.use(token, rfc9440(OWN), peer, **{"X-Forwarded-For": PROXY}),
            light_town.token(rfc9440(OWN), peer=peer),
        ):
            assert answer.status_code == 400, peer
            assert "proxy-header" in answer.text
        assert light_town.web(peer).get("/inloggen", headers={HEADER: rfc9440(OWN)}).status_code == 400


def test_the_address_behind_the_proxy_is_counted_and_does_not_count_as_the_proxy(light_town: Town) -> None:
    token = light_town.token(rfc9440(OWN)).json()["access_token"]
    assert light_town.use(token, rfc9440(OWN), PROXY, **{"X-Forwarded-For": ELSEWHERE}).status_code == 200
    assert light_town.use(token, rfc9440(OWN), ELSEWHERE, **{"X-Forwarded-For": "10.1.9.9"}).status_code == 400


LONGER = base64.b64encode(OWN.public_bytes(serialization.Encoding.DER) + b"x").decode()
NO_CERTIFICATE = (
    *("x", "::", ":AAAA:", ":!!!!:", rfc9440(OWN)[1:-1], rfc9440(OWN)[:-9] + ":", f"{rfc9440(OWN)}, {rfc9440(OWN)}"),
    *(f":{LONGER}:", quote(2 * pem(OWN)), quote(pem(OWN)[:-40]), "%2D" * 200, "A" * 20_000, "%FF%FE"),
    quote("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"),
)


@pytest.mark.parametrize("value", NO_CERTIFICATE)
def test_a_header_that_is_no_certificate_is_refused(value: str) -> None:
    with pytest.raises(BadInput) as refused:
        certificates.of_header(value)
    assert refused.value.code == "client-certificate"


def test_two_certificates_at_once_are_refused(light_town: Town) -> None:
    token = light_town.token(rfc9440(OWN)).json()["access_token"]
    for pair in ((OWN, OTHER), (OTHER, OWN), (OWN, OWN)):
        headers = [("Authorization", f"Bearer {token}"), *((HEADER, rfc9440(one)) for one in pair)]
        assert light_town.web().get("/fhir/Patient", headers=headers).status_code == 400


def test_who_has_no_certificate_registered_connects_as_before(town: Town) -> None:
    for certificate in (None, rfc9440(OTHER)):
        answer = town.token(certificate, "free")
        assert "cnf" not in json.loads(unb64url(answer.json()["access_token"].split(".")[1]))
        assert town.use(answer.json()["access_token"], None).status_code == 200
        assert town.use(answer.json()["access_token"], rfc9440(OWN)).status_code == 200


def test_a_certificate_that_is_registered_or_taken_away_counts_at_once(town: Town) -> None:
    free, bound = town.token(None, "free").json()["access_token"], town.token(rfc9440(OWN)).json()["access_token"]
    town.register("free", pem(OTHER))
    town.register("ecd", pem(NEXT))
    assert town.use(free, None).status_code == 401
    assert town.use(free, rfc9440(OTHER)).status_code == 401
    assert town.use(bound, rfc9440(OWN)).status_code == 401
    assert town.token(rfc9440(OWN)).status_code == 401
    assert town.token(rfc9440(NEXT)).status_code == 200


def test_without_the_setting_no_header_counts_and_who_needs_one_gets_nothing(light_house: House, clock: Clock) -> None:
    town = Town(light_house, clock, client_cert_header="")
    assert town.token(rfc9440(OWN)).status_code == 401
    assert town.token(rfc9440(OWN), "free", ELSEWHERE).status_code == 200
    assert not town.web().get("/.well-known/smart-configuration").json()["tls_client_certificate_bound_access_tokens"]


@pytest.mark.parametrize(
    "held", ["text", {}, {"x5t#S256": ""}, {"x5t#S256": 5}, {"jkt": "x"}, {"x5t#S256": "x", "jkt": "y"}]
)
def test_a_binding_that_is_not_known_is_no_token(light_town: Town, held: Any) -> None:
    house = light_town.house
    moment = int(house.now().timestamp())
    claims = {"iss": backend.ISSUER, "aud": house.settings.audience, "sub": "connector:free", "scope": "system/*.rs"}
    token = jws.sign({**claims, "iat": moment, "exp": moment + 60, "cnf": held}, house.signing_key, "at+jwt")
    assert light_town.use(token, rfc9440(OWN)).status_code == 401
    with pytest.raises(NotAuthenticated):
        certificates.said({"cnf": held})


@pytest.mark.parametrize("text", ["", "x", pem(OWN) * 2, KEY.pem.decode(), pem(OWN).replace("M", "!", 1)])
def test_what_is_no_certificate_is_not_registered(text: str) -> None:
    with pytest.raises(Rejected):
        certificates.of_files((text,))
    with pytest.raises(Rejected):
        certificates.of_files(6 * (pem(OWN),))


MEANINGLESS = (
    {"proxies": "everywhere"},
    {"proxies": "*"},
    {"client_cert_header": "a b"},
    {"proxies": "", "client_cert_header": "X"},
)


@pytest.mark.parametrize("wrong", MEANINGLESS)
def test_settings_that_mean_nothing_do_not_start(light_house: House, wrong: dict[str, str]) -> None:
    settings = light_house.settings.model_copy(update=wrong)
    with pytest.raises(Fault):
        create_app(house=House(settings, light_house.database, light_house.keyring, light_house.now))


def test_the_server_leaves_the_address_of_the_connection_to_us(
    monkeypatch: pytest.MonkeyPatch, light_house: House
) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _app, **said: asked.update(said))
    monkeypatch.setattr(serve, "open_house", lambda _settings: light_house)
    serve.serve(None)  # type: ignore[arg-type]  # nothing is read from it
    assert asked["proxy_headers"] is False
