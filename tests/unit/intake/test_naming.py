"""A BSN is found in a message however it is spelled there, and nothing else is taken for one."""

from __future__ import annotations

import base64
import json
import textwrap

import pytest

from gateway.intake.naming import bsns

BSN = "999900006"
LOW = "012345672"  # with a zero in front
INNER = f"<b>{'x' * 300}{BSN}</b>"


def by_number(how: str) -> bytes:
    return "".join(how.format(ord(digit)) for digit in BSN).encode()


@pytest.mark.parametrize(
    "body",
    [
        BSN.encode(),
        f"<bsn>{BSN}</bsn>".encode("utf-16"),
        f"<bsn>{BSN}</bsn>".encode("utf-32-be"),
        by_number("&#{};"),
        by_number("&#x{:x};"),
        by_number("&#x00{:X};"),
        by_number("\\u{:04x}"),
        b"BSN: 9999.00.006",
        b"9999-00-006",
        b"9999 00 006",
        f"0{BSN}1".encode(),  # within a longer number
        b"<x>" + base64.b64encode(INNER.encode()) + b"</x>",
        "\n    ".join(textwrap.wrap(base64.b64encode(INNER.encode()).decode(), 76)).encode(),
        json.dumps({"data": "\r\n".join(textwrap.wrap(base64.b64encode(INNER.encode()).decode(), 76))}).encode(),
        base64.b64encode(base64.b64encode(INNER.encode("utf-16"))),
        b'{"resourceType": "Patient", "identifier": [{"value": ' + BSN.encode() + b"",  # cut off
    ],
)
def test_every_spelling_is_found(body: bytes) -> None:
    assert BSN in set(bsns(body))


def test_a_zero_that_was_dropped_is_put_back() -> None:
    assert set(bsns(LOW[1:].encode())) == {LOW}


@pytest.mark.parametrize(
    "body", [b"", b"999900007", b"99990000", b"2026-11-26", b"no digits at all", b"\0\0\0", b"===="]
)
def test_what_is_no_bsn_is_not_taken_for_one(body: bytes) -> None:
    assert BSN not in set(bsns(body))


def test_packed_within_packed_within_packed_ends_somewhere() -> None:
    body = BSN.encode()
    for _ in range(6):
        body = base64.b64encode(body)
    assert list(bsns(body)) == []
