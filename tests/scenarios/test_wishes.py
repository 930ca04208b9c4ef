"""Common wishes end to end, on both databases: from the wish to what somebody sees."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.errors import GatewayError, NotFound, Rejected
from gateway.flows import caseloads, disclose, steward, tokens, wanted
from gateway.flows.wishes import Grant
from gateway.wire import json
from tests.builders.world import BSN, World, bundle, condition, in_caseload, patient
from tests.scenarios.test_who_signs import ARTS, person

NURSING = {"what": ("wijkverpleging",), "contact_only": False}


def seen(world: World) -> int:
    (card,) = caseloads.my_clients(world.house, ARTS)
    return len(disclose.disclose(world.house, ARTS, card.handle).items)


@pytest.mark.parametrize("until", [date.max, date(9999, 1, 1), date.min])
def test_a_day_no_rule_can_end_on_is_refused(town: World, until: date) -> None:
    town.send("ecd", bundle(patient(), condition()))
    client = person(town.house, BSN)
    with pytest.raises(Rejected) as refused:
        steward.share(town.house, client.caller, Grant("person:arts", until=until, **NURSING))
    assert (refused.value.code, refused.value.where) == ("share-until", "tot")
    steward.share(town.house, client.caller, Grant("person:arts", until=date(9998, 12, 31), **NURSING))


def test_nobody_means_nobody_before_and_after(world: World) -> None:
    house = world.house
    world.send("ecd", bundle(patient(), condition("P76", "c1"), condition("R95", "c2")))  # depression, lungs
    in_caseload(house, BSN, "org:praktijk")
    client = person(house, BSN)
    until = house.today()
    steward.share(house, client.caller, Grant("person:arts", until=until, **NURSING))
    assert seen(world) == 2
    receipt = wanted.forbid(house, client.caller, "niemand-over", {"life": "geestelijke-gezondheid"})
    assert receipt.waits is None
    assert receipt.unsaid == ()
    assert seen(world) == 1
    # Sharing anew, with somebody else or the same, does not open it again.
    steward.share(house, client.caller, Grant("person:arts", until=until, **NURSING))
    assert seen(world) == 1
    (forbidden,) = steward.sharing(house, client.caller).forbidden
    assert forbidden.sentences == ("Niemand mag dit zien of gebruiken: wat er staat over geestelijke gezondheid.",)
    assert forbidden.despite == ()
    wanted.forbid(house, client.caller, "niemand-over", {"life": "geestelijke-gezondheid"})  # said twice is said once
    assert len(steward.sharing(house, client.caller).forbidden) == 1
    wanted.release(house, client.caller, forbidden.rule)
    assert steward.sharing(house, client.caller).forbidden == ()
    assert seen(world) == 2
    with pytest.raises(NotFound):
        wanted.release(house, client.caller, forbidden.rule)


def test_a_wish_over_http_signed_as_it_is_proposed(world: World) -> None:
    house = world.house
    world.send("ecd", bundle(patient(), condition()))
    in_caseload(house, BSN, "org:praktijk")
    client = person(house, BSN)
    client.enrol()
    rules = wanted.proposed(house, client.caller, "een-onderdeel", {"party": "person:arts", "domain": "wijkverpleging"})
    assert rules[0]["text"].startswith("A. Bos mag dit zien: wat de wijkverpleging opschrijft. Dit geldt tot en met ")
    assert client.say(*rules).unsaid == ()
    assert seen(world) == 1
    rules = wanted.proposed(house, client.caller, "niemand-gevoelig", {})
    assert [rule["effect"] for rule in rules] == ["permit", "deny", "deny"]
    assert client.say(*rules, ours=True).version == 2


def test_over_http(town: World) -> None:
    them = {"Authorization": f"Bearer {tokens.token_for(town.house, 'client-bakker')}"}
    listed = town.web.get("/consents/templates", headers=them).json()
    assert {"niemand-over", "dit-overleg", "alles"} <= {one["id"] for one in listed}
    answer = town.web.post("/consents/templates/niemand-over", json={"life": "financien"}, headers=them)
    assert answer.json()[0]["text"] == "Niemand mag dit zien of gebruiken: wat er staat over geld."
    for id_, said, status in (
        ("niemand-over", {}, 422), ("niemand-over", {"life": "x"}, 422), ("niemand-over", [], 400),
        ("iets", {}, 404), ("alles", {"party": "person:nobody"}, 404), ("dit-overleg", {}, 422),
    ):  # fmt: skip
        path = f"/consents/templates/{id_}"
        assert town.web.post(path, content=json.dumps(said).encode(), headers=them).status_code == status, id_
    with pytest.raises(GatewayError):
        wanted.proposed(town.house, ARTS, "niemand-over", {"life": "financien"})
