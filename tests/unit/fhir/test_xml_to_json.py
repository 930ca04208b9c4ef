"""FHIR XML becomes the FHIR JSON it means: order, decimals, ids, extensions of primitives, narrative."""

from __future__ import annotations

import pytest

from gateway.errors import Rejected
from gateway.fhir.xml_to_json import convert
from gateway.wire import json, xml

NS = 'xmlns="http://hl7.org/fhir"'


def converted(text: str) -> str:
    return json.dumps(convert(xml.parse(text.encode())))


def test_every_form_of_member() -> None:
    text = f"""<Patient {NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
      <id value="p"/>
      <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>Hé &amp; ja</p></div></text>
      <extension url="u"><valueDecimal value="5.10"/></extension>
      <active value="true"/>
      <name id="n"><given value="A"><extension url="q"><valueCode value="BR"/></extension></given>
        <given value="B"/></name>
      <birthDate><extension url="absent"><valueCode value="unknown"/></extension></birthDate>
      <multipleBirthInteger value="2"/>
    </Patient>"""
    assert converted(text) == (
        '{"resourceType":"Patient","id":"p",'
        '"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Hé &amp; ja</p></div>"},'
        '"extension":[{"url":"u","valueDecimal":5.10}],"active":true,'
        '"name":[{"id":"n","given":["A","B"],"_given":[{"extension":[{"url":"q","valueCode":"BR"}]},null]}],'
        '"_birthDate":{"extension":[{"url":"absent","valueCode":"unknown"}]},"multipleBirthInteger":2}'
    )


def test_resources_within_resources() -> None:
    text = f"""<Bundle {NS}><type value="collection"/><entry><resource>
      <Observation><contained><Device><id value="d"/></Device></contained><status value="final"/>
      <code><text value="x"/></code></Observation></resource></entry></Bundle>"""
    assert '"contained":[{"resourceType":"Device","id":"d"}]' in converted(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<Patient/>", "fhir-namespace"),
        (f"<Teapot {NS}/>", "fhir-type"),
        (f'<Patient {NS}><colour value="red"/></Patient>', "fhir-xml-element"),
        (f'<Patient {NS}><active value="true"/><active value="true"/></Patient>', "fhir-xml-element"),
        (f'<Patient {NS}><active value="1"/></Patient>', "fhir-xml-value"),
        (f"<Patient {NS}><active/></Patient>", "fhir-xml-value"),
        (f'<Patient {NS} active="true"/>', "fhir-xml-attribute"),
        (f'<Patient {NS}><active value="true" use="x"/></Patient>', "fhir-xml-attribute"),
        (f"<Patient {NS}>text</Patient>", "fhir-xml-text"),
        (f'<Patient {NS}><text><status value="generated"/><div>no xhtml</div></text></Patient>', "fhir-xml-element"),
        (f"<Bundle {NS}><entry><resource/></entry></Bundle>", "fhir-xml-element"),
    ],
)
def test_what_fhir_does_not_know_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        convert(xml.parse(text.encode()))
    assert refused.value.code == code
    assert refused.value.where
