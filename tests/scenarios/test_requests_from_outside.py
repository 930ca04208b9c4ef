"""What somebody sends who knows HTTP and means no good: addresses, hosts and headers that two readers read differently,
and what systems are told in headers.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from gateway.api import headers
from gateway.app import create_app
from gateway.auth import development
from gateway.cli.demo_senders import assertion_form
from gateway.flows import login
from gateway.flows.house import House
from gateway.portal import cookies
from tests.builders import world

CLIENT = development.town()["client"][0]["id"]


@pytest.fixture
def town(light_house: House) -> world.World:
    return world.build(light_house)


@pytest.fixture
def web(town: world.World) -> TestClient:
    return TestClient(town.web.app, base_url=town.house.settings.base_url, follow_redirects=False)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99999", "127.0.0.1:8600", '"><b>'])
def test_a_slash_at_the_end_sends_nobody_anywhere(web: TestClient, town: world.World, host: str) -> None:
    web.cookies.set(cookies.SESSION, login.log_in(town.house, CLIENT))
    for path, headers_ in (("/mijn/", {}), ("/fhir/Patient/", town.headers("his")), ("/fhir/metadata/", {})):
        answer = web.get(path, headers={"Host": host, **headers_})
        assert answer.status_code == 200, path
        assert "evil" not in answer.text
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": "Patient"}}]}
    assert web.post("/fhir/", json=bundle, headers=town.headers("his")).status_code == 200
    for path in ("//evil.example/", "//evil.example/%2e%2e", "//mijn", "/mijn//", "/static/", "/token//"):
        here = f"{town.house.settings.base_url}{path}"  # by itself //evil.example is another site to a client
        answer = web.request("POST" if "token" in path else "GET", here, headers={"Host": host})
        assert (answer.status_code, answer.headers.get("location")) == (404, None), path


@pytest.mark.parametrize(
    "path",
    [
        "/FHIR/Patient",
        "/Mijn",
        "/mijn;x=1",
        "/mijn%00",
        "/static/%2e%2e/%2e%2e/nl.py",
        "/static/..%5cnl.py",
        "/mijn/%ff",
    ],
)
def test_no_other_way_of_writing_an_address_leads_to_it(web: TestClient, town: world.World, path: str) -> None:
    web.cookies.set(cookies.SESSION, login.log_in(town.house, CLIENT))
    answer = web.get(path)
    assert answer.status_code in {400, 404}
    assert all(name in answer.headers for name in headers.ALWAYS)
    assert "location" not in answer.headers


def test_a_request_with_two_lengths_is_refused_and_its_connection_ended(light_house: House) -> None:
    """What stands behind it is another request to a proxy that believes the other length: it is not read."""
    smuggled = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    for head in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"transfer-encoding: chunked\r\ncontent-length: 5",
    ):
        with Served(light_house) as port:
            said = b"POST /token HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n0\r\n\r\n" + smuggled
            told = asked(port, said)
        assert told.startswith(b"HTTP/1.1 400 ")
        assert told.count(b"HTTP/1.1") == 1
        assert b"two-lengths" in told
        assert b"x-content-type-options: nosniff" in told.lower()


def test_two_tokens_are_nobodys(web: TestClient, town: world.World) -> None:
    his, ecd = (town.headers(name)["Authorization"] for name in ("his", "ecd"))
    for pair in ((his, ecd), (his, his), (his, "")):
        answer = web.get("/fhir/Patient", headers=[("Authorization", one) for one in pair])
        assert answer.status_code == 401


def test_what_a_token_lacks_is_said_in_the_header(web: TestClient, town: world.World) -> None:
    narrow = {**assertion_form(town.house.settings.base_url, "his", town.keys["his"]), "scope": "system/Patient.r"}
    token = web.post("/token", data=narrow).json()["access_token"]
    told = {
        "": "Bearer",
        "Bearer made-up": 'Bearer error="invalid_token"',
        f"Bearer {token}": 'Bearer error="insufficient_scope"',
    }
    for given, challenge in told.items():
        answer = web.get("/fhir/Observation", headers={"Authorization": given} if given else {})
        assert answer.headers["WWW-Authenticate"] == challenge


def test_errors_of_the_token_endpoint_are_as_rfc_6749_has_them(web: TestClient, town: world.World) -> None:
    def asks(**change: Any) -> Any:
        return web.post(
            "/token", data={**assertion_form(town.house.settings.base_url, "his", town.keys["his"]), **change}
        )

    scopes = (
        "system/é.rs",
        'system/"*.rs',
        "system/\\*.rs",
        "system/*.rs\u00a0system/*.c",
        "system/*.rs\tx",
        "x" * 9000,
    )
    answers = [
        *(asks(scope=scope) for scope in scopes),
        asks(grant_type="password"),
        asks(client_assertion="x"),
        web.post("/token", data={"grant_type": "client_credentials"}, auth=("his", "secret")),
        web.post("/token", content=b"a=1&a=2", headers={"Content-Type": "application/x-www-form-urlencoded"}),
    ]
    for answer in answers:
        assert answer.status_code in {400, 401}
        assert answer.headers["cache-control"] == "no-store"
        told = answer.json()
        assert set(told) == {"error", "error_description"}
        assert re.fullmatch(r"[ !#-\[\]-~]+", told["error_description"])
    assert [answer.json()["error"] for answer in answers[: len(scopes)]] == ["invalid_scope"] * len(scopes)
    # Who tried by a header is told in one that no header works.
    assert answers[-2].headers["WWW-Authenticate"] == 'Basic realm="token"'
    assert "WWW-Authenticate" not in answers[-1].headers


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencodedx", "text/plain", "application/json", ""])
def test_what_is_no_form_is_not_read_as_one(web: TestClient, town: world.World, kind: str) -> None:
    form = assertion_form(town.house.settings.base_url, "his", town.keys["his"])
    body = "&".join(f"{name}={value}" for name, value in form.items())
    answer = web.post("/token", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_an_assertion_in_an_address_is_not_looked_at(web: TestClient, town: world.World) -> None:
    form = assertion_form(town.house.settings.base_url, "his", town.keys["his"])
    assert web.get("/token", params=form).status_code == 405
    assert web.post("/token", params=form).status_code == 400
    assert web.post("/token", data=form).status_code == 200  # it was not spent


class Served:
    """The application on a socket: what ends a connection is done by the server, not by the application alone."""

    def __init__(self, house: House) -> None:
        config = uvicorn.Config(create_app(house=house), host="127.0.0.1", port=0, log_level="error", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return port

    def __exit__(self, *_left: object) -> None:
        self._server.should_exit = True
        self._thread.join()


def asked(port: int, said: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(said)
        told = b""
        while part := connection.recv(65536):
            told += part
    return told
