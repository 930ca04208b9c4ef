"""Code tables between source code systems and FHIR, as data; what leads to Omaha or ZRM lives in omaha/crosswalks."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `<name>.csv`, comments (`#`) left out."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(csv.DictReader(lines))
