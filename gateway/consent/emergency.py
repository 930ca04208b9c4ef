"""Noodinzage as a lock of its own: what the client's `emergency` mode opens without a permit; pure.

It stands for consent alone. Role and ground stay what they are, and narrative stays contact-only: nobody was asked
about the words (docs/decisions/0059-noodinzage.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from gateway.stages.decided import Caller
from gateway.stages.stored import Attributes

PURPOSE: Final = "ETREAT"
RELATION: Final = "noodinzage"
# As a policy says it; None: that document does not hold now.
Mode = str | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Terms:
    """Roles that may, minutes it lasts, hours until it must be reviewed, and what a reason and proof ask."""

    roles: frozenset[str]
    minutes: int
    review_hours: int
    shortest_reason: int
    proof_minutes: int


@cache
def terms() -> Terms:
    data = _data()
    return Terms(
        frozenset(data["roles"]),
        data["minutes"],
        data["review_hours"],
        data["shortest_reason"],
        data["proof_minutes"],
    )


def may(caller: Caller) -> bool:
    """Whether this is a person with a role on the list, at the organisation acted for."""
    held = {role.role for role in caller.roles if role.org == caller.org}
    return caller.person is not None and caller.client is None and not terms().roles.isdisjoint(held)


def opens(modes: Sequence[Mode], item: Attributes) -> bool:
    """Whether every document that counts opens an item; no document at all opens nothing.

    An item without a label is opened by `allow` alone.
    """
    return bool(modes) and all(_opens(mode, item) for mode in modes)


def _opens(mode: Mode, item: Attributes) -> bool:
    match mode:
        case "allow":
            return True
        case None | "forbid":
            return False
        case str():
            return False
        case _:
            listed = set(_data()["opens"].get(mode.get("max-label", ""), ()))
            return bool(item.label) and set(item.label) <= listed


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("gateway.consent").joinpath("emergency.toml").read_text("utf-8"))
