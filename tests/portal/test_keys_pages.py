"""Pages about keys, as the browser gets them: what a device needs to sign, what waits, and what cannot be stopped
here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from gateway.flows import steward
from tests.portal import story
from tests.portal.site import Calls

CSRF = {"csrf": story.CLIENT_SESSION.csrf}


def test_keys_that_others_keep_are_labelled_weaker(client: TestClient) -> None:
    text = client.get("/mijn/sleutel").text
    assert "Sleutel op uw eigen apparaat" in text
    assert text.count("minder veilig</span>") == 1
    assert 'data-keys="kid-a"' in text
    assert "<script src=" in text
    assert "onclick" not in text


def test_a_key_is_bound_and_reported_by_form(client: TestClient, calls: Calls) -> None:
    jwk = '{"kty":"EC","crv":"P-256","x":"a","y":"b"}'
    assert client.post("/mijn/sleutel", data={**CSRF, "jwk": jwk}).status_code == 303
    lost = {**CSRF, "sleutel": "kid-a", "dag": "2026-11-20"}
    assert client.post("/mijn/sleutel/kwijt", data=lost).status_code == 303
    assert [name for name, _ in calls.made] == ["enrol", "report"]
    for wrong in ("", "[]", '{"x":1}'):
        assert client.post("/mijn/sleutel", data={**CSRF, "jwk": wrong}).status_code == 400
    assert client.post("/mijn/sleutel", data={"jwk": jwk}).status_code == 403


def test_a_key_is_reported_on_a_page_that_tells_what_ends(client: TestClient, calls: Calls) -> None:
    listed = client.get("/mijn/sleutel").text
    assert 'action="/mijn/sleutel/kwijt"' not in listed
    assert 'href="/mijn/sleutel/kwijt?sleutel=kid-a"' in listed
    text = client.get("/mijn/sleutel/kwijt?sleutel=kid-a").text
    for said in ("Dit kan niet terug.", "Sinds welke dag", 'action="/mijn/sleutel/kwijt"', 'href="/mijn/sleutel"'):
        assert said in text
    for gone in ("kid-c", "kid-x", ""):  # signs no more, or is not theirs
        assert client.get(f"/mijn/sleutel/kwijt?sleutel={gone}").status_code == 404
    again = client.post("/mijn/sleutel/kwijt", data={**CSRF, "sleutel": "kid-a", "dag": "gisteren"})
    assert (again.status_code, "Kies een dag." in again.text) == (422, True)
    assert calls.made == []
    client.post("/mijn/sleutel/kwijt", data={**CSRF, "sleutel": "kid-a", "dag": "2026-11-20"})
    [(name, given)] = calls.made
    assert (name, given[0], given[1].isoformat()) == ("report", "kid-a", "2026-11-20T00:00:00+01:00")


def test_what_is_to_be_signed_is_given_and_nothing_is_stored(client: TestClient, calls: Calls) -> None:
    form = {**CSRF, "met": story.GP.key, "sleutel": "kid-a", "wat": "wmo", "hoe": "alles", "tot": "2027-05-20"}
    answer = client.post("/mijn/delen/voorbereiden", data={**form, "doel": "delen"})
    assert answer.json() == {"tekenen": "head.payload"}
    assert answer.headers["cache-control"] == "no-store"
    client.post("/mijn/delen/voorbereiden", data={**form, "doel": "stoppen"})
    assert [name for name, _ in calls.made] == ["to_share", "to_stop"]
    assert client.post("/mijn/delen/voorbereiden", data={**form, "tot": "gisteren", "doel": "delen"}).status_code == 422


def test_a_token_of_the_device_is_taken_as_it_came(client: TestClient, calls: Calls) -> None:
    form = {**CSRF, "met": story.GP.key, "wat": "wmo", "hoe": "alles", "tot": "2027-05-20", "token": "a.b.c"}
    assert client.post("/mijn/delen/nieuw", data=form).status_code == 200
    assert client.post("/mijn/delen/stop", data=form).status_code == 200
    assert [(name, given[0]) for name, given in calls.made] == [("accept", "a.b.c"), ("accept", "a.b.c")]


def test_a_change_that_waits_says_until_when_and_asks_for_the_code(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = replace(story.RECEIPT, waits=story.NOW + timedelta(hours=72), code=None)
    monkeypatch.setattr(steward, "share", lambda *_given, **_named: waiting)
    form = {**CSRF, "met": story.GP.key, "wat": "wmo", "hoe": "alles", "tot": "2027-05-20"}
    text = client.post("/mijn/delen/nieuw", data=form).text
    assert "Dit gaat in op 27 november 2026 om 13:00" in text
    assert "Uw code is" not in text
    assert "minder veilig" in text


def test_what_does_not_count_yet_and_what_cannot_be_stopped_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = replace(story.SHARING, forced=(story.GP,), fork=True, waits=story.NOW, undecided=True, together=True)
    monkeypatch.setattr(steward, "sharing", lambda _house, _caller, *_whose: shown)
    text = client.get("/mijn/delen").text
    for said in (
        "De rechter legde een maatregel op",
        "Twee apparaten",
        "Wij weten nog niet zeker",
        "Iemand anders moet",
    ):
        assert said in text
    plain = client.get("/mijn").text
    assert "maatregel" not in plain
