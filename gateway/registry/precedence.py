"""Which source leads in name, address and birth date, and which values differ (requirement R-026); pure.

BRP before the municipality, the municipality before every other source; between municipalities the newest
Dagtekening; otherwise the newest received. Nothing is merged: each field comes whole from one source, and each
other value is a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gateway.stages.vocabulary import FhirJson

RANK = {"basisregistratie": 0, "gemeente": 1, "bron": 2}
# The fields that a registry leads in; the rest follows the same order for want of a better one.
GUARDED = ("name", "address", "birthDate")
FIELDS = (
    *GUARDED,
    "gender",
    "identifier",
    "telecom",
    "deceasedBoolean",
    "deceasedDateTime",
    "maritalStatus",
    "contact",
)
IDENTITY = ("name", "birthDate", "gender")
SHOWN_BESIDE = ("extension", "communication", "generalPractitioner", "multipleBirthBoolean", "photo", "contained")


@dataclass(frozen=True, slots=True)
class View:
    """The person as one source describes them."""

    source: str
    authority: str
    dagtekening: date | None
    received: datetime
    patient: FhirJson


@dataclass(frozen=True, slots=True)
class Remark:
    """A value of another source that differs from the leading one. `value` is FHIR JSON."""

    field: str
    source: str
    value: Any


def lead(views: Sequence[View]) -> tuple[FhirJson, tuple[Remark, ...]]:
    """The leading Patient and what differs from it. Raises ValueError without views."""
    ordered = sorted(views, key=_order)
    if not ordered:
        raise ValueError("no view of this person")
    patient: FhirJson = {"resourceType": "Patient"}
    remarks: list[Remark] = []
    for name in (*FIELDS, *SHOWN_BESIDE):
        for member in (name, f"_{name}"):
            holders = [view for view in ordered if view.patient.get(member) not in (None, [], "")]
            if not holders or (member != name and name in patient and holders[0] is not _holder(ordered, name)):
                continue
            patient[member] = holders[0].patient[member]
            if name in FIELDS and member == name:
                remarks += _differing(name, patient[member], holders[1:])
    return patient, tuple(remarks)


def identity(views: Sequence[View]) -> FhirJson:
    """Name, birth date and gender alone, for who is to recognise the person and sees none of these sources.

    From the registry, else from who described the person first, in its newest words: what another source delivers
    later changes nothing here, so it cannot be noticed. Raises ValueError without views.
    """
    if not views:
        raise ValueError("no view of this person")
    registry = [view for view in views if view.authority == "basisregistratie"]
    first = min(registry or views, key=lambda view: (view.received, view.source))
    newest = max((view for view in views if view.source == first.source), key=lambda view: view.received)
    return {name: newest.patient[name] for name in ("resourceType", *IDENTITY) if name in newest.patient}


def _holder(ordered: Sequence[View], name: str) -> View | None:
    return next((view for view in ordered if view.patient.get(name) not in (None, [], "")), None)


def _differing(name: str, leading: Any, others: Sequence[View]) -> list[Remark]:
    """Of each source its newest value, when it is not the leading one. Numbers a source adds are no difference."""
    newest: dict[str, View] = {}
    for view in others:
        newest.setdefault(view.source, view)
    if name in {"identifier", "telecom", "contact"}:
        return []
    return [
        Remark(name, source, view.patient[name]) for source, view in newest.items() if view.patient[name] != leading
    ]


def _order(view: View) -> tuple[int, int, float]:
    dagtekening = view.dagtekening.toordinal() if view.authority == "gemeente" and view.dagtekening else 0
    return RANK[view.authority], -dagtekening, -view.received.timestamp()
