"""A dossier damaged anywhere is read or refused by name; what is made of it is valid R4, and nothing else happens."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.mappings.jgz import normalise
from gateway.sources.jgz import lezen
from gateway.stages.delivered import Origin
from gateway.wire import xml
from tests.builders.jgz import BDS, consent, contact, document, message, observation, rubric

ORIGIN = Origin("org-jgz", "GGD Voorbeeld", "jgz", "jgz", "Wpg")
PERSON = """<personalRelationship><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/><relationshipHolder1>
  <id root="2.16.840.1.113883.2.4.6.3" extension="999911120"/><name>Moeder</name></relationshipHolder1>
  </personalRelationship>"""
WHOLE = message(
    contact(
        rubric(
            "R027",
            observation("235", '<value xsi:type="PQ" value="1680" unit="mm"/>'),
            observation("748", '<value xsi:type="ST">goed</value>'),
            observation("80", f'<value xsi:type="CV" code="01" codeSystem="{BDS}.8"/>'),
        ),
        "<performer><assignedEntity><id root='2.16.528.1.1007.3.1' extension='123456789'/></assignedEntity>",
        "</performer><component3><substanceAdministration negationInd='false'><effectiveTime value='2019'/>",
        "</substanceAdministration></component3>",
    ),
    consent("1395", "true"),
    document("JVBERi0x"),
    person=PERSON,
)
NAMES = (
    "code",
    "value",
    "unit",
    "root",
    "extension",
    "nullFlavor",
    "negationInd",
    "moodCode",
    "codeSystem",
    "displayName",
)
VALUES = st.sampled_from(
    ["", "x", "true", "1", "-1", "2019", "20190230", "1e5", "NI", "OTH", "٣", "é" * 99, "99991231235959"]
)
STEP = st.tuples(
    st.integers(0, 10_000), st.sampled_from(["set", "text", "drop", "copy", "move"]), st.sampled_from(NAMES), VALUES
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=6))
def test_a_damaged_dossier_is_read_or_refused_by_name(steps: list[tuple[int, str, str, str]]) -> None:
    root = xml.parse(WHOLE)
    for number, what, name, value in steps:
        _damage(list(root.iterdescendants()), number, what, name, value)
    try:
        made = normalise(lezen.read(root), ORIGIN)
    except GatewayError as error:
        assert error.status in {400, 422}
        return
    for content in (*(r.content for r in made.resources), *(p.patient for p in made.people)):
        assert check(content) == ()


def _damage(elements: list[Any], number: int, what: str, name: str, value: str) -> None:
    if not elements:
        return
    element, other = elements[number % len(elements)], elements[(7 * number) % len(elements)]
    match what:
        case "set":
            element.set(name, value)
        case "text":
            element.text = value
        case "drop":
            element.getparent().remove(element)
        case "copy":
            element.getparent().append(xml.clone(element))
        case _:
            if other not in list(element.iterdescendants()) and element not in list(other.iterdescendants()):
                element.append(xml.clone(other))
