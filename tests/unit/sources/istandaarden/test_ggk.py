"""A message in a GGk envelope is the message; an envelope that is not right says which part."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from gateway.errors import GatewayError
from gateway.sources.istandaarden import ggk, lezen
from gateway.wire import xml

INSIDE = b'<a:Bericht xmlns:a="http://www.istandaarden.nl/iwmo/3_2/wmo301/schema"/>'
FORM = """<G:{name} xmlns:S="http://www.egem.nl/StUF/StUF0301" xmlns:G="{release}">
  <G:stuurgegevens><S:berichtcode>{code}</S:berichtcode><S:functie>{functie}</S:functie></G:stuurgegevens>
  <G:parameters><G:bericht>{inside}</G:bericht></G:parameters></G:{name}>"""
RIGHT = {
    "name": "envelopHeenbericht-ggk_Di01",
    "release": ggk.GGK,
    "code": "Di01",
    "functie": "WMO301",
    "inside": f"<G:xmlBestand>{base64.b64encode(INSIDE).decode()}</G:xmlBestand>",
}


def envelope(**changes: str) -> bytes:
    return FORM.format(**{**RIGHT, **changes}).encode()


def test_the_message_comes_out_and_any_other_document_stays_what_it_is() -> None:
    assert xml.local(ggk.unwrap(xml.parse(envelope()))) == "Bericht"
    plain = xml.parse(INSIDE)
    assert ggk.unwrap(plain) is plain
    with pytest.raises(GatewayError) as judged:
        lezen.parse(envelope())
    assert judged.value.code == "xsd-invalid"  # read as what is inside: an empty Bericht


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"release": "http://www.stufstandaarden.nl/sectormodel/ggk0310"}, "ggk-version"),
        ({"name": "iets"}, "ggk-version"),
        ({"code": "Du01"}, "ggk-form"),
        ({"functie": ""}, "ggk-form"),
        ({"functie": "WMO305"}, "ggk-functie"),
        ({"inside": ""}, "ggk-form"),
        ({"inside": "<G:xmlBestand>geen base64!</G:xmlBestand>"}, "ggk-form"),
        ({"inside": "<G:xmlBestand>SGllcg==</G:xmlBestand>"}, "xml-syntax"),
        ({"inside": '<G:tekstBestand bestandsnaam="a.csv">SGllcg==</G:tekstBestand>'}, "ggk-text"),
    ],
)
def test_an_envelope_that_is_not_right_says_what(changes: dict[str, str], code: str) -> None:
    with pytest.raises(GatewayError) as refused:
        ggk.unwrap(xml.parse(envelope(**changes)))
    assert refused.value.code == code


def test_the_published_envelopes_get_an_answer(shared: Path) -> None:
    told = {}
    for path in sorted((shared / "samples/wmo/ggk").rglob("*.xml")):
        with pytest.raises(GatewayError) as refused:
            ggk.unwrap(xml.parse(path.read_bytes()))
        told[path.name] = refused.value.code
    assert told["Fo01.xml"] == "ggk-fo01"
    assert told["envelopHeenbericht-ggk_Di01_v21-tekst.xml"] == "ggk-text"
    assert told["envelopHeenbericht-ggk_Di01_v21-xml.xml"] == "xml-syntax"  # "Hier staat een iWmo/iJw-heenbericht."
    assert set(told.values()) <= {"ggk-fo01", "ggk-text", "ggk-version", "xml-syntax"}
