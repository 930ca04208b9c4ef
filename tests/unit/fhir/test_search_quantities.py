"""Quantities in a search: precision, order and units as FHIR R4 says, over numbers as they were written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.search import matches, parse
from gateway.stages.tagged import Tags
from gateway.wire import json

TAGS = Tags((), (), ("N",), "Zvw", "huisarts", date(2026, 3, 1), contact_entry=False, narrative=False)
THEN = datetime(2026, 3, 1, tzinfo=UTC)
UCUM = "http://unitsofmeasure.org"


def answers(type_: str, name: str, asked: str, **members: Any) -> bool:
    resource = json.from_kept(json.dumps({"resourceType": type_, "id": "x", **members}))
    return matches(resource, TAGS, THEN, parse(type_, [(name, asked)], date(2026, 3, 11)))


def weighs(written: str, asked: str, **members: Any) -> bool:
    quantity = {"value": json.loads(written), "unit": "kg", "system": UCUM, "code": "kg", **members}
    return answers("Observation", "value-quantity", asked, valueQuantity=quantity)


# What is asked, with what is found and what is not (FHIR R4, search, "number" and "quantity").
ORDER = {
    "5.4": (("5.4", "5.35", "5.449", "5.40"), ("5.45", "5.34", "54")),
    "5.40": (("5.4", "5.395", "5.4049"), ("5.405", "5.35")),
    "100": (("100", "99.5", "100.49"), ("100.5", "99.49")),
    "1e2": (("50", "149.9", "100"), ("150", "49")),
    "-2": (("-2", "-2.5", "-1.6"), ("-1.5", "2")),
    "ne5.4": (("5.45", "5"), ("5.4", "5.41")),
    "gt5.4": (("5.41", "5.400001"), ("5.4", "5.3")),
    "sa5.4": (("5.41",), ("5.4", "5.39")),
    "lt5.4": (("5.39",), ("5.4", "5.41")),
    "eb5.4": (("5.39",), ("5.4",)),
    "ge5.4": (("5.4", "5.40", "6"), ("5.39",)),
    "le5.4": (("5.4", "5"), ("5.41",)),
    "ap5.4": (("4.86", "5.94", "5.4"), ("4.85", "5.95")),
    "ap0": (("0", "0.5"), ("0.6",)),
    "5e-1": (("0.5", "0.45"), ("0.55",)),
}


@pytest.mark.parametrize("asked", ORDER)
def test_an_order_is_exact_and_equal_is_as_precise_as_it_was_asked(asked: str) -> None:
    found, not_found = ORDER[asked]
    assert [one for one in found if not weighs(one, asked)] == []
    assert [one for one in not_found if weighs(one, asked)] == []


UNITS = {
    "81": True,
    "81||": True,
    "81||kg": True,
    "81||g": False,
    f"81|{UCUM}|kg": True,
    f"81|{UCUM}|g": False,
    f"81|{UCUM}|": True,
    "81|http://snomed.info/sct|kg": False,
    "gt80||kg": True,
    "gt80||g": False,
}


@pytest.mark.parametrize(("asked", "found"), UNITS.items())
def test_a_unit_is_the_one_that_is_written(asked: str, found: bool) -> None:
    assert weighs("81", asked) is found


def test_a_unit_in_words_is_found_without_a_system_alone() -> None:
    spoken = {"value": 81, "unit": "kilo"}
    assert answers("Observation", "value-quantity", "81||kilo", valueQuantity=spoken)
    assert not answers("Observation", "value-quantity", f"81|{UCUM}|kilo", valueQuantity=spoken)


BOUNDED = {
    "<": {"lt5": True, "lt4": True, "le5": True, "gt4": True, "gt5": False, "ge5": False, "5": False, "eb5": True},
    "<=": {"le5": True, "ge5": True, "gt5": False, "eb5": False, "lt5": True},
    ">": {"gt5": True, "sa5": True, "le5": False, "lt5": False, "lt6": True, "eb6": False},
    ">=": {"ge5": True, "le5": True, "lt5": False, "sa5": False},
}


@pytest.mark.parametrize(
    ("comparator", "asked", "found"), [(one, *each) for one, all_ in BOUNDED.items() for each in all_.items()]
)
def test_what_is_less_or_more_than_was_measured_is_all_it_may_be(comparator: str, asked: str, found: bool) -> None:
    assert weighs("5", asked, comparator=comparator) is found


def test_a_range_and_an_age_are_quantities_too() -> None:
    years = {"low": {"value": 40, "unit": "jaar"}, "high": {"value": 45, "unit": "jaar"}}
    found = {
        "gt44": True,
        "gt45": False,
        "lt40": False,
        "42": False,
        "ap42": True,
        "sa39||jaar": True,
        "ap42||a": False,
    }
    asked = {one: answers("Condition", "onset-age", one, onsetRange=years) for one in found}
    assert asked == found
    assert answers("Condition", "onset-age", "ge40", onsetRange={"low": {"value": 40}})
    assert not answers("Condition", "onset-age", "ge40", onsetRange={})
    assert answers("Condition", "onset-age", "42", onsetAge={"value": 42})
    assert answers("Encounter", "length", "lt30||min", length={"value": 20, "unit": "min"})


def test_parts_count_by_their_own_name() -> None:
    parts = [{"code": {"text": "systolisch"}, "valueQuantity": {"value": 140, "unit": "mmHg"}}]
    asked = {name: answers("Observation", f"{name}value-quantity", "140", component=parts)
             for name in ("", "component-", "combo-")}  # fmt: skip
    assert asked == {"": False, "component-": True, "combo-": True}


def test_what_has_no_number_is_never_found() -> None:
    for quantity in ({"unit": "kg"}, "5", {"comparator": "<"}):
        for asked in ("5", "ne5", "gt0", "lt9"):
            assert not answers("Observation", "value-quantity", asked, valueQuantity=quantity)
    assert answers("Observation", "value-quantity:missing", "true", valueString="zwaar")
    assert not answers("Observation", "value-quantity:missing", "true", valueQuantity={"value": 5})


@pytest.mark.parametrize(
    "asked", ["", "zwaar", "5.4|kg", "5,4kg", "gt", "5|a|b|c", "1" * 40, "5e999", "NaN", "Infinity", "٥", "eq eq5"]
)
def test_what_is_no_quantity_is_refused(asked: str) -> None:
    with pytest.raises(Rejected) as refused:
        answers("Observation", "value-quantity", asked, valueQuantity={"value": 5})
    assert refused.value.where == "value-quantity"


def test_a_code_has_no_prefix_and_a_quantity_no_words() -> None:
    for type_, name in (("Condition", "value-quantity"), ("Observation", "value-quantity:not")):
        with pytest.raises(Rejected):
            answers(type_, name, "5")
