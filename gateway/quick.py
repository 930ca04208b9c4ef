"""Frozen dataclasses made in a quarter of the time, for where a look at a record makes them by the thousand.

Python makes a frozen dataclass by going around its lock once for every member; for four kinds of object that took a
sixth of the time of a long timeline (benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def quick(kind: Callable[P, T]) -> Callable[P, T]:
    """The constructor of a frozen dataclass with slots; every member is given, and there is no `__post_init__`.

    The object is filled while it is of an open class with the same slots, and is of the frozen one when it is returned.
    """
    names = [field.name for field in fields(cast("Any", kind))]
    opened: Any = make_dataclass(f"Open{cast('Any', kind).__name__}", names, slots=True)

    def made(*members: P.args, **named: P.kwargs) -> T:
        value = opened(*members, **named)
        value.__class__ = kind
        made_: T = value
        return made_

    return made
