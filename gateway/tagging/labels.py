"""Sensitivity labels from codes and problems: a table with a reason for each row; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from omaha.classify import Coding

ICPC = frozenset({"http://hl7.org/fhir/sid/icpc-1-nl", "urn:oid:2.16.840.1.113883.2.4.4.31.1"})
BDS = "urn:oid:2.16.840.1.113883.2.4.4.40.267"  # elements of the basisdataset JGZ
SNOMED = frozenset({"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"})


def labels(codings: Iterable[Coding], problems: Iterable[str]) -> tuple[str, ...]:
    """Confidentiality first (N, or R when anything sensitive applies), then the sensitivity labels."""
    codes, found = tuple(codings), set(problems)
    sensitive = tuple(name for name, row in _table().items() if _applies(row, codes, found))
    return ("R", *sensitive) if sensitive else ("N",)


def _applies(row: dict[str, Any], codings: tuple[Coding, ...], problems: set[str]) -> bool:
    if not problems.isdisjoint(row["problems"]):
        return True
    for coding in codings:
        if coding.system in SNOMED and coding.code in row["snomed"]:
            return True
        if coding.system == BDS and coding.code in row.get("bds", ()):
            return True
        if (
            coding.system in ICPC
            and _under(coding.code, row["icpc"])
            and not _under(coding.code, row.get("except_icpc", ()))
        ):
            return True
    return False


def _under(code: str, rubrics: Iterable[str]) -> bool:
    return code.strip().upper().startswith(tuple(rubrics))


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("gateway.tagging").joinpath("labels.toml").read_text("utf-8"))
