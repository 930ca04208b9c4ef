"""The gateway as sender over HTTP: made of FHIR, numbered, kept once, answered by its receiver and by nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from gateway.auth.scopes import DEFAULT, RETURNS
from gateway.cli import bericht as cli
from gateway.cli import main
from gateway.errors import Conflict
from gateway.flows import register, replay, versturen
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.versturen import Wens
from gateway.mappings.istandaarden.specification import BSN
from gateway.record.tables import RecordRow, VersionRow
from gateway.registry import parties
from gateway.registry.tables import RelationRow
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages.delivered import SourceMessage
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json
from tests.builders import world as town
from tests.builders.uitgaand import bundel
from tests.builders.world import World
from tests.unit.sources.istandaarden import bouw

AANBIEDER, GEMEENTE, JEUGD, JEUGDZORG = "42420001", "0384", "0999", "65656055"


@pytest.fixture
def world(house: House) -> World:
    """On each of both databases."""
    return town.build(house)


@pytest.fixture
def light(light_house: House) -> World:
    return town.build(light_house)


def post(world: World, connector: str, kind: str, body: FhirJson, **options: str) -> Any:
    accept = {"Accept": options.pop("accept")} if "accept" in options else {}
    return world.web.post(
        f"/berichten/{kind}",
        content=json.dumps(body),
        params=options,
        headers={"Content-Type": "application/fhir+json", **world.headers(connector), **accept},
    )


def state(world: World, connector: str, sent: Any) -> dict[str, Any]:
    found = world.web.get(sent.headers["Location"], headers=world.headers(connector))
    assert found.status_code == 200, found.text
    return dict(found.json())


def answered(sent: Any, *codes: str, **klassen: tuple[str, ...]) -> bytes:
    """The return message of a receiver."""
    message = lezen.parse(sent.content)
    places = {place.replace("__", "/"): found for place, found in klassen.items()}
    return retour(message, Verdict(codes, places), "R1", message.body.header.dagtekening)


def start(nummer: str = "101") -> SourceMessage:
    return lezen.parse(bouw.xml305("Wmo", bouw.start_nodes("Wmo", nummer), kop=bouw.Kop(GEMEENTE, AANBIEDER)))


def test_a_start_is_sent_numbered_and_accepted(world: World) -> None:
    message = start()
    sent = post(world, "ecd", "WMO305", bundel(message))
    assert (sent.status_code, sent.headers["content-type"]) == (201, "application/xml"), sent.text
    made = lezen.parse(sent.content)
    assert made.body.client == message.body.client
    assert made.body.header.bericht_identificatie.identificatie == "WD0000000001"
    assert made.body.header.dagtekening == world.house.today()
    told = state(world, "ecd", sent)
    assert (told["state"], told["nummer"], told["retour"], told["ontvanger"]) == ("verzonden", 1, None, GEMEENTE)
    assert world.send("wmo", answered(sent)).status_code == 201
    told = state(world, "ecd", sent)
    assert (told["state"], told["retour"]["delen"]) == ("goedgekeurd", [])
    assert world.web.get(f"{sent.headers['Location']}/xml", headers=world.headers("ecd")).content == sent.content


def test_the_same_is_sent_once_and_again_after_it_was_rejected(world: World) -> None:
    body = bundel(start())
    first = post(world, "ecd", "WMO305", body)
    second = post(world, "ecd", "WMO305", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.content == first.content
    place = "Client__StartProducten__StartProduct[1]"
    assert world.send("wmo", answered(first, "0200", **{place: ("9019",)})).status_code == 201
    told = state(world, "ecd", first)
    assert told["state"] == "afgekeurd"
    assert [(d["plaats"], d["codes"][0]["code"]) for d in told["retour"]["delen"]] == [
        (place.replace("__", "/"), "9019")
    ]
    third = post(world, "ecd", "WMO305", body)
    assert third.status_code == 201
    assert state(world, "ecd", third)["identificatie"] == "WD0000000002"
    listed = world.web.get("/berichten", headers=world.headers("ecd")).json()
    assert [one["state"] for one in listed["items"]] == ["afgekeurd", "verzonden"]
    narrowed = world.web.get("/berichten", params={"state": "afgekeurd"}, headers=world.headers("ecd")).json()
    assert narrowed["total"] == 1


def test_senders_at_once_get_numbers_of_their_own(world: World) -> None:
    """Also two that say the same: those are one message."""
    with world.house.database.work() as session:
        found = parties.connector(session, "ecd")
    assert found is not None
    wishes = [Wens("WMO305", bundel(start(number))) for number in ("101", "102", "103", "103")]
    with ThreadPoolExecutor(len(wishes)) as pool:
        sent = list(pool.map(lambda wens: versturen.verstuur(world.house, Sender(found), wens), wishes))
    assert sorted({one.nummer for one in sent}) == [1, 2, 3]
    assert sent[2].id == sent[3].id
    assert [one.new for one in sent].count(False) == 1


def test_an_organisation_sends_as_itself_alone(light: World) -> None:
    body = bundel(start())
    for other in ("aanbieder", "his", "wmo"):
        refused = post(light, other, "WMO305", body)
        assert refused.status_code == 403, refused.text
        assert "bericht-afzender" in refused.text
    assert light.web.get("/berichten", headers=light.headers("ecd")).json()["total"] == 0


def test_nobody_reads_or_answers_for_another(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()))
    for other in ("wmo", "his"):
        for address in (sent.headers["Location"], f"{sent.headers['Location']}/xml"):
            assert light.web.get(address, headers=light.headers(other)).status_code == 404
    for other in ("jeugd", "his-2"):  # of another gemeente, and of an organisation without any code
        forged = light.send(other, answered(sent, "0001"))
        assert (forged.status_code, state(light, "ecd", sent)["state"]) == (202, "verzonden")
    assert light.send("wmo", answered(sent)).status_code == 201
    assert state(light, "ecd", sent)["state"] == "goedgekeurd"


def test_a_system_without_any_code_settles_a_message_only_when_it_is_registered_to_pass_returns_on(
    light: World,
) -> None:
    """Having no code of one's own is no ground: any practice without one could reject what others sent."""
    sent = post(light, "ecd", "WMO305", bundel(start()))
    assert light.send("his-2", answered(sent)).status_code == 202
    assert state(light, "ecd", sent)["state"] == "verzonden"
    key = light.keys["his-2"]
    jwks = {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
    register.connector(light.house, "his-2", "Knooppunt", "praktijk-2", jwks, " ".join((*DEFAULT, RETURNS)))
    del light.tokens["his-2"]
    later = answered(sent).replace(b"R1", b"R2")
    assert light.send("his-2", later).status_code == 201
    assert state(light, "ecd", sent)["state"] == "goedgekeurd"


def test_what_would_be_rejected_does_not_leave(light: World) -> None:
    body = bundel(start())
    patient = next(e["resource"] for e in body["entry"] if e["resource"]["resourceType"] == "Patient")
    patient["identifier"][0]["value"] = "123456789"
    refused = post(light, "ecd", "WMO305", body)
    assert refused.status_code == 422
    assert "CS002" in refused.text
    assert "Client/Bsn" in refused.text
    assert "123456789" not in refused.text
    del patient["birthDate"]
    missing = post(light, "ecd", "WMO305", body)
    assert (missing.status_code, "Geboortedatum" in missing.text) == (422, True)
    assert "Patient[0].birthDate" in missing.text


def test_an_identificatie_of_its_own_is_used_once(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()), identificatie="EIGEN1")
    assert sent.headers["X-Bericht-Identificatie"] == "EIGEN1"
    again = post(light, "ecd", "WMO305", bundel(start()), identificatie="EIGEN1")
    assert (again.status_code, again.content) == (200, sent.content)
    other = post(light, "ecd", "WMO305", bundel(start("102")), identificatie="EIGEN1")
    assert (other.status_code, "TR056" in other.text) == (409, True)
    long = post(light, "ecd", "WMO305", bundel(start("103")), identificatie="M" * 13)
    assert (long.status_code, "Identificatie" in long.text) == (422, True)


@pytest.mark.parametrize("law", ["Wmo", "Jeugdwet"])
def test_a_request_is_sent_answered_and_granted(world: World, law: bouw.Law) -> None:
    """What a provider asked through us is known when the gemeente answers, and when the provider returns that."""
    kop_ = bouw.Kop(JEUGD, JEUGDZORG)
    asked = lezen.parse(bouw.xml315(law, bouw.aangevraagd_nodes(law, "vraag-1"), kop=kop_))
    sent = post(world, "aanbieder", bouw.kind(law, "315"), bundel(asked))
    assert sent.status_code == 201, sent.text
    assert world.send("jeugd", answered(sent)).status_code == 201
    answer = lezen.parse(bouw.xml319(law, "vraag-1", "2", kop=kop_))
    given = post(world, "jeugd", bouw.kind(law, "319"), bundel(answer))
    assert given.status_code == 201, given.text
    assert lezen.parse(given.content).body.antwoord == answer.body.antwoord
    # The 320 names no client: it finds one through the 319 and its request.
    assert world.send("aanbieder", answered(given)).status_code == 201
    assert state(world, "jeugd", given)["state"] == "goedgekeurd"
    again = post(world, "jeugd", bouw.kind(law, "319"), bundel(answer), accept="application/json", identificatie="X2")
    assert [remark["code"] for remark in again.json()["remarks"]] == ["TR360"]


def test_an_answer_to_a_request_that_nobody_saw_here_is_still_answered(light: World) -> None:
    answer = lezen.parse(bouw.xml319("Wmo", "elders-1", "1", "3", kop=bouw.Kop(JEUGD, JEUGDZORG)))
    given = post(light, "jeugd", "WMO319", bundel(answer), accept="application/json")
    assert [remark["code"] for remark in given.json()["remarks"]] == ["TR355"]
    back = light.send(
        "aanbieder", retour(lezen.parse(given.json()["xml"].encode()), Verdict(), "R1", light.house.today())
    )
    assert back.status_code == 201, back.text
    assert state(light, "jeugd", given)["state"] == "goedgekeurd"


def test_a_stop_from_the_record(world: World) -> None:
    """Named records of its own are enough: the person comes with them, in the sender's own words."""
    message = start()
    sent = post(world, "ecd", "WMO305", bundel(message))
    assert sent.status_code == 201
    handle = _handle(world, "ecd")
    found = world.web.get(f"/fhir/EpisodeOfCare?patient={handle}", headers=world.headers("ecd"))
    (entry,) = found.json()["entry"]
    named = _records(f"EpisodeOfCare/{entry['resource']['id']}")
    again = post(world, "ecd", "WMO305", named)
    assert (again.status_code, again.content) == (200, sent.content)
    early = post(world, "ecd", "WMO307", named)
    assert (early.status_code, "RedenBeeindiging" in early.text) == (422, True)
    other = post(world, "aanbieder", "WMO305", named)
    assert (other.status_code, "record-unknown" in other.text) == (404, True)


FROM_THE_RECORD = {
    "301": ("jeugd", "ServiceRequest", lambda law: bouw.vol301(law, kop=bouw.Kop(JEUGD, JEUGDZORG))),
    "315": (
        "aanbieder",
        "Task",
        lambda law: bouw.xml315(law, bouw.aangevraagd_nodes(law), kop=bouw.Kop(JEUGD, JEUGDZORG)),
    ),
    "307": ("aanbieder", "EpisodeOfCare", lambda law: bouw.xml307(law, kop=bouw.Kop(JEUGD, JEUGDZORG))),
    "317": (
        "aanbieder",
        "Task",
        lambda law: bouw.xml317(
            law,
            "ref-2",
            nieuw=(bouw.nieuw_nodes(law, "2027-01-01", Einddatum="2027-12-31"),),
            kop=bouw.Kop(JEUGD, JEUGDZORG),
        ),
    ),
    "323": (
        "aanbieder",
        "Claim",
        lambda law: bouw.xml323(law, kop=bouw.Kop(JEUGD, JEUGDZORG, dagtekening="2025-05-06")),
    ),
}


@pytest.mark.parametrize("law", ["Wmo", "Jeugdwet"])
@pytest.mark.parametrize("nummer", FROM_THE_RECORD)
def test_what_the_record_holds_is_said_again(light: World, nummer: str, law: bouw.Law) -> None:
    """A message that was sent before, from the records it left: the same, for it says the same."""
    sender, type_, make = FROM_THE_RECORD[nummer]
    message = lezen.parse(make(law))
    if nummer in {"317", "323"}:  # these say nothing of the person: another message did
        asked = bouw.xml315(law, bouw.aangevraagd_nodes(law, "eerder"), kop=bouw.Kop(JEUGD, JEUGDZORG))
        assert post(light, sender, bouw.kind(law, "315"), bundel(lezen.parse(asked))).status_code == 201
    sent = post(light, sender, message.kind, bundel(message))
    assert sent.status_code == 201, sent.text
    again = post(light, sender, message.kind, _records(*_kept(light, type_, sent)))
    assert (again.status_code, again.content) == (200, sent.content), again.text


def _kept(world: World, type_: str, sent: Any) -> list[str]:
    """What one message left in the record."""
    with world.house.database.work() as session:
        query = select(RecordRow.record).join(VersionRow, VersionRow.record == RecordRow.record)
        delivery = sent.headers["Location"].rpartition("/")[2]
        found = session.exec(query.where(RecordRow.type == type_, VersionRow.delivery == delivery))
        return [f"{type_}/{record}" for record in found.all()]


def _handle(world: World, connector: str, bsn: str = bouw.BSN) -> str:
    people = world.web.post(
        "/fhir/Patient/_search", data={"identifier": f"{BSN}|{bsn}"}, headers=world.headers(connector)
    )
    return str(people.json()["entry"][0]["resource"]["id"])


def _records(*references: str) -> FhirJson:
    named = [{"name": "record", "valueReference": {"reference": reference}} for reference in references]
    return {"resourceType": "Parameters", "parameter": named}


def test_what_a_message_has_no_place_for_is_told(light: World) -> None:
    body = bundel(start())
    episode = next(e["resource"] for e in body["entry"] if e["resource"]["resourceType"] == "EpisodeOfCare")
    episode["account"] = [{"display": "x", "identifier": {"value": "rekening"}}]
    sent = post(light, "ecd", "WMO305", body, accept="application/json").json()
    assert [notice["where"] for notice in sent["notices"]] == ["EpisodeOfCare.account.identifier.value"]


def test_references_by_full_url_and_organisations_beside(light: World) -> None:
    """As other systems write a Bundle: urn:uuid everywhere, and parties as resources."""
    body = bundel(start())
    patient, episode = (entry["resource"] for entry in body["entry"])
    del patient["id"], episode["id"]
    episode["patient"] = {"reference": "urn:uuid:7c1a4f5e-0d0a-4c36-9b52-6a0f1f0f0001"}
    party = episode["managingOrganization"]
    organisation = {"resourceType": "Organization", "identifier": [party["identifier"]], "name": "Zorg"}
    episode["managingOrganization"] = {"reference": "urn:uuid:7c1a4f5e-0d0a-4c36-9b52-6a0f1f0f0002"}
    body["entry"] = [
        {"fullUrl": episode["patient"]["reference"], "resource": patient},
        {"fullUrl": episode["managingOrganization"]["reference"], "resource": organisation},
        {"resource": episode},
    ]
    sent = post(light, "ecd", "WMO305", body)
    assert sent.status_code == 201, sent.text
    assert lezen.parse(sent.content).body.client == start().body.client


def test_what_waits_for_a_return_is_due_and_is_not_judged_here(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()))
    due = light.web.get("/termijnen", headers=light.headers("ecd")).json()
    assert sent.headers["Location"].rpartition("/")[2] in json.dumps(due)
    assert "OP090" in json.dumps(due)
    assert light.send("wmo", answered(sent, "0001")).status_code == 201
    assert state(light, "ecd", sent)["retour"]["delen"][0]["plaats"] == "Header"
    after = light.web.get("/termijnen", headers=light.headers("ecd")).json()
    assert sent.headers["Location"].rpartition("/")[2] not in json.dumps(after)
    with pytest.raises(Conflict, match="delivery-sent"):
        replay.replay(light.house, sent.headers["Location"].rpartition("/")[2])


def test_it_goes_to_the_ggk_in_an_envelope(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()))
    wrapped = light.web.get(f"{sent.headers['Location']}/envelop", headers=light.headers("ecd"))
    assert b"envelopHeenbericht-ggk_Di01" in wrapped.content
    assert lezen.parse(wrapped.content).body == lezen.parse(sent.content).body


def test_an_operator_sends_and_lists(
    light: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "open_house", lambda: light.house)
    file, out = tmp_path / "bundle.json", tmp_path / "bericht.xml"
    file.write_text(json.dumps(bundel(start())))
    assert main(["bericht", "wmo305", str(file), "--proef"]) == 0
    assert lezen.parse(capsys.readouterr().out.encode()).body.client == start().body.client
    assert main(["bericht", "WMO305", str(file), "--out", str(out)]) == 0
    assert lezen.parse(out.read_bytes()).body.header.bericht_identificatie.identificatie == "WD0000000001"
    assert main(["bericht", "WMO305", str(file), "--connector", "his"]) == 1
    assert main(["bericht", "WMO307", str(file)]) == 1
    assert "RedenBeeindiging" in capsys.readouterr().err
    light.send("wmo", retour(lezen.parse(out.read_bytes()), Verdict(("0001",)), "R1", light.house.today()))
    assert main(["berichten"]) == 0
    listed = capsys.readouterr().out
    assert "WMO305\tWD0000000001" in listed
    assert "afgekeurd\n    Header: 0001" in listed


def test_a_claim_is_granted_in_part(world: World) -> None:
    law: bouw.Law = "Jeugdwet"
    kop_ = bouw.Kop(JEUGD, JEUGDZORG, dagtekening="2025-05-06")
    rows = [bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2", ToewijzingNummer="102")]
    claimed = lezen.parse(bouw.xml323(law, (bouw.BSN, rows), totaal="10000", kop=kop_))
    sent = post(world, "aanbieder", "JW323", bundel(claimed))
    assert sent.status_code == 201, sent.text
    assert lezen.parse(sent.content).body.declaratie == claimed.body.declaratie
    where = "Declaratie/Clienten/Client[1]"
    partly = Verdict(klassen={f"{where}/Prestaties/Prestatie[2]": ("9338",)})
    data = antwoord(lezen.parse(sent.content), partly, "A1", world.house.today())
    assert world.send("jeugd", data).status_code == 201
    told = state(world, "aanbieder", sent)
    assert told["state"] == "gedeeltelijk"
    assert [(d["referentie"], d["codes"][0]["code"]) for d in told["retour"]["delen"]] == [("RN2", "9338")]


def test_unusual_bodies_are_refused_and_never_a_fault(light: World) -> None:
    for body, status in (
        (b"", 400),
        (b"[]", 400),
        (b"{}", 422),
        (b'{"resourceType":"Bundle","type":"collection"}', 422),
        (b'{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient"}}]}', 422),
        (b'{"resourceType":"Parameters"}', 422),
        (b'{"resourceType":"Parameters","parameter":[{"name":"record","valueReference":{"reference":"x"}}]}', 404),
    ):
        for kind in ("WMO301", "JW305", "WMO307", "JW315", "WMO317", "JW319", "WMO323"):
            answer = light.web.post(f"/berichten/{kind}", content=body, headers=light.headers("ecd"))
            assert answer.status_code == status, (kind, body, answer.text)
    assert post(light, "ecd", "WMO302", {}).status_code == 404
    assert light.web.post("/berichten/WMO305", content=b"{}").status_code == 401


def test_ijw_stop_with_its_own_code_list(light: World) -> None:
    """31 is `volgens plan` in iJw and a move in iWmo: an episode of one law is not sent under the other."""
    stop = bouw.stop_nodes("Jeugdwet", reden="31")
    xml = bouw.xml307("Jeugdwet", stop, kop=bouw.Kop(JEUGD, JEUGDZORG))
    body = bundel(lezen.parse(xml))
    assert post(light, "aanbieder", "JW307", body).status_code == 201
    wrong = post(light, "aanbieder", "WMO307", body)
    assert (wrong.status_code, "bericht-mist" in wrong.text) == (422, True)


def _task(world: World) -> str:
    """How the Task of the one request stands."""
    handle = _handle(world, "aanbieder")
    found = world.web.get(f"/fhir/Task?patient={handle}", headers=world.headers("aanbieder")).json()["entry"]
    (task,) = (e["resource"] for e in found if e["resource"]["resourceType"] == "Task")
    return str(task["status"])


@pytest.mark.parametrize("law", ["Wmo", "Jeugdwet"])
def test_the_task_of_a_request_follows_what_was_sent(light: World, law: bouw.Law) -> None:
    """A request, an answer that its receiver rejects, one that it accepts; and a request that is rejected."""
    kop = bouw.Kop(JEUGD, JEUGDZORG)
    asked = lezen.parse(bouw.xml315(law, bouw.aangevraagd_nodes(law, "vraag-1"), kop=kop))
    sent = post(light, "aanbieder", asked.kind, bundel(asked))
    assert _task(light) == "requested"
    light.send("jeugd", answered(sent))
    assert _task(light) == "received"
    answer = bundel(lezen.parse(bouw.xml319(law, "vraag-1", "1", "3", kop=kop)))
    given = post(light, "jeugd", bouw.kind(law, "319"), answer)
    assert _task(light) == "rejected"
    assert light.send("aanbieder", answered(given, "0200", Antwoord=("9355",))).status_code == 201
    assert state(light, "jeugd", given)["state"] == "afgekeurd"
    assert _task(light) == "received"
    again = post(light, "jeugd", bouw.kind(law, "319"), answer)
    assert (again.status_code, _task(light)) == (201, "rejected")


def test_a_rejected_request_failed_and_its_reference_is_free(light: World) -> None:
    asked = lezen.parse(bouw.xml315("Wmo", bouw.aangevraagd_nodes("Wmo", "vraag-1"), kop=bouw.Kop(JEUGD, JEUGDZORG)))
    sent = post(light, "aanbieder", "WMO315", bundel(asked))
    assert light.send("jeugd", answered(sent, "0001")).status_code == 201
    assert _task(light) == "failed"
    again = post(light, "aanbieder", "WMO315", bundel(asked), accept="application/json")
    assert (again.status_code, again.json()["remarks"]) == (201, [])


def test_an_allocation_that_was_sent_relates_when_it_is_accepted(world: World) -> None:
    def related() -> bool:
        with world.house.database.work() as session:
            query = select(RelationRow).where(RelationRow.party == "org:jeugdzorg", RelationRow.kind == "toewijzing")
            return session.exec(query).first() is not None

    last = world.house.today() + timedelta(days=90)
    given = bouw.toegewezen_nodes("Jeugdwet", Einddatum=last.isoformat())
    message = lezen.parse(bouw.vol301("Jeugdwet", (given,), kop=bouw.Kop(JEUGD, JEUGDZORG)))
    sent = post(world, "jeugd", "JW301", bundel(message))
    assert sent.status_code == 201, sent.text
    assert not related()
    assert world.send("aanbieder", answered(sent)).status_code == 201
    assert related()
