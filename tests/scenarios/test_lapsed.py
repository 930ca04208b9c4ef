"""A wish that waits lapses when a key that need not wait signs next, and nobody is left to find that out: it is said on
the page before, on the receipt and to the client; over HTTP, on both databases.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response

from gateway.crypto.p256 import SigningKey
from gateway.flows import caseloads, custody, disclose, entrusting, helping, letters, steward, tokens, wishes
from tests.builders.at_home import AtHome
from tests.builders.world import World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_desk_pages import at_desk
from tests.scenarios.test_who_signs import ARTS, SHARE, Person

BAKKER = "999962462"
NEW, STOP, PREPARE = "/mijn/delen/nieuw", "/mijn/delen/stop", "/mijn/delen/voorbereiden"
WAITS, GONE = "Dit wacht nog.", "Dit wachtte nog en gaat niet meer in"
SAID = "A. Bos mag dit zien: wat de wijkverpleging opschrijft."


@pytest.fixture
def seen(world: World) -> Callable[[], bool]:
    world.send("ecd", bundle(patient(BAKKER), condition()))
    in_caseload(world.house, BAKKER, "org:praktijk", "org:praktijk-2")

    def sees() -> bool:
        return bool(disclose.disclose(world.house, ARTS, caseloads.my_clients(world.house, ARTS)[0].handle).items)

    return sees


@pytest.fixture
def client(world: World, seen: Callable[[], bool]) -> AtHome:
    """A client who signed with the key we keep, and then made one on a telephone: what that one widens waits."""
    one = AtHome(world, "client-bakker")
    assert one.post(NEW, **wish(world, "person:arts-2")).status_code == 200
    one.bind()
    assert "Dit gaat nog niet in" in one.send(NEW, PREPARE, **wish(world)).text
    assert not seen()
    return one


def wish(world: World, party: str = "person:arts") -> dict[str, Any]:
    until = (world.house.today() + timedelta(days=30)).isoformat()
    return {"met": party, "wat": ["wijkverpleging"], "hoe": "alles", "tot": until, "doel": "delen"}


def note(answer: Response) -> str:
    """What a page says that lapses with the key we keep; "" when it says nothing."""
    found = re.findall(r'data-lapses="[^"]*" data-kept="ja">(.*?)</div>', answer.text, re.DOTALL)
    return html.unescape("".join(found))


PAGES = (f"{NEW}?met=person:arts-2", f"{STOP}?met=person:arts-2", "/mijn/delen/wens/niemand-over")


@pytest.mark.parametrize("path", PAGES)
def test_the_page_says_it_before_anybody_signs(client: AtHome, path: str) -> None:
    page = client.get(path)
    assert SAID in note(page)
    assert WAITS in note(page)
    assert client.key.thumbprint not in "".join(re.findall(r'data-lapses="([^"]*)"', page.text))


def test_a_page_about_that_party_and_one_with_nothing_waiting_say_nothing(client: AtHome, clock: Clock) -> None:
    assert note(client.get(f"{STOP}?met=person:arts")) == ""
    clock.forward(hours=73)
    for path in PAGES:
        assert "data-lapses" not in client.get(path).text


def test_the_receipt_says_it_and_leads_to_saying_it_again(
    world: World, client: AtHome, seen: Callable[[], bool], clock: Clock
) -> None:
    receipt = client.post(STOP, met="person:arts-2")
    assert GONE in receipt.text
    assert SAID in html.unescape(receipt.text)
    shown = client.get("/mijn/delen")
    assert GONE in shown.text
    [again] = {html.unescape(link) for link in re.findall(rf'href="({NEW}[^"]*wat=[^"]*)"', shown.text)}
    page = client.get(again)
    assert 'value="wijkverpleging" checked' in page.text
    assert f'value="{wish(world)["tot"]}"' in page.text
    assert note(page) == ""
    clock.forward(hours=100)
    assert not seen()  # it lapsed for good
    assert client.post(NEW, **wish(world)).status_code == 200
    assert seen()
    assert GONE not in client.get("/mijn/delen").text


def test_the_key_that_waits_takes_it_along_and_says_nothing(
    world: World, client: AtHome, seen: Callable[[], bool], clock: Clock
) -> None:
    stopped = client.send(STOP, PREPARE, met="person:arts-2", doel="stoppen")
    assert GONE not in stopped.text
    clock.forward(hours=73)
    assert seen()
    assert GONE not in client.get("/mijn/delen").text


def test_the_code_of_the_letter_can_be_filled_in_later(client: AtHome, seen: Callable[[], bool]) -> None:
    [letter] = [one for one in letters.waiting(client.world.house) if one.kind == "wijziging-wacht"]
    code = re.findall(r"code in: ([0-9 ]+)\.", letter.text)[0]
    assert "Ik heb een code" in client.get("/mijn/delen").text
    assert client.post("/mijn/delen/bevestig", code=code).status_code == 200
    assert seen()
    assert note(client.get(PAGES[0])) == ""


def test_saying_again_what_waits_says_that_it_waits_and_no_longer_than_it_did(
    world: World, client: AtHome, seen: Callable[[], bool], clock: Clock
) -> None:
    first, same = steward.sharing(world.house, client.caller).waits, wish(world)
    clock.forward(hours=10)
    assert "Dit gaat nog niet in" in client.send(NEW, PREPARE, **same).text
    assert "Dit gaat nog niet in" in client.send(STOP, PREPARE, met="person:arts-2", doel="stoppen").text
    assert steward.sharing(world.house, client.caller).waits == first
    assert [one.kind for one in letters.waiting(world.house)].count("wijziging-wacht") == 1
    clock.forward(hours=63)
    assert seen()
    assert "Dit gaat nog niet in" not in client.send(STOP, PREPARE, met="person:arts", doel="stoppen").text
    assert steward.sharing(world.house, client.caller).waits is None


def test_stopping_all_that_waits_leaves_nothing_that_waits(world: World, client: AtHome) -> None:
    assert "Dit gaat nog niet in" not in client.send(STOP, PREPARE, met="person:arts", doel="stoppen").text
    assert steward.sharing(world.house, client.caller).waits is None


@pytest.mark.parametrize("said", [{"how": ["add"]}, {"how": ["see", "export"]}, {"exp": 12 * 3600}])
def test_the_page_fills_in_no_more_than_was_wished(world: World, client: AtHome, said: dict[str, Any]) -> None:
    """What it cannot say as it was is told without a button."""
    rule = {**SHARE, **said}
    if "exp" in said:
        rule["exp"] += wishes.end_of(world.house.today())
    Person(world.house, client.caller, [client.key]).say(rule)
    receipt = client.post(STOP, met="person:arts-2").text
    assert GONE in receipt
    assert not re.findall(rf'href="{NEW}[^"]*wat=', receipt)


def test_of_a_day_that_is_over_the_page_makes_today(world: World, client: AtHome) -> None:
    page = client.get(f"{NEW}?met=person:arts&wat=wijkverpleging&hoe=alles&tot=2020-01-31").text
    assert f'value="{world.house.today().isoformat()}"' in page


def test_what_nobody_might_see_stays_so_and_that_is_said(client: AtHome) -> None:
    client.send(
        "/mijn/delen/wens/niemand-over", "/mijn/delen/wens/voorbereiden", wens="niemand-over", leven="justitie",
        doel="niemand",
    )  # fmt: skip
    [forbidden] = steward.sharing(client.world.house, client.caller).forbidden
    client.send("/mijn/delen/wens/weg", "/mijn/delen/wens/voorbereiden", regel=forbidden.rule, doel="vrijgeven")
    assert forbidden.sentences[0] in note(client.get(PAGES[0]))
    receipt = client.post(STOP, met="person:arts-2")
    assert f"/mijn/delen/wens/weg?regel={forbidden.rule}" in receipt.text
    assert [one.rule for one in steward.sharing(client.world.house, client.caller).forbidden] == [forbidden.rule]


def test_a_delegate_is_told_and_the_client_reads_it(world: World, seen: Callable[[], bool], clock: Clock) -> None:
    client, friend = AtHome(world, "client-bakker"), AtHome(world, "client-postma")
    client.bind()
    client.send(NEW, PREPARE, **wish(world, "person:arts-2"))
    friend.bind()
    code = helping.overview(world.house, friend.caller).code
    until = world.house.today() + timedelta(days=30)
    entrusting.give(world.house, client.caller, code, {"what": ("wijkverpleging",), "until": until})
    clock.forward(hours=73)
    client.post(NEW, **wish(world))  # with the key we keep, which is older than the friend's
    friend.be_for_other()
    page = friend.get(f"{STOP}?met=person:arts-2").text
    assert f'data-lapses="{friend.key.thumbprint}"' in page
    assert "eerst de code uit de brief invullen" in page
    told = friend.send(STOP, PREPARE, met="person:arts-2", doel="stoppen").text
    assert (GONE in told, SAID in html.unescape(told)) == (True, True)
    assert GONE in client.get("/mijn/delen").text
    clock.forward(hours=73)
    assert not seen()


def test_at_the_desk_it_stands_on_the_sheet_and_the_page_before_is_the_same_for_everybody(
    world: World, client: AtHome
) -> None:
    counter = at_desk(world)
    counter.identify(BAKKER)
    counter.do("pincode", pincode="13579", nogmaals="13579")
    before = counter.do("stoppen", met="person:arts-2").text
    assert "Dat kan nu vervallen." in before
    assert SAID not in html.unescape(before)
    sheet = counter.do("stoppen", met="person:arts-2", zeker="ja", pincode="13579").text
    assert (GONE in sheet, SAID in html.unescape(sheet)) == (True, True)


def test_over_the_api(world: World, client: AtHome, clock: Clock) -> None:
    old = SigningKey.generate()
    custody.enrol(world.house, client.caller, old.jwk)
    clock.forward(hours=71)  # what the first telephone signed waits one hour more
    them = Person(world.house, client.caller, [old])
    clock.forward(minutes=30)
    bearer = {"Authorization": f"Bearer {tokens.token_for(world.house, client.persona)}"}
    with_kept = steward.stop(world.house, client.caller, "person:arts-2")
    assert [one.party for one in with_kept.lapsed] == ["person:arts"]
    answer = world.web.post("/consents", content=them.sign([]), headers=bearer)
    assert (answer.status_code, answer.json()["lapsed"]) == (201, [])
