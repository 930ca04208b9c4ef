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

from gateway.flows.completeness import Completeness, Fate, Verdict, share, unwrapped
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
            else {"values": measured.values, **measured.counts, "not accounted for": measured.unmapped},
        }


@dataclass
class Row:
    """All files of one kind together."""

    kind: str
    verdicts: Counter[str] = field(default_factory=Counter)
    resources: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    notices: int = 0
    fates: Counter[Verdict] = field(default_factory=Counter)
    places: dict[str, Fates] = field(default_factory=dict)

    @property
    def share(self) -> str:
        return f"{100 * share(self.fates):.1f} %" if self.fates else ""

    def add(self, line: Line) -> None:
        self.verdicts[line.verdict] += 1
        if line.receipt is not None:
            self.resources += line.receipt.resources
            self.notices += len(line.receipt.notices)
            self.tags.update(line.receipt.tags)
        for leaf, fate in line.completeness.fates if line.completeness is not None else ():
            self.fates[fate.verdict] += 1
            self.places.setdefault(unwrapped(leaf.place), Fates()).add(fate)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "files": self.verdicts,
            "resources": self.resources,
            "tags": self.tags,
            "notices": self.notices,
            "values": self.fates,
            "mapped": share(self.fates) if self.fates else None,
            "places": {place: fates.to_json() for place, fates in sorted(self.places.items())},
        }


@dataclass
class Fates:
    """What became of all values at one place. `to`: FHIR paths."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    to: dict[str, None] = field(default_factory=dict)

    def add(self, fate: Fate) -> None:
        self.verdicts[fate.verdict] += 1
        self.to |= dict.fromkeys(fate.to)

    def to_json(self) -> dict[str, Any]:
        return {**dict[str, Any](self.verdicts.items()), "to": list(self.to)}


def write(folder: Path, lines: Sequence[Line]) -> None:
    """`report.json` and `report.html` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = summary(lines)
    value = {"kinds": [row.to_json() for row in rows], "files": [line.to_json() for line in lines]}
    (folder / "report.json").write_text(json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
    page = jinja2.Template(files("gateway.cli").joinpath("report.html").read_text("utf-8"), autoescape=True)
    (folder / "report.html").write_text(page.render(rows=rows, refusals=refusals(lines), lines=lines), "utf-8")


def summary(lines: Sequence[Line]) -> list[Row]:
    """Per kind: verdicts, resources, tags, and what became of every value."""
    rows: dict[str, Row] = {}
    for line in lines:
        rows.setdefault(line.kind, Row(line.kind)).add(line)
    return [rows[kind] for kind in sorted(rows)]


def refusals(lines: Sequence[Line]) -> list[tuple[str, str, list[str]]]:
    """Why files were refused: the first reason of each, its code, and the files."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.receipt is not None and line.receipt.state == "rejected" and line.receipt.reasons:
            first = line.receipt.reasons[0]
            found.setdefault((first.code, first.text), []).append(Path(line.path).name)
    return [(code, text, names) for (code, text), names in sorted(found.items(), key=lambda one: -len(one[1]))]
