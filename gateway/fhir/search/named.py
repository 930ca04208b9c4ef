"""Search parameters that one type alone has, by the name FHIR R4 gives them, with the members they look at.

The table is `named.toml`. What is ours for every type is in `known.py`; links are in `links.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Kind = Literal["token", "date", "quantity"]
KINDS: Final[tuple[Kind, ...]] = ("token", "date", "quantity")


@dataclass(frozen=True, slots=True)
class Named:
    """`places`: dotted paths; what stands at any of them counts."""

    kind: Kind
    places: tuple[str, ...]


def of_type(type_: str | None) -> Mapping[str, Named]:
    """Every parameter of a type by its name; of None, none."""
    return tables().get(type_ or "", {})


@cache
def tables() -> Mapping[str, Mapping[str, Named]]:
    """Type → parameter → what it is and where it looks."""
    found = tomllib.loads(files("gateway.fhir.search").joinpath("named.toml").read_text("utf-8"))
    return {
        type_: {name: Named(kind, places) for kind in KINDS for name, places in map(_read, kinds.get(kind, ()))}
        for type_, kinds in found.items()
    }


def _read(line: str) -> tuple[str, tuple[str, ...]]:
    name, _, places = line.partition(" = ")
    return name, tuple(places.split(", ")) if places else (name,)
