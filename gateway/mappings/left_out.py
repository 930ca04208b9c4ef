"""What is deliberately left out of FHIR, place by place, each with its reason and the decision that says so."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gateway.mappings import huisarts
from gateway.sources.istandaarden import soorten

_HUISARTS = frozenset(huisarts.KINDS)
GROUPS: Mapping[str, frozenset[str]] = {
    "huisarts": _HUISARTS,
    "hl7v3": _HUISARTS | {"cda-bgz", "jgz-dossieroverdracht"},
    "istandaarden": frozenset(soorten.BY_KIND) | frozenset(soorten.BY_RETOUR),
    "retour": frozenset(soorten.BY_RETOUR),
    "fhir": frozenset({"fhir-r4", "fhir-stu3", "fhir-mixed"}),
}
_ANY = re.compile(r"\\\*\\\*/|\\\*\\\*|\\\*")
_MEANING = {r"\*\*/": "(?:.*/)?", r"\*\*": ".*", r"\*": "[^/]*"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`kinds`: a kind of message or a group of them. `places`: as `gateway.flows.completeness` writes a place, with `*`
    for anything within a step and `**` for any steps. `always` False: only where it is not mapped after all.
    """

    kinds: frozenset[str]
    places: str
    always: bool
    reason: str
    decision: str

    def covers(self, kind: str, place: str) -> bool:
        return kind in self.kinds and _pattern(self.places).fullmatch(place) is not None


@cache
def table() -> tuple[LeftOut, ...]:
    text = files("gateway.mappings").joinpath("left_out.csv").read_text("utf-8")
    return tuple(
        LeftOut(
            kinds=GROUPS.get(row["kinds"], frozenset(row["kinds"].split())),
            places=row["places"],
            always=row["when"] == "always",
            reason=row["reason"],
            decision=row["decision"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def line(kind: str, place: str) -> LeftOut | None:
    """The first line that leaves this place of a kind of message out; None when there is none."""
    return next((one for one in table() if one.covers(kind, place)), None)


@cache
def _pattern(places: str) -> re.Pattern[str]:
    return re.compile(_ANY.sub(lambda found: _MEANING[found.group()], re.escape(places)))
