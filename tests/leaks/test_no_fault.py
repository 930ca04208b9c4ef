"""What PostgreSQL or UTF-8 cannot hold, and more fields than a form has, sent to every route: refused or not found, and
never a fault of ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.api.errors import SYSTEM_PATHS
from gateway.auth import development
from gateway.flows import login
from gateway.flows.house import House
from gateway.portal.sessions import COOKIE
from tests.builders import people
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.test_every_way_out import routes
from tests.leaks.worlds import Town

PERSONA = development.town()["client"][0]
# A NUL, which PostgreSQL keeps none of; a digit of another alphabet; a byte that is no UTF-8.
PLACES = ("a%00b", "%ff", "%D9%A9")
NAMES = ("patient", "cid", "_id", "state", "wat", "wie", "regel", "opnieuw", "ontvanger", "identificatie", "overleg",
         "code", "tot", "sleutel", "machtiging", "voorstel", "tekst", "antwoord", "reden", "pincode", "met", "soort",
         "stand", "persona", "bsn",
         "bron", "stelsel", "document", "jwk", "token", "dag", "als", "niemand", "oordeel",
         "zeker", "hoe", "doel", "wens", "period", "page", "from")  # fmt: skip
NOTHING: list[dict[str, Any]] = [{}]
BODIES = (
    b'["a\\u0000b","b","c"]',
    b'{"record":"a\\u0000b","text":"a\\u0000b"}',
    b'{"resourceType":"Parameters","parameter":[{"name":"record","valueReference":{"reference":"Task/a\\u0000b"}}]}',
    b"e30.e30.e30",
    b'{"record":1e1000000000000000000}',  # an exponent that no decimal has
    b"\xff",
)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(house: House) -> Town:
    made = worlds.town(house)
    fact = condition(id_="q1", subject="Patient/q1")
    assert made.world.send("ecd", bundle(patient(PERSONA["bsn"], "q1"), fact)).status_code == 201
    return made


def test_nothing_that_is_sent_is_a_fault(made: Town) -> None:
    who = (
        (_web(made, "verpleegkundige", "zorgverlener"), made.headers("nurse")),
        (_web(made, PERSONA["id"], "client"), people.headers(made.world, PERSONA["id"], "client")),
    )
    faults, asked = [], 0
    for route in sorted(set(routes(made.world.web.app))):  # type: ignore[arg-type]
        method, path = route.split(" ", 1)
        if method == "HEAD" or path in {"/static", "/uitloggen"}:
            continue
        system = path.startswith(SYSTEM_PATHS)
        for place in PLACES:
            # What is sent besides is looked at with an address that is sound.
            url = re.sub(r"\{[^}]*\}", place, path)
            for web, headers in who:
                for sent in _sent(made, method, web, system=system) if place == PLACES[-1] else NOTHING:
                    told = {**(headers if system else {}), **sent.pop("headers", {})}
                    answer = web.request(method, url, headers=told, **sent)
                    asked += 1
                    if answer.status_code >= 500:
                        faults.append((route, place, str(sent)[:90]))
    assert faults == []
    assert asked > 1000


def test_no_form_counts_that_was_not_sent_from_our_own_page(made: Town) -> None:
    """Every page that takes a form, found and not listed; as whoever it is for and as whoever it is not."""
    browsers = (_web(made, "verpleegkundige", "zorgverlener"), _web(made, PERSONA["id"], "client"), _web(made, "", ""))
    pages = [path for method, _, path in (route.partition(" ") for route in routes(made.world.web.app)) if  # type: ignore[arg-type]
             method == "POST" and not path.startswith((*SYSTEM_PATHS, "/registrar"))]  # fmt: skip
    assert len(pages) > 25
    for path in pages:
        for web in browsers:
            for form in ({}, {"csrf": ""}, {"csrf": "elders"}):
                answer = web.post(re.sub(r"\{[^}]*\}", "x", path), data={**dict.fromkeys(NAMES, "x"), **form})
                assert answer.status_code in {303, 401, 403}, (path, answer.status_code)
                assert answer.status_code != 303 or answer.headers["location"] == "/inloggen", path


def _web(made: Town, who: str, kind: str) -> TestClient:
    web = TestClient(
        made.world.web.app, base_url=made.house.settings.base_url, raise_server_exceptions=False, follow_redirects=False
    )
    web.cookies.set(COOKIE, people.session(made.house, who, kind))
    return web


def _sent(made: Town, method: str, web: TestClient, *, system: bool) -> list[dict[str, Any]]:
    if method in {"GET", "DELETE"}:
        # SQLite keeps a NUL as it keeps any letter.
        return NOTHING if made.house.database.sqlite else [{"params": f"{name}=a%00b"} for name in NAMES[:8]]
    if system:
        form = {"content": b"a=1&" * 600, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
        return [form, *({"content": b, "headers": {"Content-Type": "application/fhir+json"}} for b in BODIES)]
    csrf = login.session(made.house, web.cookies[COOKIE]).csrf if method == "POST" and web.cookies.get(COOKIE) else ""
    return [{"data": {**dict.fromkeys(NAMES, value), "csrf": csrf}} for value in ("a\0b", "٩")]
