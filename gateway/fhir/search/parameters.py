"""Reading search parameters: strict, because a parameter that is ignored would return more than was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args
from urllib.parse import urlencode

from gateway.errors import Rejected
from gateway.fhir import moments, types
from gateway.fhir.search import links, named
from gateway.fhir.search.query import Chain, Has, Include, Modified, Modifier, Query, Token, When

# Parameter → type, for every type but Patient. `omaha` (PB code) and `zrm` (life domain) search the tags.
COMMON = {
    "patient": "reference",
    "subject": "reference",
    "_id": "token",
    "code": "token",
    "category": "token",
    "scope": "token",
    "status": "token",
    "date": "date",
    "_lastUpdated": "date",
    "omaha": "token",
    "zrm": "token",
    "_tag": "token",
}
OF_US = frozenset({"_id", "_tag", "omaha", "zrm", "_lastUpdated"})  # of no member of the resource: no modifiers
OF_CONSENT = frozenset({"scope"})  # what no other type has
CONTROL = frozenset({"_count", "_sort", "_cursor", "_tag", "_summary", "_elements", "_total"})  # each at most once
OF_PROVENANCE = frozenset({"_id", "_lastUpdated"})  # what stands in a Provenance of ours and can be searched
# Parameters of $everything beside those of a search, with the comparison and the parameter that say the same.
EVERYTHING = {"start": ("ge", "date"), "end": ("le", "date"), "_since": ("ge", "_lastUpdated"), "_type": ("", "")}
WIDENING = frozenset({"_include", "_revinclude", "_has"})
PERSON = frozenset({"patient", "subject"})
SORTS = frozenset({"date", "-date", "_lastUpdated", "-_lastUpdated", "_id", "-_id"})
DEFAULT_COUNT, MOST = 50, 500
_DATE = re.compile(r"(eq|ne|lt|gt|le|ge|sa|eb)?(\d.*)")
_CHAIN = re.compile(r"([a-z-]+)(?::([A-Z][A-Za-z]+))?\.([_A-Za-z-]+)")
_HAS = re.compile(r"_has:([A-Z][A-Za-z]+):([a-z-]+):([_A-Za-z-]+)")
_INCLUDE = re.compile(r"([A-Z][A-Za-z]+):([a-z-]+)(?::([A-Z][A-Za-z]+))?")


@dataclass(slots=True)
class _Read:
    patient: str | None = None
    tokens: list[tuple[str, tuple[Token, ...]]] = field(default_factory=list)
    dates: list[tuple[str, tuple[When, ...]]] = field(default_factory=list)
    modified: list[Modified] = field(default_factory=list)
    links: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    has: list[Has] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    revincludes: list[Include] = field(default_factory=list)
    single: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] | None = None


def parse(type_: str | None, parameters: Sequence[tuple[str, str]]) -> Query:
    """Read the parameters of a search. Raises Rejected(search-parameter) naming what is unknown or malformed."""
    read = _Read()
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
        include = _include(name, value, type_)
        (read.includes if name == "_include" else read.revincludes).append(include)
    elif match := _HAS.fullmatch(name):
        read.has.append(_has(match, name, value, type_))
    elif match := _CHAIN.fullmatch(name):
        read.chains.append(_chain(match, name, value, type_))
    elif name in links.of_type(type_):
        read.links.append((name, tuple(values(value))))
    elif (type_ == "Provenance" and name not in OF_PROVENANCE) or (name in OF_CONSENT and type_ != "Consent"):
        raise refused(name, f"This search parameter is not known for {type_ or 'every type'}")
    else:
        _plain(read, type_, name, value)


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


def _plain(read: _Read, type_: str | None, name: str, value: str) -> None:
    plain, _, modifier = name.partition(":")
    if not values(value):
        raise refused(name, "This search parameter needs a value")
    match kind(type_, name):
        case _ if type_ is None and name in EVERYTHING:
            _of_everything(read, name, value)
        case "token":
            read.tokens.append((name, tuple(token(part) for part in values(value))))
        case "date":
            read.dates.append((name, tuple(when(name, part) for part in values(value))))
        case _ if _modifies(modifier, type_, plain, value):
            read.modified.extend(Modified(plain, m, tuple(values(value))) for m in get_args(Modifier) if m == modifier)
        case _:
            raise refused(name, "This search parameter is not known here, or stands twice")


def _query(read: _Read, canonical: str) -> Query:
    return Query(
        patient=read.patient,
        tokens=tuple(read.tokens),
        dates=tuple(read.dates),
        modified=tuple(read.modified),
        links=tuple(read.links),
        chains=tuple(read.chains),
        has=tuple(read.has),
        includes=tuple(read.includes),
        revincludes=tuple(read.revincludes),
        sort=_sort(read.single.get("_sort", "-date")),
        count=count(read.single.get("_count", str(DEFAULT_COUNT))),
        cursor=read.single.get("_cursor"),
        types=read.types,
        canonical=canonical,
    )


def _chain(match: re.Match[str], name: str, value: str, type_: str | None) -> Chain:
    """One step: what a chain asks is a plain parameter of what it points at."""
    link, target, asked = match.groups()
    if link not in links.of_type(type_):
        raise refused(name, "A chained search goes by a reference parameter of this type, within one record")
    only = links.target_types(type_ or "", link)
    return Chain(
        link, target, _inner(name, target or next(iter(only), None) if len(only) == 1 else target, asked, value)
    )


def _has(match: re.Match[str], name: str, value: str, type_: str | None) -> Has:
    source, link, asked = match.groups()
    if type_ is None or source == "Provenance" or link not in links.of_type(source):
        raise refused(name, "_has goes by a reference parameter of a type that is served here, one step")
    return Has(source, link, _inner(name, source, asked, value))


def _inner(name: str, type_: str | None, asked: str, value: str) -> Query:
    inner = _Read()
    if kind(type_, asked) not in {"token", "date"}:
        raise refused(name, "Behind a reference stands one plain parameter")
    _plain(inner, type_, asked, value)
    return _query(inner, "")


def _include(name: str, value: str, type_: str | None) -> Include:
    match = _INCLUDE.fullmatch(value)
    source, link, target = match.groups() if match else ("", "", None)
    mine = name == "_revinclude" or source == type_
    known = link in links.of_type(source) or (name == "_include" and link in PERSON and source in types.SUBJECT)
    if match is None or type_ is None or not mine or not known:
        raise refused(name, "An include is Type:parameter, with a reference parameter that is served here")
    return Include(source, link, target)


def knows(type_: str | None, name: str) -> bool:
    """Whether a search of this type has such a parameter at all, whatever its value and modifier."""
    plain = name.partition(":")[0].partition(".")[0]
    return plain in CONTROL | PERSON | WIDENING or plain in links.of_type(type_) or kind(type_, plain) is not None


def kind(type_: str | None, name: str) -> str | None:
    """What a plain parameter of this type is (`token`, `date`, `reference`), None when it has none of this name."""
    return named.kind(type_, name) or COMMON.get(name)


def _modifies(modifier: str, type_: str | None, name: str, value: str) -> bool:
    """Whether this modifier may stand on such a parameter, with this value."""
    of = None if name in OF_US else kind(type_, name)
    match modifier:
        case "missing":
            return of in {"token", "date"} and value in {"true", "false"}
        case "not" | "text":
            return of == "token" and bool(values(value))
        case _:
            return False


def values(value: str) -> list[str]:
    return [part for part in value.split(",") if part]


def token(value: str) -> Token:
    system, bar, code = value.rpartition("|")
    return Token(system if bar else None, code)


def when(name: str, value: str) -> When:
    match = _DATE.fullmatch(value)
    found = moments.interval(match[2]) if match else None
    if match is None or found is None:
        raise refused(name, "Not a date with an optional prefix (eq ne lt gt le ge sa eb)")
    return When(match[1] or "eq", found)


def _sort(value: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in value.split(","))
    if not set(keys) <= SORTS:
        raise refused("_sort", f"Sort by {', '.join(sorted(SORTS))}")
    once: dict[str, str] = {}
    for key in keys:  # what was sorted by a key is not sorted anew by it
        once.setdefault(key.removeprefix("-"), key)
    return tuple(once.values())


def count(value: str) -> int:
    if not value.isdecimal() or len(value) > 6:
        raise refused("_count", "A whole number from 0")
    return min(int(value), MOST)


def refused(name: str, rule: str) -> Rejected:
    # No parameter has a digit in its name; what was put there by mistake could be somebody's number.
    shown = name if re.fullmatch(r"[_A-Za-z][A-Za-z:_.-]{0,60}", name) else "a parameter"
    return Rejected("search-parameter", rule, where=shown, mend="see /fhir/metadata for what can be searched")
