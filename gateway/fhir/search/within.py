"""A search over a set of resources that are all visible: links, chains, `_has` and includes never leave that set.

Nothing here can reach a hidden resource, because none is in what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from gateway.fhir.search import links
from gateway.fhir.search.matching import Row, matches
from gateway.fhir.search.query import Include, Query

T = TypeVar("T")


def found(rows: Sequence[T], type_: str | None, query: Query, key: Callable[[T], Row]) -> list[T]:
    """The resources of a type (None: of any) that answer the query. `rows`: everything that may be looked at."""
    chained = [
        (chain.name, _names(found(rows, chain.type, chain.query, key), key, chain.type)) for chain in query.chains
    ]
    pointed = [
        {target for row in found(rows, has.type, has.query, key) for target in links.targets(key(row)[0], has.name)}
        for has in query.has
    ]
    return [
        row
        for row in rows
        if _of_type(key(row), type_)
        and matches(*key(row), query)
        and all(_points(key(row), name, wanted) for name, wanted in query.links)
        and all(not names.isdisjoint(links.targets(key(row)[0], name)) for name, names in chained)
        and all(_name(key(row)) in names for names in pointed)
    ]


def included(rows: Sequence[T], shown: Sequence[T], query: Query, key: Callable[[T], Row]) -> list[T]:
    """What goes along with the resources shown: what they point at, and what points at them, each once."""
    here = {_name(key(row)) for row in shown}
    forward = {target for row in shown for include in query.includes for target in _included(key(row), include)}
    return [
        row
        for row in rows
        if _name(key(row)) not in here
        and (
            _name(key(row)) in forward
            or any(not here.isdisjoint(_included(key(row), include)) for include in query.revincludes)
        )
    ]


def _included(row: Row, include: Include) -> Iterable[str]:
    """What a resource points at by an include, if it is of the type the include is about."""
    if row[0].get("resourceType") != include.type:
        return ()
    return [t for t in links.targets(row[0], include.name) if include.target in {None, t.split("/")[0]}]


def _points(row: Row, name: str, wanted: Sequence[str]) -> bool:
    """Whether it points at one of these: `Type/id`, or an id alone."""
    return any(target == one or target.split("/")[1] == one for target in links.targets(row[0], name) for one in wanted)


def _of_type(row: Row, type_: str | None) -> bool:
    return type_ is None or row[0].get("resourceType") == type_


def _name(row: Row) -> str:
    return f"{row[0].get('resourceType')}/{row[0].get('id')}"


def _names(rows: Iterable[T], key: Callable[[T], Row], type_: str | None) -> set[str]:
    return {_name(key(row)) for row in rows if _of_type(key(row), type_)}
