"""Reading versions of one client inside the disclosing transaction: what decides is unsealed for all of them at once;
what they say is unsealed one by one, and need not even be fetched before it is known which of them are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Select, and_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gateway.db import BINARY
from gateway.errors import Fault
from gateway.fhir import types
from gateway.keyring import Keyring, Opener
from gateway.quick import quick
from gateway.record import projection
from gateway.record.tables import TABLE, RecordRow, VersionRow, place
from gateway.stages.stored import StoredVersion

MOST_NAMED: Final = 500  # records that a statement names; of more, all of the client's are fetched
DECIDES: Final = (
    col(VersionRow.record),
    col(VersionRow.version),
    col(RecordRow.type),
    col(RecordRow.source),
    col(VersionRow.delivery),
    col(VersionRow.recorded),
    col(VersionRow.sealed_index),
)
SAYS: Final = (col(VersionRow.record), col(VersionRow.version), col(VersionRow.sealed_content))
_make_version = quick(StoredVersion)

Sealed = tuple[str, int, bytes]


@dataclass(frozen=True, slots=True)
class Opened:
    """Versions whose attributes and tags are open and whose content is not; `text` opens one of them.

    What stays hidden is never unsealed, and costs next to nothing. `sealed`: the contents that were fetched; `openers`:
    per source, what unseals; `fetching`: the sealed contents of these records, or of all.
    """

    versions: tuple[StoredVersion, ...]
    sealed: dict[tuple[str, int], bytes]
    openers: Mapping[str, Opener]
    fetching: Callable[[Collection[str] | None], Iterable[Sealed]]

    def __iter__(self) -> Iterator[StoredVersion]:
        """Every version with its content open."""
        return (replace(version, text=self.text(version)) for version in self.versions)

    def text(self, version: StoredVersion) -> str:
        """The FHIR JSON of one version, exactly as kept.

        One that was not fetched brings all others along: whoever goes through them is to ask the database once. Raises
        Fault for one that was not when the transaction is over: by now it may be another's key, or erased.
        """
        at = (version.record, version.version)
        if at not in self.sealed:
            self.fetch()
        return self.openers[version.source](self.sealed[at], place(*at, "content")).decode()

    def fetch(self, records: Collection[str] | None = None) -> None:
        """Bring the contents of these records, or of all, while the transaction lasts."""
        few = None if records is None or len(records) > MOST_NAMED else records
        if few is None or few:
            self.sealed.update(((record, version), content) for record, version, content in self.fetching(few))


def current(
    session: Session,
    keyring: Keyring,
    client: str,
    names: Mapping[str, str],
    record: str | None = None,
    *,
    questioned: bool = False,
    closed: bool = False,
) -> Opened:
    """All current versions of one client (or that of one record), in stable order. `names`: organisation id → name.

    The bytes of documents (Binary) are not among them: they follow the decision on the document that names them, and
    are unsealed one by one (`opened`). `questioned`: only those about which a person is asked something. `closed`: what
    they say is not fetched along.
    """
    asked = _of(client, record).where(col(RecordRow.current) == col(VersionRow.version))
    if questioned:
        asked = asked.where(col(RecordRow.question).is_not(None))
    return _opened(session, keyring, client, names, asked, closed=closed)


def history(session: Session, keyring: Keyring, client: str, names: Mapping[str, str], record: str) -> Opened:
    """Every version of one record, also those that never led because a newer state came earlier."""
    return _opened(session, keyring, client, names, _of(client, record), closed=False)


def opened(session: Session, keyring: Keyring, client: str, record: str) -> tuple[str, int, datetime] | None:
    """Text, version and time of receipt of one record that is opened through another; None for every other record."""
    row = session.get(RecordRow, (client, record))
    version = session.get(VersionRow, (client, record, row.current)) if row and row.type in types.OPENED else None
    if row is None or version is None:
        return None
    bound = (TABLE, record, version.version)
    text = keyring.unseal(session, client, row.source, version.sealed_content, *bound, "content").decode()
    return text, version.version, version.recorded.replace(tzinfo=UTC)


def _of(client: str, record: str | None) -> Select[Any]:
    """The versions of a client, or of one record, in stable order."""
    asked = (
        columns(col(VersionRow.record))
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
    return asked if record is None else asked.where(col(VersionRow.record) == record)


def _opened(
    session: Session, keyring: Keyring, client: str, names: Mapping[str, str], asked: Select[Any], *, closed: bool
) -> Opened:
    versions: list[StoredVersion] = []
    sealed: dict[tuple[str, int], bytes] = {}
    openers: dict[str, Opener] = {}
    reader = projection.Reader()
    wanted = DECIDES if closed else (*DECIDES, col(VersionRow.sealed_content))
    for id_, version, type_, source, delivery, recorded, index, *content in session.execute(
        asked.with_only_columns(*wanted), execution_options=BINARY
    ).all():
        open_ = openers.get(source) or openers.setdefault(source, keyring.opener(session, client, source))
        attributes, tags = reader.read(open_(index, place(id_, version, "index")))
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
        if content:
            sealed[id_, version] = content[0]

    def fetching(records: Collection[str] | None) -> Iterable[Sealed]:
        if not session.in_transaction():
            raise Fault("content-closed", "What was not fetched while the transaction lasted stays closed")
        these = asked if records is None else asked.where(col(VersionRow.record).in_(sorted(records)))
        return session.execute(these.with_only_columns(*SAYS), execution_options=BINARY).all()

    return Opened(tuple(versions), sealed, openers, fetching)
