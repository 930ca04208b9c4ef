"""A whole gateway in its demo profile at an address of its own, and what a nurse's system delivers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from gateway.app import create_app
from gateway.cli.demo_senders import Senders
from gateway.demo.people import AALTJE
from gateway.flows import register
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.wire import json
from tests.portal.conftest import free_port, serving

FHIR = "application/fhir+json"
VISITS = 3


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Served:
    """`address`: where a browser finds it."""

    address: str
    house: House
    senders: Senders

    def send(self, body: bytes, connector: str = "ecd-brug", content_type: str = FHIR) -> httpx.Response:
        """Deliver as one of the care systems of the town."""
        with httpx.Client(base_url=self.address) as web:
            headers = {"Authorization": f"Bearer {self.senders.token(web, connector)}", "Content-Type": content_type}
            return web.post("/deliveries", content=body, headers=headers)

    def send_nursing(self) -> None:
        assert self.send(json.dumps(nursing(self.house.today())).encode()).is_success


@contextmanager
def served(
    make_house: Callable[..., House],
    database_url: str,
    *,
    practices: tuple[str, ...] = ("org:praktijk-linde",),
    host: str = "127.0.0.1",
    clock: Callable[[], datetime] = now,
) -> Iterator[Served]:
    """`practices`: those of the general practitioners who know Aaltje Bakker."""
    port = free_port()
    house = make_house(database_url, port=port, base_url=f"http://{host}:{port}")
    house = replace(house, now=clock)
    senders = Senders.make()
    register.town(house, senders.jwks)
    for practice in practices:
        register.relation(house, Bsn(AALTJE.bsn), practice, "behandelrelatie")
    with serving(create_app(house=house), port):
        yield Served(house.settings.base_url, house, senders)


def nursing(today: date) -> dict[str, Any]:
    """Three visits by the nurse, and one problem."""
    subject = {"reference": "Patient/a1"}
    person = {
        "resourceType": "Patient",
        "id": "a1",
        "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": AALTJE.bsn}],
        "name": [{"use": "official", "family": AALTJE.family, "given": [AALTJE.given]}],
        "birthDate": AALTJE.born(today).isoformat(),
    }
    visits = [
        {
            "resourceType": "Encounter",
            "id": f"v{n}",
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
            "subject": subject,
            "period": {"start": (today - timedelta(days=10 * n)).isoformat()},
        }
        for n in range(1, VISITS + 1)
    ]
    problem = {
        "resourceType": "Condition",
        "id": "c1",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "22253000", "display": "pijn"}]},
        "subject": subject,
        # On the day of a visit: as contact-only it belongs to that contact.
        "onsetDateTime": (today - timedelta(days=10)).isoformat(),
    }
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in (person, *visits, problem)],
    }
