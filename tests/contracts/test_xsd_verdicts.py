"""Our own XSDs say yes and no exactly where the official ones do: on every sample, border and seeded mutation."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_KIND, SOORTEN
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import xml
from gateway.wire.xml import Element
from gateway.wire.xml_schema import Schema
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import Law

KINDS = [kind for soort in SOORTEN for kind in (soort.kind, soort.retour)]
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SEED = 20250405
MUTATIONS = 80  # per kind: 2240 in all

LENGTHS = sorted({n + step for n in (1, 4, 5, 6, 8, 9, 10, 12, 15, 20, 24, 25, 35, 36, 80, 200) for step in (0, 1)})
TEXTS = [
    *("x" * n for n in LENGTHS),
    *("7" * n for n in range(1, 18)),
    *(f"{n:02}" for n in range(100)),
    *string.digits,
    *("-1", "+5", "-0", "007", "99999", "100000", "99999999", "100000000", "999999999", "1000000000", "1.0", "1e3"),
    *(
        "",
        " ",
        "\t",
        "\n",
        " a",
        "a ",
        "\ta\t",
        "a\nb",
        "\na",
        "  \n ",
        "\u00a0",
        "É",
        "ỳ",
        "ỹ",
        "à",
        "Àß",
        "a-b",
        "a.b",
    ),
    *("AB", "ab", "NL", "nl", "BY", "TO", "WW", "C", "D", "S300", "S301", "0200", "0233", "9355", "9999"),
    *("1.0.0", "01.0.0", "1.0", "1.0.0.0", "10.20.30", " 1.0.0", "v1.0.0"),
    *("2025-02-28", "2025-02-29", "2024-02-29", "2025-13-01", "2025-1-1", "0000-01-01", "0001-01-01", "9999-12-31"),
    *("10000-01-01", "-0001-01-01", "2025-02-28Z", "2025-02-28+01:00", "2025-02-28-05:00", " 2025-02-28 ", "20250228"),
    *("00:00:00", "23:59:59", "24:00:00", "24:00:01", "12:00", "12:00:00Z", "12:00:00+01:00", "12:00:00-05:00"),
    *("12:00:00.123456789", "12:60:00", "12:00:60", " 12:00:00 ", "2025-02-28T12:00:00"),
    *("42420001", "4242000", "424200011", "0384", "384", "03845", "999990019", "99999001", "9999900190"),
]


def official(shared: Path, kind: str) -> Schema:
    folders = ("wmo/xsd_cleaned", "jw/xsd_cleaned", "wmo/xsd_derived_returns")
    found = [shared / "facts/reference" / folder / f"{kind}.xsd" for folder in folders]
    return Schema(next(path for path in found if path.is_file()))


def own(kind: str) -> Schema:
    soort = next(soort for soort in SOORTEN if kind in {soort.kind, soort.retour})
    return schema(soort.release, kind)


def whole(kind: str) -> Element:
    """A message of this kind with every element the standard has."""
    soort = next(soort for soort in SOORTEN if kind in {soort.kind, soort.retour})
    law: Law = soort.release.law
    build: dict[str, Callable[[], bytes]] = {
        "301": lambda: bouw.vol301(law, (bouw.toegewezen_nodes(law), budget(law))),
        "305": lambda: bouw.xml305(law, bouw.start_nodes(law), bouw.start_nodes(law, None)),
        "307": lambda: bouw.xml307(law, bouw.stop_nodes(law), bouw.stop_nodes(law, None)),
        "315": lambda: bouw.xml315(law, bouw.aangevraagd_nodes(law), gevraagd_budget(law)),
        "317": lambda: bouw.vol317(law),
        "319": lambda: bouw.xml319(law, antwoord="1", reden="8", gemeente="1916" if law == "Jeugdwet" else None),
        "323": lambda: bouw.xml323(law, (bouw.BSN, prestaties(law)), (bouw.BSN, prestaties(law)[:1])),
    }
    data = build[soort.kind[-3:]]()
    if kind == soort.kind:
        return xml.parse(data)
    if soort.nummer == "323":
        place = "Declaratie/Clienten/Client[1]/Prestaties/Prestatie"
        rejected = Verdict((), {f"{place}[1]": ("9338", "9339"), f"{place}[2]": ("8017",)})
        return _met_xslt_versie(xml.parse(antwoord(bouw.gelezen(data), rejected, "abc123456789", date(2025, 5, 7))))
    verdict = Verdict(("0200",), {"Client": ("0233", "9019"), "Antwoord": ("9355",)})
    return _met_xslt_versie(xml.parse(retour(bouw.gelezen(data), verdict, "abc123456789", date(2025, 4, 6))))


def _met_xslt_versie(root: Element) -> Element:
    header = next(xml.children(root))
    version = xml.clone(next(child for child in xml.children(header) if xml.local(child) == "BerichtCode"))
    version.tag, version.text = version.tag.replace("BerichtCode", "XsltVersie"), "1.2.3"
    after = {"DagtekeningRetour", "DeclaratieIdentificatie"}
    next(child for child in xml.children(header) if xml.local(child) in after).addnext(version)
    return root


def gevraagd_budget(law: Law) -> bouw.Node:
    verwijzer = [("b:Type", "02"), ("b:Naam", "J. de Boer")]
    return bouw.aangevraagd_nodes(law, "ref-2", Product=None, Omvang=None, Budget="20000", Verwijzer=verwijzer)


def prestaties(law: Law) -> list[bouw.Node]:
    return [bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2", "RN0")]


def budget(law: Law) -> bouw.Node:
    return bouw.toegewezen_nodes(law, "102", Product=None, Omvang=None, Commentaar=None, Budget="20000")


def elements(root: Element) -> list[Element]:
    return [element for element in root.iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_message_is_valid(kind: str) -> None:
    assert own(kind).errors(whole(kind)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_required_element_is_required_and_nothing_unknown_is_taken(kind: str) -> None:
    root = whole(kind)
    for element in elements(root)[1:]:
        parent, place = element.getparent(), element.getparent().index(element)
        stranger = xml.sub(element, "{urn:example:elsewhere}Vreemd")
        assert own(kind).errors(root), xml.path(element)
        element.remove(stranger)
        parent.remove(element)
        parent.insert(place + 1, element)
        assert len(parent) == 1 or place == len(parent) - 1 or own(kind).errors(root) or twins(parent, place)
        parent.remove(element)
        parent.insert(place, element)
    assert own(kind).errors(root) == ()


def twins(parent: Element, place: int) -> bool:
    return bool(parent[place].tag == parent[place + 1].tag)


def test_both_laws_have_the_same_structure() -> None:
    """Names, BerichtCodes and two code lists differ, and the two elements that only iJw has (315, 319)."""
    for wmo, jw in ((f"WMO{number}", f"JW{number}") for number in ("301", "305", "307", "317", "323")):
        for pair in ((wmo, jw), (BY_KIND[wmo].retour, BY_KIND[jw].retour)):
            texts = [
                _plain(Path("schemas") / folder / "3_2" / f"{kind}.xsd")
                for folder, kind in zip(("iwmo", "ijw"), pair, strict=True)
            ]
            assert texts[0] == texts[1]


def _plain(path: Path) -> str:
    root = xml.parse((Path(__file__).parents[2] / path).read_bytes())
    said = [(xml.local(e), e.get("name"), e.get("type"), e.get("minOccurs"), e.get("maxOccurs")) for e in root.iter()]
    return str(said)


@pytest.mark.parametrize("kind", KINDS)
def test_samples_get_the_official_verdict(kind: str, shared: Path) -> None:
    ours, theirs = own(kind), official(shared, kind)
    for folder in ("wmo/iwmo_3_2", "jw/ijw_3_2", "wmo/derived_returns_3_2"):
        for path in sorted((shared / "samples" / folder).glob("*.xml")):
            root = xml.parse(path.read_bytes())
            assert bool(ours.errors(root)) == bool(theirs.errors(root)), path.name
    assert theirs.errors(whole(kind)) == ()


def test_every_sample_of_these_kinds_is_valid(shared: Path) -> None:
    seen = 0
    for folder in ("wmo/iwmo_3_2", "jw/ijw_3_2", "wmo/derived_returns_3_2"):
        for path in (shared / "samples" / folder).glob("*.xml"):
            root = xml.parse(path.read_bytes())
            kind = xml.namespace(root).split("/")[-2].upper()
            seen += 1
            assert own(kind).errors(root) == (), path.name
    assert seen >= 18


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_at_its_borders_gets_the_official_verdict(kind: str, shared: Path) -> None:
    ours, theirs = own(kind), official(shared, kind)
    root = whole(kind)
    for element in leaves(root, kind):
        before = element.text
        for text in texts(element):
            element.text = text
            assert bool(ours.errors(root)) == bool(theirs.errors(root)), (xml.path(element), text)
        element.text = before


def leaves(root: Element, kind: str) -> Iterator[Element]:
    """One element of each name and parent; a return message adds only its own to those of its message."""
    retour = kind in {soort.retour for soort in SOORTEN}
    seen: set[tuple[str, str]] = set()
    for element in elements(root):
        name = (xml.local(element), xml.local(element.getparent()) if element.getparent() is not None else "")
        if len(element) or name in seen or (retour and not xml.path(element).count("Retour")):
            continue
        seen.add(name)
        yield element


def texts(element: Element) -> list[str]:
    if xml.local(element) == "LandCode":
        return [*TEXTS, *(a + b for a in string.ascii_uppercase for b in string.ascii_uppercase)]
    if xml.local(element) == "RetourCode":
        return [*TEXTS, *(f"{n:04}" for n in range(0, 10000, 1))]
    return TEXTS


@pytest.mark.parametrize("kind", KINDS)
def test_mutations_get_the_official_verdict(kind: str, shared: Path) -> None:
    ours, theirs = own(kind), official(shared, kind)
    chance = random.Random(f"{SEED} {kind}")
    rejected = 0
    for number in range(MUTATIONS):
        root = whole(kind)
        done = [chance.choice(MUTATORS)(chance, root) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
        again = xml.parse(xml.serialise(root))
        verdict = bool(theirs.errors(again))
        assert bool(ours.errors(again)) == verdict, (number, done)
        rejected += verdict
    assert 0 < rejected < MUTATIONS  # both verdicts occur


def _any(chance: random.Random, root: Element) -> Element:
    return chance.choice(elements(root)[1:])


def drop(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    found.getparent().remove(found)
    return f"drop {found.tag}"


def double(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    found.addnext(xml.clone(found))
    return f"double {found.tag}"


def reorder(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    found.getparent().insert(chance.randrange(len(found.getparent())), found)
    return f"reorder {found.tag}"


def rename(chance: random.Random, root: Element) -> str:
    found, other = _any(chance, root), _any(chance, root)
    found.tag = other.tag
    return f"rename to {other.tag}"


def retext(chance: random.Random, root: Element) -> str:
    found = chance.choice([element for element in elements(root) if not len(element)])
    found.text = chance.choice(TEXTS)
    return f"text of {found.tag}"


def same_kind(chance: random.Random, root: Element) -> str:
    """Another value that is likely to be valid."""
    found = chance.choice([element for element in elements(root) if not len(element)])
    found.text = {"Datum": "1951-01-01"}.get(
        xml.local(found), f" {found.text}" if chance.random() < 0.5 else found.text
    )
    return f"value of {found.tag}"


def attribute(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    names = (
        "id",
        f"{{{XSI}}}schemaLocation",
        f"{{{XSI}}}nil",
        f"{{{XSI}}}type",
        "{http://www.w3.org/XML/1998/namespace}lang",
    )
    name = chance.choice(names)
    found.set(name, chance.choice(("true", "false", "urn:a urn:b", "b:LDT_Naam", "nl")))
    return f"{name} on {found.tag}"


def empty(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    for child in list(found):
        found.remove(child)
    found.text = None
    return f"empty {found.tag}"


def respace(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    name = xml.local(found)
    own_space, other = (
        xml.namespace(root),
        xml.namespace(next(e for e in elements(root) if xml.namespace(e) != xml.namespace(root))),
    )
    space = chance.choice((own_space, other, "", "http://www.istandaarden.nl/iwmo/3_1/basisschema/schema"))
    found.tag = f"{{{space}}}{name}" if space else name
    return f"{name} in {space}"


def mixed(chance: random.Random, root: Element) -> str:
    found = _any(chance, root)
    found.tail = chance.choice(("  ", "\n\t", "tekst", "0"))
    return f"tail of {found.tag}"


MUTATORS = (drop, double, reorder, rename, retext, retext, same_kind, attribute, empty, respace, mixed)
