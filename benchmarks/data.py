"""What is measured on: a house, bundles of varied resources, a client with many entries, a policy of many rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from gateway.consent import signature
from gateway.consent.asked import Request, make_item
from gateway.crypto.p256 import SigningKey
from gateway.crypto.root import random_root_key
from gateway.db import Database
from gateway.flows import callers, caseloads, custody, disclose, ingest, register, sentences, signing, steward
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.migrations import upgrade
from gateway.registry.parties import Organisation
from gateway.settings import Settings
from gateway.stages.decided import Caller, RoleAt
from gateway.wire import json

CODES: Final = ("R95", "T90.02", "K86", "L03", "P76", "S97", "U71", "A97", "Z05", "F92")
START: Final = date(2021, 1, 1)
REQUEST: Final = Request(
    person="arts",
    org="praktijk",
    orgtype="huisarts",
    roles=(RoleAt("huisarts", "praktijk"),),
    purpose="TREAT",
    action="see",
)
ITEM: Final = make_item(
    {"record": "r1", "source": "wijkzorg", "domain": "wijkverpleging", "law": "Zvw"},
    {
        "life": ("lichamelijke-gezondheid",),
        "life_primary": ("lichamelijke-gezondheid",),
        "problem": ("PB0028",),
        "problem_primary": ("PB0028",),
        "omaha_domain": ("DM0003",),
        "label": ("N",),
    },
    "2025-03-04",
)


def house(url: str, folder: Path) -> House:
    database = Database(url)
    upgrade(database)
    database.engine.dispose()
    key = folder / "root.key"
    key.write_text(random_root_key())
    # What is measured is the work, not how soon somebody is told to wait.
    limits = {name: 0 for name in Settings.model_fields if name.startswith("rate_")}
    made = House.build(Settings(profile="demo", database_url=url, root_key_file=key, **limits))
    for id_, orgtype, domain in (
        ("praktijk", "huisarts", "huisarts"),
        ("wijkzorg", "wijkverpleging", "wijkverpleging"),
        ("elders", "jgz", "jgz"),
    ):
        register.organisation(made, Organisation(id_, id_, orgtype, domain, "Zvw"))  # type: ignore[arg-type]
    key_of_ecd = SigningKey.generate()
    jwks = {"keys": [{**key_of_ecd.jwk, "alg": "ES256", "kid": key_of_ecd.thumbprint}]}
    register.connector(made, "ecd", "ECD", "wijkzorg", jwks)
    register.connector(made, "elders", "Elders", "elders", jwks)
    register.professional(made, "arts", "Arts", "huisarts", "praktijk")
    return made


def sender(house_: House, connector_id: str = "ecd") -> Sender:
    connector = register.connector_by_id(house_, connector_id)
    assert connector is not None
    return Sender(connector)


def bundle(number: int, size: int, client: int | None = None) -> bytes:
    """A FHIR bundle: a Patient, and Conditions on different days with different codes."""
    person = number if client is None else client
    entries: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": f"p{person}",
            "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": bsn(person)}],
            "name": [{"family": f"Proef{person}"}],
            "birthDate": "1950-01-01",
        }
    ]
    for n in range(size):
        serial = number * size + n
        entries.append(
            {
                "resourceType": "Condition",
                "id": f"c{serial}",
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": CODES[serial % 10]}]},
                "subject": {"reference": f"Patient/p{person}"},
                "onsetDateTime": (START + timedelta(days=serial % 2000)).isoformat(),
                "note": [{"text": "Een regel tekst zoals een zorgverlener die schrijft. " * 4}],
            }
        )
    content = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource} for resource in entries],
    }
    return json.dumps(content).encode()


def bsn(number: int) -> str:
    """The n-th number that passes the 11-proef, from 100000000 up."""
    candidate = 100_000_000 + 97 * number
    while True:
        digits = str(candidate)
        if (sum((9 - n) * int(digits[n]) for n in range(8)) - int(digits[8])) % 11 == 0:
            return digits
        candidate += 1


def rules(count: int, party: str = "praktijk") -> list[dict[str, Any]]:
    """One rule that matters and others that must be looked at."""
    made: list[dict[str, Any]] = [
        {
            "id": "r0",
            "effect": "permit",
            "who": {"kind": "org", "id": party},
            "what": {"domain": ["wijkverpleging"]},
            "how": ["see"],
        }
    ]
    others = (
        {
            "id": f"r{n}",
            "effect": "deny" if n % 3 == 0 else "permit",
            "who": {"kind": "person", "id": f"iemand-{n}"},
            "what": {"problem": ["PB0024"], "period": {"from": "2020-01-01", "to": "2030-01-01"}},
        }
        for n in range(1, count)
    )
    return [*made, *others]


def worded(house_: House, rules_: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rules with the sentences that say them, as they must stand in what is signed."""
    with house_.database.work() as session:
        return sentences.worded(session, rules_)


@dataclass(frozen=True)
class Shared:
    """A client who shares with a GP: the GP, the GP's handle, the client, and the key the client signs with."""

    reader: Caller
    handle: str
    owner: Caller
    key: SigningKey

    def sign(self, house_: House, rules_: list[dict[str, Any]]) -> None:
        """Append the client's next policy; it is acknowledged when this returns."""
        now = steward.current(house_, self.owner)
        moment = int(datetime.now(UTC).timestamp())
        document = {
            "fmt": "nl-toestemming/1",
            "cid": self.owner.client,
            "ver": now.version + 1,
            "prev": now.prev,
            "aud": house_.settings.base_url,
            "iat": moment,
            "nbf": moment,
            "exp": moment + 10**6,
            "jti": f"bench-{now.version}",
            "nonce": None,
            "emergency": "allow",
            "notify": {},
            "rules": worded(house_, rules_),
        }
        signing.accept(house_, self.owner, signature.sign_policy(document, self.key))


def client_with(house_: House, size: int, hidden: int = 0, person: int | None = None) -> Shared:
    """A client with that many entries, shared with a GP under 30 rules, and more that only their source sees."""
    person = 1_000_000 + size if person is None else person
    for n in range(0, size, 50):
        ingest.deliver(house_, sender(house_), "application/fhir+json", bundle(n // 50, min(50, size - n), person))
    if hidden:
        ingest.deliver(house_, sender(house_, "elders"), "application/fhir+json", bundle(7_000, hidden, person))
    arts = Caller(
        "arts", "Arts", "praktijk", "praktijk", "huisarts", (RoleAt("huisarts", "praktijk"),), scopes=("system/*.rs",)
    )
    nurse = Caller("zuster", "Zuster", "wijkzorg", "wijkzorg", "wijkverpleging")
    born = {card.name: card.handle for card in caseloads.my_clients(house_, nurse)}
    client = disclose.disclose(house_, nurse, born[f"Proef{person}"]).client
    owner = Caller(client, "Proef", None, None, None, client=client)
    key = SigningKey.generate()
    custody.enrol(house_, owner, key.jwk)
    shared = Shared(arts, house_.vault.handle(callers.viewer(arts), client), owner, key)
    shared.sign(house_, rules(30))
    return shared
