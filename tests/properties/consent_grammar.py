"""The whole grammar of rules, to enumerate: every kind of who, what, why, how, obligation and time, both effects.

Names are plain here ("Jan Bos"): how hard a name reads is not the grammar's doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, cycle, product
from random import Random
from typing import Any

from gateway.consent import lexicon, model
from gateway.consent import vocabulary as v
from gateway.consent.lexicon import Entry
from gateway.consent.model import Rule

LEXICON = lexicon.make(
    (
        Entry("person", "bos", "Jan Bos", "huisarts, De Linde"),
        Entry("person", "bos-2", "Jan Bos", "huisarts, De Haven"),
        Entry("person", "bos-3", "Jan Bos", "huisarts, De Haven"),
        Entry("person", "vos", "M. Vos"),
        Entry("org", "linde", "De Linde"),
        Entry("org", "brug", "Brug en Zn"),
        Entry("role", "huisarts", "huisarts"),
        Entry("problem", "PB0024", "Pijn"),
        Entry("omaha_domain", "DM03", "Lichaam"),
    )
)
WHO: tuple[dict[str, str], ...] = (
    {"kind": "any"},
    *({"kind": "orgtype", "id": orgtype} for orgtype in sorted(v.ORGTYPES)),
    {"kind": "org", "id": "linde"},
    {"kind": "org", "id": "weg"},
    {"kind": "role@org", "id": "huisarts", "org": "brug"},
    {"kind": "role@org", "id": "tandarts", "org": "elders"},
    *({"kind": "person", "id": id_} for id_ in ("bos", "bos-2", "bos-3", "vos", "p.1")),
)
_ONE: tuple[dict[str, Any], ...] = (
    {"source": ["linde"]},
    {"source": ["brug", "linde", "x"]},
    {"author": ["bos", "vos"]},
    {"contact": ["c-1"]},
    {"record": ["r-1", "r-2"]},
    {"problem": ["PB0024", "PB0001"]},
    {"omaha_domain": ["DM03"]},
    {"period": {"from": "2025-01-01"}},
    {"period": {"to": "2025-12-31"}},
    {"period": {"from": "2024-02-29", "to": "2024-02-29"}},
)
_CLOSED: tuple[dict[str, Any], ...] = tuple(
    {member: sorted(chosen)}
    for member, values in v.CLOSED.items()
    for size in (1, 2, len(values))
    for chosen in combinations(sorted(values), size)
)
_EACH: tuple[dict[str, Any], ...] = (*_ONE, *({name: [min(values)]} for name, values in v.CLOSED.items()))
_PAIRS = tuple({**one, **other} for one, other in combinations(_EACH, 2) if one.keys().isdisjoint(other))
_ALL: dict[str, Any] = {name: values for one in _EACH for name, values in one.items()}
WHAT: tuple[dict[str, Any], ...] = ({}, *_ONE, *_CLOSED, *_PAIRS, _ALL)


def _subsets(values: Any) -> list[list[str] | None]:
    ordered = sorted(values)
    return [None, *(list(some) for size in range(1, len(ordered) + 1) for some in combinations(ordered, size))]


WHY = _subsets(v.PURPOSES)
HOW = _subsets(v.ACTIONS)
OBLIGE: tuple[list[str] | None, ...] = (None, ["no-export"], ["mask:note"], ["mask:Note.text", "no-export"])
MIDNIGHT, NOON = 1_810_764_000, 1_810_807_200  # Dutch time
TIMES: tuple[dict[str, int], ...] = (
    {},
    {"exp": MIDNIGHT},
    {"exp": NOON},
    {"nbf": MIDNIGHT},
    {"nbf": NOON + 1},
    {"nbf": NOON, "exp": MIDNIGHT + 10**7},
    {"nbf": 0, "exp": v.LAST_SECOND - 1},
    {"exp": 1_793_493_000},  # 2026-10-31 … the hour that comes twice starts a day later
    {"nbf": 1_792_888_200, "exp": 1_792_891_800},  # 25 October 2026, 02:30 twice
)
EFFECTS = ("permit", "deny")


def rule(**members: Any) -> Rule:
    given = {name: value for name, value in members.items() if value is not None}
    return model.read_rule({"id": "r", "text": "-", **given})


def every_part() -> Iterator[Rule]:
    """Each value of each kind at least once with each effect, beside a plain rest."""
    plain: dict[str, Any] = {"who": WHO[-2], "what": _ONE[0], "why": None, "how": ["see"], "oblige": None}
    for effect in EFFECTS:
        for name, values in (("who", WHO), ("what", WHAT), ("why", WHY), ("how", HOW), ("oblige", OBLIGE)):
            yield from (rule(effect=effect, **{**plain, name: value}) for value in values)
        yield from (rule(effect=effect, **plain, **times) for times in TIMES)
        yield from (rule(effect=effect, who=who, how=how) for who, how in product(WHO, HOW))


def sample(count: int, seed: int) -> Iterator[Rule]:
    """Rules drawn from the product of everything."""
    chance = Random(seed)
    for _ in range(count):
        yield rule(
            effect=chance.choice(EFFECTS),
            who=chance.choice(WHO),
            what=chance.choice(WHAT),
            why=chance.choice(WHY),
            how=chance.choice(HOW),
            oblige=chance.choice(OBLIGE),
            **chance.choice(TIMES),
        )


def whole() -> Iterator[Rule]:
    """Every who with every what, how and effect, and every kind of who with every why, how, obligation and time.

    What is not in a product takes turns. All products at once would be 190 million rules.
    """
    turns = cycle(product(WHY, OBLIGE, TIMES))
    for effect, who, what, how in product(EFFECTS, WHO, WHAT, HOW):
        why, oblige, times = next(turns)
        yield rule(effect=effect, who=who, what=what, why=why, how=how, oblige=oblige, **times)
    kinds = {who["kind"]: who for who in WHO}.values()
    for effect, who, why, how, oblige, times in product(EFFECTS, kinds, WHY, HOW, OBLIGE, TIMES):
        yield rule(effect=effect, who=who, why=why, how=how, oblige=oblige, **times)


def thousands() -> Iterator[Rule]:
    return chain(every_part(), sample(6000, 2026))
