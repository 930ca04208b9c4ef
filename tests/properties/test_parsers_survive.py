"""Every parser, fed with messages bent at random: a declared refusal or valid FHIR R4, in bounded memory; nothing else.

Our own golden messages are bent, and published samples where they are. The seed is fixed; EXHAUSTIVE=1 tries more.
"""

from __future__ import annotations

import os
import random
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.flows.completeness.outcome import made
from gateway.sources import read
from gateway.wire import json, xml
from tests.completeness.messages import Message, golden, samples

EXHAUSTIVE = os.environ.get("EXHAUSTIVE") == "1"
TURNS = 400 if EXHAUSTIVE else 14
PICKED = 3000 if EXHAUSTIVE else 120  # samples, each bent once
LARGE = 64 * 1024  # a sample beyond this takes long to read and shows nothing that a smaller one does not
MOST_MEMORY = 40  # peak of what Python holds, for each byte of the body; a tree of small elements takes most
BASE_MEMORY = 8 * 1024 * 1024
NONSENSE = (
    *(
        "",
        " ",
        "x",
        "-1",
        "0",
        "1",
        "true",
        "1e5",
        "1e400",
        "NaN",
        "9" * 70,
        "x" * 5000,
        "é",
        "<&>",
        "\u202e",
        "٣",
        "#a",
    ),
    *("2019", "20190230", "20190101250000", "2019-02-30", "0001-01-01", "9999-12-31T23:59:60Z", "24:00:00", "1.2.3"),
    *(
        "999990019",
        "000000000",
        "urn:uuid:x",
        "http://x",
        "Patient/1",
        "NI",
        "nullified",
        "entered-in-error",
        "C",
        "83",
    ),
)
ODD: tuple[Any, ...] = (None, True, -1, 1.5, 10**20, "", [], {}, [None], [[]], {"a": 1}, "2019-02-30", {"reference": 7})


def bent(body: bytes, chance: random.Random) -> bytes:
    """One to five changes of its structure; now and then of its bytes."""
    if chance.random() < 0.1:
        return _bytes(body, chance)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _json(json.loads(body), chance)
    return _xml(xml.parse(body), chance)


def _bytes(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body))
    match chance.randrange(4):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        case 2:
            return body[:at] + chance.choice((b"\x00", b"\xff", b"<!DOCTYPE a>", b"&x;", b'"', b"</")) + body[at:]
        case _:
            return body[:at] + body[chance.randrange(len(body)) :]


def _xml(root: Any, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        _bend(chance.choice(elements), chance.choice(elements), chance)
    return xml.as_it_stands(root)


def _bend(element: Any, other: Any, chance: random.Random) -> None:
    parent, name = element.getparent(), chance.choice(sorted(element.attrib) or ["value"])
    match chance.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            element.addnext(xml.clone(element))
        case 2 if other.getparent() is not None and element not in other.iterdescendants():
            element.append(xml.clone(other))
        case 3:
            element.set(name, chance.choice(NONSENSE))
        case 4:
            element.attrib.pop(name, None)
        case 5:
            element.set("nullFlavor", chance.choice(("NI", "MSK", "OTH", "XX")))
        case 6:
            children = list(element)
            chance.shuffle(children)
            element.extend(children)
        case 7:
            element.tag = chance.choice((other.tag, "x", "{urn:x}y"))
        case _:
            element.text = chance.choice(NONSENSE)


def _json(value: Any, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        holders: list[Any] = []
        _holders(value, holders)
        if not holders:
            break
        holder, other = chance.choice(holders), chance.choice(holders)
        keys: Sequence[Any] = list(holder) if isinstance(holder, dict) else range(len(holder))
        key = chance.choice(keys)
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = json.loads(json.dumps(other))
            case 2 if isinstance(holder, dict):
                holder[chance.choice(("x", "_note", "extension", "resourceType", f"_{key}"))] = holder.pop(key)
            case 3:
                holder[key] = chance.choice(NONSENSE)
            case _:
                holder[key] = chance.choice(ODD)
    return json.dumps(value).encode()


def _holders(value: Any, found: list[Any]) -> None:
    """Every object and list that holds something."""
    if isinstance(value, dict | list) and value:
        found.append(value)
        for inner in value.values() if isinstance(value, dict) else value:
            _holders(inner, found)


def survives(message: Message, body: bytes) -> bool:
    """Whether it was taken. Anything but a declared refusal or valid FHIR R4 fails."""
    try:
        parsed = read(replace(message.raw, body=body))
        found = made(parsed, message.origin, message.answers)
    except GatewayError as refused:
        assert 400 <= refused.status < 500, refused.code
        return False
    if found is not None:
        contents = [person.patient for person in found.people] + [one.content for one in found.resources]
        assert [(str(c["resourceType"]), issue) for c in contents for issue in check(c)] == []
    return True


@pytest.mark.parametrize("message", list(golden()), ids=lambda message: message.name)
@settings(max_examples=TURNS, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=False))
def test_our_own_messages_bent(message: Message, chance: random.Random) -> None:
    survives(message, bent(message.raw.body, chance))


def test_published_samples_bent(shared: Path) -> None:
    chance = random.Random(20261124)
    known = [one for one in samples(shared / "samples") if 0 < len(one.raw.body) < LARGE]
    taken = 0
    for message in chance.sample(known, PICKED) if len(known) > PICKED else known:
        try:
            body = bent(message.raw.body, chance)
        except GatewayError:  # a sample that is no XML or JSON at all
            continue
        taken += survives(message, body)
    assert taken > 5


@pytest.mark.parametrize(
    "kind", ["contactverslag", "cda-bgz", "jgz-dossieroverdracht", "fhir-stu3", "ons-omaha", "WMO301"]
)
def test_memory_follows_the_size_of_the_body(kind: str) -> None:
    """One part of the message, repeated until it is large: refused or taken, but never blown up."""
    (message,) = [one for one in golden() if one.name == f"golden/{kind}"]
    body = _repeated(message.raw.body, 200_000)
    tracemalloc.start()
    try:
        survives(message, body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BASE_MEMORY + MOST_MEMORY * len(body)


def _repeated(body: bytes, size: int) -> bytes:
    """The largest repeatable part (an entry, a component, a contact) as often as fits."""
    if body.lstrip()[:1] == b"{":
        whole = json.loads(body)
        name = max((name for name, value in whole.items() if isinstance(value, list)), key=lambda n: len(str(whole[n])))
        whole[name] = whole[name] * (size // len(json.dumps(whole[name])) + 1)
        return json.dumps(whole).encode()
    root = xml.parse(body)
    parts = [one for one in root.iter() if isinstance(one.tag, str) and xml.local(one) in REPEATED]
    part = parts[-1]
    for _ in range(size // len(xml.fragment(part)) + 1):
        part.addnext(xml.clone(part))
    return xml.as_it_stands(root)


REPEATED = frozenset({"component", "component7", "ToegewezenProduct"})
