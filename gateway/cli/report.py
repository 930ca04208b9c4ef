"""The report of `wijkdossier ingest --report`: what became of every file, as JSON and as one page by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from gateway.flows.completeness import Completeness
from gateway.flows.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Line:
    """One file. `receipt` None: the file is no XML or JSON, so there was nothing to deliver."""

    path: str
    receipt: Receipt | None
    completeness: Completeness | None = None

    @property
    def verdict(self) -> str:
        return self.receipt.state if self.receipt else "no message"

    @property
    def kind(self) -> str:
        return (self.receipt.kind if self.receipt else None) or "?"

    def to_json(self) -> dict[str, Any]:
        measured = self.completeness
        return {
            "file": self.path,
            "verdict": self.verdict,
            **({k: v for k, v in self.receipt.to_json().items() if k != "delivery"} if self.receipt else {}),
            "completeness": None
            if measured is None
            else {"values": measured.values, "found": measured.found, "missing": measured.missing},
        }


@dataclass
class Row:
    """All files of one kind together."""

    kind: str
    verdicts: Counter[str] = field(default_factory=Counter)
    resources: int = 0
    values: int = 0
    found: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    notices: int = 0

    @property
    def share(self) -> str:
        return f"{100 * self.found / self.values:.0f} %" if self.values else ""


def write(folder: Path, lines: Sequence[Line]) -> None:
    """`report.json` and `report.html` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    value = {"files": [line.to_json() for line in lines]}
    (folder / "report.json").write_text(json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
    page = jinja2.Template(files("gateway.cli").joinpath("report.html").read_text("utf-8"), autoescape=True)
    (folder / "report.html").write_text(page.render(rows=summary(lines), lines=lines), "utf-8")


def summary(lines: Sequence[Line]) -> list[Row]:
    """Per kind: verdicts, resources, tags, values found again."""
    rows: dict[str, Row] = {}
    for line in lines:
        row = rows.setdefault(line.kind, Row(line.kind))
        row.verdicts[line.verdict] += 1
        if line.receipt is not None:
            row.resources += line.receipt.resources
            row.notices += len(line.receipt.notices)
            row.tags.update(line.receipt.tags)
        if line.completeness is not None:
            row.values += line.completeness.values
            row.found += line.completeness.found
    return [rows[kind] for kind in sorted(rows)]
