"""Writes docs/sources/huisarts-gold.md from the comparison: `WIJKDOSSIER_SHARED=… python -m tests.gold.report`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from tests.architecture.source import ROOT
from tests.gold.compare import Compared, compare, names
from tests.gold.deviations import DEVIATIONS

PAGE = ROOT / "docs" / "sources" / "huisarts-gold.md"
HEAD = """# Ketenzorg messages beside a published conversion

Each sample message has a published conversion to FHIR STU3. Our R4 is compared with it fact by fact
(`tests/gold`): first the names that R4 and nl-core zib2020 changed are evened out (`tests/gold/stu3.py`), then every
fact that only one side states must be explained by a named deviation (`tests/gold/deviations.py`). Narrative, profiles
and the display of references are not compared. This page is written by `python -m tests.gold.report`; a test fails
when it is not true.

| message | resources on both sides | facts that agree | deviations |
|---|---|---|---|
"""


def page(compared: list[Compared]) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    rows = []
    for one in compared:
        named = [found.deviation.name if (found := d).deviation else "unexplained" for d in one.differences]
        counts.update((d.side, name) for d, name in zip(one.differences, named, strict=True))
        rows.append(f"| {one.name} | {one.resources} | {one.agreed} | {', '.join(sorted(set(named)))} |\n")
    reasons = [
        f"| {one.name} | {counts['gold', one.name]} | {counts['ours', one.name]} | {one.reason} |\n"
        for one in DEVIATIONS
    ]
    table = "\n| deviation | facts only the gold states | facts only ours states | reason |\n|---|---|---|---|\n"
    return HEAD + "".join(rows) + table + "".join(reasons)


def main() -> None:
    shared = Path(os.environ["WIJKDOSSIER_SHARED"])
    PAGE.write_text(page([compare(shared, name) for name in names(shared)]), "utf-8")


if __name__ == "__main__":
    main()
