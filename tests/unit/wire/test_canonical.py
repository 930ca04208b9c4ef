"""The canonical form is that of RFC 8785, also where it is written by a shorter way."""

from __future__ import annotations

from typing import Any

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.wire import json

text = st.text(max_size=6) | st.text(st.characters(max_codepoint=0x7F), max_size=6)
members = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text | st.lists(text, max_size=3)
objects = st.dictionaries(text, members | st.dictionaries(text, members, max_size=2), max_size=5)


@given(objects)
@example({"b": '\x00\x1f\x7f\\"/\b\t\n\f\r', "a": ["\x0b", ""], "": None, "A": 2**53 - 1, "_": -1, "no": False})
@example({"\U0001f600": 1, "\ue000": 2})
def test_every_object_is_written_as_the_standard_says(value: dict[str, Any]) -> None:
    assert json.canonical(value) == rfc8785.dumps(value)
