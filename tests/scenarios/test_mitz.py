"""Answers in Mitz, told over HTTP: a no denies beside the policy, a yes takes back that no and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gateway.auth.scopes import CONSENT
from gateway.flows import callers, caseloads, disclose, erase, register, steward
from gateway.flows.answers import Objected
from gateway.identifiers import Bsn
from gateway.portal.client import sharing
from gateway.registry import parties
from gateway.stages.decided import Caller, RoleAt
from tests.builders.mitz import URA, consent, notification
from tests.builders.world import BSN, ORGANISATIONS, World, bundle, condition, in_caseload, patient
from tests.scenarios.test_who_signs import Person, person

NURSE = Caller(
    "verpleegkundige",
    "C. Mol",
    "wijkzorg",
    "Wijkzorg",
    "wijkverpleging",
    (RoleAt("wijkverpleegkundige", "wijkzorg"),),
)
CONSULENT = Caller("consulent", "D. Das", "gemeente", "Gemeente", "gemeente", (RoleAt("wmo-consulent", "gemeente"),))
OF_GP = {"effect": "permit", "what": {"domain": ["huisarts"]}, "how": ["see"]}
NURSING: dict[str, Any] = {**OF_GP, "who": {"kind": "orgtype", "id": "wijkverpleging"}}
BY_NAME: dict[str, Any] = {**OF_GP, "who": {"kind": "org", "id": "wijkzorg"}}
SOCIAL: dict[str, Any] = {**OF_GP, "who": {"kind": "orgtype", "id": "gemeente"}}


def shared_by(world: World) -> Person:
    """A client whose GP has a URA; what the GP wrote is shared with district nursing and with the gemeente."""
    register.organisation(world.house, replace(ORGANISATIONS[0], ura=URA))
    assert world.send("his", bundle(patient(), condition("R95"))).status_code == 201
    in_caseload(world.house, BSN, "org:wijkzorg", "org:gemeente")
    found = person(world.house, BSN)
    found.enrol()
    found.say(NURSING, SOCIAL)
    return found


@pytest.fixture
def client(town: World) -> Person:
    return shared_by(town)


def sees(world: World, client: Person, caller: Caller = NURSE) -> bool:
    handle = world.house.vault.handle(callers.viewer(caller), client.id)
    return bool(disclose.disclose(world.house, caller, handle).items)


def told(client: Person) -> tuple[Objected, ...]:
    return steward.sharing(client.house, client.caller).objections


def send(world: World, *consents: str, by: str = "his", **how: Any) -> Any:
    return world.send(by, notification(*consents, **how))


def as_mitz(world: World, connector: str, scope: str = CONSENT) -> None:
    """The operator says that this system is the connection with Mitz."""
    with world.house.database.work() as session:
        known = parties.connector(session, connector)
    assert known is not None
    keys = {"keys": list(known.keys.values())}
    scopes = " ".join((*known.scopes, scope))
    register.connector(world.house, connector, known.name, known.organisation.id, keys, scopes)


def test_a_refusal_denies_beside_the_policy_and_a_later_permission_takes_it_back(world: World) -> None:
    client = shared_by(world)
    assert sees(world, client)
    answer = send(world, consent("RPZAC004", given=False))
    assert (answer.status_code, answer.json()["kind"], answer.json()["version"]) == (201, "mitz-notificatie", "3.8.0")
    assert not sees(world, client)
    assert told(client) == (Objected("Praktijk De Linde", "verpleging en verzorging", denies=True),)
    assert send(world, consent("RPZAC004", given=True, at="2026-11-21T10:00:00+01:00")).status_code == 201
    assert sees(world, client)
    assert told(client) == ()


def test_the_policy_itself_is_never_touched(town: World, client: Person) -> None:
    before = steward.current(client.house, client.caller)
    send(town, consent("RPZAC004", given=False))
    assert steward.current(client.house, client.caller) == before


def test_a_permission_never_widens(town: World, client: Person) -> None:
    client.say()
    assert not sees(town, client)
    assert send(town, consent("RPZAC004", "RPZAC001", given=True)).status_code == 201
    assert not sees(town, client)


def test_the_social_domain_is_not_for_mitz_to_say(town: World, client: Person) -> None:
    before = sees(town, client, CONSULENT)
    every = ("RPZAC001", "RPZAC003", "RPZAC004", "RPZAC005", "RPZAC103", "RPZAC104", "RPZAC200")
    answer = send(town, consent(*every, given=False)).json()
    assert "No organisation of one of these categories is a party here: kept" in str(answer["notices"])
    assert sees(town, client, CONSULENT) == before


def test_more_specific_beats_less_specific(town: World, client: Person) -> None:
    client.say(BY_NAME)
    send(town, consent("RPZAC004", given=False))
    assert sees(town, client)  # an individual organisation beats a category
    client.say({**BY_NAME, "what": {}})
    assert not sees(town, client)  # the objection is about one record holder, the permit about all: neither is above


def test_an_earlier_permission_that_comes_late_takes_nothing_back(world: World) -> None:
    client = shared_by(world)
    send(world, consent("RPZAC004", given=False))
    late = send(world, consent("RPZAC004", given=True, at="2026-11-19"))
    assert "A newer answer" in str(late.json()["notices"])
    assert not sees(world, client)


def test_a_permission_for_other_data_takes_nothing_back(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False))
    send(town, consent("RPZAC004", given=True, data="GGC007", at="2026-11-22"))
    assert not sees(town, client)


def test_at_the_same_moment_an_objection_beats_a_consent(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False))
    send(town, consent("RPZAC004", given=True))
    assert not sees(town, client)
    assert len(told(client)) == 1


def test_a_stranger_stops_no_care(town: World, client: Person) -> None:
    answer = send(town, consent("RPZAC004", given=False), by="aanbieder")
    assert answer.status_code == 201
    assert "not this record holder" in str(answer.json()["notices"])
    assert sees(town, client)
    assert told(client) == (Objected("Praktijk De Linde", "verpleging en verzorging", denies=False),)


def test_a_stranger_takes_no_objection_back(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False))
    send(town, consent("RPZAC004", given=True, at="2026-11-23"), by="aanbieder")
    assert not sees(town, client)


def test_the_connection_with_mitz_speaks_for_every_holder(town: World, client: Person) -> None:
    as_mitz(town, "aanbieder", "system/*.c")  # a wildcard makes nobody that
    send(town, consent("RPZAC004", given=False, at="2026-11-19"), by="aanbieder")
    assert sees(town, client)
    as_mitz(town, "aanbieder")
    send(town, consent("RPZAC004", given=False), by="aanbieder")
    assert not sees(town, client)


def test_a_holder_without_ura_restricts_its_own_data_at_most(town: World, client: Person) -> None:
    register.organisation(town.house, ORGANISATIONS[0])  # registered without URA
    answer = send(town, consent("RPZAC004", given=False))
    assert "taken to be the sender" in str(answer.json()["notices"])
    assert not sees(town, client)
    register.organisation(town.house, replace(ORGANISATIONS[0], ura=URA))
    send(town, consent("RPZAC004", given=True, at="2026-11-22"))
    assert sees(town, client)


def test_a_kind_of_holders_is_for_mitz_itself_to_speak_of(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False), ura=None)
    assert sees(town, client)
    as_mitz(town, "his")
    send(town, consent("RPZAC004", given=False, at="2026-11-21"), ura=None)
    assert not sees(town, client)


def test_it_gives_nobody_a_relation_and_no_base_data(town: World) -> None:
    register.organisation(town.house, replace(ORGANISATIONS[0], ura=URA))
    assert send(town, consent("RPZAC004", given=False)).status_code == 201
    assert caseloads.my_clients(town.house, replace(NURSE, person="arts", org="praktijk", orgtype="huisarts")) == ()


def test_the_same_message_twice_changes_nothing(town: World, client: Person) -> None:
    message = consent("RPZAC004", given=False)
    first, again = send(town, message), send(town, message)
    assert first.json() == again.json()


def test_the_client_reads_it_in_a_line(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False))
    [line] = sharing.present(steward.sharing(client.house, client.caller)).notices
    assert "Praktijk De Linde" in line
    assert "verpleging en verzorging" in line


def test_cursors_of_before_an_objection_are_gone(town: World, client: Person) -> None:
    handle = town.house.vault.handle("org:wijkzorg", client.id)
    town.send("his", bundle(patient(), condition("T90", "c2"), condition("K86", "c3")))
    page = town.web.get(f"/fhir/Condition?patient={handle}&_count=1", headers=town.headers("ecd")).json()
    following = next(link["url"] for link in page["link"] if link["relation"] == "next")
    send(town, consent("RPZAC001", given=False))
    assert town.web.get(following, headers=town.headers("ecd")).status_code == 410


def test_erasure_takes_objections_along(world: World) -> None:
    shared_by(world)
    send(world, consent("RPZAC004", given=False))
    proof = erase.client(world.house, Bsn(BSN), by="functionaris", reason="verzoek")
    assert proof.counts["objections"] == 1


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (notification(consent("RPZAC999", given=False)), "mitz-category"),
        (notification(consent(given=False)), "mitz-category"),
        (notification(consent("RPZAC001", given=False), ura=None, kind="A9"), "mitz-holder"),
        (notification(consent("RPZAC001", given=False), ura="1" * 60, kind="A9"), "mitz-holder"),
        (notification(consent("RPZAC001", given=False), bsn="123456789"), "bsn-elfproef"),
        (notification(consent("RPZAC001", given=False, status="draft")), "mitz-answer"),
        (notification(consent("RPZAC001", given=True, type_="")), "mitz-answer"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(town: World, message: bytes, code: str) -> None:
    answer = town.send("his", message)
    assert answer.status_code == 422
    assert code in answer.text
    assert "123456789" not in answer.text


def test_a_refusal_holds_with_a_condition_that_is_not_understood(town: World, client: Person) -> None:
    answer = send(town, consent("RPZAC004", given=False, more='<period><end value="2020"/></period>'))
    assert "without this condition" in str(answer.json()["notices"])
    assert not sees(town, client)


def test_a_refusal_for_data_of_no_known_form_holds_for_all(world: World) -> None:
    client = shared_by(world)
    answer = send(world, consent("RPZAC004", given=False, data="GGC" * 30))
    assert "without this condition" in str(answer.json()["notices"])
    assert not sees(world, client)


def test_a_permission_that_is_not_understood_takes_nothing_back(town: World, client: Person) -> None:
    send(town, consent("RPZAC004", given=False))
    period = '<period><end value="2027"/></period>'
    answer = send(town, consent("RPZAC004", given=True, at="2026-11-22", more=period))
    assert answer.status_code == 201
    assert "takes no refusal back" in str(answer.json()["notices"])
    assert not sees(town, client)


def test_a_json_notification_is_read_alike(town: World, client: Person) -> None:
    from gateway.fhir.xml_to_json import convert
    from gateway.wire import xml

    body = convert(xml.parse(notification(consent("RPZAC004", given=False))))
    assert town.send("his", body).json()["kind"] == "mitz-notificatie"
    assert not sees(town, client)


def test_what_is_asked_of_mitz_is_named(town: World, shared: Path) -> None:
    folder = shared / "samples" / "consent"
    subscription = (folder / "mitz_subscription_stu3.xml").read_bytes()
    wrong = town.send("his", subscription)
    assert (wrong.status_code, "bsn-elfproef" in wrong.text, "123456789" in wrong.text) == (422, True, False)
    asked = town.send("his", subscription.replace(b"123456789", BSN.encode()))
    assert (asked.status_code, "toestemmingsabonnement" in asked.text) == (422, True)
    question = town.send("his", (folder / "mitz_closed_question_xacml_request.xml").read_bytes())
    assert (question.status_code, "gesloten autorisatievraag" in question.text) == (422, True)


def test_the_shared_notification_is_taken(town: World, shared: Path) -> None:
    path = shared / "samples" / "consent" / "mitz_notification_bundle_r4.xml"
    if not path.is_file():
        pytest.skip("the shared Mitz notification is kept apart: mitz_notification_bundle_r4.xml")
    answer = town.send("his", path.read_bytes())
    assert answer.status_code == 201, answer.text
    assert answer.json()["kind"] == "mitz-notificatie"
