"""A professional's assessment is what their organisation writes; it stands beside the client's own score, on both
databases."""

from __future__ import annotations

import pytest

from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import assessments, callers, disclose, selfscores
from gateway.identifiers import Bsn
from gateway.registry import clients, parties
from gateway.stages.decided import Caller
from tests.builders.world import BSN, World, bundle, condition, patient


def test_an_assessment_of_a_professional(world: World) -> None:
    house = world.house
    world.send("ecd", bundle(patient(), condition(id_="n1")))
    with house.database.work() as session:
        id_ = clients.find(session, house.vault, Bsn(BSN))
        people = {p.id: callers.of_professional(p) for p in parties.professionals(session)}
    client = Caller(id_, "Tim Wit", None, None, None, client=id_)
    nurse, stranger = people["verpleegkundige"], people["arts"]
    handle = house.vault.handle(callers.viewer(nurse), str(id_))
    assessments.assess(house, nurse, handle, "2017", {"huisvesting": 2, "justitie": 5}, house.today())
    selfscores.give(house, client, "2017", {"huisvesting": 4}, house.today())
    mine = selfscores.scores(house, client, "mijn")
    assert {(one.score.rater, one.score.domain, one.score.level, one.item.source) for one in mine} == {
        ("professional", "huisvesting", 2, "wijkzorg"),
        ("professional", "justitie", 5, "wijkzorg"),
        ("client", "huisvesting", 4, "client:self"),
    }
    seen = selfscores.scores(house, nurse, handle)
    assert {one.score.rater for one in seen} == {"professional"}  # what the client said is not shared
    tasks = [i for i in disclose.disclose(house, nurse, handle).items if i.type == "Task"]
    assert len(tasks) == 1  # a low score without a goal
    with pytest.raises(NotFound):
        assessments.assess(house, stranger, handle, "2017", {"huisvesting": 2}, house.today())
    with pytest.raises(Refused):
        assessments.assess(house, client, "mijn", "2017", {"huisvesting": 2}, house.today())
    for wrong in ({}, {"geluk": 2}, {"huisvesting": 6}):
        with pytest.raises(Rejected):
            assessments.assess(house, nurse, handle, "2017", wrong, house.today())
