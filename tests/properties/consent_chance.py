"""Lines by chance for the evaluator: every member of the grammar, often matching, often missing, sometimes unknown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from gateway.consent import vocabulary as v
from tests.properties.consent_universe import NOW

PEOPLE, ORGS, ROLES = ("bos", "vos", "mol"), ("praktijk", "wijkzorg", "gemeente"), ("huisarts", "wmo-consulent")
VALUES: dict[str, tuple[str, ...]] = {
    "source": ORGS,
    "author": PEOPLE,
    "contact": ("k1", "k2"),
    "domain": ("huisarts", "wijkverpleging", "wmo"),
    "law": ("Zvw", "Wmo", "Jeugdwet"),
    "record": ("r1", "r2", "r3"),
    "life": ("huisvesting", "financien", "justitie"),
    "omaha_domain": ("DM0001", "DM0002"),
    "problem": ("PB0001", "PB0024", "PB0028"),
    "label": ("N", "R", "PSY", "SEX"),
}
DAYS = ("2024-12-31", "2025-01-01", "2025-03-04", "2025-12-31")
MOMENTS = (NOW - 1, NOW, NOW + 1)
ACTIONS = tuple(sorted(v.ACTIONS))
PURPOSES = tuple(sorted(v.PURPOSES))
ORGTYPES = ("huisarts", "wijkverpleging", "gemeente")


def lines(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` lines, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        made = [rule(chance, str(n)) for n in range(chance.choice((0, 1, 1, 2, 2, 3, 3, 4, 6, 9)))]
        policy = {"rules": made, **times(chance, 0.02)}
        yield {"policy": policy, "request": request(chance), "item": item(chance), "now": NOW}


def rule(chance: random.Random, id_: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": id_, "effect": chance.choice(("permit", "permit", "deny")), "who": who(chance)}
    some: dict[str, Callable[[], Any]] = {
        "what": lambda: what(chance),
        "why": lambda: several(chance, PURPOSES, 4),
        "how": lambda: several(chance, ACTIONS, 4),
        "oblige": lambda: chance.choice((["no-export"], ["mask:note"])),
    }
    odds = {"what": 0.6, "why": 0.25, "how": 0.5, "oblige": 0.1}
    made |= {name: value() for name, value in some.items() if chance.random() < odds[name]}
    return {**made, **times(chance, 0.05)}


def who(chance: random.Random) -> dict[str, str]:
    match chance.choice((*v.WHO_LEVEL, "any")):
        case "any":
            return {"kind": "any"}
        case "role@org":
            return {"kind": "role@org", "id": chance.choice(ROLES), "org": chance.choice(ORGS)}
        case kind:
            named = {"orgtype": ORGTYPES, "org": ORGS, "person": PEOPLE}[kind]
            return {"kind": kind, "id": chance.choice(named)}


def what(chance: random.Random) -> dict[str, Any]:
    names = chance.sample((*VALUES, "period"), chance.choice((1, 1, 1, 1, 2, 3)))
    return {name: period(chance) if name == "period" else several(chance, VALUES[name], 3) for name in names}


def period(chance: random.Random) -> dict[str, str]:
    begin, end = sorted((chance.choice(DAYS), chance.choice(DAYS)))
    return chance.choice(({"from": begin, "to": end}, {"from": begin}, {"to": end}))


def times(chance: random.Random, odds: float) -> dict[str, int]:
    return {name: chance.choice(MOMENTS) for name in ("nbf", "exp") if chance.random() < odds}


def request(chance: random.Random) -> dict[str, Any]:
    org = chance.choice(ORGS)
    roles = [
        {
            name: chance.choice(values)
            for name, values in (("role", ROLES), ("org", (org, *ORGS)))
            if chance.random() < 0.9
        }
        for _ in range(chance.randint(0, 2))
    ]
    given: dict[str, Any] = {
        "person": chance.choice(PEOPLE),
        "org": org,
        "orgtype": chance.choice((*ORGTYPES, *ORGTYPES, "iets anders")),
        "roles": roles,
        "purpose": chance.choice((*PURPOSES, *PURPOSES, "iets anders")),
        "action": chance.choice((*ACTIONS, *ACTIONS, "see", "see", "see", "iets anders")),
    }
    return {name: value for name, value in given.items() if chance.random() < 0.9}


def item(chance: random.Random) -> dict[str, Any]:
    given: dict[str, Any] = {name: chance.choice(VALUES[name]) for name in v.SINGLE}
    given |= {name: several(chance, VALUES[name], 2) for name in v.SEVERAL}
    given |= {primary: several(chance, VALUES[name], 2) for name, primary in v.PRIMARY.items() if chance.random() < 0.4}
    given["label"] += ["XYZ"] * (chance.random() < 0.1)
    given["day"] = chance.choice(DAYS)
    return {name: value for name, value in given.items() if chance.random() < 0.92}


def several(chance: random.Random, values: tuple[str, ...], most: int) -> list[str]:
    return chance.sample(values, chance.randint(1, min(most, len(values))))
