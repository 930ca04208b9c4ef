"""Scopes: whatever is asked of whatever is allowed, nothing is granted that was not both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.auth import scopes
from gateway.errors import BadInput, Refused

RESOURCES = ("*", "Patient", "Observation", "AuditEvent", "deliveries")
PERMISSIONS = st.sets(st.sampled_from(scopes.ORDER), min_size=1).map(
    lambda chosen: "".join(p for p in scopes.ORDER if p in chosen)
)
SCOPE = st.builds("system/{}.{}".format, st.sampled_from(RESOURCES), PERMISSIONS)
SCOPES = st.lists(SCOPE, min_size=1, max_size=5).map(tuple)
NAMED = (*RESOURCES[1:], "Condition")


def reach(granted: tuple[str, ...]) -> set[tuple[str, str]]:
    """Everything a token with these scopes may do."""
    return {(name, p) for name in NAMED for p in scopes.ORDER if scopes.permits(granted, name, p)}


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
    *("user/*.rs", "patient/Observation.rs", "patient/deliveries.c", "sys/*.rs", "system/*.cruds/..", "*.*", "*"),
    *("system/Observation.rs?category=laboratory", "system/Observation.rs?", "system/*.rs?_tag=x&category=y"),
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
        ("system/Observation.rs?category=laboratory", "'category'"),
        ("patient/*.rs", "A patient/ scope"),
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
