"""A whole gateway with something for the desk and for an operator to do, and a browser that is somebody there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import httpx
from playwright.sync_api import Browser, Page

from gateway.app import create_app
from gateway.cli.demo_senders import Senders
from gateway.demo.people import AALTJE
from gateway.flows import register, representation
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.wire import json
from tests.builders.world import bundle, condition, patient
from tests.portal.conftest import serving
from tests.portal.served import nursing
from tests.portal.test_browser import follow

REGISTRAR, OPERATOR, REVIEWER = "balie-smeets", "beheer-visser", "tb-postma"
CHILD = "999990019"
FHIR = "application/fhir+json"


@contextmanager
def town(house: House, port: int) -> Iterator[str]:
    """A town in which something came in, something was refused, something waits, and authority is in doubt."""
    house = replace(house, now=lambda: datetime.now(UTC))
    senders = Senders.make()
    register.town(house, senders.jwks)
    doubt = {"type": "TijdelijkGeenGezag", "minderjarige": {"burgerservicenummer": CHILD}}
    representation.note_gezag(house, Bsn(CHILD), {"gezag": [doubt]})
    code = {"coding": [{"system": "https://ecd.example/codes", "code": "X-17"}]}  # nobody mapped it
    of_nobody = {**condition(id_="u1", subject="Patient/onbekend"), "code": code}
    name = {"use": "official", "family": AALTJE.family, "given": [AALTJE.given]}
    aaltje = patient(AALTJE.bsn, name=[name], gender=AALTJE.gender, birthDate=str(AALTJE.born(house.today())))
    bundles = (nursing(house.today()), bundle(of_nobody), bundle(aaltje, {**condition(id_="u2"), "code": code}))
    with serving(create_app(house=house), port) as served, httpx.Client(base_url=served) as web:
        headers = {"Authorization": f"Bearer {senders.token(web, 'ecd-brug')}", "Content-Type": FHIR}
        for sent in bundles:
            assert web.post("/deliveries", content=json.dumps(sent).encode(), headers=headers).is_success
        assert web.post("/deliveries", content=b'{"resourceType":"Bundle","type":1}', headers=headers).is_client_error
        yield served


def at(browser: Browser, address: str, persona: str, *, width: int = 1440, script: bool = False) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{address}/inloggen")
    follow(page.locator(f"button[name=persona][value={persona}]"))
    return page


def identify(page: Page, bsn: str = AALTJE.bsn) -> str:
    page.locator("#bsn").fill(bsn)
    page.locator("#document").select_option("rijbewijs")
    follow(page.get_by_role("button", name="Begin het bezoek"))
    return page.url


def fill(page: Page, until: str) -> None:
    page.locator("#met").select_option("person:ha-terpstra")
    page.locator("input[name=wat][value=wijkverpleging]").check()
    page.locator("#tot").fill(until)
