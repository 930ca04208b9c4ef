"""What each kind of organisation and each role can ever see, for anybody to read; pure.

Nothing here restates the tables: the locks themselves are asked, so that this changes when they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final, get_args

from gateway.consent import emergency, grounds, roles
from gateway.consent.locks import MEASURE
from gateway.consent.roles import Limit, Row
from gateway.consent.spoken import ORGTYPE, VALUES
from gateway.stages.stored import Attributes
from gateway.stages.vocabulary import Law, OrgType, Purpose

TABLES: Final = ("grounds.toml", "roles.toml", "emergency.toml", "ages.toml")
LAWS: Final[tuple[Law, ...]] = get_args(Law)
PURPOSES: Final[tuple[Purpose, ...]] = tuple(each for each in get_args(Purpose) if each != emergency.PURPOSE)
# Any relation that a ground asks for; noodinzage and a measure are looked at by themselves.
RELATIONS: Final = frozenset().union(*(each.relations for each in grounds.table())) - {emergency.RELATION, MEASURE}


@dataclass(frozen=True, slots=True)
class Reach:
    """What of others can reach one kind of organisation, by law.

    `shared`: when the client shares it; `bound`: then too, and for these purposes alone; `never`: not even then.
    `in_need` and `measure`: without sharing, in a noodinzage and under a child protection measure.
    """

    orgtype: OrgType
    shared: tuple[Law, ...]
    bound: Mapping[tuple[Purpose, ...], tuple[Law, ...]]
    never: tuple[Law, ...]
    in_need: tuple[Law, ...]
    measure: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """The most one line of the role table lets through, by life domain; `untagged`: by law, where there is none.

    `types`: kinds of resource seen whatever their domain; `by_name`: also what is shared with this person by name.
    """

    roles: tuple[str, ...]
    life: Mapping[Limit, tuple[str, ...]]
    untagged: Mapping[Limit, tuple[Law, ...]]
    types: tuple[str, ...]
    by_name: bool


def reaches() -> tuple[Reach, ...]:
    return tuple(_reach(orgtype) for orgtype in get_args(OrgType) if orgtype in ORGTYPE)


def works() -> tuple[Work, ...]:
    return tuple(_work(row) for row in roles.table())


@cache
def version() -> str:
    """Twelve hexadecimal digits that change with any letter of the tables."""
    return sha256(b"\0".join(files(__package__).joinpath(name).read_bytes() for name in TABLES)).hexdigest()[:12]


def _reach(orgtype: OrgType) -> Reach:
    by_purposes: defaultdict[tuple[Purpose, ...], list[Law]] = defaultdict(list)
    for law in LAWS:
        open_for = (purpose for purpose in PURPOSES if _ground(orgtype, law, RELATIONS, purpose, consented=True))
        by_purposes[tuple(open_for)].append(law)
    shared, never = by_purposes.pop(PURPOSES, []), by_purposes.pop((), [])
    return Reach(
        orgtype,
        tuple(shared),
        {purposes: tuple(laws) for purposes, laws in by_purposes.items()},
        tuple(never),
        tuple(_without(orgtype, emergency.RELATION, (emergency.PURPOSE,))),
        tuple(_without(orgtype, MEASURE, PURPOSES)),
    )


def _without(orgtype: OrgType, relation: str, purposes: tuple[Purpose, ...]) -> Iterator[Law]:
    """Laws of which something reaches it by this relation without consent."""
    for law in LAWS:
        if any(_ground(orgtype, law, frozenset({relation}), purpose, consented=False) for purpose in purposes):
            yield law


def _ground(orgtype: OrgType, law: Law, relations: frozenset[str], purpose: Purpose, *, consented: bool) -> bool:
    item = _item(law)
    return grounds.find(item, orgtype, "ontvanger", relations, purpose, consented=consented) is not None


def _work(row: Row) -> Work:
    life: defaultdict[Limit, list[str]] = defaultdict(list)
    untagged: defaultdict[Limit, list[Law]] = defaultdict(list)
    for domain in VALUES["life"]:
        life[roles.limit((row,), _item("Wmo", domain), by_name=False)].append(domain)
    for law in LAWS:
        untagged[roles.limit((row,), _item(law), by_name=False)].append(law)
    return Work(
        tuple(sorted(row.roles)),
        {level: tuple(domains) for level, domains in life.items()},
        {level: tuple(laws) for level, laws in untagged.items()},
        tuple(sorted(row.types)),
        row.by_name,
    )


def _item(law: Law, *life: str) -> Attributes:
    """Something that another organisation wrote, of a kind that no table names."""
    return Attributes("", "Condition", "bron", law, "huisarts", life=life)
