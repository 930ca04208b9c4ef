"""Every rule of iWmo and iJw 3.2 on a message that keeps it and on one that breaks it; and that none is forgotten."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gateway.sources.istandaarden import oordeel
from gateway.sources.istandaarden.catalogus import items
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.regels import NVT
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import xml
from tests.unit.sources.istandaarden.bouw import Law
from tests.unit.sources.istandaarden.gevallen import Gegeven, Geval
from tests.unit.sources.istandaarden.gevallen_inhoud import INHOUD
from tests.unit.sources.istandaarden.gevallen_overstijgend import OVERSTIJGEND

GEVALLEN: tuple[Geval, ...] = (*INHOUD, *OVERSTIJGEND)
ALLE = [pytest.param(geval, law, id=f"{geval.naam}-{law}") for geval in GEVALLEN for law in geval.wetten]
RETOURCODES = {(item.code, soort): item.retourcode for item in items() for soort in item.soorten}


def oordeel_over(gegeven: Gegeven) -> Verdict:
    bericht = gegeven.message.body
    if isinstance(bericht, Bericht325):
        return oordeel.judge_antwoord(bericht, gegeven.kennis)
    return oordeel.judge(gegeven.message, gegeven.kennis)


def gebroken(verdict: Verdict) -> set[str]:
    return {found.bron.rpartition(" ")[2] for found in verdict.bevindingen}


@pytest.mark.parametrize(("geval", "law"), ALLE)
def test_accepts(geval: Geval, law: Law) -> None:
    gegeven = geval.goed(law)
    assert gegeven.message.kind.endswith(geval.soort)
    verdict = oordeel_over(gegeven)
    assert (verdict.header, verdict.klassen, verdict.bevindingen) == ((), {}, ())


@pytest.mark.parametrize(("geval", "law"), ALLE)
def test_rejects(geval: Geval, law: Law) -> None:
    gegeven = geval.fout(law)
    assert gegeven.message.kind.endswith(geval.soort)
    verdict = oordeel_over(gegeven)
    assert geval.code in gebroken(verdict)
    code = RETOURCODES[geval.code, geval.soort]
    assert code in verdict.codes
    if code == "0001":
        assert verdict.header == ("0001",)
        assert not verdict.klassen
    _answer_is_valid(gegeven, verdict)


def _answer_is_valid(gegeven: Gegeven, verdict: Verdict) -> None:
    """The answer passes its XSD and carries the codes; a 325 is not answered."""
    bericht = gegeven.message.body
    if isinstance(bericht, Bericht325) or bericht.root is None:
        return
    write = antwoord if isinstance(bericht, Bericht323) else retour
    data = write(gegeven.message, verdict, "abc123456789", date(2025, 6, 1))
    soort = BY_KIND[gegeven.message.kind]
    assert schema(soort.release, soort.retour).errors(xml.parse(data)) == ()
    assert set(verdict.codes) <= set(re.findall(r"RetourCode>([0-9S]{4})<", data.decode()))


def test_every_rule_has_its_case() -> None:
    known = {(geval.code, geval.soort) for geval in GEVALLEN}
    missing = {item.code for item in items() if item.niveau > 1 and not {(item.code, s) for s in item.soorten} & known}
    assert not missing


def test_every_rule_of_the_standard_is_judged(shared: Path) -> None:
    """The rule lists of the standard name nothing that has no rule here, and ours name nothing that it does not."""
    text = (shared / "facts/standards.md").read_text(encoding="utf-8")
    rules = text[text.index("## 1.6 Rules") : text.index("**Retourcodes (XSD enum")]
    named = set(re.findall(r"\b(?:CD|CS|TR)\d{3}\b", rules))
    for first, rest in re.findall(r"\b((?:CD|CS|TR)\d{3})((?:/\d{3})+)", rules):
        named |= {f"{first[:2]}{number}" for number in rest.strip("/").split("/")}
    assert {item.code for item in items()} == named


def test_every_retourcode_is_one_of_the_standard() -> None:
    xsd = (Path("schemas/istandaarden/3_2/typen.xsd")).read_text(encoding="utf-8")
    block = xsd[xsd.index('name="LDT_RetourCode"') :]
    known = set(re.findall(r'enumeration value="([0-9S]{4})"', block[: block.index("</xs:simpleType>")]))
    assert len(known) == 59
    assert {item.retourcode for item in items() if item.retourcode not in {"", NVT}} <= known


def test_the_rule_page_is_up_to_date() -> None:
    from tests.unit.sources.istandaarden import rule_page

    assert rule_page.PAGE.read_text(encoding="utf-8") == rule_page.render(), "write it again: see the page's first line"
