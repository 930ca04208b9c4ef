"""A town whose one client shares this with one and that with another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gateway.consent import signature
from gateway.crypto.p256 import SigningKey
from gateway.flows import callers, custody, register, signing, steward, tokens
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.portal.sessions import COOKIE
from gateway.registry import clients
from gateway.stages.decided import Caller
from tests.builders import people
from tests.builders.said import said
from tests.builders.world import BSN, CONNECTORS, World, build, bundle, condition, patient

START = date(2026, 2, 1)
PEOPLE = {"arts": "arts", "nurse": "verpleegkundige", "consulent": "consulent"}
VIEWERS = (*PEOPLE, "ecd")  # three people and a care system without a person in front of it
PLAIN = ("R95", "T90", "K86", "U71")
SENSITIVE = ("P76", "P70", "Z12", "X70")
RULES: list[dict[str, Any]] = [
    {"id": "a", "effect": "permit", "who": {"kind": "org", "id": "wijkzorg"}, "what": {"source": ["praktijk"]},
     "how": ["see"], "oblige": ["mask:note"]},
    {"id": "b", "effect": "permit", "who": {"kind": "person", "id": "arts"}, "what": {"domain": ["wijkverpleging"]},
     "how": ["see"]},
    {"id": "c", "effect": "deny", "who": {"kind": "person", "id": "arts"}, "what": {"label": ["PSY", "SEX"]}},
    {"id": "d", "effect": "permit", "who": {"kind": "person", "id": "consulent"},
     "what": {"domain": ["wijkverpleging"]}, "how": ["contact-only"]},
    {"id": "e", "effect": "deny", "who": {"kind": "any"}, "what": {"source": ["praktijk-2", "jeugdzorg"]}},
]  # fmt: skip


@dataclass
class Town:
    world: World
    client: str
    serial: int = 0
    key: SigningKey | None = None

    @property
    def house(self) -> House:
        return self.world.house

    def headers(self, viewer: str) -> dict[str, str]:
        """`viewer`: one of `PEOPLE`, a care system, or the id of a professional or client persona."""
        if viewer in CONNECTORS:
            return self.world.headers(viewer)
        kind = "client" if is_client(viewer) else "person"
        return people.headers(self.world, PEOPLE.get(viewer, viewer), kind)

    def cookies(self, viewer: str) -> dict[str, str]:
        kind = "client" if is_client(viewer) else "zorgverlener"
        return {COOKIE: people.session(self.house, PEOPLE.get(viewer, viewer), kind)}

    def caller(self, viewer: str) -> Caller:
        return tokens.bearer(self.house, self.headers(viewer)["Authorization"].removeprefix("Bearer "))

    def handle(self, viewer: str) -> str:
        return self.house.vault.handle(callers.viewer(self.caller(viewer)), self.client)

    def owner(self) -> Caller:
        return Caller(self.client, "Tim Wit", None, None, None, client=self.client)


def is_client(viewer: str) -> bool:
    return viewer.startswith("client-")


def town(house: House) -> Town:
    """The town before anything hidden is there: each viewer sees something, the client's policy is signed."""
    world = build(house)
    for connector in CONNECTORS:
        world.headers(connector)  # now: the house's clock stands still, assertions are made by the real one
    day = START.isoformat()
    visit = {
        "resourceType": "Encounter",
        "id": "v1",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": day},
    }
    nursing = [
        visit,
        condition("R95", "n1", onsetDateTime=day, encounter={"reference": "Encounter/v1"}),
        # Points at something that comes later, sensitive and so hidden from the doctor.
        {
            "resourceType": "Goal",
            "id": "g1",
            "lifecycleStatus": "active",
            "description": {"text": "Zelf wassen"},
            "subject": {"reference": "Patient/p1"},
            "startDate": day,
            "addresses": [{"reference": "Condition/n1"}, {"reference": "Condition/later", "display": "Depressie"}],
        },
        *(condition(code, f"n{n}", onsetDateTime=str(START + timedelta(days=n))) for n, code in enumerate(PLAIN, 2)),
    ]
    gp = [condition("K86", "h1", note=[{"text": "een"}]), condition("T90", "h2", onsetDateTime="2026-03-01")]
    assert world.send("ecd", bundle(patient(), *nursing)).status_code == 201
    assert world.send("his", bundle(patient(telecom=[{"system": "phone", "value": "06"}]), *gp)).status_code == 201
    register.relation(house, Bsn(BSN), "org:gemeente", "casus")
    register.relation(house, Bsn(BSN), "org:praktijk-2", "behandelrelatie")
    with house.database.work() as session:
        client = clients.find(session, house.vault, Bsn(BSN))
    assert client is not None
    made = Town(world, client)
    sign(made, RULES)
    return made


def sign(made: Town, rules: list[dict[str, Any]], **members: Any) -> None:
    """Append the client's next policy."""
    owner = made.owner()
    if made.key is None:  # a second key would have to wait before it may widen
        made.key = SigningKey.generate()
        custody.enrol(made.house, owner, made.key.jwk)
    now = steward.current(made.house, owner)
    version, digest = now.version, now.prev
    moment = int(made.house.now().timestamp())
    document = {
        "fmt": "nl-toestemming/1",
        "cid": made.client,
        "ver": version + 1,
        "prev": digest or None,
        "aud": made.house.settings.base_url,
        "iat": moment,
        "nbf": moment,
        "exp": moment + 10**6,
        "jti": f"j{version}",
        "nonce": None,
        "emergency": "allow",
        "notify": {},
        "rules": said(made.house, rules),
        **members,
    }
    signing.accept(made.house, owner, signature.sign_policy(document, made.key))
