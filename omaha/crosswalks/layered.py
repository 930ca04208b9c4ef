"""The tables as shipped with the rulings of reviewers laid over them, code by code; a ruling never edits a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from omaha.crosswalks import LOCAL, Row, table
from omaha.crosswalks.rulings import Ruling


@dataclass(frozen=True, slots=True)
class Layered:
    """`ruled`: (table, code) → the lines that hold instead of those shipped. In LOCAL a code is `system|code`."""

    ruled: Mapping[tuple[str, str], tuple[Row, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rulings: Iterable[Ruling]) -> Layered:
        """Of several rulings on one code the last one holds."""
        latest: dict[tuple[str, str], Ruling] = {}
        for ruling in rulings:
            known = latest.get((ruling.table, ruling.code))
            if known is None or known.revision < ruling.revision:
                latest[ruling.table, ruling.code] = ruling
        return cls({key: ruling.rows() for key, ruling in latest.items()})

    def rows(self, name: str, code: str) -> tuple[Row, ...]:
        """Lines for one code, primary first; empty when nobody knows it."""
        ruled = self.ruled.get((name, code))
        return ruled if ruled is not None else () if name == LOCAL else table(name).get(code, ())

    def table(self, name: str) -> Mapping[str, tuple[Row, ...]]:
        """A whole table as it holds now, by code."""
        shipped = {} if name == LOCAL else dict(table(name))
        return shipped | {code: rows for (of, code), rows in self.ruled.items() if of == name}

    def revision(self, name: str) -> int:
        """Number of the last ruling on a table; 0 when it holds as shipped."""
        rows = [row for (of, _code), found in self.ruled.items() if of == name for row in found]
        return max((row.revision for row in rows), default=0)


SHIPPED: Final = Layered()
