"""What a Mitz notification says: who may not, or may again, consult which data of which record holder."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.identifiers import Bsn


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose data it is about. `ura`: one organisation; without it every organisation of `type`."""

    ura: str | None
    type: str | None = None

    @property
    def key(self) -> str:
        return f"ura:{self.ura}" if self.ura else f"type:{self.type}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer. `data`: data categories, empty: all. `categories`: consulting provider categories.

    `stated`: when the client said it, in microseconds since 1970 (UTC); None: not told.
    """

    bsn: Bsn
    refused: bool
    holders: tuple[Holder, ...]
    data: tuple[str, ...]
    categories: tuple[str, ...]
    stated: int | None


@dataclass(frozen=True, slots=True)
class Notification:
    statements: tuple[Statement, ...]
