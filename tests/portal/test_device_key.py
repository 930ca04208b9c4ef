"""A key on the client's own device, in a real browser with JavaScript: made there, it signs what the form says, and
only that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from gateway.consent import keys, signature, storage
from gateway.demo.people import AALTJE, SAMIRA, YASSIN
from gateway.flows import consents_in, register, representation
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller
from gateway.wire import json
from tests.builders.consents import action, actor, consent
from tests.portal.looking import on_screen, open_table, picture
from tests.portal.screens import Device, Reader
from tests.portal.served import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
GP, CLIENT, FRIEND, MOTHER = "ha-terpstra", "client-bakker", "client-postma", "client-bouzid"


class Later:
    """The real clock, moved on by as much as a test says."""

    by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


@pytest.fixture
def site(make_house: Callable[..., House], tmp_path: object) -> Iterator[tuple[str, House]]:
    """The nurse delivered."""
    with served(make_house, f"sqlite:///{tmp_path}/device.db", clock=Later()) as town:
        town.send_nursing()
        yield town.address, town.house


def signed(house: House, bsn: str = AALTJE.bsn, by: str = AALTJE.bsn) -> tuple[str, int, int]:
    """Tier of the key of the newest policy (for `bsn`, in the name of `by`), its version, and how many rules it has."""
    with house.database.work() as session:
        client, holder = (clients.find(session, house.vault, Bsn(one)) for one in (bsn, by))
        assert client is not None
        policy = storage.current(session, client, holder)
        assert policy is not None
        key = keys.find(session, client, policy.kid)
        assert key is not None
        assert signature.verify(policy.token, {policy.kid: key.jwk}) == policy
        return key.facts.tier, policy.version, len(policy.policy.rules)


def open_sharing(client: Reader, party: str = GP) -> None:
    client.go("/mijn/delen")
    client.press(f"a[href*='/nieuw'][href*='{party}']")


def test_a_device_key_grants_and_revokes(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client, gp = Device(browser, address, CLIENT), Reader(browser, address, GP)
    client.make_key()

    open_sharing(client)
    assert client.page.locator("[data-device=own]").is_visible()
    assert not client.page.locator("[data-device=none]").is_visible()
    client.press("form[data-sign] button[type=submit]")
    assert client.page.locator("h1").inner_text() == "Gelukt"
    assert "met uw eigen sleutel" in client.page.inner_text("main")
    assert signed(house) == ("A", 1, 1)
    gp.timeline()
    assert gp.entries()

    for version in (2, 4, 6):  # again and again: half of all signatures come high and are turned low
        client.go("/mijn/delen")
        client.press(f"a.stop[href*='{GP}']")
        client.press("form[data-sign=stoppen] button[type=submit]")
        assert "deelt niet meer" in client.page.locator("h1").inner_text()
        assert signed(house) == ("A", version, 0)
        gp.timeline()
        assert gp.entries() == []
        open_sharing(client)
        client.press("form[data-sign] button[type=submit]")
        assert signed(house) == ("A", version + 1, 1)
    assert client.said == []

    # The key cannot be taken out of the browser.
    exported = client.page.evaluate(
        """async () => {
          const open = () => new Promise((done) => { const o = indexedDB.open('wijkdossier', 1); o.onsuccess = () =>
          done(o.result); }); const keys = (await open()).transaction('sleutels').objectStore('sleutels').getAll();
          const [key] = await new Promise((done) => { keys.onsuccess = () => done(keys.result); });
          return crypto.subtle.exportKey('jwk', key.private).then(() => 'taken', (error) => error.name);
        }"""
    )
    assert exported == "InvalidAccessError"

    # Said to be lost, it signs nothing more, and the page goes back to the key the gateway keeps.
    client.go("/mijn/sleutel")
    client.press("a[href^='/mijn/sleutel/kwijt']")
    picture(client, "sleutel-kwijt")
    client.press("form[action='/mijn/sleutel/kwijt'] button")
    open_sharing(client)
    assert client.page.locator("[data-device=none]").is_visible()
    client.press("form[data-sign] button[type=submit]")
    assert "met de sleutel die wij bewaren (minder veilig)" in client.page.inner_text("main")
    assert signed(house)[0] == "C"


def test_a_device_refuses_to_sign_what_the_form_does_not_say(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client = Device(browser, address, CLIENT)
    client.make_key()
    open_sharing(client)

    def lie(route: object) -> None:
        """A gateway that offers something else to sign: everything, for everybody."""
        answer = route.fetch()  # type: ignore[attr-defined]
        head, payload = answer.json()["tekenen"].split(".")
        from gateway.crypto.primitives import b64url, unb64url

        document = json.loads(unb64url(payload))
        document["rules"][0]["what"] = {}
        route.fulfill(json={"tekenen": f"{head}.{b64url(json.canonical(document))}"})  # type: ignore[attr-defined]

    client.page.route("**/mijn/delen/voorbereiden", lie)
    client.page.locator("form[data-sign] button[type=submit]").click()
    client.page.locator("[data-wrong=anders]").wait_for(state="visible")
    with house.database.work() as session:
        client_id = clients.find(session, house.vault, Bsn(AALTJE.bsn))
        assert client_id is not None
        assert storage.current(session, client_id) is None


def test_a_grant_that_waits_says_so_and_the_code_ends_it(browser: Browser, site: tuple[str, House]) -> None:
    address, _house = site
    client = Device(browser, address, CLIENT)
    client.make_key()
    other = Reader(browser, address, CLIENT)  # without JavaScript: the key that is kept, and not the first
    other.go("/mijn/delen")
    other.press(f"a[href*='/nieuw'][href*='{GP}']")
    other.press("form[data-sign] button[type=submit]")
    assert "Dit gaat nog niet in" in other.page.inner_text("main")
    gp = Reader(browser, address, GP)
    gp.timeline()
    assert gp.entries() == []
    said = other.page.locator("section[aria-labelledby=wacht]").inner_text()
    code = said.split("Uw code is ")[1].split(".")[0]
    other.page.locator("#veld-code").fill(code)
    other.press("form[action='/mijn/delen/bevestig'] button")
    assert other.page.locator("h1").inner_text() == "Het gaat nu in"
    gp.timeline()
    assert gp.entries()


def test_a_device_signs_what_nobody_may_see_and_takes_it_away(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client, gp = Device(browser, address, CLIENT), Reader(browser, address, GP)
    client.make_key()
    open_sharing(client)
    client.press("form[data-sign] button[type=submit]")
    client.go("/mijn/delen")
    client.press("a[href='/mijn/delen/wens/niemand-over']")
    client.page.locator("input[name=leven][value=lichamelijke-gezondheid]").check()
    client.press("form[data-sign=niemand] button[type=submit]")
    assert client.page.locator("h1").inner_text() == "Gelukt"
    assert "met uw eigen sleutel" in client.page.inner_text("main")
    assert signed(house) == ("A", 2, 3)  # the deny, and its companion for the one who is let in by name
    gp.timeline()
    assert gp.entries() == []  # the problem is about the body; of the visits it is not known
    open_sharing(client)  # changing what is shared leaves the companion where it is
    client.press("form[data-sign] button[type=submit]")
    assert signed(house) == ("A", 3, 3)
    client.go("/mijn/delen")
    assert "Niemand mag dit zien of gebruiken" in client.page.inner_text("main")
    client.press("a[href^='/mijn/delen/wens/weg']")
    client.press("form[data-sign=vrijgeven] button[type=submit]")
    assert signed(house) == ("A", 4, 1)
    gp.timeline()
    assert gp.entries()
    assert client.said == []


def let_sign(client: Device, friend: Device) -> None:
    """The friend makes a key and gives away a code; the client lets them sign about the wijkverpleging."""
    friend.make_key()
    friend.go("/mijn/helper")
    code = friend.page.locator(".code").inner_text()
    client.go("/mijn/helper/nieuw")
    client.page.locator("input[name=code]").fill(code)
    client.page.locator("input[name=wat][value=wijkverpleging]").check()
    client.press("main form button[type=submit]")
    client.press("main form button[type=submit]")


def test_a_delegate_signs_on_their_own_device_and_the_client_reads_it(
    browser: Browser, site: tuple[str, House]
) -> None:
    address, house = site
    client, friend = Device(browser, address, CLIENT), Device(browser, address, FRIEND)
    let_sign(client, friend)
    friend.go("/mijn/helper")
    friend.press("form[action='/mijn/namens'] button")
    assert friend.page.locator("h1").inner_text().startswith("U tekent voor")

    open_sharing(friend)
    assert friend.page.locator("[data-device=own]").is_visible()
    friend.page.locator("input[name=wat]").check()
    friend.press("form[data-sign] button[type=submit]")
    assert "door iemand die voor u tekent" in friend.page.inner_text("main")
    assert "Dit gaat nog niet in" in friend.page.inner_text("main")  # the key is new
    assert friend.page.locator("#veld-code").count() == 0
    assert signed(house) == ("B", 1, 1)
    client.go("/mijn/delen")
    assert "Namens u, door" in client.page.inner_text("main")
    client.go("/mijn/gekeken")
    assert "namens u" in client.page.inner_text("main")

    friend.go("/mijn/delen")
    friend.press(f"a.stop[href*='{GP}']")
    friend.press("form[data-sign=stoppen] button[type=submit]")
    assert signed(house) == ("B", 2, 0)
    friend.go("/mijn")
    friend.press("main ul a[href='/mijn/bewijs/2']")
    assert friend.page.locator("h1").inner_text() == "Uw bewijs"
    assert friend.said == []

    # Without a key on this device the one that is kept signs, in the delegate's name all the same.
    other = Reader(browser, address, FRIEND)
    other.go("/mijn/helper")
    other.press("form[action='/mijn/namens'] button")
    other.go(f"/mijn/delen/nieuw?met=person:{GP}")
    other.page.locator("input[name=wat]").check()
    other.press("form[data-sign] button[type=submit]")
    assert signed(house) == ("C", 3, 1)


def test_who_presses_at_once_still_signs_with_their_own_key(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    client = Device(browser, address, CLIENT)
    client.make_key()
    # Before the browser has said whether it has a key: nothing of the page waits for it, and who is quick does not.
    client.page.add_init_script(
        """addEventListener("DOMContentLoaded", () =>
             document.querySelector("form[data-sign=delen] button[type=submit]")?.click());"""
    )
    client.page.goto(f"{address}/mijn/delen/nieuw?met=person:{GP}", wait_until="commit")
    client.page.locator("h1", has_text="Gelukt").wait_for()
    assert signed(house) == ("A", 1, 1)
    assert client.said == []


def test_a_parent_signs_for_a_child_with_the_key_of_their_own_telephone(
    browser: Browser, site: tuple[str, House]
) -> None:
    address, house = site
    gezag = {"type": "EenhoofdigOuderlijkGezag", "ouder": {"burgerservicenummer": SAMIRA.bsn}}
    minor = {"burgerservicenummer": YASSIN.bsn}
    assert representation.note_gezag(house, Bsn(YASSIN.bsn), {"gezag": [{**gezag, "minderjarige": minor}]}) == "held"
    register.relation(house, Bsn(YASSIN.bsn), "org:praktijk-linde", "behandelrelatie")
    mother = Device(browser, address, MOTHER)
    mother.make_key()
    mother.go("/mijn/helper")
    mother.press("form[action='/mijn/namens'] button")
    open_sharing(mother)
    assert mother.page.locator("[data-device=none]").is_visible()  # not yet for the child
    mother.go("/mijn/sleutel")
    picture(mother, "sleutel-voor-een-ander")
    mother.press("form[data-use-key] button")
    mother.page.locator("p[data-device=own]").wait_for(state="visible")
    open_sharing(mother)
    assert mother.page.locator("[data-device=own]").is_visible()
    mother.press("form[data-sign] button[type=submit]")
    assert "met uw eigen sleutel" in mother.page.inner_text("main")
    assert signed(house, YASSIN.bsn, SAMIRA.bsn) == ("A", 1, 1)
    mother.go("/mijn/delen")
    mother.press(f"a.stop[href*='{GP}']")
    mother.press("form[data-sign=stoppen] button[type=submit]")
    assert signed(house, YASSIN.bsn, SAMIRA.bsn) == ("A", 2, 0)
    # The same key signs the parent's own wishes, each checked against what it signed there.
    mother.press("form[action='/mijn/namens'] button")
    mother.go(f"/mijn/delen/nieuw?met=person:{GP}")
    mother.press("form[data-sign] button[type=submit]")
    assert signed(house, SAMIRA.bsn, SAMIRA.bsn) == ("A", 1, 1)
    assert mother.said == []
    # Said to be lost, it signs for neither, and is not offered again.
    mother.go("/mijn/sleutel")
    mother.press("a[href^='/mijn/sleutel/kwijt']")
    mother.press("form[action='/mijn/sleutel/kwijt'] button")
    mother.go("/mijn/helper")
    mother.press("form[action='/mijn/namens'] button")
    mother.go("/mijn/sleutel")
    mother.page.locator("form[data-make-key]").wait_for(state="visible")
    assert not mother.page.locator("form[data-use-key]").is_visible()


def test_a_delegate_opens_a_table_on_their_own_device(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    register.relation(house, Bsn(AALTJE.bsn), "org:praktijk-haven", "behandelrelatie")
    client, friend = Device(browser, address, CLIENT), Device(browser, address, FRIEND)
    let_sign(client, friend)
    assert isinstance(house.now, Later)
    house.now.by = timedelta(hours=73)
    chair = Reader(browser, address, GP)
    table = open_table(chair, "ha-van-beek")
    friend.log_in()
    friend.go("/mijn/helper")
    friend.press("form[action='/mijn/namens'] button")
    picture(friend, "mijn-machtiging-met-overleg")
    friend.press("a[href='/mijn/overleg']")
    friend.page.locator("form[data-sign=overleg] button[data-device=own]").wait_for(state="visible")
    assert friend.page.locator("input[name=wat]").count() == 1
    friend.page.locator("input[name=wat]").check()
    picture(friend, "overleg-namens")
    friend.press("form[data-sign=overleg] button[type=submit]")
    assert "Dit mogen zij nu zien" in friend.page.inner_text("main")
    picture(friend, "overleg-namens-gegeven")
    assert friend.said == []
    assert on_screen(chair, table) == 4
    # Without a key on this device there is nothing to press.
    other = Reader(browser, address, FRIEND)
    other.go("/mijn/helper")
    other.press("form[action='/mijn/namens'] button")
    other.go("/mijn/overleg")
    other.press("form[action='/mijn/overleg/stop'] button")
    assert on_screen(chair, table) == 0
    other.go("/mijn/overleg")
    assert not other.page.locator("form[data-sign=overleg] button[type=submit]").is_visible()
    assert "Bij een overleg tekent u met uw eigen sleutel." in other.page.inner_text("main")
    picture(other, "overleg-namens-zonder-sleutel")


def test_what_lapses_is_told_for_the_key_that_would_sign(browser: Browser, site: tuple[str, House]) -> None:
    address, house = site
    register.relation(house, Bsn(AALTJE.bsn), "org:praktijk-haven", "behandelrelatie")
    plain, client = Reader(browser, address, CLIENT), Device(browser, address, CLIENT)
    open_sharing(plain, "ha-van-beek")  # the first key is the one we keep
    plain.press("form[data-sign] button[type=submit]")
    client.make_key()
    open_sharing(client)
    client.press("form[data-sign] button[type=submit]")
    assert "Dit gaat nog niet in" in client.page.inner_text("main")
    for reader, told in ((client, False), (plain, True)):
        open_sharing(reader, "ha-van-beek")
        note = reader.page.locator("[data-lapses]")
        assert (note.count(), note.is_visible()) == (1, told)
    picture(plain, "delen-vervalt")
    plain.go("/mijn/delen")
    picture(plain, "delen-wacht")
    plain.press("a.stop[href*='ha-van-beek']")
    plain.press("form[data-sign=stoppen] button[type=submit]")
    assert "Dit wachtte nog en gaat niet meer in" in plain.page.inner_text("main")
    picture(plain, "klaar-vervallen")
    plain.go("/mijn/delen")
    picture(plain, "delen-vervallen")
    plain.press("section[aria-labelledby=vervallen] a")
    plain.press("form[data-sign] button[type=submit]")
    gp = Reader(browser, address, GP)
    gp.timeline()
    assert gp.entries()
    assert client.said == []


def test_a_yes_to_a_proposal_is_signed_on_the_device_and_says_what_stands_on_the_page(
    browser: Browser, site: tuple[str, House]
) -> None:
    address, house = site
    with house.database.work() as session:
        id_ = str(clients.find(session, house.vault, Bsn(AALTJE.bsn)))
    them = Caller(id_, "x", None, None, None, client=id_)
    for org in ("praktijk-linde", "praktijk-haven"):
        permit = {"type": "permit", "actor": [actor(org)], "action": [action()], "dataPeriod": {"end": "2030-01-01"}}
        consents_in.post(house, them, consent(permit, patient={"reference": "Patient/mijn"}, id=f"pcf-{org}"))
    client = Device(browser, address, CLIENT)
    client.make_key()
    client.go("/mijn/delen")
    client.page.locator("form[data-sign=voorstel] [data-device=own]").first.wait_for(state="visible")
    picture(client, "delen-gevraagd")
    client.press("form[data-sign=voorstel] button[form]")  # no
    assert client.page.locator("form[data-sign=voorstel]").count() == 1
    client.page.locator(".proposed li").evaluate("(line) => { line.textContent = 'Iemand mag dit zien: niets.'; }")
    client.page.locator("form[data-sign=voorstel] button:not([form])").click()
    client.page.locator("[data-wrong=anders]").wait_for(state="visible")
    client.go("/mijn/delen")
    client.press("form[data-sign=voorstel] button:not([form])")
    assert "met uw eigen sleutel" in client.page.inner_text("main")
    assert signed(house) == ("A", 1, 1)
    client.go("/mijn/delen")
    assert client.page.locator("form[data-sign=voorstel]").count() == 0
    assert client.said == []
