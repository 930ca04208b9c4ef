"""Attributes and tags of a version as JSON and back: the small sealed part that decisions read."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from gateway.stages import Attributes, LifeTag, Tag, Tags
from gateway.wire import json


def write(attributes: Attributes, tags: Tags) -> bytes:
    return json.dumps({"a": _plain(attributes), "t": _plain(tags)}).encode()


def read(data: bytes) -> tuple[Attributes, Tags]:
    value = json.from_trusted(data.decode())
    tags = value["t"]
    return (
        Attributes(**_typed(Attributes, value["a"])),
        Tags(
            problems=tuple(Tag(**tag) for tag in tags.pop("problems")),
            life=tuple(LifeTag(**tag) for tag in tags.pop("life")),
            **_typed(Tags, tags),
        ),
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: type, members: dict[str, Any]) -> dict[str, Any]:
    tuples = _tuple_fields(kind)
    typed = {name: tuple(value) if name in tuples else value for name, value in members.items()}
    typed["day"] = date.fromisoformat(members["day"]) if members.get("day") else None
    return typed


@cache
def _tuple_fields(kind: type) -> frozenset[str]:
    return frozenset(name for name, hint in get_type_hints(kind).items() if str(hint).startswith("tuple"))
