"""Attributes and tags of a version as text and back: the small sealed part that decisions read.

Two lines: what is an item's own (record, Dutch day, contact), and all the rest, which is the same for many items of a
record. Every look reads all of a record's; the rest is then read once for all that are alike. Members stand by their
place, not under their name, for a look over thousands of items fetches and unseals each of them.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, Final

from gateway.quick import quick
from gateway.stages.stored import Attributes
from gateway.stages.tagged import LifeTag, Tag, Tags
from gateway.wire import json

OWN: Final = ("record", "day", "contact")
# The members of the second line in the order in which they are written: what is added comes last.
SAID: Final = (
    "type",
    "source",
    "law",
    "domain",
    "author",
    "life",
    "life_primary",
    "problem",
    "problem_primary",
    "omaha_domain",
    "label",
    "contact_entry",
    "narrative",
)
TAGGED: Final = ("problems", "life", "labels", "law", "domain", "contact_entry", "narrative")
TAG: Final = ("problem", "primary", "equivalence", "confidence", "basis", "source_system", "source_code", "table")
LIFE: Final = ("domain", "primary", "confidence", "basis", "via")
_make_attributes: Final = quick(Attributes)
_make_tags: Final = quick(Tags)


def write(attributes: Attributes, tags: Tags) -> bytes:
    tagged = [
        [_values(tag, TAG) for tag in tags.problems],
        [_values(tag, LIFE) for tag in tags.life],
        *_values(tags, TAGGED[2:]),
    ]
    own = [attributes.record, attributes.day and attributes.day.isoformat(), attributes.contact]
    return f"{json.dumps(own)}\n{json.dumps([_values(attributes, SAID), tagged])}".encode()


def named(attributes: Attributes, tags: Tags) -> bytes:
    """The same with every member under its name, as it was stored before: what fingerprints are made over."""
    said, tagged = _plain(attributes), _plain(tags)
    own = [said.pop(name) for name in OWN]
    del tagged["day"]  # the same day
    return f"{json.dumps(own)}\n{json.dumps({'a': said, 't': tagged})}".encode()


class Reader:
    """Reads the projections of one record's items, and remembers what they have in common while it lives."""

    def __init__(self) -> None:
        self._rest: dict[str, tuple[Attributes, dict[str | None, Tags]]] = {}

    def read(self, data: bytes) -> tuple[Attributes, Tags]:
        (record, on, contact), rest = _parted(data.decode())
        found = self._rest.get(rest)
        if found is None:
            attributes, tags = _alike(rest)
            found = self._rest[rest] = (attributes, {None: tags})
        alike, by_day = found
        tagged = by_day.get(on)
        if tagged is None:
            tagged = by_day[on] = _tags(by_day[None], date.fromisoformat(on))
        return _attributes(alike, record, tagged.day, contact), tagged


def _parted(text: str) -> tuple[Any, str]:
    """What is an item's own, and the text of the rest."""
    own, end = json.first_trusted(text)
    if isinstance(own, list):
        return own, text[end + 1 :]
    mine = [own["a"].pop(name, None) for name in OWN]  # one object, as it was written at first
    own["t"].pop("day", None)
    return mine, json.dumps(own)


def _alike(rest: str) -> tuple[Attributes, Tags]:
    value = json.from_trusted(rest)
    if isinstance(value, list):
        said = dict(zip(SAID, value[0], strict=True))
        problems, life, *others = value[1]
        tagged = dict(zip(TAGGED[2:], others, strict=True))
        tagged["problems"] = [dict(zip(TAG, tag, strict=True)) for tag in problems]
        tagged["life"] = [dict(zip(LIFE, tag, strict=True)) for tag in life]
    else:
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
    return _make_attributes(
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


def _tags(alike: Tags, day: date) -> Tags:
    return _make_tags(
        alike.problems, alike.life, alike.labels, alike.law, alike.domain, day, alike.contact_entry, alike.narrative
    )


def _values(value: Any, names: tuple[str, ...]) -> list[Any]:
    return [getattr(value, name) for name in names]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
