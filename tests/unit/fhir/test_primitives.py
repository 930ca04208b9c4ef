"""Each primitive type takes what R4 writes and refuses what it does not."""

from __future__ import annotations

import pytest

from gateway.fhir import primitives
from gateway.wire.json import Exact

TAKEN = {
    "base64Binary": ["QUJD", "QUI=", "QQ==", " QU JD\n"],
    "boolean": [True, False],
    "canonical": ["http://x.nl/a|1.0", "#a"],
    "code": ["a", "a b", "final"],
    "date": ["2024", "2024-02", "2024-02-29"],
    "dateTime": ["2024", "2024-02-29", "2024-02-29T23:59:59Z", "2024-02-29T23:59:60.123+14:00"],
    "decimal": [5, Exact("5.10"), Exact("1e2")],
    "id": ["a-B.9", "x" * 64],
    "instant": ["2024-02-29T00:00:00.000+01:00"],
    "integer": [-(2**31), 0, 2**31 - 1],
    "markdown": ["a\n\tb"],
    "oid": ["urn:oid:2.16.840.1.113883.6.98"],
    "positiveInt": [1],
    "string": ["a\r\nb", "é"],
    "time": ["23:59:59", "00:00:00.5"],
    "unsignedInt": [0],
    "uri": ["urn:x", "Patient/1"],
    "url": ["https://x.nl"],
    "uuid": ["urn:uuid:c757873d-ec9a-4326-a141-556f43239520"],
}
REFUSED = {
    "base64Binary": ["QUJ", "QU=D", "====", "QUJD!", ""],
    "boolean": ["true", 1, None],
    "code": [" a", "a ", "a  b", "a\n b"],
    "date": ["2023-02-29", "24", "2024-13", "0000", "2024-02-29T10:00:00Z"],
    "dateTime": ["2024-02-29T23:59:59", "2024-02-29T24:00:00Z", "2024-02-29T10:00Z", "2024-02-30T10:00:00Z"],
    "decimal": ["5.10", True],
    "id": ["", "a b", "x" * 65, "a/b"],
    "instant": ["2024-02-29", "2024-02-29T00:00:00"],
    "integer": [2**31, "1", Exact("1.0"), True],
    "oid": ["2.16.840", "urn:oid:3.1", "urn:oid:1.01", "urn:oid:1."],
    "positiveInt": [0],
    "string": ["", "  ", "a\x00b", 5],
    "time": ["24:00:00", "10:00"],
    "unsignedInt": [-1],
    "uri": ["a b", ""],
    "uuid": ["c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-EC9A-4326-A141-556F43239520"],
}


@pytest.mark.parametrize(("type_", "value"), [(t, v) for t, values in TAKEN.items() for v in values])
def test_what_r4_writes_is_taken(type_: str, value: object) -> None:
    assert primitives.fault(type_, value) is None


@pytest.mark.parametrize(("type_", "value"), [(t, v) for t, values in REFUSED.items() for v in values])
def test_what_r4_does_not_write_is_refused(type_: str, value: object) -> None:
    assert primitives.fault(type_, value) is not None


def test_text_from_xml_becomes_the_json_value_or_nothing() -> None:
    assert primitives.from_text("boolean", "true") is True
    assert primitives.from_text("boolean", "1") is None
    assert primitives.from_text("integer", "12") == 12
    assert primitives.from_text("integer", "9" * 5000) is None
    assert str(primitives.from_text("decimal", "5.10")) == "5.10"
    assert primitives.from_text("decimal", "0x1") is None
    for boundless in ("1e400", "-1E-400", "1e1000000000000000000"):
        assert primitives.from_text("decimal", boundless) is None
