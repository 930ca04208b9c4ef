"""Every shape in which the BRP states parental authority: who holds it, or why a person must look."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import gezag
from gateway.consent.gezag import Doubt, Held
from gateway.errors import Rejected
from gateway.identifiers import Bsn

CHILD, MOTHER, FATHER, OTHER = "999900006", "999911120", "999998778", "999911624"
PARENT = {"burgerservicenummer": MOTHER, "naam": {"volledigeNaam": "Gerda Aedel"}}
SECOND = {"burgerservicenummer": FATHER, "naam": {"volledigeNaam": "Aart Aedel"}}
KNOWN = {"type": "BekendeDerde", "burgerservicenummer": OTHER, "naam": {"volledigeNaam": "Gerard Ros"}}
JOINT = {"type": "GezamenlijkOuderlijkGezag", "ouders": [PARENT, SECOND]}
SINGLE = {"type": "EenhoofdigOuderlijkGezag", "ouder": PARENT}


def about(*relations: dict[str, Any], of: str = CHILD) -> Held | Doubt:
    minor = {"minderjarige": {"burgerservicenummer": of, "leeftijd": 9}}
    return gezag.about(Bsn(CHILD), {"gezag": [{**minor, **relation} for relation in relations]})


@pytest.mark.parametrize(
    ("relation", "holders"),
    [
        (JOINT, {(MOTHER, "ouder"), (FATHER, "ouder")}),
        (SINGLE, {(MOTHER, "ouder")}),
        ({"type": "GezamenlijkGezag", "ouder": PARENT, "derde": KNOWN}, {(MOTHER, "ouder"), (OTHER, "derde")}),
        ({"type": "Voogdij", "derden": [KNOWN]}, {(OTHER, "voogd")}),
        ({"type": "Voogdij", "derden": [KNOWN, {**SECOND}]}, {(OTHER, "voogd"), (FATHER, "voogd")}),
        ({**SINGLE, "inOnderzoek": False}, {(MOTHER, "ouder")}),
    ],
)
def test_who_holds_it(relation: dict[str, Any], holders: set[tuple[str, str]]) -> None:
    found = about(relation)
    assert isinstance(found, Held)
    assert {(holder.bsn.value, holder.capacity) for holder in found.holders} == holders


@pytest.mark.parametrize(
    ("relation", "why"),
    [
        ({"type": "GezamenlijkGezag", "ouder": PARENT, "derde": {"type": "OnbekendeDerde"}}, "onbekende-derde"),
        ({"type": "GezamenlijkGezag", "ouder": PARENT}, "onbekende-derde"),
        ({"type": "GezamenlijkGezag", "ouder": PARENT, "derde": {"burgerservicenummer": OTHER}}, "onbekende-derde"),
        ({"type": "Voogdij", "derden": []}, "voogd-onbekend"),
        ({"type": "Voogdij"}, "voogd-onbekend"),
        ({"type": "Voogdij", "derden": [{"type": "OnbekendeDerde"}]}, "voogd-onbekend"),
        ({"type": "Voogdij", "derden": [KNOWN, PARENT, SECOND]}, "voogd-onbekend"),
        ({"type": "TijdelijkGeenGezag", "toelichting": "de ouder is minderjarig"}, "tijdelijk-geen-gezag"),
        ({"type": "GezagNietTeBepalen", "toelichting": "niet in Nederland"}, "niet-te-bepalen"),
        ({"type": "IetsNieuws"}, "onbekende-vorm"),
        ({}, "onbekende-vorm"),
        ({**JOINT, "ouders": [PARENT]}, "onbekende-vorm"),
        ({**JOINT, "ouders": [PARENT, PARENT]}, "onbekende-vorm"),
        ({**JOINT, "ouders": [PARENT, {"naam": {"volledigeNaam": "Aart"}}]}, "zonder-burgerservicenummer"),
        ({**SINGLE, "ouder": {"burgerservicenummer": "123456789"}}, "zonder-burgerservicenummer"),
        ({**SINGLE, "ouder": None}, "zonder-burgerservicenummer"),
        ({**JOINT, "inOnderzoek": True}, "in-onderzoek"),
        ({**SINGLE, "inOnderzoek": "true"}, "in-onderzoek"),
    ],
)
def test_what_goes_to_a_person(relation: dict[str, Any], why: str) -> None:
    found = about(relation)
    assert isinstance(found, Doubt)
    assert found.why == why
    assert gezag.QUESTIONS[found.why].endswith("?")


def test_the_explanation_of_the_register_goes_along() -> None:
    assert about({"type": "TijdelijkGeenGezag", "toelichting": "x"}) == Doubt("tijdelijk-geen-gezag", "x")


def test_nothing_and_more_than_one_are_doubts_too() -> None:
    assert about() == Doubt("geen-gezagsrelatie")
    assert about(SINGLE, JOINT) == Doubt("meer-dan-een-gezagsrelatie")
    # What the register says of another child says nothing of this one.
    assert about(SINGLE, of=OTHER) == Doubt("geen-gezagsrelatie")


@pytest.mark.parametrize("person", [None, [], {}, {"gezag": None}, {"gezag": {}}])
def test_an_answer_without_gezag_is_refused(person: Any) -> None:
    with pytest.raises(Rejected) as refused:
        gezag.about(Bsn(CHILD), person)
    assert refused.value.code == "gezag-form"


def test_odd_entries_count_as_nothing() -> None:
    person = {"gezag": [None, "x", {"minderjarige": None}, {"minderjarige": {"burgerservicenummer": 7}}]}
    assert gezag.about(Bsn(CHILD), person) == Doubt("geen-gezagsrelatie")
