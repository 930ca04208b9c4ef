"""Who reads the log, what they see of it, and that their reading is on it: over HTTP, on both databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from gateway.audit import events
from gateway.auth import backend, scopes
from gateway.consent import roles, signature, webauthn
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.fhir.check import check
from gateway.fhir.search.logbook import PARAMETERS
from gateway.flows import (
    callers,
    caseloads,
    custody,
    disclose,
    logbook,
    login,
    meet,
    proof,
    reading,
    register,
    reread,
    signing,
    steward,
    watch,
)
from gateway.flows.acting import acting
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller, RoleAt
from tests.builders import world
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, patient
from verifier import checks
from verifier.notes import Key

BSN_SYSTEM = "http://fhir.nl/fhir/NamingSystem/bsn"


@dataclass
class Town:
    """Two clients with a record at the GP; people by name."""

    world: World
    client: Caller
    arts: Caller
    stranger: Caller
    officer: Caller
    other_officer: Caller

    @property
    def house(self) -> House:
        return self.world.house

    @property
    def handle(self) -> str:
        return self.house.vault.handle(callers.viewer(self.arts), str(self.client.client))


@pytest.fixture
def town(house: House) -> Town:
    real = replace(house, now=lambda: datetime.now(UTC))
    made = world.build(real)
    for n, bsn in enumerate((BSN, BSN_OTHER)):
        sent = made.send("his", bundle(patient(bsn, f"p{n}"), condition(id_=f"c{n}", subject=f"Patient/p{n}")))
        assert sent.status_code == 201, sent.text
    register.professional(real, "fg", "F. Gaai", "privacy-officer", "praktijk")
    register.professional(real, "fg-2", "G. Kauw", "privacy-officer", "gemeente")
    with real.database.work() as session:
        id_ = str(clients.find(session, real.vault, Bsn(BSN)))
    client = Caller(id_, "Tim Wit", None, None, None, client=id_, scopes=(scopes.READ,))
    people = [person(real, name) for name in ("arts", "consulent", "fg", "fg-2")]
    return Town(made, client, *people)


def person(house: House, id_: str) -> Caller:
    with house.database.work() as session:
        return replace(callers.of_persona(house, session, "zorgverlener", id_), scopes=(scopes.READ,))


def subtypes(found: logbook.Events) -> list[str]:
    return [event["subtype"][0]["code"] for event in found.found]


def test_everything_that_was_done_with_a_record_stands_in_who_looked_at_once(town: Town) -> None:
    house, arts = town.house, town.arts
    disclose.disclose(house, arts, town.handle)
    page = reading.find(house, arts, "Condition", [("patient", town.handle)])
    reading.read(house, arts, "Condition", page.found[0].id)
    with pytest.raises(Exception, match="not-found"):
        reading.read(house, town.stranger, "Condition", page.found[0].id)
    foreign = house.vault.handle(callers.viewer(town.stranger), str(town.client.client))
    with pytest.raises(Exception, match="not-found"):
        disclose.disclose(house, town.stranger, foreign)
    assert reading.find(house, town.stranger, "Condition", [("patient", foreign)]).total == 0
    assert caseloads.find_client(house, town.stranger, BSN) is None
    meeting = meet.start(house, arts, town.handle)
    meet.confirm(house, arts, meeting, ("arts",))
    meet.screen(house, arts, meeting)
    until = house.today() + timedelta(days=9)
    steward.share(house, town.client, Grant("org:gemeente", what=("huisarts",), contact_only=False, until=until))
    looks = reread.who_looked(house, town.client)
    assert all(house.now() - look.when < timedelta(minutes=5) for look in looks)
    said = [(look.outcome, look.organisation or look.who) for look in reversed(looks)]
    assert said == [
        ("gewijzigd", "Praktijk De Linde"),  # the delivery
        ("gezien", "Praktijk De Linde"),  # the timeline
        ("gezien", "Praktijk De Linde"),  # the search
        ("gezien", "Praktijk De Linde"),  # the read
        ("geweigerd", "Gemeente Waterwijk"),  # a record by its id
        ("geweigerd", "Gemeente Waterwijk"),  # the timeline
        ("geweigerd", "Gemeente Waterwijk"),  # a search by handle
        ("geweigerd", "Gemeente Waterwijk"),  # a search by BSN
        ("gewijzigd", "Praktijk De Linde"),  # meeting opened
        ("gewijzigd", "Praktijk De Linde"),  # who is present
        ("gezien", "Praktijk De Linde"),  # the screen
        ("gewijzigd", "uzelf"),  # a key was made
        ("gewijzigd", "uzelf"),  # shared
    ]


def test_every_event_is_a_look_or_is_named_as_none() -> None:
    assert set(events.EVENTS) == set(reread.DONE) | {"read"} | reread.NOT_A_LOOK
    assert reread.is_a_look("something-new", {})


def test_the_client_reads_the_own_log_and_nothing_of_another(town: Town) -> None:
    disclose.disclose(town.house, town.arts, town.handle)
    found = logbook.find(town.house, town.client, [])
    assert subtypes(found) == ["read", "delivery"]
    assert all(check(event) == () for event in found.found)
    assert all(event["entity"][0]["what"]["reference"] == "Patient/mijn" for event in found.found)
    assert logbook.find(town.house, town.client, [("patient", "Patient/mijn")]).total == 3  # and the first reading
    assert logbook.find(town.house, town.client, [("patient", "somebody-else")]).total == 0
    assert logbook.read(town.house, town.client, found.found[0]["id"])["id"] == found.found[0]["id"]


def test_a_privacy_officer_sees_what_the_own_organisation_did_and_no_record(town: Town) -> None:
    disclose.disclose(town.house, town.arts, town.handle)
    with pytest.raises(Exception, match="not-found"):
        disclose.disclose(town.house, town.officer, town.house.vault.handle("person:fg", str(town.client.client)))
    mine = logbook.find(town.house, town.officer, [])
    orgs = {
        a["who"]["identifier"]["value"]
        for e in mine.found
        for a in e["agent"]
        if a["type"]["coding"][0]["code"] == "PROV"
    }
    assert orgs == {"01010101"}
    assert "read" in subtypes(mine)
    text = json.dumps(mine.found)
    assert "R95" not in text
    assert "withheld" not in text
    assert str(town.client.client) not in text
    assert BSN not in text
    assert subtypes(logbook.find(town.house, town.other_officer, [])) == []
    one = logbook.find(town.house, town.officer, [], bsn=f"{BSN_SYSTEM}|{BSN}")
    assert one.total > 0
    assert BSN not in one.self_query
    handle = town.house.vault.handle("person:fg", str(town.client.client))
    assert {e["entity"][0]["what"]["reference"] for e in one.found} == {f"Patient/{handle}"}
    assert logbook.find(town.house, town.officer, [("patient", handle)]).total == one.total + 1  # the reading itself
    assert logbook.find(town.house, town.officer, [], bsn=f"{BSN_SYSTEM}|999990019").total == 0
    assert [look.what for look in reread.who_looked(town.house, town.client)][:1] == [reread.DONE["log-read"]]


def test_nobody_else_reads_the_log_and_their_asking_is_on_it(town: Town) -> None:
    system = Caller(None, "his", "praktijk", "Praktijk", "huisarts", connector="his", scopes=(scopes.READ,))
    for caller in (town.arts, system, replace(town.officer, roles=(RoleAt("privacy-officer", "gemeente"),))):
        with pytest.raises(Exception, match="log-not-yours"):
            logbook.find(town.house, caller, [])
        with pytest.raises(Exception, match="not-found"):
            logbook.read(town.house, caller, "x")
    with pytest.raises(Exception, match="scope"):
        logbook.find(town.house, replace(town.client, scopes=()), [])
    refused = logbook.find(town.house, town.officer, [("subtype", "log-read"), ("outcome", "4")])
    assert refused.total == 6  # of each of the three, one search and one read


def test_searching_narrows_pages_and_refuses_what_it_does_not_know(town: Town) -> None:
    for _ in range(3):
        disclose.disclose(town.house, town.arts, town.handle)
    today = town.house.now().date()
    find: Callable[..., logbook.Events] = lambda *pairs: logbook.find(town.house, town.client, list(pairs))  # noqa: E731
    assert subtypes(find(("action", "R"), ("subtype", "read"))) == ["read"] * 3
    for name, kind in PARAMETERS.items():
        find((name, {"date": "2025", "reference": "mijn"}.get(kind, "x")))
    assert find(("date", f"lt{today - timedelta(days=1)}")).total == 0
    assert find(("date", f"ge{today - timedelta(days=1)}"), ("action", "C")).total == 1
    first = find(("subtype", "read"), ("_count", "2"))
    second = find(("subtype", "read"), ("_count", "2"), ("_cursor", str(first.next)))
    assert (len(first.found), len(second.found), second.next) == (2, 1, None)
    assert len({event["id"] for event in (*first.found, *second.found)}) == 3
    for wrong in (("code", "x"), ("date", "soon"), ("_count", "-1"), ("patient.identifier", BSN)):
        with pytest.raises(Exception, match="search-parameter"):
            find(wrong)
    with pytest.raises(Exception, match="cursor-expired"):
        find(("_cursor", "xyz"))


def test_over_http_the_bundle_is_valid_and_a_bsn_stays_out_of_addresses(town: Town) -> None:
    web, house = town.world.web, town.house
    token = backend.issue(house.signing_key, "person:fg", (scopes.READ,), house.settings.audience, house.now(), 300)
    headers = {"Authorization": f"Bearer {token}"}
    disclose.disclose(house, town.arts, town.handle)
    answer = web.get("/fhir/AuditEvent?_count=1", headers=headers)
    assert answer.status_code == 200
    assert check(answer.json()) == ()
    following = next(link["url"] for link in answer.json()["link"] if link["relation"] == "next")
    assert web.get(following, headers=headers).status_code == 200
    assert web.get(f"/fhir/AuditEvent?patient.identifier={BSN}", headers=headers).status_code == 422
    form = {"patient.identifier": f"{BSN_SYSTEM}|{BSN}", "_count": "1"}
    posted = web.post("/fhir/AuditEvent/_search", data=form, headers=headers)
    assert posted.status_code == 200
    assert BSN not in posted.text
    assert "patient=" in next(link["url"] for link in posted.json()["link"] if link["relation"] == "next")
    id_ = posted.json()["entry"][0]["resource"]["id"]
    assert web.get(f"/fhir/AuditEvent/{id_}", headers=headers).json()["id"] == id_
    assert web.get("/fhir/AuditEvent/none", headers=headers).status_code == 404
    assert web.get("/fhir/AuditEvent").status_code == 401
    system = town.world.headers("his")
    assert web.get("/fhir/AuditEvent", headers=system).status_code == 403


def test_anybody_gets_checkpoint_and_proofs_and_nothing_past_what_was_published(town: Town) -> None:
    web, house = town.world.web, town.house
    key = Key.read(web.get("/audit/key").text)
    note = web.get("/audit/checkpoint").text
    size = checks.read(note, key).size
    proven = web.get(f"/audit/proof/inclusion?number={size}&size={size}").json()
    path = [bytes.fromhex(node) for node in proven["inclusion"]]
    root = checks.read(note, key).root
    assert checks.climbed(bytes.fromhex(proven["leaf"]), size - 1, size, path) == root
    assert set(proven) == {"number", "size", "leaf", "inclusion"}
    disclose.disclose(house, town.arts, town.handle)
    assert web.get("/audit/checkpoint").text == note  # a minute has not passed
    later = checks.read(watch.export(house), key)
    grown = web.get(f"/audit/proof/consistency?first={size}&second={later.size}").json()["consistency"]
    from witness.growth import consistent

    assert consistent(size, later.size, root, later.root, [bytes.fromhex(node) for node in grown])
    for wrong in (
        f"inclusion?number=0&size={size}",
        f"inclusion?number={size + 1}&size={size}",
        f"inclusion?number=1&size={later.size + 1}",
        f"consistency?first={size + 1}&second={size}",
        f"consistency?first=0&second={later.size + 1}",
    ):
        assert web.get(f"/audit/proof/{wrong}").status_code == 404, wrong
    assert web.get("/audit/proof/inclusion?number=-1&size=x").status_code == 400


def test_a_receipt_verifies_offline_and_any_change_to_it_shows(town: Town) -> None:
    house = town.house
    until = house.today() + timedelta(days=9)
    receipt = steward.share(
        house, town.client, Grant("org:gemeente", what=("huisarts",), contact_only=False, until=until)
    )
    key = Key.read(str(watch.key(house)))
    kept = proof.receipt(house, town.client, receipt.version)
    assert checks.receipt(kept.document, key) == []
    told: dict[str, Any] = json.loads(kept.document)
    assert told["sentences"] == list(receipt.sentences)
    assert told["policy_hash"] == receipt.policy_hash
    changes: dict[str, Any] = {
        "version": 2,
        "policy_hash": "0" * 64,
        "sentences": ["Gemeente Waterwijk mag alles zien."],
        "policy": told["policy"][:-1] + chr(ord(told["policy"][-1]) + 1),
        "key": {**told["key"], "x": told["key"]["y"]},
        "leaf": {**told["leaf"], "body": told["leaf"]["body"].replace("done", "gone")},
        "inclusion": told["inclusion"][1:],
        "checkpoint": told["checkpoint"].replace("\n\n", "0\n\n"),
        "format": "other",
    }
    assert set(changes) == set(told)
    for name, value in changes.items():
        assert checks.receipt(json.dumps({**told, name: value}), key), name
        assert checks.receipt(json.dumps({k: v for k, v in told.items() if k != name}), key), name
    leaf = told["leaf"]
    for other in (  # it says the same in another way, or more: nobody should have to ask which of the two was given
        {**told, "note": "alles mag"},
        {**told, "version": float(told["version"])},
        {**told, "leaf": {**leaf, "salt": leaf["salt"].upper()}},
        {**told, "leaf": {**leaf, "salt": f" {leaf['salt']}"}},
        {**told, "leaf": {**leaf, "number": float(leaf["number"])}},
        {**told, "leaf": {**leaf, "more": ""}},
    ):
        assert checks.receipt(json.dumps(other), key) == [
            "not a receipt, or one with more in it or otherwise spelled than a receipt is"
        ]
    assert checks.receipt("[]", key)
    steward.stop(house, town.client, "org:gemeente")
    later = proof.receipt(house, town.client, receipt.version + 1)
    assert checks.receipt(later.document, key) == []
    assert checks.receipt(proof.receipt(house, town.client, receipt.version).document, key) == []
    with pytest.raises(Exception, match="receipt-unknown"):
        proof.receipt(house, town.client, 9)
    with pytest.raises(Exception, match="not-the-client"):
        proof.receipt(house, town.arts, 1)


def test_a_receipt_signed_with_a_passkey_verifies_too(town: Town) -> None:
    house, device = town.house, SigningKey.generate()
    kid = custody.enrol(house, town.client, device.jwk, form="webauthn")
    with house.database.work() as session:
        acts = acting(house, session, town.client)
        to_sign = signature.to_sign(signing.document(house, session, acts, kid, lambda rules: rules), kid, passkey=True)
    relying = house.relying
    challenge = b64url(hashlib.sha256(to_sign.encode()).digest())
    said = {"type": "webauthn.get", "challenge": challenge, "origin": relying.origin}
    client_data = json.dumps(said).encode()
    authenticator = hashlib.sha256(relying.id.encode()).digest() + b"\x05" + bytes(4)
    made = {
        "authenticatorData": authenticator,
        "clientDataJSON": client_data,
        "signature": device.sign(authenticator + hashlib.sha256(client_data).digest()),
    }
    signing.accept(house, town.client, f"{to_sign}.{b64url(webauthn.part(made))}")
    document = proof.receipt(house, town.client, 1).document
    key = Key.read(str(watch.key(house)))
    assert checks.receipt(document, key) == []
    told = json.loads(document)
    for name, value in made.items():
        other = value.replace(b"\x05", b"\x04") if name == "authenticatorData" else value[::-1]
        parts = {**made, name: other}
        token = f"{to_sign}.{b64url(webauthn.part(parts))}"
        assert checks.receipt(json.dumps({**told, "policy": token}), key), name


def test_a_privacy_officer_is_nobody_to_share_with_or_to_meet(town: Town) -> None:
    assert roles.reads_log("privacy-officer")
    keys = {party.key for party in steward.sharing(town.house, town.client).others}
    assert "person:fg" not in keys
    meeting = meet.start(town.house, town.arts, town.handle)
    assert "fg" not in {party.key for party in meet.screen(town.house, town.arts, meeting).candidates}


def test_the_receipt_is_a_page_and_a_file_in_the_portal(house: House) -> None:
    """As the client of the development login, over the real application."""
    real = replace(house, now=lambda: datetime.now(UTC))
    made = world.build(real)
    made.web.cookies.set("wd_sessie", login.log_in(real, "client-bakker"))
    session = login.session(real, made.web.cookies["wd_sessie"])
    until = real.today() + timedelta(days=9)
    steward.share(real, session.caller, Grant("org:gemeente", what=("huisarts",), contact_only=False, until=until))
    page: httpx.Response = made.web.get("/mijn/bewijs/1")
    assert page.status_code == 200
    assert "Gemeente Waterwijk" in page.text
    file = made.web.get("/mijn/bewijs/1/bestand")
    assert file.headers["content-disposition"] == 'attachment; filename="bewijs-1.json"'
    assert checks.receipt(file.text, Key.read(str(watch.key(real)))) == []
    assert made.web.get("/mijn/bewijs/2").status_code == 404
    assert made.web.get("/mijn/bewijs/0").status_code == 400
