"""What is made quickly is what the constructor makes, locked as it is."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from gateway.quick import quick
from gateway.stages.tagged import Tags

VALUES = ((), (), ("N",), "Zvw", "huisarts", date(2025, 3, 4), True, False)


def test_it_is_the_same_object_in_every_way() -> None:
    made = quick(Tags)(*VALUES)  # type: ignore[arg-type]  # the members of a tuple are not told apart
    plain = Tags(*VALUES)  # type: ignore[arg-type]
    assert type(made) is Tags
    assert (made, hash(made), repr(made)) == (plain, hash(plain), repr(plain))
    assert replace(made, day=None) == replace(plain, day=None)


def test_it_is_locked() -> None:
    made = quick(Tags)(*VALUES)  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        made.day = None  # type: ignore[misc]


def test_every_member_is_asked_for() -> None:
    with pytest.raises(TypeError):
        quick(Tags)(*VALUES[:-1])  # type: ignore[arg-type, call-arg]
