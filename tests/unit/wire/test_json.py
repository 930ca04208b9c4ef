from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadInput, GatewayError
from gateway.wire import json


@pytest.mark.parametrize("text", ["5.10", "0.001530", "1e2", "-0.0", "-0", "12345678901234567890", "1.0E-5", "0"])
def test_numbers_come_out_digit_for_digit(text: str) -> None:
    assert json.dumps(json.loads(f'{{"value":{text}}}')) == f'{{"value":{text}}}'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json-syntax"),
        (b"{", "json-syntax"),
        (b'{"a":1}{', "json-syntax"),
        (b"{'a':1}", "json-syntax"),
        (b'{"a":1,"a":2}', "json-duplicate-member"),
        (b'{"x":{"a":1,"a":2}}', "json-duplicate-member"),
        (b"[NaN]", "json-number"),
        (b"[-Infinity]", "json-number"),
        (b"[1e400]", "json-number"),
        (b"[1e-400]", "json-number"),
        # Exponents that decimal arithmetic itself cannot hold.
        (b"[1e1000000000000000000]", "json-number"),
        (b"[-1E-99999999999999999999]", "json-number"),
        (b"[0e99999999999999999999]", "json-number"),
        (b'"\\ud800"', "json-encoding"),
        (b'{"\\udfff":1}', "json-encoding"),
        (b"\xff\xfe{}", "json-encoding"),
        (b"[" * 100 + b"]" * 100, "json-depth"),
        (b"[" + b"1," * 250_000 + b"1]", "json-nodes"),
    ],
)
def test_what_parsers_disagree_about_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        json.loads(body)
    assert refused.value.code == code


def test_brackets_inside_strings_are_not_depth() -> None:
    assert json.loads(b'"' + b"[" * 1000 + b'"') == "[" * 1000


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_declared_error(body: bytes) -> None:
    try:
        json.loads(body)
    except GatewayError as error:
        assert error.status in {400, 413}


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(trees)
def test_round_trip(tree: Any) -> None:
    assert json.loads(json.dumps(tree)) == tree
