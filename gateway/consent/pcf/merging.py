"""An exception holds within what is above it: two rules as the one that both match, where a rule can say that; pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from gateway.consent import vocabulary as v
from gateway.consent.model import Rule, What, Who
from gateway.consent.pcf.refusing import loss

T = TypeVar("T")


def within(exception: Rule, above: Rule, where: str) -> Rule:
    """The exception with the conditions of what it stands in. Raises Rejected naming what cannot be joined."""
    return replace(
        exception,
        who=_who(exception.who, above.who, where),
        what=_what(exception.what, above.what, where),
        why=_joined(exception.why, above.why, f"{where}.purpose"),
        how=_joined(exception.how, above.how, f"{where}.action"),
        nbf=later(exception.nbf, above.nbf),
        exp=earlier(exception.exp, above.exp),
    )


def later(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)


def earlier(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def _who(one: Who, other: Who, where: str) -> Who:
    if one.kind == "any" or one == other:
        return other
    if other.kind == "any":
        return one
    raise loss(f"{where}.actor", "Another party than the one above it: a rule names one")


def _what(one: What, other: What, where: str) -> What:
    mine, theirs = dict(one.members), dict(other.members)
    joined = {**theirs, **mine}
    for name in mine.keys() & theirs.keys():
        if name in v.SEVERAL and mine[name] != theirs[name]:
            raise loss(where, "Two conditions on one attribute that a thing can have more than one of")
        joined[name] = mine[name] & theirs[name]
        if not joined[name]:
            raise loss(where, "It can never hold within what is above it")
    names = (*v.SINGLE, *v.SEVERAL)
    return What(tuple((name, joined[name]) for name in names if name in joined), _period(one.period, other.period))


def _period(
    one: tuple[str | None, str | None] | None, other: tuple[str | None, str | None] | None
) -> tuple[str | None, str | None] | None:
    if one is None or other is None:
        return one or other
    begins = [day for day in (one[0], other[0]) if day is not None]
    ends = [day for day in (one[1], other[1]) if day is not None]
    return max(begins, default=None), min(ends, default=None)


def _joined(one: frozenset[T] | None, other: frozenset[T] | None, where: str) -> frozenset[T] | None:
    if one is None or other is None:
        return other if one is None else one
    if not one & other:
        raise loss(where, "It can never hold within what is above it")
    return one & other
