"""The tables of the conversion, read once; each row cites where it is from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from gateway.mappings.concept_maps import rows as concept_rows

# Types that STU3 calls otherwise.
RENAMED: Final[Mapping[str, str]] = {"ProcedureRequest": "ServiceRequest", "ReferralRequest": "ServiceRequest"}

# What R4 asks for and STU3 need not say; where the list of codes has no word for that, it is data-absent-reason.
WHEN_ABSENT: Final[Mapping[str, object]] = {
    "Media.status": "completed",
    "MedicationDispense.status": "unknown",
    "MedicationRequest.status": "unknown",
    "NutritionOrder.intent": "order",
    "NutritionOrder.status": "unknown",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one element: the rule, its R4 name where it gets one, what the rule needs, the page of R4."""

    place: str
    rule: str
    target: str
    detail: str
    page: str


@cache
def elements() -> Mapping[str, Row]:
    return {row["place"]: Row(**row) for row in _read("elements")}


@dataclass(frozen=True, slots=True)
class Code:
    """A code under its R4 name, empty when R4 has none. `kept`: R4 says less than STU3 did."""

    r4: str
    kept: bool


@cache
def codes() -> Mapping[tuple[str, str], Code]:
    """By place and STU3 code."""
    return {(row["place"], row["stu3"]): Code(row["r4"], row["kept"] == "yes") for row in _read("codes")}


@cache
def goals() -> Mapping[str, tuple[str, str]]:
    return {row["stu3"]: (row["lifecycle"], row["achievement"]) for row in _read("goals")}


@cache
def extensions() -> Mapping[str, str]:
    return {row["stu3"]: row["r4"] for row in _read("extensions")}


@cache
def profiles() -> Mapping[str, str]:
    return {row["stu3"]: row["r4"] for row in _read("profiles")}


def system(written: str) -> str:
    """The R4 name of a code or identifier system: HL7's own moved, and what has a URI is not named by its OID."""
    moved = _systems().get(written)
    if moved is not None:
        return moved
    for old, new in _prefixes():
        if written.startswith(old):
            return new + written[len(old) :]
    return written


@cache
def moved_systems() -> Mapping[str, str]:
    """Systems of HL7 that R4 calls otherwise; a name that ends in / stands for all that begin so."""
    return {row["stu3"]: row["r4"] for row in _read("systems")}


@cache
def _systems() -> Mapping[str, str]:
    by_oid = {f"urn:oid:{row['oid']}": row["system"] for row in concept_rows("oid_systems")}
    return by_oid | {old: new for old, new in moved_systems().items() if not old.endswith("/")}


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, new in moved_systems().items() if old.endswith("/"))


def _read(name: str) -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    return iter(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))
