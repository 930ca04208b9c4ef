"""XML → FHIR → XML: an equal message, of whole, published and generated ones; what FHIR does not say is refused."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import GatewayError, Rejected
from gateway.mappings.istandaarden.uitgaand import Bundel, Opdracht, inhoud, samenstellen
from gateway.sources.istandaarden import lezen, oordeel
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.soorten import BY_KIND, SOORTEN
from gateway.sources.istandaarden.uitgaand import gekeurd
from gateway.stages.delivered import SourceMessage
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json, xml
from tests.builders.uitgaand import bundel
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Law
from tests.unit.sources.istandaarden.test_mutated import mutate, whole

LAWS: list[Law] = ["Wmo", "Jeugdwet"]
SAMPLES = (
    *(f"wmo/iwmo_3_2/WMO{number}.xml" for number in ("301", "305", "307", "315")),
    *(f"jw/ijw_3_2/JW{number}.xml" for number in ("301", "305", "307", "319", "323")),
)
SEED, ROUNDS = 20261126, 60


def again(message: SourceMessage, body: FhirJson | None = None) -> Heenbericht:
    """The message that its FHIR says, under the name and date it had; the FHIR went over the wire."""
    said = json.loads(json.dumps(body or bundel(message)))
    named = message.body.header.bericht_identificatie
    opdracht = Opdracht(named.identificatie, named.dagtekening)
    return samenstellen(inhoud(BY_KIND[message.kind], Bundel.lees(said)), opdracht)


def round_trip(message: SourceMessage) -> None:
    made = again(message)
    assert made == message.body
    data, back = gekeurd(made)
    assert back.body == message.body
    assert _elements(xml.parse(data)) == _elements(message.body.root)


def _elements(root: Any) -> list[tuple[str, str]]:
    """Every element in order, with its text: a date or number is written as it came."""
    found = [e for e in root.iter() if isinstance(e.tag, str)]
    return [(str(e.tag), "" if len(e) else str(e.text)) for e in found]


def complete(soort: Berichtsoort) -> bytes:
    """A valid message with as many elements as there can be."""
    law: Law = soort.release.law
    match soort.nummer:
        case "317":
            wijzigt = (bouw.wijziging_nodes(), bouw.wijziging_nodes("103", Omvang=None, Budget="20000"))
            los = bouw.nieuw_nodes(law, "2026-07-01", Product=None, Omvang=None, Budget="20000", Einddatum="2026-12-31")
            return bouw.xml317(law, wijzigt=wijzigt, nieuw=(bouw.nieuw_nodes(law), los))
        case "323":
            return claim(law)
        case _:
            return whole(law, soort.nummer)


def claim(law: Law) -> bytes:
    rows = [bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2", "RN0")]
    return bouw.xml323(
        law, (BSN, rows), ("999900006", [bouw.prestatie_nodes(law, "RN3", ToewijzingNummer="103")]), totaal="5000"
    )


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.kind)
def test_every_element_of_the_standard_comes_back(soort: Berichtsoort) -> None:
    round_trip(lezen.parse(complete(soort)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_published_samples_come_back(sample: str, shared: Path) -> None:
    """Also the one that breaks a rule inside it (TR101): it comes back, and does not leave."""
    message = lezen.parse((shared / "samples" / sample).read_bytes())
    if oordeel.inhoud(message.body) is None:
        round_trip(message)
    else:
        assert again(message) == message.body
        with pytest.raises(Rejected, match="TR101"):
            gekeurd(message.body)


CASES: dict[str, Any] = {
    "a start that is deleted": lambda law: bouw.xml305(
        law, bouw.start_nodes(law, status="3"), bouw.start_nodes(law, "7")
    ),
    "a stop that is deleted": lambda law: bouw.xml307(law, _deleted(law)),
    "a start without allocation": lambda law: bouw.xml305(law, bouw.start_nodes(law, None)),
    "every unit, every frequency": lambda law: bouw.xml315(law, *_units(law)),
    "an allocation that is a budget": lambda law: bouw.vol301(law, (_budget(law),)),
    "an allocation that is deleted": lambda law: bouw.vol301(law, (_removed(law),)),
    "an answer that rejects": lambda law: bouw.xml319(law, antwoord="1", reden="3"),
    "an answer that points elsewhere": lambda law: bouw.xml319(
        law, antwoord="1", reden="8" if law == "Jeugdwet" else "5", gemeente="1916" if law == "Jeugdwet" else None
    ),
    "a claim in money": lambda law: bouw.xml323(law, (BSN, [_money(law)]), totaal="4"),
    "a claim that pays back": lambda law: bouw.xml323(
        law, (BSN, [bouw.prestatie_nodes(law, "RN2", "RN0")]), totaal="5000", debet_credit="C"
    ),
}


def _deleted(law: Law) -> bouw.Node:
    name, parts = bouw.stop_nodes(law)
    return name, [*parts[:-1], ("m:StatusAanlevering", "3")]


def _units(law: Law) -> list[bouw.Node]:
    found = []
    for n, (unit, per) in enumerate((u, p) for u in ("01", "04", "14", "16", "82", "83", "84") for p in "246"):
        code = bouw.PRODUCT[law]
        product = [("b:Categorie", code.categorie), ("b:Code", f"{code.categorie}X{n:02}")]
        nodes = bouw.aangevraagd_nodes(
            law, f"ref-{n}", Product=product, Omvang=bouw.omvang_nodes("20050", unit, per)[1]
        )
        found.append(nodes)
    return found


def _budget(law: Law) -> bouw.Node:
    name, parts = bouw.toegewezen_nodes(law, Product=None, Omvang=None)
    return name, [*parts[:-1], ("m:Budget", "1234567"), parts[-1]]


def _removed(law: Law) -> bouw.Node:
    return bouw.toegewezen_nodes(law, RedenWijziging="13", Einddatum="2025-04-01")


def _money(law: Law) -> bouw.Node:
    return bouw.prestatie_nodes(
        law, Eenheid="83", ProductTarief=None, GeleverdVolume="4", IngediendBedrag=bouw.bedrag_nodes("4")
    )


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("case", CASES)
def test_what_is_hard_to_say_comes_back(case: str, law: Law) -> None:
    message = lezen.parse(CASES[case](law))
    assert oordeel.inhoud(message.body) is None
    round_trip(message)


PERSONS: dict[str, dict[str, str | None]] = {
    "a wholly unknown birth date": {"Datum": "1900-01-01", "DatumGebruik": "3"},
    "a birth year": {"Datum": "1950-01-01", "DatumGebruik": "2"},
    "spaces in given names": {"Voornamen": "Anna  Maria"},
    "a number abroad": {"Landnummer": "0049"},
    "a country code in another form": {"Landnummer": "31"},
    "an addition alone": {"Huisletter": None},
    "a letter alone": {"HuisnummerToevoeging": None},
    "no house, no street": {"AanduidingWoonadres": None, "Straatnaam": None},
    "a post address": {"Soort": "02"},
    "a contact that is telephone alone": {"Adres": None, "Organisatie": None},
    "a contact that is e-mail alone at a stay": {"Adres": None, "Organisatie": None, "Telefoon": None, "Soort": "03"},
    "an organisation as guardian": {"NaamGebruik": "6", "Partnernaam": None},
    "a product code with spaces": {"Code": "4 A "},
    "a second and its parts": {"Toewijzingstijd": "23:59:59.25"},
    "an hour that the clock skips": {"Toewijzingsdatum": "2025-03-30", "Toewijzingstijd": "02:30:00"},
    "an hour that comes twice": {"Toewijzingsdatum": "2024-10-27", "Toewijzingstijd": "02:30:00"},
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("case", PERSONS)
def test_persons_come_back_as_they_were(case: str, law: Law) -> None:
    """Of a relation when it is about a name or a contact: a client must have an address, and be a person."""
    root = xml.parse(bouw.vol301(law))
    people = [e for e in root.iter() if isinstance(e.tag, str) and xml.local(e) == "Relatie"]
    places = people if any(name in {"NaamGebruik", "Adres", "Soort", "Telefoon"} for name in PERSONS[case]) else [root]
    for place in places:
        for name, text in PERSONS[case].items():
            for found in [e for e in place.iter() if isinstance(e.tag, str) and xml.local(e) == name]:
                if name == "Soort" and xml.local(found.getparent()) != "Contact":
                    continue
                if text is None:
                    found.getparent().remove(found)
                else:
                    found.text = text
    message = lezen.read(root)
    made = again(message)
    assert made == message.body


def test_contacts_keep_their_order() -> None:
    """Also one that is telephone alone, in front of the address."""
    root = xml.parse(bouw.vol301("Wmo"))
    contacts = next(e for e in root.iter() if isinstance(e.tag, str) and xml.local(e) == "Contactgegevens")
    first = xml.clone(next(xml.children(contacts)))
    for child in list(xml.children(first)):
        if xml.local(child) in {"Adres", "Organisatie"}:
            first.remove(child)
    next(xml.children(first)).text = "03"
    contacts.insert(0, first)
    message = lezen.read(root)
    assert [c.soort for c in message.body.client.contactgegevens] == ["03", "01", "04"]
    assert again(message) == message.body


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.kind)
def test_generated_messages_come_back(soort: Berichtsoort) -> None:
    """Whatever valid message a mutation makes of a whole one."""
    chance = random.Random(f"{SEED} {soort.kind}")
    same = 0
    for _ in range(ROUNDS * 3):
        root = xml.parse(complete(soort))
        for _ in range(chance.choice((1, 2))):
            mutate(chance, root)
        try:
            message = lezen.read(root)
        except GatewayError:
            continue
        if oordeel.inhoud(message.body) is None:
            assert again(message) == message.body
            same += 1
    assert same > 3


def _drop(value: Any, path: list[Any]) -> None:
    for step in path[:-1]:
        value = value[step]
    del value[path[-1]]


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    match value:
        case dict():
            steps: list[Any] = list(value)
        case list():
            steps = list(range(len(value)))
        case _:
            return []
    return [found for step in steps for found in ((*at, step), *_paths(value[step], (*at, step)))]


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.kind)
def test_what_is_taken_out_is_refused_or_left_out(soort: Berichtsoort) -> None:
    """Without any one element of the FHIR: refused by name, or a message that says no more than the whole one did."""
    message = lezen.parse(complete(soort))
    body = json.loads(json.dumps(bundel(message)))
    words = set(_words(gekeurd(again(message, body))[0]))
    found = sorted(_paths(body), key=str)
    paths = random.Random(SEED).sample(found, min(len(found), 120))
    for path in paths:
        less = deepcopy(body)
        _drop(less, list(path))
        try:
            data, _ = gekeurd(again(message, less))
        except Rejected as refused:
            assert refused.where, refused
            assert refused.mend, refused
        else:
            new = set(_words(data)) - words
            # A family name that is used alone (CS050), an address that says less of itself.
            assert new <= {"1", "6", "01", "0001"} | {w for w in new if w in json.dumps(body)}, (path, new)


def _words(data: bytes) -> list[str]:
    return [str(e.text) for e in xml.parse(data).iter() if isinstance(e.tag, str) and not len(e)]


def test_a_resource_that_has_no_place_is_refused() -> None:
    body = bundel(lezen.parse(bouw.vol301("Wmo")))
    body["entry"].append({"resource": {"resourceType": "Basic", "code": {"text": "x"}}})
    with pytest.raises(Rejected) as refused:
        inhoud(BY_KIND["WMO301"], Bundel.lees(body))
    assert (refused.value.code, refused.value.where) == ("bericht-onzegbaar", "Basic[0]")


def test_two_clients_are_two_messages() -> None:
    body = bundel(lezen.parse(bouw.vol301("Wmo")))
    other = bundel(lezen.parse(bouw.vol301("Wmo", bsn="999900006")))
    moved = json.loads(json.dumps(other).replace("client-0", "client-9"))
    body["entry"] += moved["entry"]
    with pytest.raises(Rejected) as refused:
        inhoud(BY_KIND["WMO301"], Bundel.lees(body))
    assert refused.value.code == "bericht-onzegbaar"


def test_a_message_of_the_other_law_is_refused() -> None:
    """Its codes stand in other systems: 31 is a move in one and `volgens plan` in the other."""
    body = bundel(lezen.parse(bouw.xml307("Jeugdwet", bouw.stop_nodes("Jeugdwet", reden="31"))))
    with pytest.raises(Rejected) as refused:
        inhoud(BY_KIND["WMO307"], Bundel.lees(body))
    assert refused.value.code == "bericht-mist"


def test_two_providers_are_two_messages() -> None:
    body = bundel(
        lezen.parse(
            bouw.vol301(
                "Wmo",
                (
                    bouw.toegewezen_nodes("Wmo"),
                    bouw.toegewezen_nodes("Wmo", "102", Ingangsdatum="2026-01-01", Einddatum="2026-12-31"),
                ),
            )
        )
    )
    last = body["entry"][2]["resource"]
    assert last["resourceType"] == "ServiceRequest"
    last["performer"][0]["identifier"]["value"] = "01010101"
    with pytest.raises(Rejected) as refused:
        inhoud(BY_KIND["WMO301"], Bundel.lees(body))
    assert refused.value.code == "bericht-partijen"
