"""The names an operator may see of a message are those that a standard gives, and no message has others."""

from __future__ import annotations

from pathlib import Path

from gateway.intake import shape
from tests.architecture import element_names


def test_every_name_of_our_own_definitions_is_in_the_list() -> None:
    assert element_names.always() <= shape.names()


def test_every_name_of_the_published_hl7v3_schemas_is_in_the_list(shared: Path) -> None:
    assert frozenset(element_names.of_xsd(shared / "facts" / "reference" / "jgz")) <= shape.names()


def test_a_place_keeps_what_a_standard_named_and_nothing_else() -> None:
    assert shape.place("Bundle.entry[3].resource.Jansen") == "Bundle.entry[3].resource.…"
    assert shape.place("Bericht/Client/Naam[2]/Voornamen") == "Bericht/Client/Naam[2]/Voornamen"
    assert shape.place("999911120") == "…"


def test_of_values_only_the_kind_is_left() -> None:
    kinds = {"Jansen": shape.TEXT, "": shape.EMPTY, "999911120": shape.DIGITS, "2026-11-24": shape.DAY,
             "2026-11-24T10:00:00Z": shape.MOMENT, "1.5": shape.NUMBER, "true": shape.FLAG,
             "http://fhir.nl/jansen": shape.ADDRESS, "urn:oid:1.2": shape.ADDRESS}  # fmt: skip
    assert {value: shape.kind(value) for value in kinds} == kinds
    assert shape.shape(b'{"a-name": {"x y": [1, 1, "z"]}, "code": null}') == (
        "•",
        "  ‹naam die geen standaard kent›",
        "    ‹naam die geen standaard kent› [ ]",
        "      • ‹getal›",
        "      (nog 1 × hetzelfde)",
        "      • ‹tekst›",
        "  code ‹niets›",
    )
