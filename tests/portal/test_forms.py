"""Forms of pages: bounded before they are read, whoever sends them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from starlette.datastructures import FormData

from gateway.app import create_app
from gateway.errors import BadInput, TooLarge
from gateway.flows.house import House
from gateway.portal import cookies, forms
from tests.builders import people, world

TYPE = "application/x-www-form-urlencoded"


def read(*chunks: bytes, kind: str = TYPE, taken: list[int] | None = None) -> FormData:
    waiting = iter(chunks)
    last = len(chunks)

    async def receive() -> dict[str, Any]:
        nonlocal last
        last -= 1
        if taken is not None:
            taken.append(1)
        return {"type": "http.request", "body": next(waiting, b""), "more_body": last > 0}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", kind.encode())]}
    return asyncio.run(forms.read(Request(scope, receive)))


def test_a_form_keeps_its_fields_in_order_and_as_often_as_they_stand() -> None:
    form = read(b"rule=1&rul", b"e=2&empty=&text=een%20%26+twee%E2%82%AC")
    assert form.multi_items() == [("rule", "1"), ("rule", "2"), ("empty", ""), ("text", "een & twee€")]
    assert read(b"").multi_items() == []
    assert read(b"a=b", kind=f"{TYPE}; charset=utf-8").multi_items() == [("a", "b")]


def test_a_form_that_is_too_large_is_not_read_to_its_end() -> None:
    taken: list[int] = []
    with pytest.raises(TooLarge):
        read(*[b"a" * 64 * 1024] * 100, taken=taken)
    assert len(taken) == 3
    assert read(b"a=" + b"x" * (forms.MAX_BYTES - 2))["a"] == "x" * (forms.MAX_BYTES - 2)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"&".join([b"a=b"] * 501), TYPE, "form-fields"),
        (b"a=\xff", TYPE, "form-fields"),
        (b"a=%00", TYPE, "text-nul"),
        (b"a=b", "multipart/form-data; boundary=x", "form-type"),
        (b"a=b", "", "form-type"),
        (b"{}", "application/json", "form-type"),
    ],
)
def test_what_is_no_form_of_ours_is_refused_by_name(body: bytes, kind: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(body, kind=kind)
    assert refused.value.code == code
    assert len(read(b"&".join([b"a=b"] * 500)).multi_items()) == 500


@pytest.fixture
def web(light_house: House) -> TestClient:
    world.build(light_house)
    made = TestClient(create_app(house=light_house), base_url=light_house.settings.base_url, follow_redirects=False)
    made.cookies.set(cookies.SESSION, people.session(light_house, "arts"))
    return made


def test_a_form_that_is_too_large_is_cut_off(web: TestClient) -> None:
    answer = web.post("/uitloggen", content=b"csrf=" + b"x" * forms.MAX_BYTES, headers={"Content-Type": TYPE})
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text
    assert web.post("/uitloggen", data={"csrf": "x"}).status_code == 403
