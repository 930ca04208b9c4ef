"""A town whose one client shares this with one and that with another, and generators of what a viewer may not see.

Everything is derived from a seed. `Addition.hidden_from` says for which viewers nothing may change when it is there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from gateway.auth import backend, development, scopes, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.consent import signature
from gateway.crypto import SigningKey
from gateway.flows import custody, login, meet, register, signing, steward
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.portal.sessions import COOKIE
from gateway.registry import clients
from gateway.stages import Caller
from tests.builders.said import said
from tests.builders.world import BSN, BSN_OTHER, CONNECTORS, World, build, bundle, condition, patient

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


@dataclass(frozen=True)
class Addition:
    """Something that comes into the house, and for whom nothing may change by it."""

    name: str
    hidden_from: frozenset[str]
    happen: Callable[[], object]


@dataclass
class Town:
    world: World
    client: str
    known: list[str] = field(default_factory=list)  # FHIR ids of what stood there at the start, as Type/id
    serial: int = 0
    key: SigningKey | None = None

    @property
    def house(self) -> House:
        return self.world.house

    def headers(self, viewer: str) -> dict[str, str]:
        if viewer == "ecd":
            return self.world.headers("ecd")
        settings = self.house.settings
        token = backend.issue(
            self.house.signing_key,
            f"person:{PEOPLE[viewer]}",
            (scopes.READ,),
            settings.audience,
            self.house.now(),
            60 * settings.token_minutes,
        )
        return {"Authorization": f"Bearer {token}"}

    def cookies(self, viewer: str) -> dict[str, str]:
        with self.house.database.work() as session:
            token = sessions.open_(
                session, Proven(PEOPLE[viewer], "zorgverlener", development.PROVIDER), self.house.now(), Terms(60, 60)
            )
        return {COOKIE: token}

    def caller(self, viewer: str) -> Caller:
        return login.bearer(self.house, self.headers(viewer)["Authorization"].removeprefix("Bearer "))

    def handle(self, viewer: str) -> str:
        caller = self.caller(viewer)
        from gateway.flows import disclose

        return self.house.vault.handle(disclose.viewer(caller), self.client)

    def owner(self) -> Caller:
        return Caller(self.client, "Tim Wit", None, None, None, client=self.client)


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


EVERYBODY = frozenset(VIEWERS)


def addition(made: Town, chance: random.Random) -> Addition:
    """One generated thing that comes into the house."""
    made.serial += 1
    kind = chance.choice(
        (_by_a_hidden_source, _by_a_hidden_source, _sensitive, _masked, _base_data, _parked, _rejected, _elsewhere,
         _team, _behind_a_contact, _looks_of_others)
    )  # fmt: skip
    return kind(made, chance)


def _by_a_hidden_source(made: Town, chance: random.Random) -> Addition:
    """Any fact of a source nobody here may see."""
    sender = chance.choice(("his-2", "aanbieder"))
    sent = bundle(patient(), *(_fact(made, chance, n) for n in range(chance.randint(1, 3))))
    return Addition(f"{sender} delivers", EVERYBODY, lambda: _accepted(made, sender, sent))


def _sensitive(made: Town, chance: random.Random) -> Addition:
    """Of a source the doctor does see, but sensitive: a deny by label hides it from the doctor alone."""
    id_ = chance.choice(("later", f"s{made.serial}"))
    sent = bundle(patient(), condition(chance.choice(("P76", "P70")), id_, onsetDateTime=_day(chance)))
    return Addition("ecd delivers something sensitive", frozenset({"arts"}), lambda: _accepted(made, "ecd", sent))


def _masked(made: Town, chance: random.Random) -> Addition:
    """A change in an element that is masked for nursing."""
    sent = bundle(patient(), condition("K86", "h1", note=[{"text": f"anders {made.serial} {chance.random()}"}]))
    hidden = frozenset({"nurse", "ecd", "consulent"})
    return Addition("his changes a masked note", hidden, lambda: _accepted(made, "his", sent))


def _base_data(made: Town, chance: random.Random) -> Addition:
    """A person as only a hidden source describes them; nothing of it is to lead or to be a remark."""
    members: dict[str, Any] = {
        "name": [{"use": "official", "family": f"Anders{made.serial}", "given": ["Tim"]}],
        "birthDate": chance.choice(("1967-08-13", "1968-01-01", "1967")),
        "address": [{"line": [f"Straat {made.serial}"], "city": "Waterwijk"}],
        "telecom": [{"system": "phone", "value": f"06{made.serial}"}],
        "maritalStatus": {"text": "gescheiden"},
        "contact": [{"name": {"text": "Buurvrouw"}}],
    }
    sender = chance.choice(("his-2", "aanbieder"))
    return Addition("base data", EVERYBODY, lambda: _accepted(made, sender, bundle(patient(**members))))


def _parked(made: Town, chance: random.Random) -> Addition:
    sent = bundle(condition(chance.choice(PLAIN), f"k{made.serial}", f"Patient/onbekend-{made.serial}"))
    sender = chance.choice(("his-2", "ecd", "his"))
    return Addition("parked", EVERYBODY, lambda: made.world.send(sender, sent).status_code == 202 or _fail("parked"))


def _rejected(made: Town, chance: random.Random) -> Addition:
    sent = bundle(patient("123456789"), condition(id_=f"x{made.serial}"))
    sender = chance.choice(("his-2", "ecd", "his"))
    return Addition("rejected", EVERYBODY, lambda: made.world.send(sender, sent).status_code == 422 or _fail("422"))


def _elsewhere(made: Town, chance: random.Random) -> Addition:
    """Another client, in nobody's caseload here."""
    sent = bundle(patient(BSN_OTHER, "q1"), condition(chance.choice(PLAIN), f"q{made.serial}", "Patient/q1"))
    return Addition("another client", EVERYBODY, lambda: _accepted(made, "aanbieder", sent))


def _team(made: Town, chance: random.Random) -> Addition:
    """A team with a hidden party in it, delivered by that party."""
    team = {
        "resourceType": "CareTeam",
        "id": f"t{made.serial}",
        "status": "active",
        "subject": {"reference": "Patient/p1"},
        "participant": [{"member": {"display": "Jeugdhulp De Brug"}}],
    }
    return Addition("a team", EVERYBODY, lambda: _accepted(made, "aanbieder", bundle(patient(), team)))


def _behind_a_contact(made: Town, chance: random.Random) -> Addition:
    """On a day of which the consultant knows that there was contact: one fact more behind it."""
    sent = bundle(patient(), condition(chance.choice((*PLAIN, *SENSITIVE)), f"b{made.serial}",
                                       onsetDateTime=START.isoformat()))  # fmt: skip
    return Addition("behind a contact", frozenset({"consulent"}), lambda: _accepted(made, "ecd", sent))


def _looks_of_others(made: Town, chance: random.Random) -> Addition:
    """A colleague elsewhere looks, or opens a meeting about the same client."""

    def look() -> None:
        settings = made.house.settings
        token = backend.issue(
            made.house.signing_key, "person:arts-2", (scopes.READ,), settings.audience, made.house.now(), 300
        )
        other = login.bearer(made.house, token)
        from gateway.flows import disclose

        handle = made.house.vault.handle(disclose.viewer(other), made.client)
        disclose.disclose(made.house, other, handle)
        if chance.random() < 0.5:
            meet.start(made.house, other, handle)

    return Addition("others look", EVERYBODY, look)


def _fact(made: Town, chance: random.Random, n: int) -> dict[str, Any]:
    id_, day, subject = f"f{made.serial}-{n}", _day(chance), {"reference": "Patient/p1"}
    code = chance.choice((*PLAIN, *SENSITIVE))
    match chance.randrange(4):
        case 0:
            return condition(code, id_, onsetDateTime=day)
        case 1:
            return {
                "resourceType": "Observation",
                "id": id_,
                "status": "final",
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": code}]},
                "subject": subject,
                "effectiveDateTime": day,
                "valueString": "x",
            }
        case 2:
            return {
                "resourceType": "Encounter",
                "id": id_,
                "status": "finished",
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                "subject": subject,
                "period": {"start": day},
            }
        case _:
            return {
                "resourceType": "Goal",
                "id": id_,
                "lifecycleStatus": "active",
                "description": {"text": "Iets"},
                "subject": subject,
                "startDate": day,
            }


def _day(chance: random.Random) -> str:
    """Also long ago and still to come, where columns and pages would show it."""
    return (START + timedelta(days=chance.choice((-4000, -300, 0, 1, 2, 30, 200, 700)))).isoformat()


def _accepted(made: Town, sender: str, sent: dict[str, Any]) -> None:
    answer = made.world.send(sender, sent)
    assert answer.status_code in {200, 201}, answer.text


def _fail(what: str) -> bool:
    raise AssertionError(what)
