"""Attributes and tags of a version as text and back: the small sealed part that decisions read.

Two lines: what is an item's own (record, Dutch day, contact), and all the rest, which is the same for many items of a
record. Every look reads all of a record's; the rest is then read once for all that are alike.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, Final

from gateway.stages import Attributes, LifeTag, Tag, Tags
from gateway.wire import json

OWN: Final = ("record", "day", "contact")


def write(attributes: Attributes, tags: Tags) -> bytes:
    said, tagged = _plain(attributes), _plain(tags)
    own = [said.pop(name) for name in OWN]
    del tagged["day"]  # the same day
    return f"{json.dumps(own)}\n{json.dumps({'a': said, 't': tagged})}".encode()


class Reader:
    """Reads the projections of one record's items, and remembers what they have in common while it lives."""

    def __init__(self) -> None:
        self._rest: dict[str, tuple[Attributes, Tags]] = {}

    def read(self, data: bytes) -> tuple[Attributes, Tags]:
        own, rest = _parted(data.decode())
        record, on, contact = json.from_trusted(own)
        alike = self._rest.get(rest) or self._rest.setdefault(rest, _alike(rest))
        day = date.fromisoformat(on) if on else None
        return _attributes(alike[0], record, day, contact), _tags(alike[1], day)


def _parted(text: str) -> tuple[str, str]:
    if not text.startswith("{"):
        own, _, rest = text.partition("\n")
        return own, rest
    value = json.from_trusted(text)  # one object, as it was written before 0.2
    own = json.dumps([value["a"].pop(name, None) for name in OWN])
    value["t"].pop("day", None)
    return own, json.dumps(value)


def _alike(rest: str) -> tuple[Attributes, Tags]:
    value = json.from_trusted(rest)
    said, tagged = value["a"], value["t"]
    return (
        Attributes(record="", **{name: _frozen(member) for name, member in said.items()}),
        Tags(
            problems=tuple(Tag(**tag) for tag in tagged.pop("problems")),
            life=tuple(LifeTag(**tag) for tag in tagged.pop("life")),
            day=None,
            **{name: _frozen(member) for name, member in tagged.items()},
        ),
    )


def _attributes(alike: Attributes, record: str, day: date | None, contact: str | None) -> Attributes:
    # Member by member: `dataclasses.replace` takes several times as long, and there are thousands.
    return Attributes(
        record,
        alike.type,
        alike.source,
        alike.law,
        alike.domain,
        alike.author,
        contact,
        alike.life,
        alike.life_primary,
        alike.problem,
        alike.problem_primary,
        alike.omaha_domain,
        alike.label,
        day,
        alike.contact_entry,
        alike.narrative,
    )


def _tags(alike: Tags, day: date | None) -> Tags:
    return Tags(
        alike.problems, alike.life, alike.labels, alike.law, alike.domain, day, alike.contact_entry, alike.narrative
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
