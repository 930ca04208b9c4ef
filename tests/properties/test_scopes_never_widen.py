"""Scopes: whatever is asked of whatever is allowed, nothing is granted that was not both; a query only narrows."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.auth import scopes
from gateway.errors import BadInput, Refused

RESOURCES = ("*", "Patient", "Observation", "AuditEvent", "deliveries")
WITH_CATEGORY = ("*", "Observation", "Condition")
SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category"
CODINGS = ((SYSTEM, "laboratory"), (SYSTEM, "vital-signs"), ("urn:oid:1.2", "laboratory"), (None, "own"))
VALUES = (
    *("laboratory", "vital-signs", "own", "|own", f"{SYSTEM}|laboratory", f"{SYSTEM}|", "urn:oid:1.2|laboratory"),
    "elsewhere",
)
PERMISSIONS = st.sets(st.sampled_from(scopes.ORDER), min_size=1).map(
    lambda chosen: "".join(p for p in scopes.ORDER if p in chosen)
)
QUERY = st.lists(st.lists(st.sampled_from(VALUES), min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda clauses: "?" + "&".join(f"category={','.join(values)}" for values in clauses)
)
WHOLE = st.builds("system/{}.{}".format, st.sampled_from(RESOURCES), PERMISSIONS)
PART = st.builds("system/{}.{}{}".format, st.sampled_from(WITH_CATEGORY), PERMISSIONS, QUERY)
SCOPE = WHOLE | PART
SCOPES = st.lists(SCOPE, min_size=1, max_size=5).map(tuple)
NAMED = (*RESOURCES[1:], "Condition")


def in_categories(type_: str, codings: tuple[tuple[str | None, str], ...]) -> dict[str, Any]:
    said = [{"coding": [{**({"system": system} if system else {}), "code": code}]} for system, code in codings]
    return {"resourceType": type_, **({"category": said} if said else {})}


EVERY = tuple(chain.from_iterable(combinations(CODINGS, size) for size in range(len(CODINGS) + 1)))


def reach(granted: tuple[str, ...]) -> set[tuple[str, str, Any]]:
    """Everything a token with these scopes may do, to each resource there could be."""
    read = scopes.reach(granted)
    return {
        (name, p, codings)
        for name in NAMED
        for p in scopes.ORDER
        for codings in EVERY
        if read.holds(name, p, lambda name=name, codings=codings: in_categories(name, codings))  # type: ignore[misc]
    }


@given(SCOPES, SCOPES)
def test_what_is_granted_is_exactly_what_is_asked_and_allowed(asked: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    both = reach(asked) & reach(allowed)
    try:
        granted = scopes.narrow(asked, allowed)
    except Refused:
        assert both == set()
    else:
        assert reach(granted) == both


@given(SCOPES, SCOPES)
def test_asking_again_for_what_was_granted_changes_nothing(asked: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    try:
        granted = scopes.narrow(asked, allowed)
    except Refused:
        return
    assert reach(scopes.narrow(granted, allowed)) == reach(granted)
    assert reach(scopes.narrow(granted, granted)) == reach(granted)


@given(SCOPES, WHOLE, QUERY)
def test_a_query_only_narrows(others: tuple[str, ...], scope: str, query: str) -> None:
    try:
        scopes.parse(f"{scope}{query}")
    except BadInput:
        assert not scope.startswith(("system/*.", "system/Observation."))
    assert reach((*others, f"{scope}{query}")) <= reach((*others, scope))
    assert reach((f"{scope}{query}&category=laboratory",)) <= reach((f"{scope}{query}",)) <= reach((scope,))


@given(SCOPES)
def test_what_is_known_before_a_resource_is_looked_at_is_no_guess(granted: tuple[str, ...]) -> None:
    read, every = scopes.reach(granted), reach(granted)
    for name in NAMED:
        for p in scopes.ORDER:
            held = [codings for codings in EVERY if (name, p, codings) in every]
            assert not held or read.part(name, p)
            assert not read.whole(name, p) or len(held) == len(EVERY)
            assert scopes.permits(granted, name, p) == read.whole(name, p)


@given(SCOPES, st.text(max_size=30))
def test_a_scope_that_is_not_understood_adds_nothing(known: tuple[str, ...], other: str) -> None:
    try:
        scopes.parse(other)
    except BadInput:
        assert reach((*known, other)) == reach(known)


@given(SCOPES)
def test_scopes_read_back_as_they_are_written(known: tuple[str, ...]) -> None:
    assert reach(scopes.parse(" ".join(known))) == reach(known)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        scopes.parse(text)
    except BadInput as refused:
        assert refused.code == "invalid-scope"


REFUSED = (
    *("system/*", "system/.rs", "system/*.", "system/*.sr", "system/*.rr", "system/*.x", "SYSTEM/*.rs", "system/*.rs,"),
    *("system/*.read", "system/Patient.*", "system/patient.rs", "openid", "fhirUser", "launch", "offline_access"),
    *("system/Teapot.rs", "system/DomainResource.rs", "system/Quantity.r", "system/SubscriptionTopic.rs"),
    *("user/*.rs", "patient/Observation.rs", "patient/deliveries.c", "sys/*.rs", "system/*.cruds/..", "*.*", "*"),
    *("system/Observation.rs?", "system/Observation.rs?category", "system/Observation.rs?category=", "system/*.rs?x"),
    *("system/*.rs?_tag=x&category=y", "system/*.rs?category=y&_tag=x", "system/*.rs?category:in=y"),
    *("system/*.rs?Category=y", "system/*.rs?category=a,,b", "system/*.rs?category=|", "system/*.rs?category=a|b"),
    *("system/*.rs?category=a%20b", "system/*.rs?category=a%2Cb%22", "system/*.rs?category=y?category=z"),
    *("system/Patient.rs?category=y", "system/Provenance.rs?category=y", "system/deliveries.c?category=y"),
    *(
        "system/Everything.rs?category=y",
        "system/AuditEvent.rs?category=y",
        f"system/*.rs?{'&'.join(21 * ['category=y'])}",
    ),
)


@pytest.mark.parametrize("scope", REFUSED)
def test_what_is_refused_by_name(scope: str) -> None:
    with pytest.raises(BadInput) as refused:
        scopes.parse(f"{scopes.READ} {scope}")
    assert refused.value.code == "invalid-scope"
    assert not scopes.permits((scope,), "Observation", "r")


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ("system/Observation.rs?code=laboratory", "'code'"),
        ("system/Observation.rs?category=y&999900006=y", "'·········'"),
        ("system/Patient.rs?category=y", "'Patient'"),
        ("patient/*.rs", "A patient/ scope"),
        ("system/Teapot.rs", "no type 'Teapot'"),
        ("system/*.read", ".rs for .read"),
        ("system/999900006.rs", "·········"),
    ],
)
def test_a_refusal_says_why_and_shows_no_number(scope: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        scopes.parse(scope)
    assert says in str(refused.value)
    assert "999900006" not in str(refused.value)


def test_asking_wide_gives_what_is_allowed() -> None:
    assert scopes.narrow(("system/*.cruds",), scopes.DEFAULT) == (scopes.READ,)
    assert scopes.narrow(("system/Observation.rs",), scopes.DEFAULT) == ("system/Observation.rs",)
    with pytest.raises(Refused):
        scopes.narrow(("system/*.c",), scopes.DEFAULT)


LAB = "system/Observation.rs?category=laboratory"


@pytest.mark.parametrize(
    ("asked", "allowed", "granted"),
    [
        (LAB, "system/*.rs", LAB),
        ("system/*.cruds", LAB, LAB),
        ("system/*.rs?category=laboratory", "system/Observation.r", "system/Observation.r?category=laboratory"),
        (LAB, "system/Observation.rs?category=laboratory,vital-signs", LAB),
        (LAB, "system/*.rs?category=vital-signs", "system/Observation.rs?category=laboratory&category=vital-signs"),
        (f"system/Observation.rs?category={SYSTEM.replace(':', '%3A')}%7Claboratory", "system/*.s",
         f"system/Observation.s?category={SYSTEM}|laboratory"),
    ],
)  # fmt: skip
def test_what_is_granted_is_said(asked: str, allowed: str, granted: str) -> None:
    assert scopes.narrow(scopes.parse(asked), (allowed,)) == (granted,)


def test_of_a_type_without_category_a_narrowed_wildcard_leaves_nothing() -> None:
    with pytest.raises(Refused):
        scopes.narrow(("system/*.rs?category=laboratory",), ("system/Patient.rs",))


def test_no_more_is_granted_than_fits_in_a_token() -> None:
    asked = tuple(f"system/*.rs?category=urn:oid:1.2.3.4.5|code-{n:030}" for n in range(90))
    with pytest.raises(Refused) as refused:
        scopes.narrow(asked, ("system/*.rs",))
    assert refused.value.code == "invalid-scope"
