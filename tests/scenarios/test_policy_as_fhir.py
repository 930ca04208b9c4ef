"""The policy read as FHIR: whole for the client, with its signature; for a recipient that it permits them, no more."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from gateway.auth import backend, development, scopes
from gateway.consent import signature
from gateway.consent.pcf.translate import translate
from gateway.fhir.check import check
from gateway.flows import reread
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.scenarios.test_who_signs import FATHER, MOTHER, Person, parents_of, person

# Clients log in as somebody of the development login's fixed list.
PERSONA = development.town()["client"][0]
BSN = PERSONA["bsn"]
SEEN: dict[str, Any] = {
    "effect": "permit", "who": {"kind": "org", "id": "wijkzorg"}, "what": {"source": ["praktijk"]}, "how": ["see"],
    "exp": 2_000_000_000,
}  # fmt: skip
HIDDEN: dict[str, Any] = {"effect": "deny", "who": {"kind": "org", "id": "wijkzorg"}, "what": {"label": ["PSY"]}}
OTHER: dict[str, Any] = {"effect": "permit", "who": {"kind": "person", "id": "consulent"}, "how": ["see"]}
UNUSED: dict[str, Any] = {**SEEN, "what": {"source": ["jeugdzorg"]}, "why": ["MDO"]}


@pytest.fixture
def client(town: World) -> Person:
    return prepared(town)


def prepared(world: World, *more: dict[str, Any]) -> Person:
    assert world.send("his", bundle(patient(BSN), condition("R95"), condition("P76", "c2"))).status_code == 201
    in_caseload(world.house, BSN, "org:wijkzorg", "org:gemeente")
    found = person(world.house, BSN)
    found.enrol()
    found.say(SEEN, *more)
    return found


def as_client(world: World) -> dict[str, str]:
    key, settings = world.house.signing_key, world.house.settings
    world.headers("his")
    token = backend.issue(key, f"client:{PERSONA['id']}", (scopes.READ,), settings.audience, world.house.now(), 60)
    return {"Authorization": f"Bearer {token}"}


def ask(world: World, headers: dict[str, str], path: str, status: int = 200) -> Any:
    answer = world.web.get(f"/fhir/{path}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def consents(world: World, headers: dict[str, str], patient_: str, more: str = "") -> list[dict[str, Any]]:
    found = ask(world, headers, f"Consent?patient={patient_}{more}")
    assert found["total"] == len(found.get("entry", ()))
    return [entry["resource"] for entry in found.get("entry", ())]


def test_the_client_reads_the_whole_policy_with_its_signature(world: World) -> None:
    client = prepared(world, HIDDEN, OTHER)
    headers = as_client(world)
    [consent] = consents(world, headers, "mijn")
    assert check(consent) == ()
    told = {rule.id: rule for rule in translate(consent, lambda _system, _value: None).rules}
    assert ask(world, headers, f"Consent/{consent['id']}") == consent
    found = ask(world, headers, f"Provenance?patient=mijn&target=Consent/{consent['id']}")
    [provenance] = [entry["resource"] for entry in found["entry"]]
    assert check(provenance) == ()
    [signed] = provenance["signature"]
    assert signed["sigFormat"] == "application/jose"
    token = base64.b64decode(signed["data"]).decode()
    kept = signature.verify(token, {key.thumbprint: key.jwk for key in client.keys})
    assert kept.hash == consent["identifier"][0]["value"]
    assert told == {rule.id: rule for rule in kept.policy.rules}


def test_the_signature_goes_along_and_one_state_has_a_history(town: World, client: Person) -> None:
    headers = as_client(town)
    found = ask(town, headers, "Consent?patient=mijn&_revinclude=Provenance:target")
    assert [entry["resource"]["resourceType"] for entry in found["entry"]] == ["Consent", "Provenance"]
    path = found["entry"][0]["fullUrl"].partition("/fhir/")[2]
    assert ask(town, headers, f"{path}/_history")["total"] == 1
    assert ask(town, headers, f"{path.replace('mijn', 'ander')}", 404)
    for missing in ("performer", "organization", "sourceReference", "dateTime", "policy"):
        assert found["entry"][0]["resource"][missing]  # what IHE PCF asks of every Consent


def test_what_signed_documents_say_is_told_apart_from_wishes_about_treatment(town: World, client: Person) -> None:
    directive = {
        "resourceType": "Consent", "id": "d1", "status": "active", "patient": {"reference": "Patient/p1"},
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "treatment"}]},
        "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "129125009"}]}],
        "policyRule": {"text": "niet reanimeren"}, "provision": {"type": "deny", "code": [{"text": "reanimatie"}]},
    }  # fmt: skip
    assert town.send("his", bundle(patient(BSN), directive)).status_code == 201
    headers = as_client(town)
    assert len(consents(town, headers, "mijn")) == 2
    [wish] = consents(town, headers, "mijn", "&scope=treatment")
    [policy] = consents(town, headers, "mijn", "&scope=patient-privacy&category=IDSCL")
    assert wish["category"][0]["coding"][0]["code"] == "129125009"
    assert policy["policy"][0]["uri"].endswith("nl-toestemming/1")
    assert "scope" in ask(town, headers, "Condition?patient=mijn&scope=treatment", 422)["issue"][0]["expression"]


def test_a_recipient_reads_that_it_is_permitted_and_nothing_else(town: World) -> None:
    client = prepared(town, HIDDEN, OTHER, UNUSED)
    handle = town.house.vault.handle("org:wijkzorg", client.id)
    [part] = consents(town, town.headers("ecd"), handle)
    assert check(part) == ()
    [permit] = part["provision"]["provision"]
    assert permit["actor"][0]["reference"]["identifier"]["value"] == "wijkzorg"
    assert permit["period"]["end"] == "2033-05-18T03:33:19Z"
    assert [m["url"].rpartition("-")[2] for m in part["modifierExtension"]] == ["deel"]
    for told in (
        "PSY",
        "consulent",
        "praktijk",
        "MDO",
        'identifier":[{',
        "dateTime",
        'deny","provision":[{"type":"deny',
    ):
        assert told not in str(part).replace("'", '"').replace(" ", ""), told
    assert ask(town, town.headers("ecd"), f"Consent/{part['id']}") == part
    assert ask(town, town.headers("ecd"), f"Provenance?patient={handle}&target=Consent/{part['id']}")["total"] == 0
    ask(town, town.headers("wmo"), f"Consent/{part['id']}", 404)


def test_a_restriction_leaves_no_trace_in_what_a_recipient_reads(make_house: Any, tmp_path: Any, clock: Any) -> None:
    from tests.builders.world import build

    told = []
    for n, more in enumerate(((), (HIDDEN, OTHER, {**HIDDEN, "what": {"source": ["jeugdzorg"]}}))):
        town = build(make_house(f"sqlite:///{tmp_path}/{n}.db"))
        client = prepared(town, *more)
        handle = town.house.vault.handle("org:wijkzorg", client.id)
        answer = town.web.get(f"/fhir/Consent?patient={handle}", headers=town.headers("ecd"))
        # The version is a hash over the handle too, and each house has handles of its own.
        told.append(re.sub(r'"versionId":"[0-9a-f]{32}"', "", answer.text.replace(handle, "H")))
    ids = [next(part for part in text.split('"') if part.startswith("H.")) for text in told]
    assert told[0].replace(ids[0], "ID") == told[1].replace(ids[1], "ID")


def test_who_is_shown_nothing_reads_of_no_permit(town: World) -> None:
    client = prepared(town, {**HIDDEN, "what": {"source": ["praktijk"]}})
    handle = town.house.vault.handle("org:wijkzorg", client.id)
    assert consents(town, town.headers("ecd"), handle) == []
    assert consents(town, town.headers("his"), town.house.vault.handle("org:praktijk", client.id)) == []


def test_where_several_decide_each_document_is_read_and_no_single_permit_is_told(town: World) -> None:
    born = town.house.today().replace(year=town.house.today().year - 8, day=1).isoformat()
    assert town.send("his", bundle(patient(BSN, birthDate=born), condition("R95"))).status_code == 201
    in_caseload(town.house, BSN, "org:wijkzorg")
    assert parents_of(town, BSN, MOTHER, FATHER) == "held"
    child = person(town.house, BSN)
    for parent in (person(town.house, MOTHER), person(town.house, FATHER)):
        parent.enrol(child.id)
        parent.say(SEEN, client=child.id)
    handle = town.house.vault.handle("org:wijkzorg", child.id)
    assert ask(town, town.headers("ecd"), f"Condition?patient={handle}")["total"] == 1
    assert consents(town, town.headers("ecd"), handle) == []
    read = consents(town, as_client(town), "mijn")
    assert [one["performer"] for one in read] == [[{"display": "Iemand die namens de cliënt beslist"}]] * 2
    assert len({one["id"] for one in read}) == 2


def test_the_look_is_on_the_log(town: World, client: Person) -> None:
    consents(town, town.headers("ecd"), town.house.vault.handle("org:wijkzorg", client.id))
    assert any("Consent" in look.what for look in reread.who_looked(town.house, client.caller))


def test_everything_else_stays_as_it_was(town: World, client: Person) -> None:
    handle = town.house.vault.handle("org:wijkzorg", client.id)
    everything = ask(town, town.headers("ecd"), f"Patient/{handle}/$everything")
    assert "Consent" not in {entry["resource"]["resourceType"] for entry in everything["entry"]}
