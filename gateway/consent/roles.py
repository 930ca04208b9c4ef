"""The role table as a lock of its own: consent never widens beyond what a role may ever see; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gateway.consent.regimes import REGIME
from gateway.stages.decided import Caller
from gateway.stages.stored import Attributes

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


def rows_of(caller: Caller) -> tuple[Row, ...]:
    """The rows of the caller's roles at the organisation acted for; a role that is not in the table has none."""
    held = {role.role for role in caller.roles if role.org == caller.org}
    if caller.person is None and caller.connector is not None:
        profession = _data()["system"].get(caller.orgtype)
        held = {profession} if profession else set()
    return tuple(row for row in table() if not row.roles.isdisjoint(held))


def reads_log(role: str) -> bool:
    """Whether a role reads what the own organisation did on the log."""
    return role in _data()["log"]["readers"]


def sees_nothing(role: str) -> bool:
    """Whether a role is in the table as one that never sees anything of a person."""
    return any(row.id == "geen-inhoud" and role in row.roles for row in table())


def barred(caller: Caller) -> bool:
    """Whether every role the caller holds here is one that never sees anything of a person."""
    held = [role.role for role in caller.roles if role.org == caller.org]
    return bool(held) and all(sees_nothing(role) for role in held)


def limit(rows: Sequence[Row], item: Attributes, *, by_name: bool) -> Limit:
    """The most these rows together let through: the widest of them. No row: deny.

    `by_name`: a surviving permit names this person.
    """
    return max((_of_row(row, item, by_name) for row in rows), key=ORDER.__getitem__, default="deny")


def strictest(*limits: Limit) -> Limit:
    return min(limits, key=ORDER.__getitem__)


def _of_row(row: Row, item: Attributes, by_name: bool) -> Limit:
    if item.type in row.types or (row.by_name and by_name):
        return "see"
    if not item.life:
        return row.untagged.get(REGIME.get(item.law, ""), row.untagged.get("*", "deny"))
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
