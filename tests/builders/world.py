"""A small town for tests: organisations, care systems, professionals, clients; and sending messages as they would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient

from gateway.app import create_app
from gateway.cli.demo_senders import assertion_form
from gateway.crypto.p256 import SigningKey
from gateway.flows import register
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry.parties import Organisation
from gateway.wire import json

BSN = "999900006"
BSN_OTHER = "999911120"

ORGANISATIONS = (
    Organisation("praktijk", "Praktijk De Linde", "huisarts", "huisarts", "Zvw", agb="01010101"),
    Organisation("praktijk-2", "Praktijk De Beuk", "huisarts", "huisarts", "Zvw"),
    Organisation("wijkzorg", "Wijkzorg Noord", "wijkverpleging", "wijkverpleging", "Zvw", agb="42420001"),
    Organisation("gemeente", "Gemeente Waterwijk", "gemeente", "wmo", "Wmo", gemeentecode="0384"),
    # The demo's gemeente code, which CBS assigned to nobody (TR378).
    Organisation(
        "gemeente-jeugd", "Gemeente Waterwijk, jeugd", "gemeente", "jeugdhulp", "Jeugdwet", gemeentecode="0999"
    ),
    Organisation("jeugdzorg", "Jeugdhulp De Brug", "jeugdhulp", "jeugdhulp", "Jeugdwet", agb="65656055"),
)
PROFESSIONALS = (
    ("arts", "A. Bos", "huisarts", "praktijk"),
    ("arts-2", "B. Vos", "huisarts", "praktijk-2"),
    ("verpleegkundige", "C. Mol", "wijkverpleegkundige", "wijkzorg"),
    ("consulent", "D. Das", "wmo-consulent", "gemeente"),
    ("jeugdhulpverlener", "E. Hert", "jeugdprofessional", "jeugdzorg"),
)


@dataclass
class World:
    """The gateway over HTTP, with a key for each care system (`his`, `ecd`, `wmo`, `jeugd`, `aanbieder`)."""

    house: House
    web: TestClient
    keys: dict[str, SigningKey]
    tokens: dict[str, str] = field(default_factory=dict)

    def headers(self, connector: str) -> dict[str, str]:
        if connector not in self.tokens:
            base = self.house.settings.base_url
            self.keep_time()
            answer = self.web.post("/token", data=assertion_form(base, connector, self.keys[connector]))
            assert answer.status_code == 200, answer.text
            self.tokens[connector] = answer.json()["access_token"]
        return {"Authorization": f"Bearer {self.tokens[connector]}"}

    def keep_time(self) -> None:
        """Assertions are made with the real clock: a house whose clock stands still must not have fallen behind."""
        clock: Any = self.house.now
        if hasattr(clock, "moment"):
            clock.moment = max(clock.moment, datetime.now(UTC))

    def send(self, connector: str, body: bytes | dict[str, Any], content_type: str = "", **headers: str) -> Any:
        """POST /deliveries; a dict goes as FHIR JSON, bytes as XML unless told otherwise."""
        if isinstance(body, dict):
            body, content_type = json.dumps(body).encode(), content_type or "application/fhir+json"
        sent = {"Content-Type": content_type or "application/xml", **self.headers(connector), **headers}
        return self.web.post("/deliveries", content=body, headers=sent)


CONNECTORS = {
    "his": "praktijk",
    "his-2": "praktijk-2",
    "ecd": "wijkzorg",
    "wmo": "gemeente",
    "jeugd": "gemeente-jeugd",
    "aanbieder": "jeugdzorg",
}


def build(house: House) -> World:
    """Register the town in a house and open it over HTTP."""
    for organisation in ORGANISATIONS:
        register.organisation(house, organisation)
    keys = {name: SigningKey.generate() for name in CONNECTORS}
    for name, organisation_id in CONNECTORS.items():
        key = keys[name]
        jwks = {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
        register.connector(house, name, f"Systeem {name}", organisation_id, jwks)
    for person in PROFESSIONALS:
        register.professional(house, *person)
    # Assertions are made with the real clock, so the house's clock must be near it.
    return World(house, TestClient(create_app(house=house), base_url=house.settings.base_url), keys)


def in_caseload(house: House, bsn: str, *parties: str) -> None:
    for party in parties:
        register.relation(house, Bsn(bsn), party, "behandelrelatie")


def patient(bsn: str | None = BSN, id_: str = "p1", **members: Any) -> dict[str, Any]:
    """A FHIR Patient as a GP system would send it."""
    identifier = [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": bsn}] if bsn else []
    return {
        "resourceType": "Patient",
        "id": id_,
        **({"identifier": identifier} if identifier else {}),
        "name": [{"use": "official", "family": "Wit", "given": ["Tim"]}],
        "gender": "male",
        "birthDate": "1967-08-13",
        **members,
    }


def condition(code: str = "R95", id_: str = "c1", subject: str = "Patient/p1", **members: Any) -> dict[str, Any]:
    """A FHIR Condition with an ICPC code."""
    return {
        "resourceType": "Condition",
        "id": id_,
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
        },
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": code, "display": "x"}]},
        "subject": {"reference": subject},
        "onsetDateTime": "2025-03-04",
        **members,
    }


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
