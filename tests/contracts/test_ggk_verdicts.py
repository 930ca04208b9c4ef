"""Our own XSDs of the GGk envelope say yes and no exactly where the published ones do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.sources.istandaarden import ggk, ggk_schrijven
from gateway.sources.istandaarden.ggk_schrijven import Fout
from gateway.wire import xml
from gateway.wire.xml import Element
from gateway.wire.xml_schema import Schema
from tests.unit.sources.istandaarden.test_ggk import CROSS, REFERENTIE, stuur

TEXTS = (
    *("", " ", "a", "ab", "abc", "0003", "003", "00003", "x003", "Di01", "Du01", "Fo01", "client", "server", "cliënt"),
    *("x" * n for n in (4, 7, 8, 30, 31, 40, 41, 50, 51, 100, 101, 200, 201, 255, 256, 1000, 1001)),
    *("1234567", "20260101", "20260101120000", "20260101120000000", "202601011200000000", "2026-01-01"),
    *(REFERENTIE, REFERENTIE.upper(), CROSS, REFERENTIE.replace("-41e5", "-11e5"), REFERENTIE[:-1]),
    *("AAAA", "AAA=", "AA==", "A===", "AAA", "A A A A", "AAAA!"),
)
NAMES = ("a.csv", "abc", "a b.csv", "é.csv", "x" * 255, "x" * 256)


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Schema]:
    folder = shared / "facts/reference/wmo/ggk"
    return {
        "envelop": Schema(folder / "ggk0210/ggkberichten/ggk0210_msg_ggkberichten.xsd"),
        "fout": Schema(folder / "0301/stuf0301.xsd"),
    }


def made(which: str) -> Element:
    match which:
        case "Di01":
            return xml.parse(ggk_schrijven.wrap(b"x", stuur(functie="WMO301")))
        case "Du01":
            return xml.parse(ggk_schrijven.wrap(b"x", stuur(functie="WMO302", cross=CROSS)))
        case "tekst":
            root = made("Di01")
            bestand = next(root.iter(f"{{{ggk.GGK}}}xmlBestand"))
            bestand.tag = f"{{{ggk.GGK}}}tekstBestand"
            bestand.set("bestandsnaam", "a.csv")
            return root
        case _:
            return xml.parse(ggk_schrijven.foutbericht(stuur(functie="", cross=CROSS), Fout("IB001", "x")))


def changed(which: str) -> Iterator[tuple[str, Element]]:
    """Every element with every text, left out, doubled, in another namespace and with an attribute."""
    yield "as it is", made(which)
    for n, first in enumerate(made(which).iter()):
        for text in TEXTS if len(first) == 0 else ():
            root = made(which)
            list(root.iter())[n].text = text
            yield f"{xml.local(first)} {text}", root
        for what in ("gone", "twice", "elsewhere", "attribute", *NAMES):
            root = made(which)
            found = list(root.iter())[n]
            parent = found.getparent()
            if what == "attribute":
                found.set("x", "1")
            elif what == "elsewhere":
                found.tag = f"{{urn:x}}{xml.local(found)}"
            elif what in NAMES:
                found.set("bestandsnaam", what)
            elif parent is None:
                continue
            elif what == "gone":
                parent.remove(found)
            else:
                parent.insert(parent.index(found), xml.clone(found))
            yield f"{xml.local(first)} {what}", root


@pytest.mark.parametrize("which", ["Di01", "Du01", "tekst", "Fo01"])
def test_envelopes_get_the_published_verdict(which: str, published: dict[str, Schema]) -> None:
    theirs, ours = (published["fout"], ggk.fout_schema()) if which == "Fo01" else (published["envelop"], ggk.schema())
    differ = [name for name, root in changed(which) if bool(theirs.errors(root)) != bool(ours.errors(root))]
    assert differ == []
    assert ours.errors(made(which)) == ()
