"""A Fo01 over HTTP: it finds what was sent by the envelope it names, and says of it what it may, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from gateway.auth import scopes
from gateway.cli import bericht as cli
from gateway.cli import main
from gateway.flows import istandaarden_fout as flow
from gateway.flows import register
from gateway.flows.house import House
from gateway.record.tables import RecordRow, VersionRow
from gateway.registry.tables import RelationRow
from gateway.sources.istandaarden import ggk, ggk_schrijven, lezen
from gateway.sources.istandaarden.ggk import Stuurgegevens, Systeem
from gateway.sources.istandaarden.ggk_fouten import FOUTCODES
from gateway.sources.istandaarden.ggk_schrijven import Fout
from gateway.wire import xml
from tests.builders import world as town
from tests.builders.uitgaand import bundel
from tests.builders.world import World
from tests.scenarios.test_versturen import JEUGD, JEUGDZORG, answered, post, start, state
from tests.unit.sources.istandaarden import bouw

KOP = bouw.Kop(JEUGD, JEUGDZORG)


@pytest.fixture
def world(house: House) -> World:
    """On each of both databases."""
    return town.build(house)


@pytest.fixture
def light(light_house: House) -> World:
    return town.build(light_house)


def fault(about: str, code: str = "IB005", details: str = "") -> bytes:
    """The report of a node about the envelope with this referentienummer."""
    stuur = Stuurgegevens(
        Systeem("IB", "GGK"), Systeem("42420001", "wijkdossier"), str(uuid4()), "20260101120000", "", cross=about
    )
    known = code if code in {"IB005", "IB016", "IB014"} else "IB005"
    made = ggk_schrijven.foutbericht(stuur, Fout(known, details))
    assert ggk.fout_schema().errors(xml.parse(made)) == ()
    return made.replace(f">{known}<".encode(), f">{code}<".encode())


def packed(world: World, connector: str, sent: Any) -> str:
    """Put a sent message in an envelope; its referentienummer."""
    found = world.web.get(f"{sent.headers['Location']}/envelop", headers=world.headers(connector))
    assert found.status_code == 200, found.text
    return str(found.headers["X-Referentienummer"])


def notices(answer: Any) -> list[str]:
    assert answer.status_code == 201, answer.text
    assert answer.json()["kind"] == "Fo01"
    return [notice["text"] for notice in answer.json()["notices"]]


def test_what_did_not_get_there_counts_as_never_sent(world: World) -> None:
    sent = post(world, "ecd", "WMO305", bundel(start()))
    reference = packed(world, "ecd", sent)
    told = world.send("ecd", fault(reference.upper(), details="Gemeente 9999"))
    assert notices(told) == []
    found = state(world, "ecd", sent)
    assert (found["state"], found["retour"]["delivery"]) == ("foutbericht", told.json()["id"])
    said = found["fout"]
    assert (said["code"], said["details"]) == ("IB005", "Gemeente 9999")
    assert said["text"].startswith("Gemeentecode is niet bekend")
    assert [each["referentienummer"] for each in found["enveloppen"]] == [reference]
    listed = world.web.get("/berichten", params={"state": "foutbericht"}, headers=world.headers("ecd")).json()
    assert [(each["id"], each["fout"]["code"], each["fout"]["details"]) for each in listed["items"]] == [
        (found["id"], "IB005", None)  # the words of the node are told of one message, not in a list
    ]
    due = world.web.get("/termijnen", headers=world.headers("ecd")).text
    assert found["id"] not in due
    # The same may be sent anew, under the next number; the one that failed leaves no more.
    again = post(world, "ecd", "WMO305", bundel(start()))
    assert (again.status_code, again.headers["X-Bericht-Identificatie"]) == (201, "WD0000000002")
    refused = world.web.get(f"{sent.headers['Location']}/envelop", headers=world.headers("ecd"))
    assert (refused.status_code, "bericht-nooit-verzonden" in refused.text) == (409, True)
    # Its receiver never saw the first: a return that names it finds nothing.
    assert world.send("wmo", answered(sent)).status_code == 202
    assert world.send("wmo", answered(again)).status_code == 201
    assert _types(world, told.json()["id"]) == {"MessageHeader"}


def test_who_is_no_party_is_told_what_is_told_of_an_envelope_that_is_not_there(light: World) -> None:
    reference = packed(light, "ecd", sent := post(light, "ecd", "WMO305", bundel(start())))

    def said(connector: str, about: str) -> Any:
        answer = light.send(connector, fault(about))
        assert answer.status_code == 422
        (issue,) = answer.json()["issue"]
        return issue

    for other in ("jeugd", "his", "his-2", "aanbieder"):
        assert said(other, reference) == said(other, str(uuid4()))
    assert said("ecd", str(uuid4()))["diagnostics"].startswith("ggk-fo01: This reports an error (IB005: ")
    assert state(light, "ecd", sent)["state"] == "verzonden"
    assert notices(light.send("wmo", fault(reference))) == []  # its receiver
    assert state(light, "ecd", sent)["state"] == "foutbericht"


def test_an_intermediary_passes_it_on(light: World) -> None:
    reference = packed(light, "ecd", sent := post(light, "ecd", "WMO305", bundel(start())))
    key = light.keys["jeugd"]
    jwks = {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
    register.connector(light.house, "jeugd", "Knooppunt", "gemeente-jeugd", jwks, scopes.RETURNS)
    light.tokens.clear()
    assert notices(light.send("jeugd", fault(reference, "BRS33"))) == []
    found = state(light, "ecd", sent)["fout"]
    assert (found["code"], found["text"]) == ("BRS33", None)  # of a list that we do not have the words of


def test_while_another_envelope_is_out_nothing_is_decided(world: World) -> None:
    sent = post(world, "ecd", "WMO305", bundel(start()))
    first, second = packed(world, "ecd", sent), packed(world, "ecd", sent)
    assert notices(world.send("ecd", fault(first))) == [flow.ANOTHER.text]
    found = state(world, "ecd", sent)
    assert (found["state"], found["fout"]) == ("verzonden", None)
    reported = {each["referentienummer"]: each["fout"] and each["fout"]["code"] for each in found["enveloppen"]}
    assert reported == {first: "IB005", second: None}
    assert notices(world.send("ecd", fault(second, "IB014"))) == []
    assert state(world, "ecd", sent)["fout"]["code"] == "IB014"
    assert notices(world.send("ecd", fault(first, "IB014"))) == [flow.DECIDED.text]


def test_that_it_came_twice_says_that_it_came(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()))
    reference = packed(light, "ecd", sent)
    assert notices(light.send("ecd", fault(reference, "IB016"))) == [flow.CAME_TWICE.text]
    assert state(light, "ecd", sent)["state"] == "verzonden"
    assert light.send("wmo", answered(sent)).status_code == 201
    assert notices(light.send("ecd", fault(reference, "IB014"))) == [flow.DECIDED.text]
    assert state(light, "ecd", sent)["state"] == "goedgekeurd"


@pytest.mark.parametrize("law", ["Wmo", "Jeugdwet"])
def test_a_request_that_did_not_get_there_failed(light: World, law: bouw.Law) -> None:
    asked = lezen.parse(bouw.xml315(law, bouw.aangevraagd_nodes(law, "vraag-1"), kop=KOP))
    sent = post(light, "aanbieder", asked.kind, bundel(asked))
    assert notices(light.send("aanbieder", fault(packed(light, "aanbieder", sent)))) == []
    task = _task(light)
    assert (task["status"], task["statusReason"]["coding"][0]["code"]) == ("failed", "IB005")


def test_an_answer_that_did_not_get_there_was_not_given(light: World) -> None:
    asked = lezen.parse(bouw.xml315("Wmo", bouw.aangevraagd_nodes("Wmo", "vraag-1"), kop=KOP))
    light.send("jeugd", answered(post(light, "aanbieder", asked.kind, bundel(asked))))
    answer = bundel(lezen.parse(bouw.xml319("Wmo", "vraag-1", "1", "3", kop=KOP)))
    given = post(light, "jeugd", "WMO319", answer)
    assert _task(light)["status"] == "rejected"
    assert notices(light.send("jeugd", fault(packed(light, "jeugd", given)))) == []
    assert _task(light)["status"] == "received"


def test_an_allocation_that_did_not_get_there_relates_nobody(light: World) -> None:
    given = post(light, "jeugd", "WMO301", bundel(lezen.parse(bouw.vol301("Wmo", kop=KOP))))
    assert notices(light.send("aanbieder", fault(packed(light, "jeugd", given)))) == []
    with light.house.database.work() as session:
        assert session.exec(select(RelationRow).where(RelationRow.kind == "toewijzing")).all() == []


def test_a_claim_that_did_not_get_there_may_be_sent_again(light: World) -> None:
    claimed = bundel(lezen.parse(bouw.xml323("Wmo", kop=bouw.Kop(JEUGD, JEUGDZORG, dagtekening="2025-05-06"))))
    sent = post(light, "aanbieder", "WMO323", claimed)
    assert notices(light.send("aanbieder", fault(packed(light, "aanbieder", sent)))) == []
    assert post(light, "aanbieder", "WMO323", claimed).status_code == 201


def test_a_report_that_is_not_right_says_what(light: World) -> None:
    whole = fault(str(uuid4()))
    for wrong in (whole.replace(b"crossRefnummer", b"kruisnummer"), whole.replace(b">IB005<", b">IB00000005<")):
        refused = light.send("ecd", wrong)
        assert (refused.status_code, "ggk-form" in refused.text) == (422, True)
    strange = light.send("ecd", whole.replace(b">IB005<", b">9999900<"))
    assert "a code of another form" in strange.text
    assert "9999900" not in strange.text


def test_it_may_be_handed_back_in_its_envelope(light: World) -> None:
    sent = post(light, "ecd", "WMO305", bundel(start()), envelop="true")
    assert (sent.status_code, b"envelopHeenbericht-ggk_Di01" in sent.content) == (201, True)
    reference = sent.headers["X-Referentienummer"]
    again = post(light, "ecd", "WMO305", bundel(start()), envelop="true", accept="application/json")
    assert again.status_code == 200
    assert again.json()["referentienummer"] == again.headers["X-Referentienummer"] != reference
    assert lezen.parse(again.json()["xml"].encode()).body == lezen.parse(sent.content).body
    bare = post(light, "ecd", "WMO305", bundel(start()), accept="application/json").json()
    assert (bare["referentienummer"], "Di01" in bare["xml"]) == (None, False)
    assert notices(light.send("wmo", fault(reference))) == [flow.ANOTHER.text]


def test_of_an_answer_that_did_not_get_there_it_says_where_it_is(world: World) -> None:
    sent = world.send("wmo", bouw.vol301("Wmo", kop=bouw.Kop(identificatie="F1")))
    delivery = sent.headers["Location"].rpartition("/")[2]
    told = world.send("wmo", fault(delivery))
    assert notices(told) == [flow.answer_is_at(delivery).text]
    where = f"/deliveries/{delivery}/retourbericht"
    assert where in told.text
    assert world.web.get(where, headers=world.headers("wmo")).content == sent.content
    # Another is told what is told of an envelope that was never made here; so is who names what brought no message.
    bundle = world.send("ecd", town.bundle(town.patient(), town.condition())).headers["Location"].rpartition("/")[2]
    for connector, about in (("ecd", delivery), ("ecd", bundle)):
        refused = world.send(connector, fault(about))
        assert (refused.status_code, "was not made here" in refused.text) == (422, True)


def test_an_operator_sees_the_code_and_never_the_words(
    light: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "open_house", lambda: light.house)
    monkeypatch.setattr("gateway.cli.envelop.open_house", lambda: light.house)
    sent = post(light, "ecd", "WMO305", bundel(start()))
    file = tmp_path / "bericht.xml"
    file.write_bytes(sent.content)
    assert main(["envelop", str(file)]) == 0  # one made from the file is known too
    (made,) = state(light, "ecd", sent)["enveloppen"]
    capsys.readouterr()
    light.send("ecd", fault(made["referentienummer"], details=f"BSN {bouw.BSN}"))
    assert main(["berichten", "--state", "foutbericht"]) == 0
    listed = capsys.readouterr().out
    means = FOUTCODES["IB005"]
    assert f"foutbericht\n    Fo01 IB005: {means} ({made['referentienummer']})" in listed
    assert bouw.BSN not in listed


def test_the_list_goes_page_by_page(world: World) -> None:
    """Same order, nothing twice, nothing of another; a cursor serves one organisation and one narrowing."""
    sent = [post(world, "ecd", "WMO305", bundel(start(str(number)))) for number in range(101, 106)]
    post(world, "jeugd", "WMO301", bundel(lezen.parse(bouw.vol301("Wmo", kop=KOP))))
    ids = [each["id"] for each in _page(world, "ecd").json()["items"]]
    assert sorted(ids) == sorted(each.headers["Location"].rpartition("/")[2] for each in sent)
    seen, cursor, sizes = [], None, []
    while True:
        page = _page(world, "ecd", limit=2, **({"cursor": cursor} if cursor else {})).json()
        assert page["total"] == len(ids)
        seen += [each["id"] for each in page["items"]]
        sizes.append(len(page["items"]))
        if (cursor := page["next"]) is None:
            break
        if len(sizes) == 1:
            first = cursor
    assert (seen, sizes) == (ids, [2, 2, 1])
    assert _page(world, "ecd").json()["next"] is None
    assert _page(world, "ecd", limit=5).json()["next"] is None
    for connector, more in (
        ("jeugd", {"cursor": first}),
        ("ecd", {"cursor": first, "state": "verzonden"}),
        ("ecd", {"cursor": ids[0]}),
        ("ecd", {"cursor": "x"}),
    ):
        assert (gone := _page(world, connector, **more)).status_code == 410
        assert "cursor-expired" in gone.text
    for wrong in ({"limit": 0}, {"limit": 501}, {"limit": "x"}, {"cursor": "x" * 201}, {"state": "kwijt"}):
        assert _page(world, "ecd", **wrong).status_code == 400


def _page(world: World, connector: str, **options: Any) -> Any:
    return world.web.get("/berichten", params=options, headers=world.headers(connector))


def _types(world: World, delivery: str) -> set[str]:
    with world.house.database.work() as session:
        query = select(RecordRow.type).join(VersionRow, VersionRow.record == RecordRow.record)
        return set(session.exec(query.where(VersionRow.delivery == delivery)).all())


def _task(world: World) -> dict[str, Any]:
    """The Task of the one request, as its provider reads it."""
    people = world.web.post(
        "/fhir/Patient/_search",
        data={"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{bouw.BSN}"},
        headers=world.headers("aanbieder"),
    ).json()
    handle = people["entry"][0]["resource"]["id"]
    found = world.web.get(f"/fhir/Task?patient={handle}", headers=world.headers("aanbieder")).json()["entry"]
    (task,) = (e["resource"] for e in found if e["resource"]["resourceType"] == "Task")
    return dict(task)
