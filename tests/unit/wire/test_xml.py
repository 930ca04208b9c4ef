from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadInput, GatewayError
from gateway.wire import xml

BOMB = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
FETCH = b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "xml-syntax"),
        (b"<a>", "xml-syntax"),
        (b"<a></b>", "xml-syntax"),
        (b"<a/><a/>", "xml-syntax"),
        (b"<p:a/>", "xml-syntax"),
        (BOMB, "xml-doctype"),
        (FETCH, "xml-doctype"),
        (b"<a>" * 200 + b"</a>" * 200, "xml-depth"),
        (b"<a>" + b"<b/>" * 210_000 + b"</a>", "xml-elements"),
        (b"<a>" + b"x" * (6 * 1024 * 1024) + b"</a>", "body-too-large"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "xml-encoding"),
    ],
)
def test_dangerous_or_broken_documents_are_refused(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        xml.parse(body)
    assert refused.value.code == code


def test_comments_and_instructions_are_left_out() -> None:
    root = xml.parse(b"<a><!-- c --><?p i?><b>t</b></a>")
    assert [xml.local(child) for child in xml.children(root)] == ["b"]


def test_path_names_elements_without_namespaces_or_values() -> None:
    root = xml.parse(b'<a xmlns="urn:x"><b>1</b><b><c>2</c></b></a>')
    assert xml.path(root[1][0]) == "a/b[2]/c"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_a_declared_error(body: bytes) -> None:
    try:
        xml.parse(body)
    except GatewayError as error:
        assert error.status in {400, 413}
