"""Storing versions and reading the current ones of one client, unsealed for the disclosing transaction only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gateway.db import BINARY
from gateway.fhir import types
from gateway.keyring import Keyring, Opener
from gateway.quick import quick
from gateway.record import projection
from gateway.record.tables import RecordRow, VersionRow
from gateway.stages import Attributes, FhirJson, StoredVersion, Tags
from gateway.wire import json

TABLE = "record_version"
_make_version = quick(StoredVersion)


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


@dataclass(frozen=True, slots=True)
class Opened:
    """Versions whose attributes and tags are open and whose content is not; `text` opens one of them.

    What stays hidden is never unsealed, and costs next to nothing. `openers`: per source, what unseals.
    """

    versions: tuple[StoredVersion, ...]
    sealed: Mapping[tuple[str, int], bytes]
    openers: Mapping[str, Opener]

    def __iter__(self) -> Iterator[StoredVersion]:
        """Every version with its content open."""
        return (replace(version, text=self.text(version)) for version in self.versions)

    def text(self, version: StoredVersion) -> str:
        """The FHIR JSON of one version, exactly as kept."""
        sealed = self.sealed[version.record, version.version]
        return self.openers[version.source](sealed, _place(version.record, version.version, "content")).decode()


def current(
    session: Session,
    keyring: Keyring,
    client: str,
    names: Mapping[str, str],
    record: str | None = None,
    *,
    questioned: bool = False,
) -> Opened:
    """All current versions of one client (or that of one record), in stable order. `names`: organisation id → name.

    The bytes of documents (Binary) are not among them: they follow the decision on the document that names them, and
    are unsealed one by one (`opened`). `questioned`: only those about which a person is asked something.
    """
    return _opened(session, keyring, client, names, record, leading=True, questioned=questioned)


def history(session: Session, keyring: Keyring, client: str, names: Mapping[str, str], record: str) -> Opened:
    """Every version of one record, also those that never led because a newer state came earlier."""
    return _opened(session, keyring, client, names, record, leading=False)


def _opened(
    session: Session,
    keyring: Keyring,
    client: str,
    names: Mapping[str, str],
    record: str | None,
    *,
    leading: bool,
    questioned: bool = False,
) -> Opened:
    query = (
        columns(
            col(VersionRow.record),
            col(VersionRow.version),
            col(RecordRow.type),
            col(RecordRow.source),
            col(VersionRow.delivery),
            col(VersionRow.recorded),
            col(VersionRow.sealed_index),
            col(VersionRow.sealed_content),
        )
        .join(
            RecordRow,
            and_(
                col(RecordRow.client_id) == col(VersionRow.client_id),
                col(RecordRow.record) == col(VersionRow.record),
            ),
        )
        .where(col(VersionRow.client_id) == client, col(RecordRow.type).not_in(sorted(types.OPENED)))
        .order_by(col(VersionRow.record), col(VersionRow.version))
    )
    if leading:
        query = query.where(col(RecordRow.current) == col(VersionRow.version))
    if questioned:
        query = query.where(col(RecordRow.question).is_not(None))
    if record is not None:
        query = query.where(col(VersionRow.record) == record)
    versions, sealed = [], {}
    openers: dict[str, Opener] = {}
    reader = projection.Reader()
    for id_, version, type_, source, delivery, recorded, index, content in session.execute(
        query, execution_options=BINARY
    ).all():
        open_ = openers.get(source) or openers.setdefault(source, keyring.opener(session, client, source))
        attributes, tags = reader.read(open_(index, _place(id_, version, "index")))
        versions.append(
            _make_version(
                client,
                id_,
                version,
                type_,
                source,
                names.get(source, source),
                delivery,
                recorded,
                attributes,
                tags,
                "",  # its content stays sealed
            )
        )
        sealed[id_, version] = content
    return Opened(tuple(versions), sealed, openers)


def opened(session: Session, keyring: Keyring, client: str, record: str) -> tuple[str, int, datetime] | None:
    """Text, version and time of receipt of one record that is opened through another; None for every other record."""
    row = session.get(RecordRow, (client, record))
    version = session.get(VersionRow, (client, record, row.current)) if row and row.type in types.OPENED else None
    if row is None or version is None:
        return None
    bound = (TABLE, record, version.version)
    text = keyring.unseal(session, client, row.source, version.sealed_content, *bound, "content").decode()
    return text, version.version, version.recorded.replace(tzinfo=UTC)


def origin_of(session: Session, client: str, record: str, version: int) -> tuple[str, str]:
    """Delivery, and name with version of the mapping, that made one version: for Provenance."""
    row = session.get(VersionRow, (client, record, version))
    return (row.delivery, row.mapping) if row else ("", "")


def owner(session: Session, record: str) -> str | None:
    """The client a record belongs to."""
    return session.exec(select(RecordRow.client_id).where(RecordRow.record == record)).first()


def questioned(session: Session) -> tuple[str, ...]:
    """Clients with a record about which a person is asked something."""
    query = select(RecordRow.client_id).where(col(RecordRow.question).is_not(None)).distinct()
    return tuple(sorted(session.exec(query)))


def counted(session: Session, *, without: str) -> tuple[tuple[str, Sureness, int], ...]:
    """Number of records by source and by how they are tagged; those of scope `without` belong to no client."""
    keys = (col(RecordRow.source), col(RecordRow.basis), col(RecordRow.confidence), col(RecordRow.question))
    of_clients = columns(*keys, func.count()).where(col(RecordRow.client_id) != without)
    rows = session.execute(of_clients.group_by(*keys).order_by(*keys)).all()
    return tuple((source, Sureness(*marks), number) for source, *marks, number in rows)


def _place(record: str, version: int, part: str) -> str:
    """What binds a sealed part to its place: the same as (TABLE, record, version, part) when it was sealed."""
    return f"{TABLE}|{record}|{version}|{part}"


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
