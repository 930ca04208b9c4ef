"""A message in a GGk envelope is the message; an envelope that is not right says which part; what is sent is valid."""

from __future__ import annotations

import base64
import random
import re
from datetime import date
from pathlib import Path

import pytest

from gateway.errors import GatewayError
from gateway.sources.istandaarden import ggk, ggk_lezen, ggk_schrijven, lezen
from gateway.sources.istandaarden.ggk import Stuurgegevens, Systeem, Versies
from gateway.sources.istandaarden.ggk_fouten import FOUTCODES, foutcode
from gateway.sources.istandaarden.ggk_schrijven import Fout
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.soorten import SOORTEN
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import xml, xml_stream
from tests.unit.sources.istandaarden import bouw

REFERENTIE = "9c0f7b90-5c69-41e5-a837-0800200c9a66"
CROSS = "b6e9f182-bc44-4f27-9863-9a5ccc1e1cf0"
INSIDE = b'<a:Bericht xmlns:a="http://www.istandaarden.nl/iwmo/3_2/wmo301/schema"/>'
FORM = """<G:{name} xmlns:S="http://www.egem.nl/StUF/StUF0301" xmlns:G="{release}">
  <G:stuurgegevens><S:berichtcode>{code}</S:berichtcode>
    <S:zender><S:organisatie>0384</S:organisatie><S:applicatie>Wmo Applicatie</S:applicatie></S:zender>
    <S:ontvanger><S:organisatie>42420001</S:organisatie><S:applicatie>GGk</S:applicatie></S:ontvanger>
    {referentie}<S:tijdstipBericht>20160421132514</S:tijdstipBericht>{cross}
    <S:functie>{functie}</S:functie></G:stuurgegevens>
  <G:parameters><G:applicatieVersie>0004</G:applicatieVersie><G:applicatieSubversie>0003</G:applicatieSubversie>
    <G:functieVersie>0003</G:functieVersie><G:functieSubversie>0002</G:functieSubversie>
    <G:bericht>{inside}</G:bericht></G:parameters></G:{name}>"""
RIGHT = {
    "name": "envelopHeenbericht-ggk_Di01",
    "release": ggk.GGK,
    "code": "Di01",
    "referentie": f"<S:referentienummer>{REFERENTIE}</S:referentienummer>",
    "cross": "",
    "functie": "WMO301",
    "inside": f"<G:xmlBestand>{base64.b64encode(INSIDE).decode()}</G:xmlBestand>",
}
RETOUR = {
    "name": "envelopRetourbericht-ggk_Du01",
    "code": "Du01",
    "cross": f"<S:crossRefnummer>{CROSS}</S:crossRefnummer>",
}


def envelope(**changes: str) -> bytes:
    return FORM.format(**{**RIGHT, **changes}).encode()


def carrying(content: bytes, **changes: str) -> bytes:
    return envelope(inside=f"<G:xmlBestand>{base64.b64encode(content).decode()}</G:xmlBestand>", **changes)


def stuur(**changes: str | None) -> Stuurgegevens:
    sender, receiver = Systeem("0384", "wijkdossier"), Systeem("42420001", "GGk", "test", "gebruiker1")
    return Stuurgegevens(sender, receiver, **{"referentienummer": REFERENTIE, "tijdstip": "20260101120000"} | changes)


def test_the_message_comes_out_with_what_the_envelope_says() -> None:
    found = ggk_lezen.lees(envelope())
    assert (found.inhoud, found.stuurgegevens.referentienummer) == (INSIDE, REFERENTIE)
    assert found.stuurgegevens.zender == Systeem("0384", "Wmo Applicatie")
    assert found.versies == Versies("0004", "0003", "0003", "0002")
    with pytest.raises(GatewayError) as judged:
        lezen.parse(envelope())
    assert judged.value.code == "xsd-invalid"  # read as what is inside: an empty Bericht


@pytest.mark.parametrize("release", [ggk.GGK.replace("koppelvlak/ggk0210", "sectormodel/ggk0310"), "http://x/ggk0210"])
def test_another_release_is_another_thing(release: str) -> None:
    told = ggk_lezen.is_ggk(xml_stream.beginning(envelope(release=release)))
    assert told == ("stufstandaarden" in release)


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"release": "http://www.stufstandaarden.nl/sectormodel/ggk0310"}, "ggk-version", "envelopHeenbericht"),
        ({"name": "iets"}, "ggk-version", "iets"),
        ({"code": "Du01"}, "ggk-form", "stuurgegevens/berichtcode"),
        ({"referentie": ""}, "ggk-form", "stuurgegevens/tijdstipBericht"),
        ({"referentie": "<S:referentienummer>1</S:referentienummer>"}, "ggk-form", "stuurgegevens/referentienummer"),
        ({"cross": RETOUR["cross"]}, "ggk-form", "stuurgegevens/crossRefnummer"),
        ({"functie": ""}, "ggk-functie", "stuurgegevens/functie"),
        ({"functie": "WMO399"}, "ggk-functie", "stuurgegevens/functie"),
        ({"functie": "WMO305"}, "ggk-inhoud", "stuurgegevens/functie"),
        (RETOUR, "ggk-inhoud", "stuurgegevens/berichtcode"),
        ({"inside": ""}, "ggk-form", "parameters/bericht"),
        ({"inside": "<G:xmlBestand/>"}, "ggk-form", "parameters/bericht"),
        ({"inside": "<G:xmlBestand>geen base64!</G:xmlBestand>"}, "ggk-form", "parameters/bericht"),
        ({"inside": "<G:xmlBestand>SGllcg==SGllcg==</G:xmlBestand>"}, "ggk-form", "parameters/bericht"),
        ({"inside": "<G:xmlBestand>SGllcg</G:xmlBestand>"}, "ggk-form", "parameters/bericht"),
        ({"inside": "<S:xmlBestand>SGllcg==</S:xmlBestand>"}, "ggk-form", "parameters/bericht/xmlBestand"),
        ({"inside": "<G:xmlBestand>SGllcg==</G:xmlBestand>" * 2}, "ggk-form", "parameters/bericht"),
        ({"inside": "<G:xmlBestand>SGllcg==</G:xmlBestand>"}, "xml-syntax", "parameters/bericht, line 1"),
        ({"inside": "<G:xmlBestand>UEsDBAAA</G:xmlBestand>"}, "ggk-zip", "parameters/bericht"),
        ({"inside": '<G:tekstBestand bestandsnaam="a.csv">SGllcg==</G:tekstBestand>'}, "ggk-text", "tekstBestand"),
        ({"inside": "<G:tekstBestand>SGllcg==</G:tekstBestand>"}, "ggk-form", "parameters/bericht/tekstBestand"),
    ],
)
def test_an_envelope_that_is_not_right_says_what(changes: dict[str, str], code: str, where: str) -> None:
    with pytest.raises(GatewayError) as refused:
        lezen.parse(envelope(**changes))
    assert refused.value.code == code
    assert where in (refused.value.where or "")


def test_base64_may_be_broken_over_lines_anywhere() -> None:
    text = base64.b64encode(INSIDE).decode()
    broken = "\n   ".join(text[n : n + 7] for n in range(0, len(text), 7))
    assert ggk_lezen.lees(envelope(inside=f"<G:xmlBestand>\n {broken}\n</G:xmlBestand>")).inhoud == INSIDE


def test_a_text_file_that_is_a_message_is_read_with_a_notice() -> None:
    inside = base64.b64encode(bouw.xml315("Wmo")).decode()
    named = f'<G:tekstBestand bestandsnaam="WMO315.xml">{inside}</G:tekstBestand>'
    message = lezen.parse(envelope(inside=named, functie="WMO315"))
    assert message.kind == "WMO315"
    assert [notice.where for notice in message.notices] == ["parameters/bericht/tekstBestand"]


@pytest.mark.parametrize("path", ["envelopHeenbericht-ggk_Di01_v21-xml.xml", "envelopRetourbericht-ggk_Du01-v21.xml"])
def test_the_published_envelopes_carry_a_message(shared: Path, path: str) -> None:
    """They are empty: with a message in them they are read."""
    published = (shared / "samples/wmo/ggk" / path).read_bytes()
    heen = bouw.vol301("Wmo")
    inside = heen if "Di01" in path else retour(bouw.gelezen(heen), Verdict(), "R1", date(2026, 1, 1))
    filled = re.sub(rb"(<GGK:xmlBestand>)[^<]*", rb"\1" + base64.b64encode(inside), published)
    message = lezen.parse(filled)
    assert message.kind == ("WMO301" if "Di01" in path else "WMO302")
    assert [notice.where for notice in message.notices] == ["stuurgegevens"]  # the parties are not those of the message


def test_the_published_envelopes_get_an_answer(shared: Path) -> None:
    told = {}
    found = sorted((shared / "samples/wmo/ggk").rglob("*.xml"))
    report = lezen.parse(next(path for path in found if path.name == "Fo01.xml").read_bytes())
    assert (report.kind, report.body.code, report.body.details) == ("Fo01", "IB210", "JW315-00010004")
    assert (report.body.cross, report.body.applicatie) == ("9c0f7b90-5c69-11e5-a837-0800200c9a66", "GGK")
    for path in (path for path in found if path.name != "Fo01.xml"):
        with pytest.raises(GatewayError) as refused:
            lezen.parse(path.read_bytes())
        told[path.relative_to(shared / "samples/wmo/ggk").as_posix()] = refused.value.code
    assert told == {
        "envelopHeenbericht-ggk_Di01_v21-tekst.xml": "ggk-text",
        "envelopHeenbericht-ggk_Di01_v21-xml.xml": "xml-syntax",  # "Hier staat een iWmo/iJw-heenbericht."
        "envelopRetourbericht-ggk_Du01-v21.xml": "xml-syntax",
        "ggk0310/envelopHeenbericht-ggk_Di01_v21.xml": "ggk-version",  # of sectormodel/ggk/0210, which came before
        "ggk0310/envelopRetourbericht-ggk_Du01-v21.xml": "xml-syntax",  # a stray quote makes it no XML
        "ggk0310/ggk_Di01.xml": "ggk-version",
        "ggk0310/ggk_Du01.xml": "ggk-version",
    }


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: str(soort.kind))
def test_what_is_wrapped_is_read_back_equal(soort: Berichtsoort) -> None:
    for functie, cross in ((soort.kind, None), (soort.retour, CROSS)):
        given = stuur(functie=functie, cross=cross)
        data = ggk_schrijven.wrap(INSIDE, given, Versies("0001", "0000"))
        back = ggk_lezen.lees(data)
        assert (back.stuurgegevens, back.versies, back.inhoud) == (given, Versies("0001", "0000"), INSIDE)
        assert ggk.schema().errors(xml.parse(data)) == ()


@pytest.mark.parametrize("change", [{"referentienummer": "1"}, {"tijdstip": "gisteren"}, {"functie": "x" * 31}])
def test_what_an_envelope_cannot_say_is_not_sent(change: dict[str, str]) -> None:
    with pytest.raises(GatewayError) as refused:
        ggk_schrijven.wrap(INSIDE, stuur(**{"functie": "WMO301"} | change))
    assert refused.value.code == "ggk-form"


def test_every_refusal_has_a_code_of_the_list_and_a_valid_report() -> None:
    for error in ("ggk-form", "xsd-invalid", "body-too-large", "ggk-referentie"):
        code = foutcode(error)
        assert code in FOUTCODES
        made = ggk_schrijven.foutbericht(stuur(functie="", cross=CROSS), Fout(code, "x" * 2000))
        assert ggk.fout_schema().errors(xml.parse(made)) == ()
        assert f"<StUF:code>{code}<".encode() in made
    assert foutcode("istandaarden-antwoord") is None


def test_a_damaged_envelope_is_refused_and_nothing_else() -> None:
    whole, chance = carrying(bouw.vol301("Wmo")), random.Random(20250405)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 1, 40))] = chance.choice(
                (b"", b"<", b"&", b"\xff", b"=", b"</", b"]]>")
            )
        try:
            lezen.parse(bytes(data))
        except GatewayError as error:
            assert error.status < 500, error
        ggk_lezen.afzender(xml_stream.beginning(bytes(data)))


def test_a_doctype_and_a_heap_of_elements_are_refused() -> None:
    with pytest.raises(GatewayError) as refused:
        ggk_lezen.lees(b"<!DOCTYPE x>" + envelope())
    assert refused.value.code == "xml-doctype"
    for inside in ("<G:x>" * 200 + "</G:x>" * 200, "<G:x/>" * 2000):
        with pytest.raises(GatewayError) as refused:
            ggk_lezen.lees(envelope(inside=inside))
        assert refused.value.code in {"xml-depth", "xml-elements"}
