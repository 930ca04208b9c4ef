"""What a source does not let the client see: whom it binds, what they hear, when it ends. On both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.auth import scopes
from gateway.errors import Conflict, Gone, NotFound, Refused, Rejected
from gateway.flows import (
    behalf,
    caseloads,
    disclose,
    download,
    erase,
    eyes,
    logbook,
    meet,
    reading,
    rectify,
    reread,
    rotate,
    steward,
    withholdable,
    withholding,
)
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.flows.withholdable import Wanted as Offered
from gateway.flows.withholding_said import Asked, Renewed
from gateway.identifiers import Bsn
from gateway.registry import parties
from gateway.stages.decided import Caller, RoleAt
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.conftest import Clock
from tests.scenarios.test_download import CHILD_BORN, parent_of, someone
from tests.scenarios.test_rectification import handle, item, professional

SECRET = "Wat de buurvrouw vertelde"
ANOTHER = "wgbo-ander"
GOOD = "wgbo-goed-hulpverlener"


def visit(id_: str) -> dict[str, object]:
    return {
        "resourceType": "Encounter",
        "id": id_,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-03-01"},
    }


def secret(id_: str = "geheim", **members: object) -> dict[str, object]:
    return {**condition("Z12", id_, onsetDateTime="2026-03-01"), "code": {"text": SECRET}, **members}


@pytest.fixture
def client(world: World) -> Caller:
    born = patient(birthDate=CHILD_BORN)
    world.send("his", bundle(born, condition("T90", "h1"), secret()))
    linked = {"encounter": {"reference": "Encounter/v1"}}
    world.send("his", bundle(born, visit("v1"), secret("bij-contact", **linked), secret("los")))
    world.send("ecd", bundle(born, condition(id_="n1")))
    return replace(someone(world.house, BSN), scopes=(scopes.READ,))


def asked(house: House, *records: str, **members: object) -> Asked:
    given = Asked(
        records=records,
        contacts=(),
        binds=("client", "representatives"),
        ground=ANOTHER,
        review=house.today() + timedelta(days=60),
        reason="De buurvrouw vroeg dit voor zich te houden.",
        contact="A. Bos, 010 1234567",
    )
    return replace(given, **members)


def hidden(house: House, caller: Caller) -> str:
    return next(i.record for i in disclose.own_record(house, caller).items if i.content.get("code") == {"text": SECRET})


def seen(house: House, caller: Caller, whose: str = caseloads.OWN) -> set[str]:
    return {i.record for i in behalf.record(house, caller, whose).items}


def begun(house: House, client: Caller, *records: str, **members: object) -> str:
    arts = professional(house, "arts")
    return withholding.begin(house, arts, handle(house, arts, client), asked(house, *records, **members))


def test_the_client_hears_of_it_and_nobody_elses_view_changes(world: World, client: Caller) -> None:
    house, arts, nurse = world.house, professional(world.house, "arts"), professional(world.house, "verpleegkundige")
    until = house.today() + timedelta(days=300)
    steward.share(house, client, Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=until))
    record, before = hidden(house, client), seen(house, client)
    others = {one.person: disclose.disclose(house, one, handle(house, one, client)).items for one in (arts, nurse)}
    begun(house, client, record)
    assert seen(house, client) == before - {record}
    for one in (arts, nurse):
        assert disclose.disclose(house, one, handle(house, one, client)).items == others[one.person]
    (told,) = withholding.told(house, client)
    assert (told.source, told.ground.id, told.contact) == ("Praktijk De Linde", ANOTHER, "A. Bos, 010 1234567")
    text = "".join(download.take(house, client).fhir())
    assert record not in text
    assert "Praktijk De Linde laat u iets niet zien." in text
    assert "buurvrouw vroeg" not in text
    with pytest.raises(NotFound):
        reading.read(house, client, "Condition", record)
    with pytest.raises(NotFound):
        rectify.about(house, client, record)
    looks = [look.what for look in reread.who_looked(house, client)]
    assert "besloot dat iets niet te zien is, met een reden" in looks


def test_with_a_contact_goes_what_belongs_to_it_now_and_later(world: World, client: Caller) -> None:
    house = world.house
    contact = item(house, client, "praktijk", "Encounter")
    before = seen(house, client)
    begun(house, client, contacts=(contact,))
    assert len(before - seen(house, client)) == 2
    linked = {"encounter": {"reference": "Encounter/v1"}}
    world.send("his", bundle(patient(birthDate=CHILD_BORN), visit("v1"), secret("later", **linked)))
    assert seen(house, client) < before


def test_it_ends_by_itself_on_the_day_of_review(world: World, client: Caller, clock: Clock) -> None:
    house, arts = world.house, professional(world.house, "arts")
    record = hidden(house, client)
    id_ = begun(house, client, record, review=house.today() + timedelta(days=30))
    assert not withholding.running(house, arts)[0].soon
    clock.forward(days=20)
    assert withholding.running(house, arts)[0].soon
    withholding.renew(house, arts, id_, Renewed(house.today() + timedelta(days=15), "Het geldt nog."))
    clock.forward(days=14)
    assert record not in seen(house, client)
    clock.forward(days=1)
    assert record in seen(house, client)
    assert withholding.running(house, arts) == ()
    assert withholding.told(house, client) == ()
    with pytest.raises(Conflict):
        withholding.renew(house, arts, id_, Renewed(house.today() + timedelta(days=9), "Toch nog."))


def test_the_source_ends_it_and_its_steps_are_kept(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    record = hidden(house, client)
    id_ = begun(house, client, record)
    withholding.end(house, arts, id_)
    assert record in seen(house, client)
    with pytest.raises(Conflict):
        withholding.end(house, arts, id_)
    found = withholding.opened(house, arts, id_)
    assert [step.act for step, _said in found.steps] == ["begin", "end"]
    assert [said.by for _step, said in found.steps] == ["A. Bos", "A. Bos"]
    assert [one.record for one in found.about] == [record]


def test_only_the_source_decides_and_only_of_its_own(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    whose, record = handle(house, arts, client), hidden(house, client)
    of_others, mine = item(house, client, "wijkzorg"), rectify.ask(house, client, record, "Klopt niet")
    for bad in (of_others, mine, "nergens", hidden(house, client)[:-1]):
        with pytest.raises(Rejected) as refused:
            withholding.begin(house, arts, whose, asked(house, bad))
        assert (refused.value.code, refused.value.where) == ("withholding-not-yours", "records")
    with pytest.raises(Rejected):  # no contact
        withholding.begin(house, arts, whose, asked(house, contacts=(record,)))
    id_ = begun(house, client, record)
    nurse = professional(house, "verpleegkundige")
    for attempt in attempts(house, nurse, id_):
        with pytest.raises(NotFound):
            attempt()
    for caller in (client, replace(arts, roles=(RoleAt("verzorgende", "praktijk"),)), replace(arts, org=None)):
        for attempt in attempts(house, caller, id_):
            with pytest.raises(Refused):
                attempt()
        with pytest.raises(Refused):
            withholding.begin(house, caller, whose, asked(house, record))
    with pytest.raises(NotFound):
        withholding.begin(house, nurse, whose, asked(house, record))


def test_own_items_are_offered_by_page_and_what_was_chosen_stays(
    world: World, client: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, arts = world.house, professional(world.house, "arts")
    whose = handle(house, arts, client)
    monkeypatch.setattr(withholdable, "A_PAGE", 2)
    first = withholdable.choose(house, arts, whose, Offered())
    assert (len(first.found), first.older) == (2, True)
    picked = (first.found[1].record,)
    seen_: list[str] = list(picked)
    for number in (1, 2, 3):
        page = withholdable.choose(house, arts, whose, Offered(page=number, chosen=picked))
        assert [one.record for one in page.chosen] == list(picked)
        seen_ += [one.record for one in page.found]
    assert not page.older
    own = {i.record for i in disclose.disclose(house, arts, whose).items if i.own}
    assert sorted(seen_) == sorted(own)
    march = Offered(start=date(2026, 3, 1), end=date(2026, 3, 1))
    assert {one.tags.day for one in withholdable.choose(house, arts, whose, march).found} == {date(2026, 3, 1)}
    (look, *_) = [look for look in reread.who_looked(house, client) if look.who.startswith("A. Bos")]
    assert look.outcome == "gezien"


def test_only_who_decides_chooses_and_only_of_their_own(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    whose, record, of_others = handle(house, arts, client), hidden(house, client), item(house, client, "wijkzorg")
    assert [one.record for one in withholdable.named(house, arts, whose, (record,))] == [record]
    for records in ((of_others,), (record, of_others), (record, "nergens")):
        with pytest.raises(NotFound):
            withholdable.named(house, arts, whose, records)
        with pytest.raises(NotFound):
            withholdable.choose(house, arts, whose, Offered(chosen=records))
    for many in ((), (record, record), tuple(map(str, range(51)))):
        with pytest.raises(Rejected):
            withholdable.named(house, arts, whose, many)
    nurse = professional(house, "verpleegkundige")
    with pytest.raises(NotFound):
        withholdable.choose(house, nurse, whose, Offered())
    for caller in (client, replace(arts, roles=(RoleAt("verzorgende", "praktijk"),))):
        with pytest.raises(Refused):
            withholdable.choose(house, caller, whose, Offered())
        with pytest.raises(Refused):
            withholdable.named(house, caller, whose, (record,))


def test_several_are_withheld_together_or_not_at_all(world: World, client: Caller) -> None:
    house, before = world.house, seen(world.house, client)
    ours = sorted(i.record for i in disclose.own_record(house, client).items if i.source == "praktijk")[:3]
    with pytest.raises(Rejected):
        begun(house, client, *ours, item(house, client, "wijkzorg"))
    assert seen(house, client) == before
    id_ = begun(house, client, *ours)
    assert before - seen(house, client) == set(ours)
    assert withholding.running(house, professional(house, "arts"))[0].items == 3
    withholding.end(house, professional(house, "arts"), id_)
    assert seen(house, client) == before


def attempts(house: House, caller: Caller, id_: str) -> list[Callable[[], object]]:
    again = Renewed(house.today() + timedelta(days=9), "Nog nodig.")
    return [
        lambda: withholding.renew(house, caller, id_, again),
        lambda: withholding.end(house, caller, id_),
        lambda: withholding.opened(house, caller, id_),
    ]


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"records": ()}, "withholding-items", "records, contacts"),
        ({"records": ("x",) * 2}, "withholding-items", "records, contacts"),
        ({"ground": "omdat-het-kan"}, "withholding-ground", "ground"),
        ({"ground": "jeugdwet-ander"}, "withholding-ground", "ground"),
        ({"binds": ()}, "withholding-from", "from"),
        ({"ground": GOOD}, "withholding-from", "from"),
        ({"days": 0}, "withholding-review", "review"),
        ({"days": -1}, "withholding-review", "review"),
        ({"days": 184}, "withholding-review", "review"),
        ({"reason": " "}, "withholding-text", "reason"),
        ({"reason": "x" * 1001}, "withholding-text", "reason"),
        ({"contact": ""}, "withholding-text", "contact"),
        ({"decided_by": "Iemand anders"}, "withholding-decider", "decided_by"),
        ({"ground": "wgbo-therapeutisch", "binds": ("client",)}, "withholding-text", "consulted"),
        (
            {"ground": "wgbo-therapeutisch", "binds": ("client",), "consulted": "a. bos"},
            "withholding-second",
            "consulted",
        ),
    ],
)
def test_what_is_asked_must_fit(world: World, client: Caller, change: dict[str, object], code: str, where: str) -> None:
    house, arts = world.house, professional(world.house, "arts")
    change = dict(change)
    if "days" in change:
        change["review"] = house.today() + timedelta(days=int(str(change.pop("days"))))
    wanted = replace(asked(house, hidden(house, client)), **change)
    before = seen(house, client)
    with pytest.raises(Rejected) as refused:
        withholding.begin(house, arts, handle(house, arts, client), wanted)
    assert (refused.value.code, refused.value.where) == (code, where)
    assert seen(house, client) == before


def test_a_second_professional_makes_the_exception_possible(world: World, client: Caller) -> None:
    house, record = world.house, hidden(world.house, client)
    begun(house, client, record, ground="wgbo-therapeutisch", binds=("client",), consulted="B. Vos, huisarts")
    assert record not in seen(house, client)


def test_a_parent_is_bound_where_the_child_is_not_and_hears_nothing_of_it(world: World, client: Caller) -> None:
    house = world.house
    parent, whose = parent_of(world)
    record, before = hidden(house, client), seen(house, parent, whose)
    looks = [look.what for look in reread.who_looked(house, parent, whose)]
    begun(house, client, record, ground=GOOD, binds=("representatives",))
    assert seen(house, parent, whose) == before - {record}
    assert record in seen(house, client)
    assert withholding.told(house, parent, whose) == withholding.told(house, client) == ()
    text = "".join(download.take(house, parent, whose).fhir())
    assert record not in text
    assert "iets niet zien. " not in text.replace("mag soms iets niet laten zien. ", "")
    after = [look.what for look in reread.who_looked(house, parent, whose)]
    assert not [what for what in after if what.startswith("besloot")]
    assert len(after) > len(looks)
    assert [look.what for look in reread.who_looked(house, client) if look.what.startswith("besloot")]


def test_a_client_who_is_bound_does_not_bind_who_decides(world: World, client: Caller) -> None:
    house, record = world.house, hidden(world.house, client)
    parent, whose = parent_of(world)
    begun(house, client, record, ground="wgbo-therapeutisch", binds=("client",), consulted="B. Vos")
    assert record not in seen(house, client)
    assert record in seen(house, parent, whose)


def test_the_log_names_nothing_that_is_withheld_and_counts_nothing(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    record = hidden(house, client)
    disclose.disclose(house, arts, handle(house, arts, client))
    assert record in str(logbook.find(house, client, []).found)
    id_ = begun(house, client, record)
    seen(house, client)
    told = str(logbook.find(house, client, [("_count", "200")]).found)
    assert record not in told
    own = [
        e for e in logbook.find(house, client, [("_count", "200")]).found if "role" in str(e) and "'client'" in str(e)
    ]
    assert own
    assert not [event for event in own if "'withheld'" in str(event)]
    withholding.end(house, arts, id_)
    assert record in str(logbook.find(house, client, [("_count", "200")]).found)


def test_a_page_of_before_it_began_answers_gone(world: World, client: Caller) -> None:
    house = world.house
    first = reading.find(house, client, "Condition", [("patient", "mijn"), ("_count", "1")])
    offered = download.offer(house, client).state
    arts = professional(house, "arts")
    arts = replace(arts, scopes=(scopes.READ,))
    of_arts = handle(house, arts, client)
    theirs = reading.find(house, arts, "Condition", [("patient", of_arts), ("_count", "1")])
    begun(house, client, hidden(house, client))
    with pytest.raises(Gone):
        reading.find(house, client, "Condition", [("patient", "mijn"), ("_count", "1"), ("_cursor", str(first.next))])
    with pytest.raises(Gone):
        download.take(house, client, state=offered)
    again = [("patient", of_arts), ("_count", "1"), ("_cursor", str(theirs.next))]
    assert reading.find(house, arts, "Condition", again).total == theirs.total


def test_behind_anybodys_eyes_and_at_the_table_it_stays_withheld(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    record = hidden(house, client)
    whole = eyes.look(house, client, "arts").seen
    assert whole is not None
    assert record in {i.record for i in whole.items}
    begun(house, client, record)
    looked = eyes.look(house, client, "arts")
    assert looked.seen is not None
    assert record not in {i.record for i in looked.seen.items}
    assert record not in {held.item.record for held in looked.held}
    meeting = meet.start(house, arts, handle(house, arts, client))
    for present, shown in (((), True), (("client",), False)):
        meet.confirm(house, arts, meeting, present)
        screen = meet.screen(house, arts, meeting).disclosed
        assert screen is not None
        assert (record in {i.record for i in screen.items}) is shown


def test_the_privacy_officer_reads_the_list_and_no_name(world: World, client: Caller) -> None:
    house = world.house
    with house.database.work() as session:
        parties.save_professional(session, "fg", "F. Gans", "privacy-officer", "praktijk")
        parties.save_professional(session, "fg-2", "G. Kip", "privacy-officer", "wijkzorg")
    officer, other = professional(house, "fg"), professional(house, "fg-2")
    id_ = begun(house, client, hidden(house, client))
    (one,) = withholding.running(house, officer)
    assert (one.id, one.client, one.ground.id) == (id_, "", ANOTHER)
    found = withholding.opened(house, officer, id_)
    assert found.about == ()
    assert found.steps[0][1].reason == "De buurvrouw vroeg dit voor zich te houden."
    assert withholding.running(house, other) == ()
    with pytest.raises(NotFound):
        withholding.opened(house, other, id_)
    with pytest.raises(Refused):
        withholding.end(house, officer, id_)


def test_a_care_system_does_it_over_http(world: World, client: Caller) -> None:
    house, web = world.house, world.web
    system = world.headers("his")
    (patient_,) = [e["resource"]["id"] for e in web.get("/fhir/Patient", headers=system).json()["entry"]]
    record = hidden(house, client)
    body = {
        "records": [record], "from": ["client"], "ground": ANOTHER, "reason": "Over een ander.",
        "contact": "De praktijk, 010 1234567", "review": str(house.today() + timedelta(days=30)),
    }  # fmt: skip
    path = f"/clients/{patient_}/withholdings"
    refused = web.post(path, json=body, headers=system)
    assert (refused.status_code, "decided_by" in refused.text) == (422, True)
    body["decided_by"] = "A. Bos, huisarts"
    made = web.post(path, json=body, headers=system)
    assert made.status_code == 201, made.text
    assert record not in seen(house, client)
    (listed,) = web.get("/withholdings", headers=system).json()["withholdings"]
    assert (listed["withholding"], listed["patient"]) == (made.json()["withholding"], patient_)
    one = f"/withholdings/{listed['withholding']}"
    assert web.get(one, headers=system).json()["steps"][0]["reason"] == "Over een ander."
    absent = web.get(one, headers=world.headers("ecd"))
    assert (absent.status_code, absent.headers["content-type"]) == (404, "application/fhir+json")
    renewed = {"review": str(house.today() + timedelta(days=90)), "reason": "Nog.", "decided_by": "A. Bos"}
    assert web.post(f"{one}/renewal", json=renewed, headers=system).status_code == 204
    assert web.post(f"{one}/end", headers=system).status_code == 204
    assert web.post(f"{one}/end", headers=system).status_code == 409
    assert web.post(path, json={**body, "onbekend": 1}, headers=system).status_code == 400
    assert record in seen(house, client)


def test_it_is_erased_with_its_source_and_sealed_anew_with_it(world: World, client: Caller) -> None:
    house, arts = world.house, professional(world.house, "arts")
    id_ = begun(house, client, hidden(house, client))
    rotate.data_keys(house, lambda *_: None)
    assert withholding.opened(house, arts, id_).steps[0][1].by == "A. Bos"
    proof = erase.source(house, Bsn(BSN), "praktijk", by="beheer", reason="gevraagd")
    assert proof.counts["withholdings"] == 1
    with pytest.raises(NotFound):
        withholding.opened(house, arts, id_)
