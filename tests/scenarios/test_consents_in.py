"""FHIR Consents that come in: denies count at once, permits wait for a signature, a stranger changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import signature
from gateway.consent.model import Rule
from gateway.flows import consents_in, disclose, erase, proposals, steward, wanted
from gateway.flows.answers import Taken
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.portal.client import sharing
from gateway.stages.decided import Caller, RoleAt
from gateway.wire import json
from tests.builders.consents import action, actor, consent
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.scenarios.test_policy_as_fhir import BSN, SEEN, as_client
from tests.scenarios.test_who_signs import Person, person

NURSE = Caller(
    "verpleegkundige",
    "C. Mol",
    "wijkzorg",
    "Wijkzorg",
    "wijkverpleging",
    (RoleAt("wijkverpleegkundige", "wijkzorg"),),
)
DENY: dict[str, Any] = {"type": "deny", "actor": [actor("wijkzorg")]}
PERMIT: dict[str, Any] = {"type": "permit", "actor": [actor("wijkzorg")], "action": [action()]}


def prepared(world: World, *rules: dict[str, Any]) -> Person:
    assert world.send("his", bundle(patient(BSN), condition("R95"))).status_code == 201
    in_caseload(world.house, BSN, "org:wijkzorg")
    found = person(world.house, BSN)
    found.enrol()
    found.say(*rules)
    return found


def sees(world: World, client: Person) -> bool:
    handle = world.house.vault.handle("person:verpleegkundige", client.id)
    return bool(disclose.disclose(world.house, NURSE, handle).items)


def policy(world: World, client: Person) -> tuple[Rule, ...]:
    now = steward.current(world.house, client.caller)
    return signature.reread(now.tokens[0], "").policy.rules


def own(provision: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A Consent of the client's own."""
    return consent(provision, **{"patient": {"reference": "Patient/mijn"}, **members})


def post(world: World, given: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    sent = {**(headers or as_client(world)), "Content-Type": "application/fhir+json"}
    return world.web.post("/consents", content=json.dumps(given), headers=sent)


def test_a_deny_of_the_client_counts_at_once_and_until_it_is_signed(world: World) -> None:
    client = prepared(world, SEEN)
    assert sees(world, client)
    answer = post(world, own({**DENY, "dataPeriod": {"end": "2030-01-01"}}))
    assert (answer.status_code, answer.json()) == (201, {"denies": 1, "proposed": 0})
    assert not sees(world, client)
    [line] = sharing.present(steward.sharing(world.house, client.caller)).notices
    assert "Wijkzorg Noord" in line
    client.say(SEEN)  # a device that knows nothing of it: it stands
    assert not sees(world, client)
    [restriction] = steward.current(world.house, client.caller).restrictions
    client.say(SEEN, {name: value for name, value in restriction.items() if name != "id"})
    assert steward.current(world.house, client.caller).restrictions == ()
    assert not sees(world, client)  # now the policy says it
    client.say(SEEN)
    assert sees(world, client)


def test_our_own_pages_take_it_along(town: World) -> None:
    client = prepared(town, SEEN)
    post(town, own({**DENY, "dataPeriod": {"end": "2030-01-01"}}))
    steward.stop(town.house, client.caller, "person:consulent")
    assert steward.current(town.house, client.caller).restrictions == ()
    assert not sees(town, client)


def test_sharing_with_whom_was_denied_leaves_the_deny_until_that_is_taken_away(town: World) -> None:
    """A signature takes the deny over; it ends by one that says so, with its cooling-off, and not by the way."""
    client = prepared(town)
    post(town, own({**DENY, "dataPeriod": {"end": "2030-01-01"}}))
    grant = Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=town.house.today())
    steward.share(town.house, client.caller, grant)
    [deny] = [rule for rule in policy(town, client) if rule.effect == "deny"]
    assert (deny.who.id, steward.current(town.house, client.caller).restrictions) == ("wijkzorg", ())
    steward.share(town.house, client.caller, grant)
    steward.stop(town.house, client.caller, "org:wijkzorg")
    steward.share(town.house, client.caller, grant)
    assert [rule.effect for rule in policy(town, client)] == ["deny", "permit"]
    [told] = steward.sharing(town.house, client.caller).barred
    assert told.rule == deny.id
    wanted.release(town.house, client.caller, told.rule)
    assert [rule.effect for rule in policy(town, client)] == ["permit"]


def test_what_it_permits_waits_for_a_signature(world: World) -> None:
    client = prepared(world)
    assert post(world, own(PERMIT)).json() == {"denies": 0, "proposed": 1}
    assert not sees(world, client)
    headers = as_client(world)
    [waiting] = world.web.get("/consents/proposals", headers=headers).json()
    assert waiting["rules"][0]["text"].startswith("Wijkzorg Noord mag dit zien")
    answer = world.web.post(f"/consents/proposals/{waiting['id']}", headers=headers)
    assert answer.status_code == 201
    assert world.web.get("/consents/proposals", headers=headers).json() == []
    assert steward.sharing(world.house, client.caller).waits is not None  # a kept key beside one of one's own waits


def test_a_proposal_that_a_wallet_signs_is_done(town: World) -> None:
    client = prepared(town)
    post(town, own(PERMIT))
    [waiting] = proposals.waiting(town.house, client.caller)
    client.say(*({k: v for k, v in rule.items() if k != "id"} for rule in waiting.rules))
    assert proposals.waiting(town.house, client.caller) == ()
    assert sees(town, client)


def test_a_proposal_is_let_go(town: World) -> None:
    prepared(town)
    post(town, own(PERMIT))
    headers = as_client(town)
    [waiting] = town.web.get("/consents/proposals", headers=headers).json()
    assert town.web.delete(f"/consents/proposals/{waiting['id']}", headers=headers).status_code == 204
    assert town.web.delete(f"/consents/proposals/{waiting['id']}", headers=headers).status_code == 404
    assert town.web.get("/consents/proposals", headers=headers).json() == []


def test_no_document_ends_a_deny_of_the_client(town: World) -> None:
    """Ending one widens, and that needs a signature: whoever holds a session alone cannot."""
    client = prepared(town, SEEN)
    deny = own({**DENY, "dataPeriod": {"end": "2030-01-01"}})
    post(town, deny)
    post(town, deny)
    assert len(steward.current(town.house, client.caller).restrictions) == 1  # the same again is the same
    post(town, own({**DENY, "dataPeriod": {"end": "2000-01-01"}}))
    assert len(steward.current(town.house, client.caller).restrictions) == 2
    assert not sees(town, client)


def test_a_care_system_says_anew_what_it_said(town: World) -> None:
    client = prepared(town, SEEN)
    town.send("his", bundle(patient(BSN), consent({**DENY, "dataPeriod": {"end": "2030-01-01"}})))
    assert not sees(town, client)
    town.send("his", bundle(patient(BSN), consent({**DENY, "dataPeriod": {"end": "2000-01-01"}})))
    assert sees(town, client)


def test_denies_beside_a_policy_are_no_more_than_it_can_take_over(town: World) -> None:
    prepared(town, SEEN)
    many = [actor(f"org-{n}") for n in range(150)]
    assert post(town, own({"type": "deny", "actor": many})).status_code == 201
    more = [actor(f"andere-{n}") for n in range(51)]
    answer = post(town, own({"type": "deny", "actor": more}, id="pcf-2"))
    assert (answer.status_code, "consent-too-many" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (own({**DENY, "actor": [actor("nergens", "urn:x")]}), "Consent.provision.actor[0].reference"),
        (own(DENY, status="inactive"), "Consent.status"),
        (own(DENY, category=[{"text": "iets"}]), "Consent.category"),
        (consent(DENY), "Consent.patient"),
        (own({"type": "nee"}), "Consent.provision.type"),
    ],
)
def test_what_is_not_taken_over_is_named(town: World, given: dict[str, Any], where: str) -> None:
    client = prepared(town, SEEN)
    answer = post(town, given)
    assert answer.status_code == 422
    assert where in answer.json()["issue"][0]["expression"]
    assert sees(town, client)


def test_only_the_client_posts_it_here(town: World) -> None:
    prepared(town, SEEN)
    assert post(town, own(DENY), town.headers("his")).status_code == 403


def test_a_care_system_restricts_what_it_delivered_and_takes_that_back(world: World) -> None:
    client = prepared(world, SEEN)
    answer = world.send("his", bundle(patient(BSN), consent(DENY)))
    assert answer.status_code == 201, answer.text
    assert "counts at once" in str(answer.json()["notices"])
    assert not sees(world, client)
    assert len(steward.sharing(world.house, client.caller).beside) == 1
    assert world.send("his", bundle(patient(BSN), consent(DENY, status="inactive"))).status_code == 201
    assert sees(world, client)


def test_what_a_care_system_restricts_the_client_does_not_end(town: World) -> None:
    client = prepared(town, SEEN)
    town.send("his", bundle(patient(BSN), consent(DENY)))
    same = {"effect": "deny", "who": {"kind": "org", "id": "wijkzorg"}, "what": {"source": ["praktijk"]}}
    client.say(SEEN, same)
    client.say(SEEN)
    assert not sees(town, client)


def test_a_care_system_speaks_of_its_own_data_alone(town: World) -> None:
    prepared(town, SEEN)
    about = "https://wijkdossier.nl/fhir/StructureDefinition/toestemming-waarover-source"
    for source, status in (("wijkzorg", 422), ("praktijk", 201)):
        given = consent({**DENY, "extension": [{"url": about, "valueString": source}]})
        assert town.send("his", bundle(patient(BSN), given)).status_code == status


def test_a_stranger_stops_no_care(town: World) -> None:
    client = prepared(town, SEEN)
    assert town.send("aanbieder", bundle(patient(BSN), consent(DENY))).status_code == 201
    assert sees(town, client)
    assert town.send("aanbieder", bundle(patient(BSN), consent(DENY, status="inactive"))).status_code == 201
    assert town.send("his", bundle(patient(BSN), consent(DENY))).status_code == 201
    assert town.send("aanbieder", bundle(patient(BSN), consent(DENY, status="inactive"))).status_code == 201
    assert not sees(town, client)  # and takes nobody else's restriction back


def test_a_care_system_proposes_and_never_widens(town: World) -> None:
    client = prepared(town)
    assert town.send("his", bundle(patient(BSN), consent(PERMIT))).status_code == 201
    assert not sees(town, client)
    [waiting] = proposals.waiting(town.house, client.caller)
    assert (waiting.said_by, waiting.rules[0]["what"]) == ("Praktijk De Linde", {"source": ["praktijk"]})


def test_a_delivery_with_what_cannot_be_said_is_refused_whole(town: World) -> None:
    client = prepared(town, SEEN)
    strange = {**DENY, "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}
    answer = town.send("his", bundle(patient(BSN), condition("T90", "c9"), consent(strange)))
    assert answer.status_code == 422
    assert "Consent.provision.modifierExtension[0]" in answer.text
    assert len(disclose.own_record(town.house, client.caller).items) == 1


def test_it_is_no_clinical_data(town: World) -> None:
    client = prepared(town, SEEN)
    town.send("his", bundle(patient(BSN), consent(DENY)))
    assert {item.type for item in disclose.own_record(town.house, client.caller).items} == {"Condition"}


def test_one_that_waits_for_its_client_counts_when_the_client_is_known(town: World) -> None:
    parked = consent(DENY, patient={"reference": "Patient/p7"})
    assert town.send("his", bundle(parked)).status_code == 202
    client = prepared(town, SEEN)
    assert sees(town, client)
    assert town.send("his", bundle(patient(BSN, "p7"))).status_code == 201
    assert not sees(town, client)


def test_a_projection_comes_back_as_the_rules_it_was_made_from(town: World) -> None:
    client = prepared(town, SEEN, {"effect": "deny", "who": {"kind": "any"}, "what": {"label": ["PSY"]}})
    found = town.web.get("/fhir/Consent?patient=mijn", headers=as_client(town)).json()["entry"][0]["resource"]
    assert consents_in.post(town.house, client.caller, found) == Taken(denies=1, permits=1)


def test_erasure_takes_it_along(town: World) -> None:
    prepared(town, SEEN)
    post(town, own(DENY))
    post(town, own(PERMIT, id="pcf-2"))
    proof = erase.client(town.house, Bsn(BSN), by="functionaris", reason="verzoek")
    assert (proof.counts["restrictions"], proof.counts["proposals"]) == (1, 1)
