"""The role table as a lock of its own: consent never widens beyond what a role may ever see; pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gateway.consent.regimes import REGIME
from gateway.stages import Attributes, Caller

Limit = Literal["deny", "contact-only", "see"]
ORDER: dict[str, int] = {"deny": 0, "contact-only": 1, "see": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `untagged`: by regime, or one word for all (key `*`)."""

    id: str
    roles: frozenset[str]
    otherwise: Limit
    untagged: dict[str, Limit]
    named: dict[str, Limit]
    types: frozenset[str]
    by_name: bool
    sentence: str


@cache
def table() -> tuple[Row, ...]:
    return tuple(_row(entry) for entry in _data()["role"])


def limit(caller: Caller, item: Attributes, *, by_name: bool) -> Limit:
    """The widest of the caller's roles at the organisation acted for. No role: deny.

    `by_name`: a surviving permit names this person.
    """
    held = [role.role for role in caller.roles if role.org == caller.org]
    if caller.person is None and caller.connector is not None:
        held = [_data()["system"][caller.orgtype]] if caller.orgtype in _data()["system"] else []
    limits = [_of_row(row, item, by_name) for row in table() for role in held if role in row.roles]
    return max(limits, key=ORDER.__getitem__, default="deny")


def strictest(*limits: Limit) -> Limit:
    return min(limits, key=ORDER.__getitem__)


def _of_row(row: Row, item: Attributes, by_name: bool) -> Limit:
    if item.type in row.types or (row.by_name and by_name):
        return "see"
    if not item.life:
        return row.untagged.get(REGIME[item.law], row.untagged.get("*", "deny"))
    return strictest(*(row.named.get(domain, row.otherwise) for domain in item.life))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("gateway.consent").joinpath("roles.toml").read_text("utf-8"))


def _row(entry: dict[str, Any]) -> Row:
    untagged: Any = entry["untagged"]
    words: tuple[tuple[str, Limit], ...] = (("see", "see"), ("contact_only", "contact-only"), ("deny", "deny"))
    named = {domain: level for name, level in words for domain in entry.get(name, ())}
    return Row(
        id=entry["id"],
        roles=frozenset(entry["roles"]),
        otherwise=entry["otherwise"],
        untagged=untagged if isinstance(untagged, dict) else {"*": untagged},
        named=named,
        types=frozenset(entry.get("types", ())),
        by_name=bool(entry.get("by_name")),
        sentence=entry["sentence"],
    )
