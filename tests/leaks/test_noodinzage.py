"""Noodinzage: who may, what it takes, what it opens, how it ends, who hears of it and who judges it afterwards."""

from __future__ import annotations

import dataclasses
import re
import smtplib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest
from fastapi.testclient import TestClient

from gateway.auth import development, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.errors import NotFound, Refused
from gateway.flows import callers, disclose, emergency, login, notify, register
from gateway.flows.house import House
from gateway.notices import notifier, outbox
from gateway.notices.notifier import BySmtp, ToFile, Undelivered
from gateway.notices.outbox import Notice
from gateway.portal.sessions import COOKIE
from gateway.stages.decided import Caller, RoleAt
from gateway.wire import json
from tests.builders.world import BSN, bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.worlds import RULES, Town, sign

REASON = "Bewusteloos gevonden, medicatie onbekend"
UNKNOWN_BSN = "999990019"
DOCTOR = "arts-2"  # of a practice that has the client in its list, and with whom nothing is shared


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(house: House) -> Town:
    return _town(house)


@pytest.fixture
def here(light_house: House) -> Town:
    return _town(light_house)


def _town(house: House) -> Town:
    settings = house.settings.model_copy(update={"privacy_address": "fg@voorbeeld.nl", "session_idle_minutes": 480})
    town = worlds.town(dataclasses.replace(house, settings=settings))
    register.professional(town.house, "fg", "F. Geel", "privacy-officer", "praktijk-2")
    return town


class Screen:
    """Somebody at a browser."""

    def __init__(self, made: Town, person: str, org: str, role: str) -> None:
        self.made = made
        self.caller = Caller(person, person, org, org, "huisarts", (RoleAt(role, org),))
        self.web = TestClient(made.world.web.app, base_url=made.house.settings.base_url, follow_redirects=False)
        with made.house.database.work() as session:
            self.log_in(
                sessions.open_(
                    session, Proven(person, "zorgverlener", development.PROVIDER), made.house.now(), Terms(480, 480)
                )
            )
        self.handle = made.house.vault.handle(callers.viewer(self.caller), made.client)

    def log_in(self, token: str) -> None:
        self.token = token
        self.web.cookies.clear()
        self.web.cookies.set(COOKIE, token)

    def post(self, path: str, **form: str) -> Any:
        csrf = login.session(self.made.house, self.token).csrf
        return self.web.post(path, data={"csrf": csrf, **form})

    def open(self, path: str = "", **form: str) -> str:
        """The whole way: reason, log in again. Returns the path of the open record."""
        asked = self.post(path or f"/c/{self.handle}/nood", reden=REASON, **form)
        assert asked.status_code == 303, asked.text
        opened = self.post(asked.headers["location"], persona=str(self.caller.person))
        assert opened.status_code == 303, opened.text
        self.log_in(opened.cookies[COOKIE])
        return str(opened.headers["location"])


def doctor(made: Town) -> Screen:
    return Screen(made, DOCTOR, "praktijk-2", "huisarts")


def entries(text: str) -> int:
    return text.count('<li class="entry')


def test_the_whole_way_opens_what_allow_opens_and_ends_by_itself(made: Town, clock: Clock) -> None:
    screen = doctor(made)
    assert entries(screen.web.get(f"/c/{screen.handle}/tijdlijn?period=alles").text) == 0
    path = screen.open()
    shown = screen.web.get(f"{path}?period=alles")
    assert entries(shown.text) == 9  # of the GP and of nursing; the deny of rule e does not stand against noodinzage
    assert "U ziet dit door noodinzage." in shown.text
    assert entries(screen.web.get(f"{path}/afdruk?period=alles").text) == 9
    assert entries(screen.web.get(f"/c/{screen.handle}/tijdlijn?period=alles").text) == 0  # nowhere else
    clock.forward(minutes=59, seconds=59)
    assert screen.web.get(path).status_code == 200
    clock.forward(seconds=1)
    assert screen.web.get(path).status_code == 404
    with pytest.raises(NotFound):
        emergency.look(made.house, screen.caller, path.split("/")[2])


@pytest.mark.parametrize(
    ("mode", "count"), [("allow", 9), ("forbid", 0), ({"max-label": "N"}, 8), ({"max-label": "PSY"}, 9)]
)
def test_the_client_decides_how_far_an_emergency_goes(here: Town, mode: Any, count: int) -> None:
    here.world.send("ecd", bundle(patient(), condition("P76", "n3", onsetDateTime="2026-02-04")))
    sign(here, RULES, emergency=mode)
    screen = doctor(here)
    assert entries(screen.web.get(f"{screen.open()}?period=alles").text) == count


def test_a_client_who_never_said_anything_opens_nothing(here: Town) -> None:
    """Strict where the client is silent: no policy, or one that is over (decision 0059)."""
    sign(here, RULES, exp=int(here.house.now().timestamp()) + 60)
    here.house.now.forward(minutes=2)  # type: ignore[attr-defined]
    screen = doctor(here)
    assert entries(screen.web.get(f"{screen.open()}?period=alles").text) == 0


def test_what_opens_stays_within_the_role_and_the_ground(here: Town) -> None:
    """Narrative stays contact-only, what the Wmo decided stays closed, and so does Justitie for a doctor."""
    said = {
        "resourceType": "Encounter",
        "id": "said",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-05-01"},
        "reasonCode": [{"text": "Gesprek over de scheiding"}],
    }
    wmo = condition("Z12", "w1", onsetDateTime="2026-05-02")
    here.world.send("ecd", bundle(patient(), said))
    assert here.world.send("wmo", bundle(patient(), wmo)).status_code == 201
    screen = doctor(here)
    text = screen.web.get(f"{screen.open()}?period=alles").text
    assert "Gemeente Waterwijk" not in text
    assert entries(text) >= 10


def test_the_page_is_the_same_whatever_is_there(here: Town) -> None:
    screen = doctor(here)

    def page() -> str:
        return re.sub(r'value="[^"]+"', "", screen.web.get(f"/c/{screen.handle}/nood").text)

    before = page()
    here.world.send("aanbieder", bundle(patient(), condition("P76", "geheim")))
    sign(here, RULES, emergency="forbid")
    assert page() == before
    known, unknown = (screen.post("/nood", bsn=bsn, reden=REASON) for bsn in (BSN, UNKNOWN_BSN))
    assert (known.status_code, unknown.status_code) == (303, 303)


def test_a_number_nobody_knows_and_one_that_is_forbidden_look_alike(here: Town) -> None:
    sign(here, RULES, emergency="forbid")
    screen = Screen(here, "arts-3", "praktijk-9", "huisarts")
    register.organisation(here.house, dataclasses.replace(_practice(), id="praktijk-9"))
    register.professional(here.house, "arts-3", "D. Ver", "huisarts", "praktijk-9")
    texts = []
    for bsn in (BSN, UNKNOWN_BSN):
        path = screen.open("/nood", bsn=bsn)
        texts.append(re.sub(r'value="[^"]+"', "", screen.web.get(path).text).replace(path, "PATH"))
    assert texts[0] == texts[1]
    assert "Naam niet bekend" in texts[0]


def _practice() -> Any:
    from tests.builders.world import ORGANISATIONS

    return ORGANISATIONS[1]


def test_roles_reason_and_proof_are_asked(here: Town, clock: Clock) -> None:
    consulent = Screen(here, "consulent", "gemeente", "wmo-consulent")
    assert consulent.web.get(f"/c/{consulent.handle}/nood").status_code == 403
    assert consulent.web.get("/nood").status_code == 403
    assert consulent.post("/nood", bsn=BSN, reden=REASON).status_code == 403
    screen = doctor(here)
    for reason in ("", "spoed", " " * 20):
        assert screen.post(f"/c/{screen.handle}/nood", reden=reason).status_code == 422
    assert screen.post("/nood", bsn="123", reden=REASON).status_code == 422
    path = screen.post(f"/c/{screen.handle}/nood", reden=REASON).headers["location"]
    assert screen.web.get(f"{path}/tijdlijn").status_code == 404  # asked, not proved
    assert screen.post(path, persona="arts").status_code == 403  # somebody else
    assert screen.web.get(f"{path}/tijdlijn").status_code == 404
    other = Screen(here, "arts", "praktijk", "huisarts")
    assert other.post(path, persona="arts").status_code == 404  # another's
    clock.forward(minutes=11)
    assert screen.post(path, persona=DOCTOR).status_code == 404  # too late


def test_logging_in_again_ends_the_session_before(here: Town) -> None:
    screen = doctor(here)
    old = screen.token
    screen.open()
    assert screen.token != old
    old_one = TestClient(here.world.web.app, cookies={COOKIE: old}, follow_redirects=False)
    assert old_one.get("/clienten").status_code == 303


def test_etreat_exists_by_noodinzage_alone(here: Town) -> None:
    screen = doctor(here)
    with pytest.raises(NotFound):
        disclose.disclose(here.house, screen.caller, screen.handle, purpose="ETREAT")
    other = Screen(here, "arts", "praktijk", "huisarts")
    path = screen.open()
    assert other.web.get(path).status_code == 404


def test_three_are_told_and_nothing_is_lost(made: Town, tmp_path: Path, clock: Clock) -> None:
    mails = [{"system": "email", "value": "tim@voorbeeld.nl"}]
    contact = [{"name": {"text": "Zus"}, "telecom": [{"system": "email", "value": "zus@voorbeeld.nl"}]}]
    clock.forward(seconds=1)
    made.world.send("ecd", bundle(patient(telecom=mails, contact=contact)))
    doctor(made).open()

    class Broken:
        def send(self, _notice: Notice) -> None:
            raise Undelivered("ConnectionRefusedError")

    assert notify.run(made.house, Broken()) == 0
    assert notify.waiting(made.house) == 3
    file = ToFile(tmp_path / "n" / "notices.jsonl")
    assert notify.run(made.house, file) == 0  # claimed by the one that failed, for a minute
    clock.forward(seconds=61)
    assert notify.run(made.house, file) == 3
    assert (notify.waiting(made.house), notify.run(made.house, file)) == (0, 0)
    lines = [json.loads(line) for line in file.path.read_text().splitlines()]
    told = {line["to"]: (line["address"], line["text"]) for line in lines}
    assert {to: address for to, (address, _text) in told.items()} == {
        "client": "tim@voorbeeld.nl",
        "contact": "zus@voorbeeld.nl",
        "privacy": "fg@voorbeeld.nl",
    }
    for _address, text in told.values():
        assert BSN not in text
        assert "Bewusteloos" not in text
        assert "Wit" not in text


def test_who_has_no_address_is_named_to_the_privacy_officer(here: Town, tmp_path: Path) -> None:
    doctor(here).open()
    file = ToFile(tmp_path / "notices.jsonl")
    assert notify.run(here.house, file) == 1
    assert notify.waiting(here.house) == 0
    assert "geen adres bekend, stuur een brief" in file.path.read_text()


def test_opening_and_telling_are_one_transaction(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: Any) -> None:
        raise OSError("no room")

    screen = doctor(here)
    asked = screen.post(f"/c/{screen.handle}/nood", reden=REASON).headers["location"]
    monkeypatch.setattr(outbox, "write", fails)
    with pytest.raises(OSError, match="no room"):
        emergency.open_(here.house, screen.caller, screen.token, DOCTOR, asked.split("/")[2])
    with pytest.raises(NotFound):
        emergency.look(here.house, screen.caller, asked.split("/")[2])


def test_the_officer_of_the_organisation_reviews_and_lateness_is_told_once(
    here: Town, clock: Clock, tmp_path: Path
) -> None:
    path = doctor(here).open()
    officer = Screen(here, "fg", "praktijk-2", "privacy-officer")
    queue = officer.web.get("/beoordelen").text
    assert REASON in queue
    assert "te laat" not in queue
    file = ToFile(tmp_path / "notices.jsonl")
    clock.forward(hours=24)
    for _ in range(2):
        notify.run(here.house, file)
    assert file.path.read_text().count('"subject":"Noodinzage niet op tijd beoordeeld"') == 1
    officer = Screen(here, "fg", "praktijk-2", "privacy-officer")
    assert "te laat" in officer.web.get("/beoordelen").text
    id_ = path.split("/")[2]
    assert officer.post(f"/beoordelen/{id_}", oordeel="misschien").status_code == 422
    assert officer.post(f"/beoordelen/{id_}", oordeel="onterecht").status_code == 303
    assert REASON not in officer.web.get("/beoordelen").text
    assert officer.post(f"/beoordelen/{id_}", oordeel="terecht").status_code == 409
    for person, org, role in ((DOCTOR, "praktijk-2", "huisarts"), ("arts", "praktijk", "huisarts")):
        with pytest.raises(Refused):
            emergency.queue(here.house, Caller(person, person, org, org, "huisarts", (RoleAt(role, org),)))
    elsewhere = Caller("fg2", "x", "praktijk", "x", "huisarts", (RoleAt("privacy-officer", "praktijk"),))
    assert emergency.queue(here.house, elsewhere) == ()
    with pytest.raises(NotFound):
        emergency.review(here.house, elsewhere, id_, "terecht")


def test_the_client_reads_who_why_and_what_came_of_it(here: Town) -> None:
    from gateway.flows import reread

    screen = doctor(here)
    path = screen.open()
    screen.web.get(path)
    officer = Screen(here, "fg", "praktijk-2", "privacy-officer")
    officer.post(f"/beoordelen/{path.split('/')[2]}", oordeel="terecht")
    looks = [look for look in reread.who_looked(here.house, here.owner()) if look.via == "nood"]
    assert [look.what for look in looks][::-1] == [
        "noodinzage reden gegeven",
        "noodinzage geopend",
        "noodinzage: huisarts, wijkverpleging",
        "noodinzage beoordeeld: terecht",
    ]
    assert all(REASON in look.why for look in looks if look.what != "noodinzage: huisarts, wijkverpleging")


def test_mail_goes_by_smtp_with_a_fixed_id(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    class Server:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            sent.append((host, port, timeout))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            sent.append("closed")

        def starttls(self, context: Any) -> None:
            sent.append(("tls", context.check_hostname))

        def login(self, user: str, password: str) -> None:
            sent.append((user, password))

        def send_message(self, message: Any) -> None:
            sent.append((message["To"], message["Message-ID"], message.get_content().strip()))

    monkeypatch.setattr(smtplib, "SMTP", Server)
    mail = BySmtp("relay", 587, "wd@voorbeeld.nl", starttls=True, user="wd", password="geheim")
    mail.send(Notice("n1", "client", "tim@voorbeeld.nl", "Onderwerp", "Tekst"))
    assert sent == [
        ("relay", 587, notifier.TIMEOUT),
        ("tls", True),
        ("wd", "geheim"),
        ("tim@voorbeeld.nl", "<n1@wijkdossier>", "Tekst"),
        "closed",
    ]
    with pytest.raises(Undelivered):
        mail.send(Notice("n2", "client", "x@y\nBcc: z@z", "Onderwerp", "Tekst"))


def test_a_mail_server_that_is_away_is_no_error_of_ours() -> None:
    mail = BySmtp("127.0.0.1", 9, "wd@voorbeeld.nl", starttls=False, user="", password="")
    with pytest.raises(Undelivered):
        mail.send(Notice("n1", "client", "tim@voorbeeld.nl", "Onderwerp", "Tekst"))
