"""Sending: the right bytes with the right headers, and an honest report of every answer that was not expected."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from gateway.demo.message import Expect, Message
from gateway.demo.run import Report, send


def message(body: bytes = b"<a/>", expect: Expect = "accepted", why: str = "") -> Message:
    return Message("his", "application/xml", body, "WMO301", date(2026, 1, 12), expect, why)


def run(*messages: Message, **answer: Any) -> tuple[Report, list[httpx.Request], list[str]]:
    seen: list[httpx.Request] = []
    lines: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(**{"status_code": 201, "json": {"state": "accepted"}, **answer})

    with httpx.Client(transport=httpx.MockTransport(respond), base_url="http://gateway") as client:
        report = send(client, lambda connector: f"token-{connector}", messages, lines.append)
    return report, seen, lines


def test_a_message_goes_out_as_it_is_with_its_type_and_token() -> None:
    _, (request,), _ = run(message(b"<\xc3\xa9/>"))
    assert request.url.path == "/deliveries"
    assert request.content == b"<\xc3\xa9/>"
    assert request.headers["Content-Type"] == "application/xml"
    assert request.headers["Authorization"] == "Bearer token-his"


def test_progress_is_one_line_per_message() -> None:
    _, _, lines = run(message(), message())
    assert [line.split()[0] for line in lines] == ["1/2", "2/2"]


def test_what_was_expected_is_counted_and_no_surprise() -> None:
    report, _, _ = run(message(), message())
    assert report == Report({"accepted": 2}, ())
    assert report.summary() == "2 accepted"


@pytest.mark.parametrize("expect", ["rejected", "parked"])
def test_another_answer_is_a_surprise_with_its_reasons(expect: Expect) -> None:
    report, _, _ = run(message(expect=expect, why="cut off"))
    (surprise,) = report.surprises
    assert f"expected {expect}, got accepted" in surprise
    assert "cut off" in surprise


def test_a_refusal_is_told_with_the_diagnostics() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "xml-doctype: no DOCTYPE"}]}
    report, _, _ = run(message(), status_code=400, json=outcome)
    assert "xml-doctype" in report.surprises[0]
    assert report.counts == {"rejected": 1}


def test_a_state_in_a_header_counts_when_the_body_is_no_json() -> None:
    report, _, _ = run(message(), status_code=200, json=None, text="<a/>", headers={"X-Delivery-State": "accepted"})
    assert report.counts == {"accepted": 1}


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_gateway_that_says_nothing_about_the_message_rejected_nothing(status: int) -> None:
    report, _, _ = run(message(expect="rejected"), status_code=status, json={"issue": []})
    assert report.counts == {f"no answer ({status})": 1}
    assert len(report.surprises) == 1
