"""Reading search parameters: strict, because a parameter that is ignored would return more than was asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from gateway.fhir import types
from gateway.fhir.search import links
from gateway.fhir.search.known import (
    CONTROL,
    EVERYTHING,
    OF_US,
    PERSON,
    includes,
    kind,
    kind_behind,
    revincludes,
)
from gateway.fhir.search.quantities import amount
from gateway.fhir.search.query import Amount, Chain, Has, Include, Modified, Modifier, Query, Token, When
from gateway.fhir.search.values import DEFAULT_COUNT, count, refused, sort, token, values, when

_CHAIN = re.compile(r"([a-z-]+)(?::([A-Z][A-Za-z]+))?\.([_A-Za-z-]+)")
_HAS = re.compile(r"_has:([A-Z][A-Za-z]+):([a-z-]+):([_A-Za-z-]+)")
_INCLUDE = re.compile(r"([A-Z][A-Za-z]+):([a-z-]+|\*)(?::([A-Z][A-Za-z]+))?")


@dataclass(slots=True)
class _Read:
    """What was read so far. `today`: what `ap` is reckoned from."""

    today: date
    patient: str | None = None
    tokens: list[tuple[str, tuple[Token, ...]]] = field(default_factory=list)
    dates: list[tuple[str, tuple[When, ...]]] = field(default_factory=list)
    amounts: list[tuple[str, tuple[Amount, ...]]] = field(default_factory=list)
    modified: list[Modified] = field(default_factory=list)
    links: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    has: list[Has] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    revincludes: list[Include] = field(default_factory=list)
    single: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] | None = None


def parse(type_: str | None, parameters: Sequence[tuple[str, str]], today: date) -> Query:
    """Read the parameters of a search. Raises Rejected(search-parameter) naming what is unknown or malformed.

    `type_`: None for $everything. `today`: what a date `ap` (about) is reckoned from.
    """
    read = _Read(today)
    for name, value in parameters:
        _parameter(read, type_, name, value)
    return _query(read, urlencode([(name, value) for name, value in parameters if name != "_cursor"]))


def _parameter(read: _Read, type_: str | None, name: str, value: str) -> None:
    if name.removesuffix(":Patient") in PERSON and read.patient is None:
        read.patient = value.removeprefix("Patient/")
    elif name in CONTROL:
        if name in read.single or (name == "_tag" and type_ == "Provenance"):
            raise refused(name, "This search parameter is not known here, or stands twice")
        read.single[name] = value
        if name == "_tag":
            read.tokens.append((name, tuple(token(part) for part in values(value))))
    elif name in {"_include", "_revinclude"}:
        (read.includes if name == "_include" else read.revincludes).extend(_included(name, value, type_))
    elif match := _HAS.fullmatch(name):
        read.has.append(_has(read.today, match, name, value, type_))
    elif match := _CHAIN.fullmatch(name):
        read.chains.append(_chain(read.today, match, name, value, type_))
    elif name in links.of_type(type_):
        read.links.append((name, tuple(values(value))))
    else:
        _plain(read, kind(type_, name.partition(":")[0]), type_, name, value)


def _of_everything(read: _Read, name: str, value: str) -> None:
    """The parameters of `$everything`, by the search parameters that say the same."""
    if name == "_type":
        named = values(value)
        if not named or not set(named) <= types.SERVED:
            raise refused(name, "Types that are served here, separated by commas")
        read.types = frozenset(named) if read.types is None else read.types & frozenset(named)
    else:
        prefix, plain = EVERYTHING[name]
        read.dates.append((plain, (when(name, f"{prefix}{value}"),)))


def _plain(read: _Read, of: str | None, type_: str | None, name: str, value: str) -> None:
    """`of`: what this parameter is, be it under a modifier."""
    plain, _, modifier = name.partition(":")
    if not values(value):
        raise refused(name, "This search parameter needs a value")
    match of:
        case _ if type_ is None and name in EVERYTHING:
            _of_everything(read, name, value)
        case _ if modifier:
            read.modified.append(_modified(of, plain, modifier, value))
        case "token":
            read.tokens.append((name, tuple(token(part) for part in values(value))))
        case "date":
            read.dates.append((name, tuple(when(name, part, read.today) for part in values(value))))
        case "quantity":
            read.amounts.append((name, tuple(amount(name, part) for part in values(value))))
        case _:
            raise refused(name, "This search parameter is not known here, or stands twice")


def _modified(of: str | None, name: str, modifier: str, value: str) -> Modified:
    """`missing` stands on anything that is a member of the resource, `not` and `text` on codes."""
    known = next((one for one in get_args(Modifier) if one == modifier), None)
    fits = value in {"true", "false"} if modifier == "missing" else of == "token"
    if known is None or of is None or name in OF_US or not fits:
        raise refused(f"{name}:{modifier}", "This search parameter is not known here, or takes no such modifier")
    return Modified(name, known, tuple(values(value)))


def _query(read: _Read, canonical: str) -> Query:
    return Query(
        patient=read.patient,
        tokens=tuple(read.tokens),
        dates=tuple(read.dates),
        amounts=tuple(read.amounts),
        modified=tuple(read.modified),
        links=tuple(read.links),
        chains=tuple(read.chains),
        has=tuple(read.has),
        includes=tuple(read.includes),
        revincludes=tuple(read.revincludes),
        sort=sort(read.single.get("_sort", "-date")),
        count=count(read.single.get("_count", str(DEFAULT_COUNT))),
        cursor=read.single.get("_cursor"),
        types=read.types,
        canonical=canonical,
    )


def _chain(today: date, match: re.Match[str], name: str, value: str, type_: str | None) -> Chain:
    """One step: what a chain asks is a plain parameter of what it points at."""
    link, target, asked = match.groups()
    if link not in links.of_type(type_):
        raise refused(name, "A chained search goes by a reference parameter of this type, within one record")
    among = {target} if target else links.target_types(type_ or "", link)
    return Chain(link, target, _inner(today, name, among, asked, value))


def _has(today: date, match: re.Match[str], name: str, value: str, type_: str | None) -> Has:
    source, link, asked = match.groups()
    if type_ is None or source == "Provenance" or link not in links.of_type(source):
        raise refused(name, "_has goes by a reference parameter of a type that is served here, one step")
    return Has(source, link, _inner(today, name, {source}, asked, value))


def _inner(today: date, name: str, among: Collection[str], asked: str, value: str) -> Query:
    """`among`: of which types the parameter may be; none: of any."""
    inner, of = _Read(today), kind_behind(among, asked)
    if of is None:
        raise refused(name, "Behind a reference stands one plain parameter")
    _plain(inner, of, next(iter(among), ""), asked, value)
    return _query(inner, "")


def _included(name: str, value: str, type_: str | None) -> list[Include]:
    """`Type:parameter[:Type]`, or all that are known here: `*`, `Type:*`."""
    match = _INCLUDE.fullmatch(value)
    source, link, target = match.groups() if match else ("", "", None)
    known = () if type_ is None else includes(type_) if name == "_include" else revincludes(type_)
    if "*" in {value, link}:
        asked = [one for one in known if value == "*" or one[0] == source]
    else:
        # What points elsewhere only finds nothing here.
        pointing = name == "_revinclude" and type_ is not None and link in links.of_type(source)
        asked = [(source, link)] if pointing or (source, link) in known else []
    if not asked:
        raise refused(name, "An include is Type:parameter, Type:* or *, with a reference parameter that is served here")
    return [Include(*one, target) for one in asked]
