"""Whatever is done to a Consent, it is read or refused: never a fault of ours. Mutations follow from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from gateway.consent.pcf.translate import translate
from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.fhir.xml_to_json import convert
from gateway.sources.mitz import lezen
from gateway.wire import xml
from tests.builders import mitz
from tests.builders.consents import action, actor, consent
from tests.properties import consent_universe as universe
from tests.properties.test_pcf import projected

NONSENSE = (None, "", 1, True, [], {}, "x", [None], {"a": 1})


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        yield from places(inner, (*path, name))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


def changed(given: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The document with up to three members left out, swapped, made nonsense, or put where they do not belong."""
    made = deepcopy(given)
    for _ in range(dice.randint(1, 3)):
        every = list(places(made))
        here, there = dice.choice(every), dice.choice(every)
        holder, moved = at(made, here[:-1]), deepcopy(at(made, there))
        match dice.randint(0, 3):
            case 0:
                del holder[here[-1]]
            case 1:
                holder[here[-1]] = moved
            case 2:
                holder[here[-1]] = deepcopy(dice.choice(NONSENSE))
            case _ if isinstance(holder, dict):
                holder[str(there[-1])] = moved
    return made


def test_a_consent_about_sharing_is_translated_or_refused() -> None:
    dice = random.Random(20261126)
    base = {"type": "permit", "actor": [actor("wijkzorg")], "action": [action()], "dataPeriod": {"start": "2025-01-01"}}
    seeds = [consent({**base, "provision": [{"type": "deny", "actor": [actor("elders")]}]}), consent(base)]
    numbered = [{"id": str(n), **rule} for n, rule in enumerate(universe.RULES)]
    seeds += [projected(dice.sample(numbered, 4)) for _ in range(20)]
    valid = translated = 0
    for _ in range(2500):
        given = changed(dice.choice(seeds), dice)
        if check(given):
            continue
        valid += 1
        try:
            translate(given, lambda _system, _value: None)
        except Rejected:
            continue
        translated += 1
    assert valid > 200
    assert 0 < translated < valid


def test_a_mitz_notification_is_read_or_refused() -> None:
    dice = random.Random(20261126)
    seeds = [convert(xml.parse(mitz.notification(mitz.consent("RPZAC004", given=given)))) for given in (True, False)]
    read = refused = 0
    for _ in range(3000):
        given = changed(dice.choice(seeds), dice)
        if lezen.speaks(given):
            try:
                lezen.read(given)
                read += 1
            except Rejected:
                refused += 1
    assert read > 100
    assert refused > 100
