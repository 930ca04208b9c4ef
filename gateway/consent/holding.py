"""Making "niemand" mean nobody; pure.

In dominance-deny a permit for one named party goes above a deny for everybody. That is right for somebody who makes
rules, and not what a client means by "niemand ziet iets over …". So such a deny gets companions: the same deny for each
party that is let in by name. A permit that is still more specific (one record, one problem) stays above it, and the
client is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.consent.decide import Vector, vector
from gateway.consent.model import read_rule

Json = dict[str, Any]
SAME = ("what", "why", "how", "nbf", "exp")


def held(rules: Iterable[Mapping[str, Any]]) -> list[Json]:
    """The rules with a companion of each deny for everybody wherever a named permit would go above it."""
    made: list[Json] = [dict(rule) for rule in rules]
    for general in [rule for rule in made if is_general(rule)]:
        for who in _named(made):
            companion = {"effect": "deny", "who": who, **{name: general[name] for name in SAME if name in general}}
            there = any(_sense(rule) == _sense(companion) for rule in made)
            if not there and any(
                _above(_vector(rule), _vector(general)) for rule in made if _lets_in(rule) and rule["who"] == who
            ):
                made.append({"id": _free(general["id"], made), **companion})
    return made


def exceptions(rules: Iterable[Mapping[str, Any]], id_: str) -> list[Json]:
    """The permits that still go above a deny for everybody: more specific in what, or tied to a purpose."""
    made = [dict(rule) for rule in rules]
    (general,) = [rule for rule in made if rule["id"] == id_]
    bar = _vector(general)
    permits = [rule for rule in made if rule["effect"] == "permit"]
    return [rule for rule in permits if _above(_vector(rule), (_vector(rule)[0], bar[1], bar[2]))]


def without(rules: Iterable[Mapping[str, Any]], id_: str) -> list[Json]:
    """The rules without a deny for everybody and its companions."""
    return [dict(rule) for rule in rules if rule["id"] != id_ and not str(rule["id"]).startswith(_prefix(id_))]


def companions(rules: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of the denies that only hold up a deny for everybody among these rules."""
    made = list(rules)
    prefixes = tuple(_prefix(rule["id"]) for rule in made if is_general(rule))
    return frozenset(rule["id"] for rule in made if rule["effect"] == "deny" and rule["id"].startswith(prefixes))


def is_general(rule: Mapping[str, Any]) -> bool:
    return bool(rule["effect"] == "deny" and rule["who"]["kind"] == "any")


def _named(rules: Iterable[Mapping[str, Any]]) -> list[Json]:
    found: list[Json] = []
    for rule in rules:
        if _lets_in(rule) and rule["who"] not in found:
            found.append(rule["who"])
    return found


def _lets_in(rule: Mapping[str, Any]) -> bool:
    return bool(rule["effect"] == "permit" and rule["who"]["kind"] != "any")


def _above(permit: Vector, deny: Vector) -> bool:
    return permit != deny and all(mine >= theirs for mine, theirs in zip(permit, deny, strict=True))


def _vector(rule: Mapping[str, Any]) -> Vector:
    return vector(read_rule({"id": "-", **rule, "text": "-"}))


def _sense(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple((name, rule.get(name) or None) for name in ("effect", "who", *SAME))


def _prefix(id_: str) -> str:
    return f"bij-{id_[:24]}-"


def _free(id_: str, rules: Iterable[Mapping[str, Any]]) -> str:
    taken = {rule["id"] for rule in rules}
    return next(name for n in range(len(taken) + 1) if (name := f"{_prefix(id_)}{n}") not in taken)
