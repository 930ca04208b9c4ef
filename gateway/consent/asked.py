"""What a decision is about: one request and one item, with what is not known left out; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.consent import vocabulary as v
from gateway.stages.decided import RoleAt
from gateway.stages.stored import Attributes


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, for what purpose, to do what. None is a missing attribute; `roles` may be known to be none."""

    person: str | None = None
    org: str | None = None
    orgtype: str | None = None
    roles: tuple[RoleAt, ...] | None = None
    purpose: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked for. `some`: member → all its values; `every`: those a permit must cover; absent is missing.

    `day`: Dutch day of the care event, ISO text.
    """

    some: Mapping[str, frozenset[str]]
    every: Mapping[str, frozenset[str]]
    day: str | None = None


def item_of(attributes: Attributes) -> Item:
    """The decision's view of a stored item."""
    return make_item(
        {name: getattr(attributes, name) for name in v.SINGLE},
        {name: getattr(attributes, name) for name in (*v.SEVERAL, *v.PRIMARY.values())},
        attributes.day.isoformat() if attributes.day else None,
    )


def make_item(single: Mapping[str, str | None], several: Mapping[str, tuple[str, ...] | None], day: str | None) -> Item:
    """An item from its values; what is None or empty is missing. Without primary values every value is primary."""
    some = {name: frozenset((value,)) for name, value in single.items() if value}
    every = dict(some)
    for name in v.SEVERAL:
        values = several.get(name)
        if values:
            primary = several.get(v.PRIMARY[name]) if name in v.PRIMARY else None
            some[name] = frozenset(values).union(primary or ())
            every[name] = frozenset(primary or values)
    return Item(some, every, day)
