"""On which legal grounds a source may withhold an item of its own from the client (achterhouden), and on which terms;
pure. The table is data: `withholding.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of the table. `tells`: whom of those it binds is told; `second`: another professional is asked first.

    `doubt`: what a lawyer has to look at, empty where we know of nothing.
    """

    id: str
    law: str
    regimes: frozenset[str]
    binds: frozenset[str]
    tells: frozenset[str]
    second: bool
    words: str
    sentence: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Terms:
    """`longest_days`: how far ahead the review may be; `warn_days`: from when it runs out; `roles`: who may decide."""

    longest_days: int
    warn_days: int
    most_items: int
    roles: frozenset[str]


@cache
def grounds() -> dict[str, Ground]:
    """By id, in the order of the table."""
    return {row["id"]: _ground(row) for row in _data()["ground"]}


@cache
def terms() -> Terms:
    given = _data()["terms"]
    return Terms(given["longest_days"], given["warn_days"], given["most_items"], frozenset(given["roles"]))


def fitting(regimes: Iterable[str | None]) -> tuple[Ground, ...]:
    """The grounds that reach items of all these regimes."""
    wanted = set(regimes)
    return tuple(ground for ground in grounds().values() if wanted <= ground.regimes)


def _ground(row: dict[str, Any]) -> Ground:
    return Ground(
        id=row["id"],
        law=row["law"],
        regimes=frozenset(row["regimes"]),
        binds=frozenset(row["binds"]),
        tells=frozenset(row["tells"]),
        second=row.get("second", False),
        words=row["words"],
        sentence=row["sentence"],
        doubt=row.get("doubt", ""),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("gateway.consent").joinpath("withholding.toml").read_text("utf-8"))
