"""iWmo and iJw as FHIR R4: valid, complete, each code in the system of its law, and nothing made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gateway.fhir.check import check
from gateway.identifiers import Bsn
from gateway.mappings import normalise
from gateway.mappings.istandaarden import Gevolg, answered, claim_answered, returned
from gateway.mappings.istandaarden.codelijsten import (
    DEBET_CREDIT,
    REDEN_AFWIJZING_VERZOEK,
    REDEN_BEEINDIGING,
    REDEN_VERZOEK,
    TYPE_VERWIJZER,
    VERZOEK_ANTWOORD,
)
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised
from gateway.stages.vocabulary import FhirJson
from gateway.tagging import tag
from gateway.wire import json, xml
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Law

LAWS: list[Law] = ["Wmo", "Jeugdwet"]
ORIGIN = {
    "Wmo": Origin("bron", "Bron", "gemeente", "wmo", "Wmo"),
    "Jeugdwet": Origin("bron", "Bron", "jeugdhulp", "jeugdhulp", "Jeugdwet"),
}
# What only carries the message, or is said in FHIR in other words: codes, dates of unknown parts, numbers with a unit.
CARRIERS = {"Header"}


def made(message: SourceMessage) -> Normalised:
    found = normalise(message, ORIGIN[message.body.law])
    _valid(found)
    return found


def _valid(found: Normalised) -> None:
    contents = [resource.content for resource in found.resources] + [person.patient for person in found.people]
    assert [issue for content in contents for issue in check(content)] == []


def of_type(found: Normalised, type_: str) -> list[FhirJson]:
    return [resource.content for resource in found.resources if resource.type == type_]


MESSAGES = {
    "301": bouw.vol301,
    "305": lambda law: bouw.xml305(law, bouw.start_nodes(law), bouw.start_nodes(law, None)),
    "307": lambda law: bouw.xml307(law, bouw.stop_nodes(law), bouw.stop_nodes(law, None)),
    "315": bouw.xml315,
    "317": bouw.vol317,
    "323": lambda law: bouw.xml323(law, (BSN, [bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2", "RN0")])),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("soort", MESSAGES)
def test_every_value_of_a_message_is_in_its_fhir(soort: str, law: Law) -> None:
    """Texts and dates as they are, numbers as numbers, cents as euros, codes in their own system."""
    message = bouw.gelezen(MESSAGES[soort](law))
    found = made(message)
    said = set(_leaves([r.content for r in found.resources] + [p.patient for p in found.people]))
    said |= {r.subject.bsn.value for r in found.resources if r.subject and r.subject.bsn}
    missing = [name for name, text in _texts(message.body.root) if not _forms(name, text) & said]
    assert missing == []


def _texts(root: Any) -> Iterator[tuple[str, str]]:
    for child in xml.children(root):
        if xml.local(child) in CARRIERS:
            continue
        if any(True for _ in xml.children(child)):
            yield from _texts(child)
        else:
            yield xml.local(child), str(child.text)


def _forms(name: str, text: str) -> set[str]:
    forms = {text, text.lstrip("0")}
    if name in {"Bedrag", "TotaalBedrag", "Budget", "ProductTarief"}:
        euros = f"{int(text) // 100}.{int(text) % 100:02}"
        forms |= {euros, f"-{euros}"}
    if name == "Datum":
        forms |= {text[:7], text[:4]}
    # A code that FHIR has a word of its own for, and yes or no.
    words = {
        "Geslacht": {"1": "male", "2": "female", "0": "unknown"},
        "NaamGebruik": {"3": "NL3"},
        "DatumGebruik": {"1": "1950-03"},
        "Soort": {"01": "home", "03": "physical", "04": "temp"},
        "AanduidingWoonadres": {"TO": "to"},
        "GezagsdragerBekend": {"1": "True"},
        "Raamcontract": {"1": "True"},
        "Frequentie": {"2": "wk"},
        "Eenheid": {"04": "h"},
        "Landnummer": {"0031": "0612345678", "0032": "+32 21234567"},
        "Telefoonnummer": {"21234567": "+32 21234567"},
        "Voornamen": {"Anna Maria": "Maria"},
        "Huisletter": {"A": "A bis"},
        "HuisnummerToevoeging": {"bis": "A bis"},
        "Toewijzingstijd": {"09:30:00": "2025-03-01T09:30:00+01:00"},
        "Toewijzingsdatum": {"2025-03-01": "2025-03-01T09:30:00+01:00"},
    }
    if name == "StatusAanlevering":
        forms |= {"active", "onhold"}
    return forms | {words.get(name, {}).get(text, text)}


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
    else:
        yield str(node)


@pytest.mark.parametrize("law", LAWS)
def test_code_31_means_something_else_under_each_law(law: Law) -> None:
    node = bouw.stop_nodes(law, reden="31")
    (episode,) = of_type(made(bouw.gelezen(bouw.xml307(law, node))), "EpisodeOfCare")
    coding = episode["extension"][-1]["valueCodeableConcept"]["coding"][0]
    assert coding["system"].rpartition("/")[2] == {"Wmo": "iwmo-wmo588", "Jeugdwet": "ijw-jz588"}[law]
    assert coding["display"] == REDEN_BEEINDIGING[law]["31"]
    assert REDEN_BEEINDIGING["Wmo"]["31"] != REDEN_BEEINDIGING["Jeugdwet"]["31"]


@pytest.mark.parametrize("law", LAWS)
def test_a_change_says_nothing_of_the_person(law: Law) -> None:
    assert made(bouw.gelezen(bouw.vol317(law))).people == ()


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("soort", MESSAGES)
def test_nothing_but_a_product_category_is_tagged(soort: str, law: Law) -> None:
    """Relations and legal status are placed by their zib, as from any other source."""
    found = [
        r for r in made(bouw.gelezen(MESSAGES[soort](law))).resources if "profile" not in r.content.get("meta", {})
    ]
    for resource in found:
        tags = tag(resource, ORIGIN[law]).tags
        assert {problem.source_system.rpartition("/")[2] for problem in tags.problems} <= {
            {"Wmo": "iwmo-wmo020", "Jeugdwet": "ijw-jz020"}[law]
        }
        assert not (tags.problems and resource.type in {"Task", "Claim", "ClaimResponse", "MessageHeader"})
        assert (tags.law, tags.domain) == {"Wmo": ("Wmo", "wmo"), "Jeugdwet": ("Jeugdwet", "jeugdhulp")}[law]


def test_a_credit_is_less_than_nothing_and_names_its_debit() -> None:
    (claim,) = of_type(made(bouw.gelezen(MESSAGES["323"]("Wmo"))), "Claim")
    assert [str(item["net"]["value"]) for item in claim["item"]] == ["50.00", "-50.00"]
    assert str(claim["total"]["value"]) == "0.00"
    urls = [part["url"].rpartition("/")[2] for part in claim["item"][1]["extension"]]
    assert urls == ["product-referentie", "vorige-product-referentie", "toewijzing", "debet-credit"]


def test_a_claim_in_euros_says_them_once() -> None:
    node = bouw.prestatie_nodes("Wmo", GeleverdVolume="12345", Eenheid="83", ProductTarief=None)
    (claim,) = of_type(made(bouw.gelezen(bouw.xml323("Wmo", (BSN, [node])))), "Claim")
    assert json.dumps(claim["item"][0]["quantity"]["value"]) == "123.45"
    assert "unitPrice" not in claim["item"][0]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("order", [1, -1])
def test_the_state_of_a_request_does_not_depend_on_the_order_of_its_answers(law: Law, order: int) -> None:
    asked = bouw.gelezen(bouw.xml315(law))
    given = [bouw.gelezen(bouw.xml319(law, "ref-1", a, r)).body for a, r in (("2", None), ("1", "7"))][::order]
    found = answered(asked, Gevolg(antwoorden=given))
    _valid(found)
    (task,) = of_type(found, "Task")
    assert (task["status"], task["statusReason"]["coding"][0]["code"]) == ("rejected", "7")
    granted = bouw.gelezen(bouw.vol301(law)).body
    (task,) = of_type(answered(asked, Gevolg(antwoorden=given[:1], toewijzingen=[granted])), "Task")
    assert task["status"] == "completed"


def test_a_woonplaatsbeginsel_names_the_right_gemeente() -> None:
    asked = bouw.gelezen(bouw.xml315("Jeugdwet"))
    said = bouw.gelezen(bouw.xml319("Jeugdwet", "ref-1", "1", "8", "1916")).body
    (task,) = of_type(answered(asked, Gevolg(antwoorden=[said])), "Task")
    assert task["output"][0]["valueReference"]["identifier"]["value"] == "1916"


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_that_was_not_taken_is_an_error_for_each_client(law: Law) -> None:
    asked = bouw.gelezen(bouw.xml323(law))
    for verdict in (Verdict(("0001",)), Verdict(("0200",), {"Declaratie": ("9333",)})):
        given = bouw.gelezen(antwoord(asked, verdict, "A1", date(2025, 5, 8))).body
        found = claim_answered(asked, given)
        _valid(found)
        (response,) = of_type(found, "ClaimResponse")
        assert response["outcome"] == "error"
        assert response["error"][0]["code"]["coding"][0]["code"] in {"0001", "9333"}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("soort", ["301", "305", "307", "315", "317"])
def test_a_return_message_says_of_each_class_what_was_found(soort: str, law: Law) -> None:
    asked = bouw.gelezen(MESSAGES[soort](law))
    for verdict in (Verdict(), Verdict(("8848",)), Verdict(("0200",), {"Client": ("8187",)})):
        found = returned(bouw.gelezen(retour(asked, verdict, "R1", date(2025, 4, 7))), Bsn(BSN))
        _valid(found)
        (header,) = of_type(found, "MessageHeader")
        assert header["response"]["code"] == ("ok" if verdict.accepted else "fatal-error")
        assert header["sender"]["display"].startswith("Aanbieder" if soort == "301" else "Gemeente")


def test_every_code_that_the_schemas_allow_has_words() -> None:
    for name, words in {
        "TypeVerwijzer": TYPE_VERWIJZER,
        "RedenVerzoek": REDEN_VERZOEK,
        "RedenAfwijzingVerzoek": REDEN_AFWIJZING_VERZOEK,
        "VerzoekAntwoord": VERZOEK_ANTWOORD,
        "DebetCredit": DEBET_CREDIT,
    }.items():
        assert set(words) == _allowed(f"LDT_{name}")


def _allowed(type_: str) -> set[str]:
    from pathlib import Path

    root = xml.parse(Path("schemas/istandaarden/3_2/typen.xsd").read_bytes())
    found = next(node for node in xml.children(root) if node.get("name") == type_)
    return {node.get("value") for node in found.iter() if xml.local(node) == "enumeration"}


def test_the_kinds_that_are_mapped_are_those_that_are_answered() -> None:
    assert {soort.nummer for soort in BY_KIND.values()} == {*MESSAGES, "319"}
    assert schema(BY_KIND["WMO323"].release, "WMO325") is not None
