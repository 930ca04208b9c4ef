"""The tables against the definitions of both releases: nothing that changed is without a row, and no row is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gateway.fhir import types
from gateway.fhir.bindings import CODES
from gateway.fhir.definitions import R4, STU3, Definition
from gateway.mappings.stu3 import tables
from gateway.mappings.stu3.rules import RULES

STU3_TYPES = sorted({*types.CARRIED, *tables.RENAMED} - {"ServiceRequest"})
# The rule finds its R4 names itself, or puts them one level deeper.
ELSEWHERE = {"dose", "keep", "keep_within", "core", "instantiates", "provision"}


# Rules under which an object goes into its R4 counterpart member by member.
INTO = {"rename", "rename_last", "exceptions"}


def pairs(three: str, four: str, place: str, seen: set[str]) -> Iterator[tuple[str, Definition, Definition]]:
    """Every object of a type with its place, in both releases, as far as R4 has it under the same name."""
    if three in seen:
        return
    seen.add(three)
    mine, theirs = STU3.definition(three), R4.definition(four)
    yield place, mine, theirs
    base = place.split(".", 1)[0]
    for name, element in mine.elements.items():
        row = tables.elements().get(f"{place}.{name}")
        other = theirs.elements.get(row.target if row else name)
        if other and element.kind == other.kind == "complex" and (row is None or row.rule in INTO):
            where = f"{place}.{name}" if element.type.startswith(base) else element.type
            yield from pairs(element.type, other.type, where, seen)


def objects() -> list[tuple[str, Definition, Definition]]:
    seen: set[str] = set()
    return [pair for type_ in STU3_TYPES for pair in pairs(type_, tables.RENAMED.get(type_, type_), type_, seen)]


def test_every_element_that_changed_has_a_row() -> None:
    unsaid = [
        f"{place}.{name}"
        for place, three, four in objects()
        for name, element in three.elements.items()
        if f"{place}.{name}" not in tables.elements()
        and ((other := four.elements.get(name)) is None or other.kind != element.kind)
    ]
    assert unsaid == []


def test_every_row_is_about_an_element_that_changed_and_names_one_of_r4() -> None:
    by_place = {place: (three, four) for place, three, four in objects()}
    wrong = []
    for place, row in tables.elements().items():
        owner, _, name = place.rpartition(".")
        if owner.startswith("Consent.except"):
            continue
        three, four = by_place[owner]
        if name not in three.elements or row.rule not in RULES:
            wrong.append(place)
        elif row.rule not in ELSEWHERE and row.target not in four.elements:
            wrong.append(f"{place} → {row.target}")
    assert wrong == []


@pytest.mark.parametrize("row", tables.codes().items(), ids=lambda row: ".".join(map(str, row[0])))
def test_a_changed_code_is_one_of_r4(row: tuple[tuple[str, str], tables.Code]) -> None:
    (place, written), code = row
    type_, _, rest = place.partition(".")
    owner, _, name = rest.rpartition(".")
    parts = "".join(part[0].upper() + part[1:] for part in owner.split(".") if part)
    allowed = CODES.get(f"{tables.RENAMED.get(type_, type_)}{parts}.{name}")
    if allowed is None:  # a concept: gateway.fhir.bindings.CONCEPTS
        assert code.r4 == ""
        return
    assert code.r4 in allowed
    assert written not in allowed


def test_goals_have_codes_of_r4() -> None:
    assert {lifecycle for lifecycle, _ in tables.goals().values()} <= CODES["Goal.lifecycleStatus"]


@pytest.mark.parametrize(
    ("written", "r4"),
    [
        ("http://hl7.org/fhir/v3/ActCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode"),
        ("http://hl7.org/fhir/v2/0203", "http://terminology.hl7.org/CodeSystem/v2-0203"),
        ("http://hl7.org/fhir/observation-category", "http://terminology.hl7.org/CodeSystem/observation-category"),
        ("urn:oid:2.16.840.1.113883.6.96", "http://snomed.info/sct"),
        ("urn:oid:2.16.840.1.113883.2.4.6.3", "http://fhir.nl/fhir/NamingSystem/bsn"),
        ("urn:oid:2.16.840.1.113883.6.98", "urn:oid:2.16.840.1.113883.6.98"),
        ("http://example.org/ours", "http://example.org/ours"),
    ],
)
def test_a_system_under_its_r4_name(written: str, r4: str) -> None:
    assert tables.system(written) == r4
