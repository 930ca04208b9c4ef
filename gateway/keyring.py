"""Data keys, one per client × source (or per connector): what is stored under them opens in memory only.

Destroying the row of a data key makes everything sealed under it unreadable for good; that is how erasure works.
"""

from __future__ import annotations

from sqlmodel import Field, Session, SQLModel

from gateway.crypto import Vault
from gateway.errors import Fault


class DataKeyRow(SQLModel, table=True):
    """A wrapped data key. `client_id` is empty for keys of a connector."""

    __tablename__ = "data_key"

    client_id: str = Field(primary_key=True, max_length=36)
    source: str = Field(primary_key=True, max_length=36)
    wrapped: bytes


class Keyring:
    """Seals and unseals under the data key of a scope. `bound` ties a ciphertext to its place."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def seal(self, session: Session, client: str, source: str, data: bytes, *bound: str | int) -> bytes:
        row = session.get(DataKeyRow, (client, source))
        if row is None:
            row = DataKeyRow(client_id=client, source=source, wrapped=self.vault.new_data_key(_scope(client, source)))
            session.add(row)
            session.flush()
        return self.vault.seal(row.wrapped, _scope(client, source), data, _bound(client, source, bound))

    def unseal(self, session: Session, client: str, source: str, sealed: bytes, *bound: str | int) -> bytes:
        """Raises Fault when the key is gone or anything was changed."""
        row = session.get(DataKeyRow, (client, source))
        if row is None:
            raise Fault("data-key-gone", "The data key of this record does not exist")
        return self.vault.unseal(row.wrapped, _scope(client, source), sealed, _bound(client, source, bound))


def _scope(client: str, source: str) -> str:
    return f"{client}|{source}"


def _bound(client: str, source: str, bound: tuple[str | int, ...]) -> str:
    return "|".join((client, source, *map(str, bound)))
