"""A client says that something is not right; its source answers; nobody else learns of it. On both databases."""

from __future__ import annotations

import pytest

from gateway.cli.demo_senders import assertion_form
from gateway.errors import Conflict, NotFound, Refused, Rejected
from gateway.fhir import check
from gateway.flows import callers, disclose, download, erase, rectify, reread, steward
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.stages.decided import Caller
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, in_caseload, patient

WORDS = "Ik heb geen suikerziekte."


def professional(house: House, person: str) -> Caller:
    with house.database.work() as session:
        found = parties.professional(session, person)
    assert found is not None
    return callers.of_professional(found)


@pytest.fixture
def client(world: World) -> Caller:
    world.send("ecd", bundle(patient(), condition(id_="n1")))
    world.send("his", bundle(patient(), condition("T90", "h1")))
    with world.house.database.work() as session:
        id_ = clients.find(session, world.house.vault, Bsn(BSN))
    return Caller(id_, "Tim Wit", None, None, None, client=id_)


def item(house: House, caller: Caller, source: str, type_: str = "Condition") -> str:
    return next(i.record for i in disclose.own_record(house, caller).items if (i.source, i.type) == (source, type_))


def tasks(house: House, caller: Caller, handle: str) -> list[str]:
    found = disclose.disclose(house, caller, handle).items
    return [i.record for i in found if i.type == "Task"]


def handle(house: House, caller: Caller, client: Caller) -> str:
    return house.vault.handle(callers.viewer(caller), str(client.client))


def test_it_is_asked_answered_and_kept(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    wrong = item(house, client, "praktijk")
    before = disclose.own_record(house, client).items
    task = rectify.ask(house, client, wrong, f"  {WORDS}\n")
    (asked,) = rectify.mine(house, client)
    assert (asked.open, asked.task.content["description"]) == (True, WORDS)
    assert asked.about is not None
    assert check.check(asked.task.content) == ()
    with pytest.raises(Conflict):
        rectify.ask(house, client, wrong, WORDS)
    (waiting,) = rectify.waiting(house, arts)
    assert waiting.task.record == task
    rectify.answer(house, arts, task, "refused", "Uit het laboratorium blijkt van wel.")
    assert rectify.waiting(house, arts) == ()
    (answered,) = rectify.mine(house, client)
    assert answered.task.content["status"] == "rejected"
    assert answered.task.content["statusReason"] == {"text": "Uit het laboratorium blijkt van wel."}
    assert check.check(answered.task.content) == ()
    with pytest.raises(Conflict):
        rectify.answer(house, arts, task, "done", "")
    assert [i for i in disclose.own_record(house, client).items if i.type != "Task"] == list(before)
    assert WORDS in "".join(download.take(house, client).fhir())
    said = [look.what for look in reread.who_looked(house, client) if "verbeteren" in look.what]
    assert said == ["antwoordde op uw vraag om iets te verbeteren", "vroeg om iets te verbeteren"]
    rectify.ask(house, client, wrong, "Vraag het na.")  # after an answer it may be asked again


def test_nobody_else_learns_of_it(world: World, client: Caller) -> None:
    house, nurse, other = world.house, professional(world.house, "verpleegkundige"), professional(world.house, "arts-2")
    in_caseload(house, BSN, "org:praktijk-2")
    until = house.today().replace(year=house.today().year + 1)
    for party in ("org:wijkzorg", "org:praktijk-2"):
        everything = ("huisarts", "wijkverpleging", "eigen")
        steward.share(house, client, Grant(party, what=everything, contact_only=False, until=until))
    task = rectify.ask(house, client, item(house, client, "praktijk"), WORDS)
    assert tasks(house, professional(house, "arts"), handle(house, professional(house, "arts"), client)) == [task]
    for caller in (nurse, other):
        assert tasks(house, caller, handle(house, caller, client)) == []
        assert rectify.waiting(house, caller) == ()
        with pytest.raises(NotFound):
            rectify.answer(house, caller, task, "done", "")
    with pytest.raises(NotFound):
        rectify.answer(house, client, task, "done", "")


def test_what_cannot_be_asked(world: World, client: Caller) -> None:
    house = world.house
    wrong = item(house, client, "praktijk")
    for text in ("", "   ", "x" * 1001):
        with pytest.raises(Rejected):
            rectify.ask(house, client, wrong, text)
    task = rectify.ask(house, client, wrong, WORDS)
    with pytest.raises(Rejected):
        rectify.ask(house, client, task, "Mijn eigen vraag klopt niet.")
    with house.database.work() as session:
        id_ = clients.find_or_make(session, house.vault, Bsn(BSN_OTHER), house.now())
    stranger = Caller(id_, "x", None, None, None, client=id_)
    for caller in (stranger, client):
        with pytest.raises(NotFound):
            rectify.ask(house, caller, wrong if caller is stranger else "onbekend", WORDS)
    with pytest.raises(Refused):
        rectify.ask(house, professional(house, "arts"), wrong, WORDS)
    with pytest.raises(Refused):
        rectify.waiting(house, client)
    with pytest.raises(Rejected):
        rectify.answer(house, professional(house, "arts"), task, "refused", " ")


def test_a_care_system_reads_and_answers_over_http(world: World, client: Caller) -> None:
    house = world.house
    task = rectify.ask(house, client, item(house, client, "wijkzorg"), WORDS)
    assert "entry" not in world.web.get("/rectifications", headers=world.headers("his")).json()
    found = world.web.get("/rectifications", headers=world.headers("ecd")).json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == [task]
    assert world.web.get(f"/fhir/Task/{task}", headers=world.headers("ecd")).json()["description"] == WORDS
    assert world.web.get(f"/fhir/Task/{task}", headers=world.headers("his")).status_code == 404
    path, body = f"/rectifications/{task}/answer", {"outcome": "done"}
    assert world.web.post(path, json=body, headers=world.headers("his")).status_code == 404
    assert world.web.post(path, json={"outcome": "later"}, headers=world.headers("ecd")).status_code == 400
    assert world.web.post(path, json=body, headers=world.headers("ecd")).status_code == 204
    assert world.web.post(path, json=body, headers=world.headers("ecd")).status_code == 409


def test_with_the_source_the_question_is_erased(world: World, client: Caller) -> None:
    house = world.house
    rectify.ask(house, client, item(house, client, "praktijk"), WORDS)
    proof = erase.source(house, Bsn(BSN), "praktijk", by="beheer", reason="gevraagd")
    assert proof.counts["rectifications"] == 1
    assert rectify.mine(house, client) == ()


def test_a_token_to_deliver_alone_reads_no_question(world: World, client: Caller) -> None:
    """A scope narrows this way to read as it does `GET /fhir/Task`."""
    rectify.ask(world.house, client, item(world.house, client, "wijkzorg"), WORDS)
    base = world.house.settings.base_url
    form = {**assertion_form(base, "ecd", world.keys["ecd"]), "scope": "system/deliveries.c"}
    narrow = {"Authorization": f"Bearer {world.web.post('/token', data=form).json()['access_token']}"}
    for path in ("/rectifications", "/fhir/Task?patient=x"):
        answer = world.web.get(path, headers=narrow)
        assert (answer.status_code, WORDS in answer.text) == (403, False), path
