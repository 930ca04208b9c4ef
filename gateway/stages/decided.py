"""StoredVersion → Decision: who asks, and what was decided of an item, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gateway.stages.vocabulary import Level, OrgType


@dataclass(frozen=True, slots=True)
class RoleAt:
    role: str
    org: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `person` None for a system. `client`: set when the caller is the client (their own record).

    `roles` as registered; `org`, `orgtype`: the organisation acted for.
    """

    person: str | None
    name: str
    org: str | None
    org_name: str | None
    orgtype: OrgType | None
    roles: tuple[RoleAt, ...] = ()
    client: str | None = None
    connector: str | None = None
    via: Literal["scherm", "koppeling", "overleg", "nood"] = "scherm"
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reasons, never a bare bool. `rules`: ids of the policy rules that decided.

    `sentence`: one Dutch sentence for "Waarom ziet u dit?" (only for what is visible).
    """

    level: Level
    rules: tuple[str, ...]
    reason: str
    sentence: str = ""
    oblige: tuple[str, ...] = ()
