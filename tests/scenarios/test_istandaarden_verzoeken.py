"""Requests (315, 317), their answer (319), claims (323), and return messages of a counterpart, over HTTP."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gateway.fhir.check import check
from gateway.identifiers import Bsn
from gateway.record import opening
from gateway.registry import clients
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_RETOUR
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import json, xml
from tests.builders.world import World
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Kop, Law

LAWS: list[Law] = ["Wmo", "Jeugdwet"]
_counter = iter(range(1, 100_000))


def kop(dagtekening: str = "2025-04-05") -> Kop:
    return Kop(identificatie=f"V{next(_counter)}", dagtekening=dagtekening)


def codes(answer: Any) -> list[str]:
    return re.findall(r"RetourCode>([0-9S]{4})<", answer.text)


def wrong(answer: Any) -> set[str]:
    return set(codes(answer)) - {"0200", "0233"}


def stored(world: World, type_: str, bsn: str = BSN) -> list[dict[str, Any]]:
    """The current versions of one client, each of them valid FHIR."""
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(bsn))
        found = tuple(opening.current(session, world.house.keyring, client, {})) if client else ()
    resources = [json.loads(version.text) for version in found]
    assert [issue for resource in resources for issue in check(resource)] == []
    return [resource for resource in resources if resource["resourceType"] == type_]


def gemeente(world: World, body: bytes) -> Any:
    return world.send("wmo", body)


def aanbieder(world: World, body: bytes) -> Any:
    return world.send("ecd", body)


def toewijzen(world: World, law: Law, *nodes: bouw.Node, **changes: Any) -> Any:
    """A 301 with allocation 101, or these; answered with a valid return message."""
    found = nodes or (bouw.toegewezen_nodes(law, **{"ReferentieAanbieder": None} | changes),)
    answer = gemeente(world, bouw.vol301(law, found, kop()))
    valid(answer)
    return answer


def valid(answer: Any) -> None:
    root = xml.parse(answer.content)
    kind = xml.namespace(root).split("/")[-2].upper()
    assert schema(BY_RETOUR[kind].release, kind).errors(root) == ()


def vot(world: World, law: Law, referentie: str, **changes: Any) -> Any:
    return aanbieder(world, bouw.xml315(law, bouw.aangevraagd_nodes(law, referentie, **changes), kop=kop()))


@pytest.mark.parametrize("law", LAWS)
def test_a_request_is_looked_into_then_granted(world: World, law: Law) -> None:
    asked = vot(world, law, "ref-1")
    assert (asked.status_code, codes(asked)) == (201, [])
    valid(asked)
    (task,) = stored(world, "Task")
    (proposal,) = stored(world, "ServiceRequest")
    assert (task["status"], proposal["intent"]) == ("requested", "proposal")
    assert task["focus"]["reference"] == f"ServiceRequest/{proposal['id']}"
    assert wrong(vot(world, law, "ref-2")) == {"9374"}
    assert codes(gemeente(world, bouw.xml319(law, "ref-1", "2", kop=kop()))) == []
    (task,) = stored(world, "Task")
    assert (task["status"], task["businessStatus"]["coding"][0]["code"]) == ("in-progress", "2")
    assert wrong(gemeente(world, bouw.xml319(law, "ref-1", "2", kop=kop()))) == {"9360"}
    assert codes(toewijzen(world, law, ReferentieAanbieder="ref-1")) == []
    (task,) = stored(world, "Task")
    assert task["status"] == "completed"
    assert task["output"][0]["valueReference"]["identifier"]["value"] == "101"
    assert wrong(gemeente(world, bouw.xml319(law, "ref-1", "1", "2", kop=kop()))) == {"9359"}
    assert wrong(toewijzen(world, law, bouw.toegewezen_nodes(law, "102", ReferentieAanbieder="ref-9"))) == {"9379"}


@pytest.mark.parametrize("law", LAWS)
def test_a_rejected_request_says_why(town: World, law: Law) -> None:
    vot(town, law, "ref-1")
    answer = gemeente(town, bouw.xml319(law, "ref-1", "1", "3", kop=kop()))
    assert (answer.status_code, codes(answer)) == (201, [])
    (task,) = stored(town, "Task")
    reason = task["statusReason"]["coding"][0]
    assert (task["status"], reason["code"], reason["system"].rpartition("/")[2]) == ("rejected", "3", "wj759")
    assert codes(vot(town, law, "ref-2")) == []
    assert wrong(vot(town, law, "ref-1")) == {"9347", "9374"}


def test_a_319_of_another_gemeente_or_for_another_aanbieder_answers_nothing(town: World) -> None:
    vot(town, "Wmo", "ref-1")
    for other in (Kop(gemeente="0363", identificatie="X1"), Kop(aanbieder="42420002", identificatie="X2")):
        assert wrong(gemeente(town, bouw.xml319("Wmo", "ref-1", "2", kop=other))) == {"9355"}
    assert wrong(gemeente(town, bouw.xml319("Jeugdwet", "ref-1", "2", kop=kop()))) == {"9355"}


@pytest.mark.parametrize("law", LAWS)
def test_a_change_names_what_stands(town: World, law: Law) -> None:
    nieuw = bouw.nieuw_nodes(law, Product=[("b:Categorie", "03" if law == "Wmo" else "41")], Omvang=None)
    unknown = aanbieder(town, bouw.xml317(law, nieuw=(nieuw,), kop=kop()))
    assert (unknown.status_code, set(codes(unknown))) == (422, {"0200", "8187", "0233"})
    toewijzen(town, law)
    assert wrong(aanbieder(town, bouw.xml317(law, blijft=("999",), nieuw=(nieuw,), kop=kop()))) == {"9349", "9350"}
    asked = aanbieder(
        town, bouw.xml317(law, blijft=(), wijzigt=(bouw.wijziging_nodes("101"),), nieuw=(nieuw,), kop=kop())
    )
    assert (asked.status_code, codes(asked)) == (201, [])
    (task,) = stored(town, "Task")
    assert [part["type"]["coding"][0]["code"] for part in task["input"]] == ["gewenst", "gewenst"]
    proposals = [made for made in stored(town, "ServiceRequest") if made["intent"] == "proposal"]
    assert {made.get("replaces", [{}])[0].get("identifier", {}).get("value") for made in proposals} == {"101", None}


# --- return messages of a counterpart --------------------------------------------------------------------------------


def teruggemeld(body: bytes, *fouten: tuple[str, str]) -> bytes:
    """The return message of a counterpart, with a code for these classes."""
    verdict = Verdict(("0200",), {place: (code,) for place, code in fouten}) if fouten else Verdict()
    return retour(bouw.gelezen(body), verdict, f"R{next(_counter)}", date(2025, 4, 7))


def test_a_return_is_recorded_with_what_it_answers_and_is_not_answered(world: World) -> None:
    body = bouw.xml315("Wmo", kop=kop())
    aanbieder(world, body)
    answer = gemeente(world, teruggemeld(body))
    assert (answer.status_code, answer.headers["content-type"]) == (201, "application/json")
    assert (answer.json()["kind"], answer.json()["retourbericht"]) == ("WMO316", None)
    (task,) = stored(world, "Task")
    (header,) = stored(world, "MessageHeader")
    assert (task["status"], header["response"]["code"]) == ("received", "ok")


def test_a_rejection_by_the_counterpart_says_what_was_wrong(town: World) -> None:
    body = bouw.xml317("Jeugdwet", kop=kop(), blijft=(), wijzigt=(bouw.wijziging_nodes("101"),))
    toewijzen(town, "Jeugdwet")
    aanbieder(town, body)
    place = "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct[1]"
    assert gemeente(town, teruggemeld(body, (place, "9351"))).status_code == 201
    (task,) = stored(town, "Task")
    (header,) = stored(town, "MessageHeader")
    (outcome,) = header["contained"]
    assert (task["status"], task["statusReason"]["coding"][0]["code"]) == ("failed", "9351")
    assert header["response"]["code"] == "fatal-error"
    wrong_ones = [issue for issue in outcome["issue"] if issue["severity"] == "error"]
    assert [(i["location"], i["details"]["coding"][0]["code"]) for i in wrong_ones] == [([place], "9351")]


def test_a_return_may_come_before_what_it_answers(world: World) -> None:
    body = bouw.vol301("Wmo", (bouw.toegewezen_nodes("Wmo", ReferentieAanbieder=None),), kop())
    early = aanbieder(world, teruggemeld(body))
    assert (early.status_code, early.json()["state"]) == (202, "parked")
    gemeente(world, body)
    receipt = world.web.get(early.headers["Location"], headers=world.headers("ecd")).json()
    assert (receipt["state"], receipt["resources"]) == ("accepted", 1)
    assert [header["response"]["code"] for header in stored(world, "MessageHeader")] == ["ok"]


def test_the_return_on_a_319_finds_its_client_through_the_request(town: World) -> None:
    vot(town, "Wmo", "ref-1")
    body = bouw.xml319("Wmo", "ref-1", "2", kop=kop())
    gemeente(town, body)
    answer = aanbieder(town, teruggemeld(body, ("Antwoord", "9360")))
    assert (answer.status_code, answer.json()["resources"]) == (201, 1)
    assert [header["response"]["code"] for header in stored(town, "MessageHeader")] == ["fatal-error"]


# --- claims ----------------------------------------------------------------------------------------------------------


def claim(law: Law, *nodes: bouw.Node, totaal: str = "5000", nummer: str = "DN001", **parts: Any) -> bytes:
    found = list(nodes or (bouw.prestatie_nodes(law),))
    made = kop(parts.pop("dag", "2025-05-06"))
    return bouw.xml323(law, (BSN, found), totaal=totaal, nummer=nummer, kop=made, **parts)


def parts(answer: Any) -> dict[str, Any]:
    bericht = bouw.lezen.parse(answer.content).body
    given = bericht.antwoord
    return {
        "header": bericht.retourcodes,
        "codes": given.retourcodes if given else None,
        "toegekend": (given.totaal_toegekend_bedrag.bedrag, given.totaal_toegekend_bedrag.debet_credit)
        if given
        else None,
        "clienten": [
            (client.retourcodes, [found.retourcodes for found in client.prestaties]) for client in given.clienten
        ]
        if given
        else None,
    }


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_is_granted_in_full(world: World, law: Law) -> None:
    toewijzen(world, law)
    answer = aanbieder(world, claim(law))
    assert answer.status_code == 201, answer.text
    valid(answer)
    assert parts(answer) == {"header": ("0200",), "codes": ("8001",), "toegekend": (5000, "D"), "clienten": []}
    (made,) = stored(world, "Claim")
    (response,) = stored(world, "ClaimResponse")
    assert str(made["item"][0]["net"]["value"]) == "50.00"
    assert response["request"]["reference"] == f"Claim/{made['id']}"
    assert response["outcome"] == "complete"
    assert "9385" in codes(toewijzen(world, law, RedenWijziging="13", Einddatum="2025-04-01"))


@pytest.mark.parametrize("law", LAWS)
def test_only_what_is_rejected_comes_back(world: World, law: Law) -> None:
    toewijzen(world, law)
    other = bouw.prestatie_nodes(law, "RN2", ToewijzingNummer="999", IngediendBedrag=bouw.bedrag_nodes("5000"))
    answer = aanbieder(world, claim(law, bouw.prestatie_nodes(law), other, totaal="10000"))
    valid(answer)
    assert answer.status_code == 201
    assert parts(answer) == {
        "header": ("0200",),
        "codes": ("0200",),
        "toegekend": (5000, "D"),
        "clienten": [(("0200",), [("9338",)])],
    }
    (response,) = stored(world, "ClaimResponse")
    granted = [item["adjudication"][1]["amount"]["value"] for item in response["item"]]
    assert [str(value) for value in granted] == ["50.00", "0.00"]
    again = aanbieder(world, claim(law, bouw.prestatie_nodes(law, "RN3"), nummer="DN002"))
    assert wrong(again) == {"9389"}


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_for_somebody_unknown_makes_nobody_known(world: World, law: Law) -> None:
    answer = aanbieder(world, claim(law))
    valid(answer)
    assert parts(answer)["clienten"] == [(("8187",), [("0233",)])]
    with world.house.database.work() as session:
        assert clients.everyone(session) == ()


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_rejected_as_a_whole_counts_as_not_sent(town: World, law: Law) -> None:
    toewijzen(town, law)
    wrong_sum = aanbieder(town, claim(law, totaal="5001"))
    valid(wrong_sum)
    assert (wrong_sum.status_code, codes(wrong_sum)) == (422, ["0001"])
    aanbieder(town, claim(law))
    april = aanbieder(town, claim(law, bouw.prestatie_nodes(law, "RN7"), dagtekening="2025-05-06"))
    valid(april)
    assert (april.status_code, parts(april)["codes"], parts(april)["toegekend"]) == (422, ("9333",), (0, "D"))
    assert parts(april)["clienten"] == []


def test_a_credit_makes_room_for_what_replaces_it(town: World) -> None:
    toewijzen(town, "Wmo")
    aanbieder(town, claim("Wmo"))
    credit = bouw.prestatie_nodes("Wmo", "RN2", "RN1")
    better = bouw.prestatie_nodes("Wmo", "RN3", GeleverdVolume="5", IngediendBedrag=bouw.bedrag_nodes("6250"))
    answer = aanbieder(town, claim("Wmo", credit, better, totaal="1250", nummer="DN002"))
    assert parts(answer)["codes"] == ("8001",)
    twice = bouw.prestatie_nodes("Wmo", "RN4", "RN1")
    again = aanbieder(town, claim("Wmo", twice, totaal="5000", debet_credit="C", nummer="DN003"))
    assert (wrong(again), parts(again)["toegekend"]) == ({"9390"}, (0, "D"))


def test_the_answer_of_the_gemeente_itself_is_the_last_word(town: World) -> None:
    toewijzen(town, "Wmo")
    body = claim("Wmo")
    aanbieder(town, body)
    first = "Declaratie/Clienten/Client[1]/Prestaties/Prestatie[1]"
    given = antwoord(bouw.gelezen(body), Verdict((), {first: ("0611",)}), "A1", date(2025, 5, 8))
    answer = gemeente(town, given)
    assert (answer.status_code, answer.json()["kind"]) == (201, "WMO325")
    (response,) = stored(town, "ClaimResponse")
    (item,) = response["item"]
    assert item["adjudication"][1]["reason"]["coding"][0]["code"] == "0611"
    assert codes(aanbieder(town, claim("Wmo", bouw.prestatie_nodes("Wmo", "RN2"), nummer="DN2"))) == ["0200", "8001"]


def test_an_answer_whose_totals_do_not_fit_is_refused_outside_the_flow(town: World) -> None:
    toewijzen(town, "Wmo")
    body = claim("Wmo")
    aanbieder(town, body)
    given = antwoord(bouw.gelezen(body), Verdict(), "A1", date(2025, 5, 8))
    answer = gemeente(town, given.replace(b"TotaalBedrag>5000", b"TotaalBedrag>4000", 1))
    assert (answer.status_code, answer.json()["resourceType"]) == (422, "OperationOutcome")
    assert "TR342" in answer.text


# --- samples ---------------------------------------------------------------------------------------------------------

SAMPLES = {
    "samples/wmo/iwmo_3_2/WMO315.xml": ("ecd", 201, set()),
    "samples/jw/ijw_3_2/JW319.xml": ("jeugd", 422, {"9355"}),
    "samples/jw/ijw_3_2/JW323.xml": ("aanbieder", 422, {"0001"}),
}


@pytest.mark.parametrize("path", SAMPLES)
def test_the_published_samples(town: World, shared: Path, path: str) -> None:
    connector, status, wanted = SAMPLES[path]
    answer = town.send(connector, (shared / path).read_bytes())
    assert (answer.status_code, wrong(answer)) == (status, wanted)
    valid(answer)


def test_every_published_return_is_taken(town: World, shared: Path) -> None:
    found = [
        *(shared / "samples/wmo/derived_returns_3_2").glob("*.xml"),
        *(path for path in (shared / "samples/jw/ijw_3_2").glob("*.xml") if path.stem[2:] in {"302", "306", "308"}),
    ]
    assert len(found) >= 9
    for path in found:
        answer = town.send("aanbieder", path.read_bytes())
        assert (answer.status_code, answer.json()["state"]) == (202, "parked"), path.name
