"""What goes in comes out: resources with everything filled, and every published STU3 sample, value by value."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check, structure
from gateway.fhir.definitions import R4, STU3
from gateway.mappings.stu3 import tables
from gateway.mappings.stu3.convert import renamed
from gateway.mappings.stu3.normaliseren import to_r4
from gateway.sources import read
from gateway.sources.fhir.placeholders import substitute
from gateway.stages.delivered import RawDelivery
from tests.unit.mappings.stu3.test_tables import STU3_TYPES
from tests.unit.mappings.stu3.whole import Maker, leaves

SHARED = os.environ.get("WIJKDOSSIER_SHARED")
SAMPLES = Path(SHARED or ".", "samples")
FOLDERS = ("gp/medmij_gp_stu3", "gp/hl7v3_ketenzorg_gold_stu3", *(f"nursing/stu3_{name}" for name in (
    "bglz_medmij", "bglz_nictiz", "eoverdracht_4_0_cert", "eoverdracht_4_2", "ons_nuts", "ons_rivo", "zib_nictiz"
)))  # fmt: skip
# A statement says that something was taken unless it says otherwise; a flag that is not raised says nothing.
SAYS_NOTHING = {"y", "False"}
# Extensions of which the value became an element: the value is looked for, the name is gone.
BECAME_ELEMENTS = (
    "http://hl7.org/fhir/4.0/StructureDefinition/extension-",
    "http://nictiz.nl/fhir/StructureDefinition/code-specification",
    "http://nictiz.nl/fhir/StructureDefinition/zib-TreatmentDirective-Treatment",
)


def lost(before: Any, after: Any) -> list[str]:
    """Values that are in neither their own nor their R4 form in the result."""
    have = Counter(map(str, leaves(after)))

    def kept(value: str) -> bool:
        forms = {value, tables.system(value), renamed(value), tables.profiles().get(value, value)}
        moved = tables.extensions().get(value, value)
        codes = {code.r4 for (_, written), code in tables.codes().items() if written == value}
        goals = {lifecycle for lifecycle, _ in [tables.goals().get(value, (value, ""))]}
        return (
            value.startswith(BECAME_ELEMENTS)
            or not moved.startswith("http")
            or any(have[form] for form in forms | {moved} | codes | goals)
            or value in SAYS_NOTHING
        )

    return [value for value in map(str, leaves(before)) if not kept(value)]


@pytest.mark.parametrize("type_", STU3_TYPES)
def test_a_resource_with_everything_filled_loses_nothing(type_: str) -> None:
    if not STU3.is_resource(type_):
        pytest.skip(f"STU3 has no {type_}")
    for turn in range(6):
        resource = Maker(turn).resource(type_)
        assert structure(resource, STU3) == ()
        made = to_r4(resource, [])
        assert structure(made, R4) == ()
        assert lost({**resource, "id": made["id"]}, made) == []


def documents(folder: str) -> list[Path]:
    return sorted(p for p in (SAMPLES / folder).rglob("*") if p.suffix in {".xml", ".json"})


@pytest.mark.skipif(SHARED is None, reason="WIJKDOSSIER_SHARED is not set: the published samples are not here")
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_published_sample_loses_nothing_and_becomes_valid_r4(folder: str) -> None:
    seen = 0
    for path in documents(folder):
        body = substitute(path.read_text("utf-8-sig"), date(2026, 5, 1), path.stem).encode()
        kind = "application/json" if path.suffix == ".json" else "application/xml"
        try:
            message = read(RawDelivery("d", "c", kind, body, datetime(2026, 5, 1, tzinfo=UTC)))
        except Rejected as refused:
            assert path.name in REFUSED, f"{path.name}: {refused}"
            assert refused.code == REFUSED[path.name]
            continue
        assert path.name not in REFUSED
        for entry in message.body.entries:
            if entry.release == "R4":  # fits both and names nothing of STU3
                continue
            made = to_r4(entry.resource, [])
            assert check(made) == (), path.name
            assert lost(entry.resource, made) == [], path.name
            seen += 1
    assert seen > 0


# Files that break STU3 itself, and how they are told so.
REFUSED = {
    "nl-core-patient-eov-val-1_1b-01.xml": "fhir-xml-element",  # two family names in one name
    "zib-Payer-eov-val-1_1b-01.xml": "fhir-xml-attribute",  # a value on a complex identifier
    "zib-Payer-eov-val-1_2b-01.xml": "fhir-xml-attribute",
    "WoundCharacteristics-eov-test-1_1-03.xml": "fhir-invalid",  # an attachment that is not base64
    "MedischHulpmiddel-Nictiz.json": "fhir-invalid",  # R4 and STU3 elements in one resource
    "contactverslag_REPC_IN990101NL_02.xml": "fhir-invalid",  # a time of 93:94
    "contactverslag_bundle_02_met_contacten.xml": "fhir-empty",
}
