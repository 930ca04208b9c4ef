"""From a cleared item to what a system gets: resource text, version id, Provenance, and cursors that tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.consent.obligations import masks
from gateway.crypto.primitives import same, sha256
from gateway.crypto.vault import Vault
from gateway.fhir.attachments import PLACES, attachments
from gateway.flows.house import DUTCH
from gateway.mappings.provenance import provenance
from gateway.record import facts
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

_HEAD = re.compile(r'\{"resourceType":"[A-Za-z]+"')
_OF_DAY = re.compile(r"[A-Za-z0-9.-]+\.[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Found:
    """One resource to serve: its type, id and text, and the time of receipt where known."""

    type: str
    id: str
    text: str
    recorded: datetime | None

    @property
    def version(self) -> str:
        """Version id made from what the caller gets: no serial number, which would count what is hidden."""
        return sha256(self.text.encode())[:32]

    @property
    def served(self) -> str:
        """The text with `meta.versionId` and `meta.lastUpdated` of this gateway; all the rest as it was written."""
        meta = {"versionId": self.version, **({"lastUpdated": instant(self.recorded)} if self.recorded else {})}
        head = _HEAD.match(self.text)
        if head is not None and '"meta"' not in self.text:
            return f'{head[0]},"meta":{json.dumps(meta)}{self.text[head.end() :]}'
        content = json.from_kept(self.text)
        return json.dumps({**content, "meta": {**content.get("meta", {}), **meta}})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search. `total` counts the visible matches; `next` is an opaque cursor; `beside`: included."""

    found: tuple[Found, ...]
    total: int
    next: str | None
    self_query: str
    beside: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What a search looks at: a cleared item, or the Provenance of one. `type` tells which, with the item closed."""

    type: str
    item: DisclosedItem

    @property
    def content(self) -> FhirJson:
        named = {"resourceType": self.type, "id": self.item.record}
        if self.type == "Provenance" != self.item.type:
            return {**named, "target": [{"reference": f"{self.item.type}/{self.item.record}"}]}
        return {**self.item.content, **named}

    @property
    def id(self) -> str:
        return self.item.record

    def key(self) -> tuple[FhirJson, Tags, datetime]:
        return self.content, self.item.tags, self.item.recorded


@dataclass(frozen=True, slots=True)
class Made:
    """A resource made for this reader at this look, and so in no record: a policy as Consent. `since` UTC."""

    content: FhirJson
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def type(self) -> str:
        return str(self.content["resourceType"])

    @property
    def id(self) -> str:
        return str(self.content["id"])

    def key(self) -> tuple[FhirJson, Tags, datetime]:
        day = self.since.astimezone(DUTCH).date()
        tags = Tags((), (), ("N",), "vrij", "eigen", day, contact_entry=False, narrative=False)
        return self.content, tags, self.since


def key(row: Row | Made) -> tuple[FhirJson, Tags, datetime]:
    """What a search looks at."""
    return row.key()


def instant(moment: datetime) -> str:
    """A point in time as FHIR writes it, in milliseconds."""
    return moment.isoformat(timespec="milliseconds")


def rows(disclosed: Disclosed) -> Iterator[Row]:
    """All that can be found in a record: each item, and where it came from if it is shown as it came."""
    for item in disclosed.items:
        yield Row(item.type, item)
        # The delivery of a reduced or masked item would tell of what is behind it.
        if item.level == "see" and not masks(item.decision.oblige):
            yield Row("Provenance", item)


def found(session: Session, disclosed: Disclosed, row: Row | Made) -> Found:
    if isinstance(row, Made):
        return Found(row.type, row.id, json.dumps(row.content), None)
    item = row.item
    if row.type != "Provenance":
        return of_item(item)
    version, recorded = item.since()
    delivery, mapping = facts.origin_of(session, disclosed.client, item.record, version)
    tagged_by = sorted({tag.table for tag in item.tags.problems if tag.table})
    resource = provenance(
        [f"{item.type}/{item.record}"], delivery, (item.source, item.source_name), mapping, recorded, tagged_by
    )
    return Found("Provenance", item.record, json.dumps({**resource, "id": item.record}), recorded)


def documents(disclosed: Disclosed) -> Iterator[DisclosedItem]:
    """The visible items that may name the bytes of a document."""
    return (item for item in disclosed.items if item.level == "see" and item.type in PLACES)


def naming(disclosed: Disclosed, binary: str) -> tuple[DisclosedItem, ...]:
    """The visible documents whose attachment is this Binary."""
    return tuple(item for item in documents(disclosed) if f"Binary/{binary}" in attached(item))


def attached(item: DisclosedItem) -> frozenset[str]:
    """The addresses of the bytes of a document, such as `Binary/<id>`."""
    if item.type not in PLACES:
        return frozenset()
    return frozenset(str(one["url"]) for one in attachments(item.content))


def of_item(item: DisclosedItem) -> Found:
    return Found(item.type, item.record, item.text, item.recorded)


def patient(disclosed: Disclosed) -> Found:
    """The person, put together from the sources that are seen."""
    return Found("Patient", disclosed.handle, json.dumps({**(disclosed.patient or {}), "id": disclosed.handle}), None)


def is_of_day(id_: str) -> bool:
    """Whether an id is that of a contact put together from one day (consent/reduce.py)."""
    return _OF_DAY.fullmatch(id_) is not None


def make_cursor(vault: Vault, offset: int, state: str) -> str:
    """Where to go on, tied to viewer, search and policy by a keyed hash: nothing of them can be read off."""
    return f"{offset}.{vault.index('cursor', f'{offset}|{state}')}"


def open_cursor(vault: Vault, cursor: str, state: str) -> int | None:
    """The offset, None when the cursor is of another state or is none of ours."""
    offset, _, _mark = cursor.partition(".")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 8):
        return None
    return int(offset) if same(cursor, make_cursor(vault, int(offset), state)) else None
