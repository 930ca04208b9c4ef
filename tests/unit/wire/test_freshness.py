"""How long an answer may be kept: what its headers say, read as RFC 9111 has it."""

from __future__ import annotations

import pytest

from gateway.wire.freshness import MOST, lasts


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ([], None),
        (["public"], None),
        (["s-maxage=60"], None),
        (["max-age=60"], 60),
        (["Public, MAX-AGE=60"], 60),
        (['max-age="60"'], 60),
        (["public", "max-age=60"], 60),
        (["max-age=60, max-age=30"], 30),
        (["max-age=0"], 0),
        (["no-store"], 0),
        (["no-cache, max-age=60"], 0),
        (['private, no-cache="set-cookie", max-age=60'], 0),
        (["max-age=-1"], 0),
        (["max-age=soon"], 0),
        (["max-age"], 0),
        (["max-age=1.5"], 0),
        (["max-age=\xb2"], 0),
        (["max-age=99999999999"], MOST),
        (["max-age=" + "9" * 5000], 0),
    ],
)
def test_what_cache_control_says(said: list[str], seconds: int | None) -> None:
    assert lasts((b"Cache-Control", value.encode("latin-1")) for value in said) == seconds


@pytest.mark.parametrize(("age", "seconds"), [(b"20", 40), (b"99", 0), (b"x", 60), (b"-5", 60), (b"9" * 5000, 60)])
def test_time_it_spent_elsewhere_counts(age: bytes, seconds: int) -> None:
    assert lasts([(b"cache-control", b"max-age=60"), (b"AGE", age)]) == seconds
