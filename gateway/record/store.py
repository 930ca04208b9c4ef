"""Appending versions: nothing is overwritten, and what says exactly the same again is not kept twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from gateway.keyring import Keyring
from gateway.record import projection
from gateway.record.tables import TABLE, RecordRow, VersionRow
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure a record's tags are, and whether a person should look (docs/terminology.md); None: not known yet."""

    basis: str | None = None
    confidence: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is to be kept: content with our ids, its attributes and tags, and where it came from."""

    client: str
    source: str
    content: FhirJson
    attributes: Attributes
    tags: Tags
    delivery: str
    mapping: str
    stands_at: str | None
    sureness: Sureness = Sureness()


@dataclass(frozen=True, slots=True)
class Kept:
    """`version` None: the same was there already. `current` False: an older state, kept but not leading."""

    record: str
    version: int | None
    current: bool


def keep(session: Session, keyring: Keyring, new: NewVersion, now: datetime) -> Kept:
    """Append one version, unless the current one says exactly the same."""
    record = new.attributes.record
    text = json.dumps(new.content)
    index = projection.write(new.attributes, new.tags)
    fingerprint = _fingerprint(keyring, text, projection.named(new.attributes, new.tags), new.stands_at)
    row = session.get(RecordRow, (new.client, record))
    if row is None:
        row = RecordRow(
            client_id=new.client, record=record, type=new.attributes.type, source=new.source, current=0, latest=0
        )
    elif _has(session, row, fingerprint):
        return Kept(record, None, current=True)
    version = row.latest + 1
    leads = row.latest == 0 or not (row.stands_at and new.stands_at and new.stands_at < row.stands_at)
    row.latest = version
    if leads:
        row.current, row.stands_at = version, new.stands_at
        _mark(row, new.sureness)
    session.add(row)
    bound = (TABLE, record, version)
    session.add(
        VersionRow(
            client_id=new.client,
            record=record,
            version=version,
            delivery=new.delivery,
            mapping=new.mapping,
            recorded=now,
            fingerprint=fingerprint,
            sealed_index=keyring.seal(session, new.client, new.source, index, *bound, "index"),
            sealed_content=keyring.seal(session, new.client, new.source, text.encode(), *bound, "content"),
        )
    )
    session.flush()
    return Kept(record, version, current=leads)


def retag(
    session: Session,
    keyring: Keyring,
    version: StoredVersion,
    attributes: Attributes,
    tags: Tags,
    sureness: Sureness,
    now: datetime,
) -> bool:
    """Append a version that differs in its tags alone; False when they are the same already. Nothing is overwritten."""
    row = session.get_one(RecordRow, (version.client, version.record))
    before = session.get_one(VersionRow, (version.client, version.record, version.version))
    _mark(row, sureness)
    session.add(row)
    if (attributes, tags) == (version.attributes, version.tags):
        session.flush()
        return False
    row.latest = row.current = row.latest + 1
    index = projection.write(attributes, tags)
    bound = (TABLE, version.record, row.latest)
    session.add(
        VersionRow(
            client_id=version.client,
            record=version.record,
            version=row.latest,
            delivery=before.delivery,
            mapping=before.mapping,
            recorded=before.recorded,
            fingerprint=_fingerprint(keyring, version.text, projection.named(attributes, tags), row.stands_at),
            sealed_index=keyring.seal(session, version.client, version.source, index, *bound, "index"),
            sealed_content=keyring.seal(
                session, version.client, version.source, version.text.encode(), *bound, "content"
            ),
            retagged=now,
        )
    )
    session.flush()
    return True


def _mark(row: RecordRow, sureness: Sureness) -> None:
    row.basis, row.confidence, row.question = sureness.basis, sureness.confidence, sureness.question


def _fingerprint(keyring: Keyring, text: str, said: bytes, stands_at: str | None) -> str:
    return keyring.vault.index("version", text + said.decode() + str(stands_at))


def _has(session: Session, row: RecordRow, fingerprint: str) -> bool:
    query = select(VersionRow.version).where(
        VersionRow.client_id == row.client_id,
        VersionRow.record == row.record,
        VersionRow.fingerprint == fingerprint,
    )
    found = session.exec(query).all()
    # Seen before but superseded since: a source that goes back to an earlier state makes a new version,
    # unless its own time says that the state is old.
    return row.current in found or (bool(found) and row.stands_at is not None)
