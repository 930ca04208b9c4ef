"""Pages of who signs for somebody under a machtiging, as the browser gets them: theirs to sign, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.errors import Rejected
from gateway.flows import steward
from gateway.flows.acting import Under
from tests.portal import story
from tests.portal.site import Calls
from tests.portal.test_pages import CLIENT_PAGES, assert_secure

UNDER = Under("client-laila", "m-7")
CSRF = {"csrf": story.CLIENT_SESSION.csrf}
WISH = {**CSRF, "met": story.GP.key, "wat": "huisarts", "hoe": "alles", "tot": "2027-01-01"}
# What a delegate may open; every other page of the client says that a mandate is to sign and no more.
THEIRS = (
    "/mijn",
    "/mijn/delen",
    "/mijn/delen/nieuw?met=person:zv-01",
    "/mijn/delen/stop?met=person:zv-01",
    "/mijn/delen/wens/niemand-over",
    "/mijn/delen/wens/niemand-gevoelig",
    "/mijn/bewijs/5",
    "/mijn/overleg",
)
ONES_OWN = (
    *("/mijn/helper", "/mijn/helper/nieuw", "/mijn/helper/intrekken?machtiging=m-1"),
    *("/mijn/helper/machtiging?nummer=m-1", "/mijn/helper/machtiging?nummer=m-0"),
    *("/mijn/sleutel", "/mijn/sleutel/kwijt?sleutel=kid-a", "/mijn/hoe-gaat-het/vraag"),
)
NOT_OFFERED = ("/mijn/delen/wens/alles", "/mijn/delen/wens/een-onderdeel")  # wishes that share


@pytest.fixture
def delegate(client: TestClient) -> TestClient:
    answer = client.post("/mijn/namens", data={**CSRF, "wie": "voor-laila"})
    assert answer.headers["location"] == "/mijn"
    return client


@pytest.mark.parametrize("path", CLIENT_PAGES)
def test_a_delegate_opens_what_is_theirs_and_nothing_else(delegate: TestClient, path: str) -> None:
    answer = delegate.get(path)
    assert_secure(answer)
    if path in ONES_OWN:
        assert answer.status_code == 200
    elif path in NOT_OFFERED:
        assert answer.status_code == 404
    elif path in THEIRS:
        assert answer.status_code == 200
        assert "U tekent hier voor Laila Aziz" in answer.text
        assert "/mijn/tijdlijn" not in answer.text
        assert "/mijn/delen/ogen" not in answer.text
    else:
        assert answer.status_code == 403
        assert "U mag voor deze persoon tekenen. Meer kan hier niet." in answer.text


@pytest.mark.parametrize(
    "path",
    ["/mijn/delen/voorstel", "/mijn/delen/bevestig", "/mijn/delen/wens/weg"],
)
def test_what_is_the_clients_to_do_a_delegate_does_not(delegate: TestClient, calls: Calls, path: str) -> None:
    form = {**WISH, "voorstel": "v-1", "antwoord": "ja", "regel": "r-9", "overleg": "m-2", "code": "1234"}
    assert delegate.post(path, data=form).status_code == 403
    assert calls.made == []


def test_what_a_delegate_does_is_done_under_the_mandate(delegate: TestClient, calls: Calls) -> None:
    assert delegate.post("/mijn/delen/nieuw", data=WISH).status_code == 200
    assert delegate.post("/mijn/delen/stop", data=WISH).status_code == 200
    assert delegate.post("/mijn/delen/wens/niemand-over", data={**CSRF, "leven": "justitie"}).status_code == 200
    for to in ("delen", "stoppen"):
        answer = delegate.post("/mijn/delen/voorbereiden", data={**WISH, "sleutel": "kid-b", "doel": to})
        assert answer.json() == {"tekenen": "head.payload"}
    told = {**CSRF, "sleutel": "kid-b", "wens": "niemand-over", "leven": "justitie"}
    assert delegate.post("/mijn/delen/wens/voorbereiden", data=told).status_code == 200
    table = {**CSRF, "overleg": "m-2", "wat": "wijkverpleging", "hoe": "alles"}
    for path in ("/mijn/overleg", "/mijn/overleg/stop"):
        assert delegate.post(path, data=table).status_code == 303
    assert delegate.post("/mijn/overleg/voorbereiden", data={**table, "sleutel": "kid-b"}).status_code == 200
    signed = ["share", "stop", "forbid", "to_share", "to_stop", "to_forbid"]
    assert [name for name, _ in calls.made] == [*signed, "give", "take_back", "to_sign_table"]
    assert all(UNDER in (*given[:-1], given[-1].get("client")) for _, given in calls.made)


def test_the_device_is_told_whose_browser_it_is_and_about_whom_it_signs(delegate: TestClient) -> None:
    text = delegate.get("/mijn/delen/nieuw?met=person:zv-01").text
    assert 'data-client="c-1" data-about="client-laila"' in text
    assert 'data-keys="kid-b"' in text
    assert "Hierover mag u tekenen" in text


def test_beyond_the_mandate_is_told_beside_the_field(delegate: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, said in (("wat", "Hierover mag u niet tekenen."), ("tot", "Kies een dag die in uw machtiging past.")):

        def refuse(*_given: Any, _where: str = where, **_named: Any) -> None:
            raise Rejected("mandate-beyond", "No", where=_where)

        monkeypatch.setattr(steward, "share", refuse)
        again = delegate.post("/mijn/delen/nieuw", data=WISH)
        assert (again.status_code, said in again.text, 'role="alert"' in again.text) == (422, True, True)


def test_a_change_that_waits_asks_a_delegate_for_no_code(delegate: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = replace(story.RECEIPT, waits=story.NOW + timedelta(hours=72), code=None)
    monkeypatch.setattr(steward, "share", lambda *_given, **_named: waiting)
    text = delegate.post("/mijn/delen/nieuw", data=WISH).text
    assert "Alleen Laila Aziz kan dat eerder laten ingaan" in text
    assert "/mijn/delen/bevestig" not in text


def test_the_client_reads_who_signed_in_their_name(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    card = replace(story.SHARING.cards[0], by=("Piet Smit",))
    shown = replace(story.SHARING, cards=(card, *story.SHARING.cards[1:]), by="Piet Smit", signed=story.NOW)
    monkeypatch.setattr(steward, "sharing", lambda _house, _caller, *_whose: shown)
    text = client.get("/mijn/delen").text
    assert text.count("Namens u, door Piet Smit") == 1
    assert "Piet Smit tekende het laatst, namens u." in text


def test_a_mandate_that_waits_cannot_be_used_yet_and_says_from_when(client: TestClient) -> None:
    text = client.get("/mijn/helper").text
    assert text.count("Teken voor ") == 1
    assert "Telt mee vanaf" in text
    assert client.post("/mijn/namens", data={**CSRF, "wie": "voor-bo"}).status_code == 404
