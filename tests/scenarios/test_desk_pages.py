"""The desk on its pages, without a script, on both databases: a PIN, sharing with it, paper, keys and authority."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from gateway.consent import registrars, storage
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.flows import caseloads, disclose, letters, register, representation, reread
from gateway.flows.answers import Look
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.portal.sessions import COOKIE
from gateway.stages.decided import Caller, RoleAt
from gateway.wire import json
from tests.builders import people
from tests.builders.world import BSN, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_who_signs import parents_of

CHILD, MOTHER = "999990019", "999998778"
ARTS = Caller("arts", "A. Bos", "praktijk", "De Linde", "huisarts", (RoleAt("huisarts", "praktijk"),))


@dataclass
class Desk:
    """A registrar at their browser, with a key of their own elsewhere."""

    world: World
    web: TestClient
    key: SigningKey
    visit: str = ""

    @property
    def house(self) -> House:
        return self.world.house

    def identify(self, bsn: str = BSN) -> str:
        answer = self.post("/balie", bsn=bsn, document="paspoort")
        assert answer.status_code == 303, answer.text
        self.visit = answer.headers["location"]
        return self.visit

    def post(self, path: str, **form: Any) -> Response:
        csrf = re.findall(r'name="csrf" value="([^"]+)"', self.web.get("/balie").text)[0]
        return self.web.post(path, data={"csrf": csrf, **form})

    def do(self, place: str, **form: Any) -> Response:
        return self.post(f"{self.visit}/{place}", **form)

    def signs(self, answer: Response) -> str:
        """What the page shows is signed with the registrar's own key, elsewhere."""
        text = html.unescape(re.findall(r"<textarea id=\"invoer\"[^>]*>([^<]+)<", answer.text)[0])
        return f"{text}.{b64url(self.key.sign(text.encode()))}"

    def wish(self, party: str = "person:arts", days: int = 30, **more: Any) -> dict[str, Any]:
        until = (self.house.today() + timedelta(days=days)).isoformat()
        return {"met": party, "wat": ["wijkverpleging"], "hoe": "alles", "tot": until, **more}


def at_desk(world: World, role: str = "baliemedewerker") -> Desk:
    register.professional(world.house, "balie", "G. Smeets", role, "gemeente")
    key = SigningKey.generate()
    with world.house.database.work() as session:
        registrars.add(session, "balie", key.jwk, world.house.now())
    web = TestClient(world.web.app, base_url=world.house.settings.base_url, follow_redirects=False)
    web.cookies.set(COOKIE, people.session(world.house, "balie"))
    return Desk(world, web, key)


@pytest.fixture
def desk(world: World) -> Desk:
    world.send("ecd", bundle(patient(), condition()))
    in_caseload(world.house, BSN, "org:praktijk")
    return at_desk(world)


def looks(desk: Desk) -> tuple[Look, ...]:
    client = people.client_id(desk.world, BSN)
    return reread.who_looked(desk.house, Caller(client, "x", None, None, None, client=client))


def seen(house: House) -> bool:
    return bool(disclose.disclose(house, ARTS, caseloads.my_clients(house, ARTS)[0].handle).items)


def test_sharing_with_a_pin_is_read_aloud_signed_and_taken_home(desk: Desk) -> None:
    desk.identify()
    assert desk.do("pincode", pincode="13579", nogmaals="13578").status_code == 422
    assert "De pincode is vastgelegd" in desk.do("pincode", pincode="13579", nogmaals="13579").text
    aloud = desk.do("delen", **desk.wish())
    assert "A. Bos mag zien: wat de wijkverpleging opschrijft." in aloud.text
    assert not seen(desk.house)
    wrong = desk.do("delen", **desk.wish(), zeker="ja", pincode="97531")
    assert (wrong.status_code, "De pincode klopt niet." in wrong.text) == (403, True)
    done = desk.do("delen", **desk.wish(), zeker="ja", pincode="13579")
    assert done.status_code == 200
    assert "A. Bos" in done.text
    assert "minder veilig" in done.text
    assert "U werd geholpen door G. Smeets van Gemeente Waterwijk." in done.text
    assert seen(desk.house)
    stopped = desk.do("stoppen", met="person:arts", zeker="ja", pincode="13579")
    assert "U deelt nu niets meer." in stopped.text
    assert not seen(desk.house)
    page = desk.web.get(desk.visit).text
    assert "Sleutel die hier bewaard wordt, met pincode" in page
    assert "minder veilig" in page


def test_who_gains_is_no_witness_and_five_wrong_pins_end_it(desk: Desk) -> None:
    desk.identify()
    desk.do("pincode", pincode="13579", nogmaals="13579")
    gains = desk.do("delen", **desk.wish("org:gemeente"), zeker="ja", pincode="13579")
    assert (gains.status_code, "U kunt hier geen getuige van zijn" in gains.text) == (403, True)
    for _ in range(5):
        desk.do("delen", **desk.wish(), zeker="ja", pincode="97531")
    blocked = desk.do("delen", **desk.wish(), zeker="ja", pincode="13579")
    assert (blocked.status_code, "Er is geen pincode die werkt" in blocked.text) == (403, True)
    assert not seen(desk.house)


def test_a_paper_form_is_signed_with_the_registrars_own_key(desk: Desk, clock: Clock) -> None:
    desk.identify()
    desk.do("apparaat", token=desk.signs(desk.do("apparaat", jwk=json.dumps(dict(SigningKey.generate().jwk)))))
    assert "Leg eerst vast" in desk.web.get(f"{desk.visit}/papier").text
    bound = desk.do("papier/sleutel", token=desk.signs(desk.do("papier/sleutel")))
    assert "De sleutel is vastgelegd" in bound.text
    for change in ({"wat": []}, {"tot": "2020-01-01"}, {"met": "person:nobody"}):
        assert desk.do("papier", **{**desk.wish(), **change}).status_code == 422
    too_long = desk.do("papier", token=desk.signs(desk.do("papier", **desk.wish(days=800))))
    assert (too_long.status_code, "Dit past niet op papier" in too_long.text) == (403, True)
    done = desk.do("papier", token=desk.signs(desk.do("papier", **desk.wish())))
    assert "las wie wat van u mag zien" in {look.what for look in looks(desk)}
    assert "U tekende op papier. Dat is minder veilig" in done.text
    assert "gaat in op" in done.text
    assert not seen(desk.house)
    clock.forward(hours=73)
    assert seen(desk.house)


def test_what_is_signed_is_about_who_stands_there_and_by_who_is_registered(desk: Desk) -> None:
    desk.identify(MOTHER)
    other = desk.signs(desk.do("papier/sleutel"))
    desk.identify()
    refused = desk.do("papier/sleutel", token=other)
    assert (refused.status_code, "iemand anders dan wie hier staat" in refused.text) == (422, True)
    text = html.unescape(re.findall(r"<textarea id=\"invoer\"[^>]*>([^<]+)<", desk.do("papier/sleutel").text)[0])
    forged = f"{text}.{b64url(SigningKey.generate().sign(text.encode()))}"
    assert desk.do("papier/sleutel", token=forged).status_code == 422
    assert "De cliënt heeft nog geen sleutel." in desk.web.get(desk.visit).text


def test_a_device_key_is_bound_and_ends_when_it_is_in_other_hands(desk: Desk) -> None:
    desk.identify()
    device = SigningKey.generate()
    jwk = json.dumps(dict(device.jwk))
    assert desk.do("apparaat", jwk="{}").status_code == 422
    assert desk.do("apparaat", jwk="geen sleutel").status_code == 422
    assert "De sleutel is vastgelegd" in desk.do("apparaat", token=desk.signs(desk.do("apparaat", jwk=jwk))).text
    assert "nieuwe sleutel" in letters.waiting(desk.house)[0].text
    page = desk.web.get(desk.visit).text
    assert "Sleutel op een eigen apparaat" in page
    assert "Sinds wanneer" in desk.web.get(f"{desk.visit}/sleutels/kwijt?sleutel={device.thumbprint}").text
    future = (desk.house.today() + timedelta(days=2)).isoformat()
    assert desk.do("sleutels/kwijt", sleutel=device.thumbprint, dag=future).status_code == 422
    today = desk.house.today().isoformat()
    gone = desk.do("sleutels/kwijt", sleutel=device.thumbprint, dag=today)
    assert "De sleutel werkt niet meer" in gone.text
    assert "werkt niet meer" in desk.web.get(desk.visit).text
    assert desk.do("sleutels/stop", sleutel="onbekend").status_code == 404


def test_a_visit_is_of_one_registrar_and_over_in_half_an_hour(desk: Desk, clock: Clock) -> None:
    visit = desk.identify()
    other = at_desk_as(desk.world, "balie-2")
    assert other.get(visit).status_code == 404
    assert "999" not in visit
    clock.forward(minutes=29)
    desk.web.cookies.set(COOKIE, people.session(desk.house, "balie"))
    assert desk.web.get(visit).status_code == 200
    clock.forward(minutes=2)
    assert desk.web.get(visit).status_code == 410
    assert desk.do("pincode", pincode="13579", nogmaals="13579").status_code == 410
    desk.identify()
    assert desk.do("sluiten").headers["location"] == "/balie"
    assert desk.web.get(desk.visit).status_code == 410


def test_every_failure_to_identify_looks_the_same(desk: Desk) -> None:
    tries = ({"bsn": "123456789"}, {"bsn": ""}, {"bsn": "x"}, {"bsn": BSN, "document": "brief"})
    answers = [desk.post("/balie", **{"document": "paspoort", **given}) for given in tries]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert "Dit lukt niet." in answers[0].text


@pytest.mark.parametrize("role", ["huisarts", "baliemedewerker"])
def test_who_is_no_registrar_opens_no_page_of_the_desk(world: World, role: str) -> None:
    register.professional(world.house, "ander", "I. Ander", role, "praktijk-2")
    web = TestClient(world.web.app, base_url=world.house.settings.base_url, follow_redirects=False)
    web.cookies.set(COOKIE, people.session(world.house, "ander"))
    visit = "00000000-0000-4000-8000-000000000000"
    for path in ("/balie", f"/balie/{visit}", f"/balie/{visit}/delen", "/balie/gezag", f"/balie/gezag/{visit}"):
        assert web.get(path).status_code == 403, path


def test_doubtful_authority_is_found_out_by_a_registrar(desk: Desk) -> None:
    doubt = {
        "type": "GezagNietTeBepalen",
        "minderjarige": {"burgerservicenummer": CHILD},
        "toelichting": "akte ontbreekt",
    }
    assert representation.note_gezag(desk.house, Bsn(CHILD), {"gezag": [doubt]}) == "niet-te-bepalen"
    page = desk.web.get("/balie/gezag").text
    assert "De BRP kan het gezag niet bepalen. Wie heeft het?" in page
    assert CHILD not in page
    case = re.findall(r'href="(/balie/gezag/[^"]+)"', page)[0]
    assert case in desk.web.get(desk.identify(CHILD)).text
    assert "akte ontbreekt" in desk.web.get(case).text
    assert desk.post(case).status_code == 422
    assert desk.post(case, bsn=["123456789"], als=["ouder"]).status_code == 422
    assert desk.post(case, bsn=[MOTHER, MOTHER], als=["ouder", "voogd"]).status_code == 422
    assert desk.post(case, bsn=[MOTHER], als=["ouder"], niemand="ja").status_code == 422
    assert desk.post(case, bsn=[CHILD], als=["ouder"]).status_code == 422
    assert desk.post(case, bsn=[MOTHER], als=["ouder"]).headers["location"] == "/balie/gezag"
    assert representation.cases(desk.house) == ()
    assert desk.web.get(case).status_code == 404


def test_a_key_of_ones_own_waits_for_the_operator_outside_the_demo(desk: Desk) -> None:
    jwk = json.dumps(dict(SigningKey.generate().jwk))
    assert "meteen geregistreerd" in desk.post("/balie/sleutel", jwk=jwk).text
    assert desk.post("/balie/sleutel", jwk="{}").status_code == 422


def test_the_client_reads_what_happened_at_the_desk(desk: Desk) -> None:
    desk.identify()
    desk.do("pincode", pincode="13579", nogmaals="13579")
    mine = [look for look in looks(desk) if look.who == "G. Smeets, baliemedewerker"]
    assert {look.what for look in mine} >= {"zocht u op", "deed iets met een sleutel om mee te tekenen"}


def at_desk_as(world: World, person: str) -> TestClient:
    register.professional(world.house, person, "T. Weede", "baliemedewerker", "gemeente")
    with world.house.database.work() as session:
        registrars.add(session, person, SigningKey.generate().jwk, world.house.now())
    web = TestClient(world.web.app, base_url=world.house.settings.base_url, follow_redirects=False)
    web.cookies.set(COOKIE, people.session(world.house, person))
    return web


def test_who_decides_for_somebody_signs_for_them_with_a_pin_of_their_own(world: World, clock: Clock) -> None:
    """The mother stands at the desk for a child of eight; the registrar hears whether she decides, and no name."""
    house, born = world.house, world.house.today().replace(year=world.house.today().year - 8, month=3, day=1)
    world.send("ecd", bundle(patient(CHILD, birthDate=born.isoformat()), condition()))
    in_caseload(house, CHILD, "org:praktijk")
    parents_of(world, CHILD, MOTHER)
    desk = at_desk(world)
    desk.identify(MOTHER)
    desk.do("pincode", pincode="13579", nogmaals="13579")
    for stranger in (BSN, "999900018", MOTHER):  # known, unknown, herself: one answer
        refused = desk.do("delen", **desk.wish(), bsn=stranger)
        assert (refused.status_code, "beslist nu niet voor deze persoon" in refused.text) == (403, True)
        assert stranger not in refused.text
    sure = desk.do("delen", **desk.wish(), bsn=CHILD)
    assert "De cliënt tekent in de eigen naam." in sure.text
    assert "Wit" not in sure.text
    assert CHILD not in sure.text
    [handle] = re.findall(r'name="voor" value="([^"]+)"', sure.text)
    forged = desk.do("delen", **desk.wish(), zeker="ja", voor=handle[::-1], pincode="13579")
    assert forged.status_code == 403
    assert desk.do("delen", **desk.wish(), zeker="ja", voor=handle, pincode="97531").status_code == 403
    assert not seen(house)
    done = desk.do("delen", **desk.wish(), zeker="ja", voor=handle, pincode="13579")
    assert "U tekende dit voor iemand voor wie u mag beslissen." in done.text
    assert seen(house)
    child, mother = people.client_id(world, CHILD), people.client_id(world, MOTHER)
    with house.database.work() as session:
        [row] = storage.heads(session, child, mother)
        key = storage.key_of(session, child, row)
    assert (key.facts.tier, key.facts.assurance, key.holder) == ("C", "balie", mother)
    assert "zocht u op" in [
        one.what for one in reread.who_looked(house, Caller(child, "x", None, None, None, client=child))
    ]
    stopped = desk.do("stoppen", met="person:arts", zeker="ja", voor=handle, pincode="13579")
    assert (stopped.status_code, seen(house)) == (200, False)
    # Somebody else at the desk has nothing to do with it, and the authority ends with the birthday.
    desk.identify(BSN)
    desk.do("pincode", pincode="24680", nogmaals="24680")
    assert desk.do("delen", **desk.wish(), zeker="ja", voor=handle, pincode="24680").status_code == 403
    clock.forward(days=366 * 9)
    desk.web.cookies.set(COOKIE, people.session(house, "balie"))
    desk.identify(MOTHER)
    assert desk.do("delen", **desk.wish(), bsn=CHILD).status_code == 403
    assert desk.do("delen", **desk.wish(), zeker="ja", voor=handle, pincode="13579").status_code == 403
