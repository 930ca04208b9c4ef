"""`wijkdossier ingest`: loose files as deliveries, one line each: what it is, what became of it, and why."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gateway.cli import report
from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.flows import loose
from gateway.flows.completeness import Meter
from gateway.flows.receipts import Receipt
from gateway.identifiers import Bsn
from gateway.stages.normalised import SubjectRef

SUFFIXES = frozenset({".xml", ".json"})


def add(commands: Commands) -> None:
    ingesting = commands.add_parser("ingest", help="deliver files as if a care system had sent them")
    ingesting.add_argument("--subject", metavar="BSN", help="test client for files whose patient is unknown")
    ingesting.add_argument(
        "--domain", choices=sorted(loose.SENDERS), help="care domain of the sender (else by content)"
    )
    ingesting.add_argument("--notices", action="store_true", help="print every notice, not only their number")
    ingesting.add_argument("--report", type=Path, metavar="FOLDER", help="write report.html and report.json there")
    ingesting.add_argument("paths", nargs="+", type=Path, help="files or folders")
    ingesting.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Deliver every file. Exit 0 when each got a verdict, 1 when a path does not exist."""
    subject = SubjectRef(bsn=Bsn(chosen.subject)) if chosen.subject else None
    missing = [path for path in chosen.paths if not path.exists()]
    for path in missing:
        print(f"{path}: no such file or folder", file=sys.stderr)
    house = open_house()
    totals: Counter[str] = Counter()
    lines: list[report.Line] = []
    meter = Meter()
    for path in _files(chosen.paths):
        if path.suffix.lower() not in SUFFIXES:
            totals["no message"] += 1
            lines.append(report.Line(str(path), None))
            continue
        receipt = loose.deliver(house, path, subject, chosen.domain)
        totals[receipt.state] += 1
        print(line(path, receipt))
        if chosen.report:
            again = loose.measured(house, meter, path, chosen.domain) if receipt.state != "rejected" else None
            lines.append(report.Line(str(path), receipt, again))
        for notice in receipt.notices if chosen.notices else ():
            print(f"    notice: {notice.where}: {notice.text}")
    if chosen.report:
        report.write(chosen.report, lines)
        print(f"report: {chosen.report / 'report.html'}")
    print("total: " + (", ".join(f"{count} {state}" for state, count in sorted(totals.items())) or "no files"))
    return 1 if missing else 0


def line(path: Path, receipt: Receipt) -> str:
    """One file's verdict on one line."""
    parts = [f"{path.parent.name}/{path.name}:", receipt.kind or "?", receipt.state]
    if receipt.state == "rejected":
        parts.append("; ".join(f"{r.code} {r.where or ''} {r.text}".replace("  ", " ") for r in receipt.reasons[:3]))
        if len(receipt.reasons) > 3:
            parts.append(f"(and {len(receipt.reasons) - 3} more)")
        return " ".join(parts)
    parts.append(f"resources={receipt.resources}")
    if receipt.parked:
        parts.append(f"parked={receipt.parked}")
    parts.append("tags=" + (", ".join(f"{name}:{count}" for name, count in receipt.tags.items()) or "none"))
    parts.append(f"notices={len(receipt.notices)}")
    if receipt.remarks:
        parts.append(f"remarks={receipt.remarks}")
    return " ".join(parts)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        elif path.exists():
            yield path
