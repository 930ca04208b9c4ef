"""Which search parameters a type has: what is ours for every type, what FHIR R4 gives that type, and links."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final

from gateway.fhir import types
from gateway.fhir.search import links, named

PERSON: Final = frozenset({"patient", "subject"})
# Of every type, and of no member of it: `omaha` (PB code) and `zrm` (life domain) search the tags. No modifiers.
OF_US: Final = {"_id": "token", "_lastUpdated": "date", "_tag": "token", "omaha": "token", "zrm": "token"}
OF_PROVENANCE: Final = frozenset({"_id", "_lastUpdated"})  # what stands in a Provenance of ours and can be searched
# Each at most once.
CONTROL: Final = frozenset({"_count", "_sort", "_cursor", "_tag", "_summary", "_elements", "_total"})
WIDENING: Final = frozenset({"_include", "_revinclude", "_has"})
# Parameters of $everything beside those of a search, with the comparison and the parameter that say the same.
EVERYTHING: Final = {
    "start": ("ge", "care-date"),
    "end": ("le", "care-date"),
    "_since": ("ge", "_lastUpdated"),
    "_type": ("", ""),
}


def of_type(type_: str) -> dict[str, str]:
    """Parameter → its type in FHIR, as a CapabilityStatement lists them."""
    plain = {name: kind_ for name in (*OF_US, *named.of_type(type_)) if (kind_ := kind(type_, name)) is not None}
    return {**plain, **dict.fromkeys((*links.of_type(type_), *PERSON), "reference")}


def kind(type_: str | None, name: str) -> str | None:
    """What a plain parameter of this type is (`token`, `date`, `quantity`), None when it has none of this name."""
    if name in OF_US:
        return OF_US[name] if type_ != "Provenance" or name in OF_PROVENANCE else None
    found = named.of_type(type_).get(name)
    return None if found is None else found.kind


def kind_behind(among: Collection[str], name: str) -> str | None:
    """What it is of each of these types (none: of every type) that has it, if that is one thing."""
    kinds = {kind(type_, name) for type_ in among or types.SERVED} - {None}
    return kinds.pop() if len(kinds) == 1 else None


def knows(type_: str | None, name: str) -> bool:
    """Whether a search of this type has such a parameter at all, whatever its value and modifier."""
    plain = name.partition(":")[0].partition(".")[0]
    return plain in CONTROL | PERSON | WIDENING or plain in links.of_type(type_) or kind(type_, plain) is not None


@cache
def includes(type_: str) -> tuple[tuple[str, str], ...]:
    """What may go along with a resource of this type because it points there, as (type, parameter)."""
    persons = sorted(PERSON) if type_ in types.SUBJECT else []
    return tuple((type_, name) for name in (*links.of_type(type_), *persons))


@cache
def revincludes(type_: str) -> tuple[tuple[str, str], ...]:
    """What may point at a type, as (type, parameter): parameters that name it as target, or any type."""
    if type_ in {"Patient", "Provenance"}:
        return ()
    return tuple(
        (source, name)
        for source, names in links.LINKS.items()
        for name in names
        if not (allowed := links.target_types(source, name)) or type_ in allowed
    )
