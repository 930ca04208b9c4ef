"""Sessions of people, over HTTP on both databases: how they begin and end, forms from elsewhere, headers, cookies."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from gateway.api import headers
from gateway.app import create_app
from gateway.auth import development
from gateway.auth.tables import SessionRow
from gateway.crypto.primitives import sha256
from gateway.errors import Refused
from gateway.flows import login
from gateway.flows.house import House
from gateway.portal import cookies
from tests.conftest import NOW, Clock
from tests.leaks.test_every_way_out import routes


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


CLIENT, OTHER = (client["id"] for client in development.town()["client"][:2])
UNFILLED = {"handle": "x", "meeting": "x", "asked": "x", "provider": "x", "person": "x", "version": "1"}


def browser(house: House) -> TestClient:
    return TestClient(create_app(house=house), base_url=house.settings.base_url, follow_redirects=False)


def log_in(web: TestClient, persona: str = CLIENT) -> Any:
    [token] = re.findall(r'name="csrf" value="([^"]+)"', web.get("/inloggen").text)
    return web.post("/inloggen", data={"csrf": token, "persona": persona})


def csrf(web: TestClient) -> str:
    return re.findall(r'name="csrf" value="([^"]+)"', web.get("/mijn").text)[0]


@pytest.fixture
def web(house: House) -> TestClient:
    made = browser(house)
    assert log_in(made).status_code == 303
    return made


def is_in(web: TestClient) -> bool:
    return bool(web.get("/mijn").status_code == 200)


def test_a_session_that_is_not_used_ends_after_fifteen_minutes(web: TestClient, clock: Clock) -> None:
    for _ in range(3):
        clock.forward(minutes=14, seconds=59)
        assert is_in(web)
    clock.forward(minutes=15)
    assert not is_in(web)


def test_a_session_ends_after_eight_hours_however_much_it_is_used(web: TestClient, clock: Clock) -> None:
    for _ in range(47):
        clock.forward(minutes=10)
        assert is_in(web)
    clock.forward(minutes=9, seconds=59)
    assert is_in(web)
    clock.forward(seconds=1)
    assert not is_in(web)


def test_the_page_says_when(web: TestClient, clock: Clock) -> None:
    """12:00 UTC in winter; fifteen minutes later, and near the end the end itself."""
    assert "U wordt om 13:15 uitgelogd" in web.get("/mijn").text
    for _ in range(47):
        clock.forward(minutes=10)
        web.get("/mijn")
    assert "U wordt om 21:00 uitgelogd" in web.get("/mijn").text


def test_how_long_is_a_setting(make_house: Any, database_url: str, clock: Clock) -> None:
    web = browser(make_house(database_url, session_minutes=10, session_idle_minutes=2))
    log_in(web)
    clock.forward(minutes=2)
    assert not is_in(web)


def test_logging_out_ends_it_on_our_side(web: TestClient, house: House) -> None:
    token = web.cookies[cookies.SESSION]
    answer = web.post("/uitloggen", data={"csrf": csrf(web)})
    assert answer.headers["location"] == "/inloggen"
    assert not web.cookies.get(cookies.SESSION)
    web.cookies.set(cookies.SESSION, token)
    assert not is_in(web)


def test_a_cookie_somebody_else_chose_becomes_nobodys_session(house: House) -> None:
    web = browser(house)
    web.cookies.set(cookies.SESSION, "chosen-by-another")
    log_in(web)
    given = [cookie.value for cookie in web.cookies.jar if cookie.name == cookies.SESSION]
    assert any(value != "chosen-by-another" for value in given)
    other = browser(house)
    other.cookies.set(cookies.SESSION, "chosen-by-another")
    assert not is_in(other)


def test_logging_in_again_ends_the_session_there_was(web: TestClient, house: House) -> None:
    old = web.cookies[cookies.SESSION]
    log_in(web, OTHER)
    with house.database.work() as session:
        [row] = session.exec(select(SessionRow)).all()
    assert row.token_hash == sha256(web.cookies[cookies.SESSION].encode())
    assert web.cookies[cookies.SESSION] != old


def test_proving_it_again_does_not_make_a_session_longer(web: TestClient, house: House, clock: Clock) -> None:
    old = web.cookies[cookies.SESSION]
    clock.forward(minutes=14)
    fresh = login.again(house, old, CLIENT)
    with house.database.work() as session:
        [row] = session.exec(select(SessionRow)).all()
    assert (row.expires - row.created).total_seconds() == (480 - 14) * 60
    assert fresh != old
    with pytest.raises(Refused):
        login.again(house, fresh, OTHER)


def test_a_session_of_the_demo_is_nobodys_outside_it(web: TestClient, house: House) -> None:
    from dataclasses import replace

    production = replace(house, settings=house.settings.model_copy(update={"profile": "production"}))
    there = browser(production)
    there.cookies.set(cookies.SESSION, web.cookies[cookies.SESSION])
    assert there.get("/mijn").headers["location"] == "/inloggen"


def pages_that_take_a_form(web: TestClient) -> list[str]:
    """What systems ask is in the OpenAPI document; what is not, is of the pages."""
    app: Any = web.app
    found = (known.split(" ", 1) for known in set(routes(app)))
    paths = (path for method, path in found if method == "POST" and path not in app.openapi()["paths"])
    return sorted(re.sub(r"\{(\w+)\}", lambda name: UNFILLED.get(name.group(1), "x"), path) for path in paths)


def test_no_form_is_taken_from_elsewhere(light_house: House) -> None:
    """Every address of the pages that takes a form, found in the application itself."""
    web = browser(light_house)
    log_in(web)
    found, token = pages_that_take_a_form(web), csrf(web)
    assert len(found) > 15
    with light_house.database.work() as session:
        before = session.connection().exec_driver_sql("SELECT count(*) FROM audit").scalar()
    for path in found:
        for form in ({}, {"csrf": ""}, {"csrf": "made-up"}, {"csrf": "é"}):
            assert web.post(path, data=form).status_code in {403, 404}, path
        # What is no form is refused as that (400), before its token is looked for.
        assert web.post(path, json={"csrf": token}).status_code in {400, 403, 404}, path
    with light_house.database.work() as session:
        after = session.connection().exec_driver_sql("SELECT count(*) FROM audit").scalar()
    assert before == after  # nothing happened


def test_every_form_in_a_page_carries_its_token(web: TestClient) -> None:
    """The other half: tests/portal holds every page to it; here that a token of another session is refused."""
    other = browser(web.app.state.house)  # type: ignore[attr-defined]
    log_in(other, OTHER)
    assert web.post("/uitloggen", data={"csrf": csrf(other)}).status_code == 403
    assert is_in(web)


@pytest.fixture
def https(make_house: Any, database_url: str) -> TestClient:
    return browser(make_house(database_url, base_url="https://dossier.example"))


def test_under_https_cookies_are_of_this_host_alone(https: TestClient) -> None:
    answer = log_in(https, CLIENT)
    given = SimpleCookie(answer.headers.get_list("set-cookie")[0])
    [(name, cookie)] = given.items()
    assert name == "__Host-wd_sessie"
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "strict")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert is_in(https)
    https.cookies.set(cookies.SESSION, https.cookies["__Host-wd_sessie"])
    https.cookies.delete("__Host-wd_sessie")
    assert not is_in(https)


ANSWERS = (
    ("GET", "/", 303),
    ("GET", "/inloggen", 200),
    ("GET", "/mijn", 303),
    ("GET", "/nowhere", 404),
    ("GET", "/static/portal.css", 200),
    ("GET", "/static/nowhere", 404),
    ("GET", "/health", 200),
    ("GET", "/fhir/metadata", 200),
    ("GET", "/fhir/Patient", 401),
    ("PUT", "/fhir/Patient", 405),
    ("POST", "/token", 400),
    ("POST", "/deliveries", 401),
    ("GET", "/.well-known/smart-configuration", 200),
    ("GET", "/openapi.json", 200),
)


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_its_headers(https: TestClient, method: str, path: str, status: int) -> None:
    answer = https.request(method, path)
    assert answer.status_code == status
    for name in headers.ALWAYS:
        assert name in answer.headers, name
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] == headers.HSTS
    assert "server" not in answer.headers


def test_an_answer_to_what_nobody_foresaw_has_them_too(https: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_house: House) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(login, "personas", broken)
    web = TestClient(https.app, base_url="https://dossier.example", raise_server_exceptions=False)
    answer = web.get("/inloggen")
    assert answer.status_code == 500
    assert answer.headers["Strict-Transport-Security"] == headers.HSTS
    assert "ZeroDivision" not in answer.text


def test_without_https_nothing_is_said_of_it(light_house: House) -> None:
    web = browser(light_house)
    assert "strict-transport-security" not in web.get("/health").headers
