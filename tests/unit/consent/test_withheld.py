"""What a source withholds, as the gate asks it: its own items, downwards only; and the table of grounds."""

from __future__ import annotations

import pytest

from gateway.consent import gate
from gateway.consent.gate import Seat
from gateway.consent.regimes import REGIME
from gateway.consent.withheld import BOUND, NOTHING, Withheld, bound
from gateway.consent.withholding import Ground, fitting, grounds, terms
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed
from gateway.stages.stored import StoredVersion
from tests.unit.consent.made import ARTS, CLIENT, CONTACT_ALL, NOW, SEE_ALL, item, version

OWNER = Caller(CLIENT, "Tim", None, None, None, client=CLIENT)
PARENT = Caller("ouder", "Mam", None, None, None, client=CLIENT)
ONE = Withheld(items=frozenset({("elders", "a")}))
VISIT = Withheld(contacts=frozenset({("elders", "v")}))


def cleared(caller: Caller, versions: list[StoredVersion], beyond: Withheld = NOTHING) -> Disclosed:
    return gate.clear(
        seats=[Seat(caller, ARTS.relations, "TREAT")],
        client=CLIENT,
        handle="handvat",
        patient=None,
        versions=versions,
        policy=SEE_ALL,
        action="see",
        now=NOW,
        beyond=beyond,
    )


def linked(record: str, *to: str, **members: object) -> StoredVersion:
    return version(record, content={"evidence": [{"detail": [{"reference": name} for name in to]}]}, **members)


def test_who_reads_as_what() -> None:
    assert (bound(OWNER), bound(PARENT), bound(ARTS.caller)) == ("client", "representatives", None)
    assert bound(Caller(None, "", None, None, None, client=CLIENT)) == "client"


def test_it_reaches_its_own_items_and_never_what_the_client_said() -> None:
    assert ONE.hides(item(record="a"))
    assert VISIT.hides(item(record="v", contact="v"))
    assert VISIT.hides(item(record="v"))
    assert VISIT.hides(item(record="x", contact="v"))
    for other in (
        item(record="b"),
        item(record="a", source="ginds"),
        item(record="a", domain="eigen"),
        item(record="x", contact="v", domain="eigen"),
        item(record="x", contact="a"),
    ):
        assert not ONE.hides(other)
    assert not VISIT.hides(item(record="x", contact="v", source="ginds"))
    assert not VISIT.hides(item(record="x"))


def test_nothing_withheld_is_no_state_and_any_difference_is_another() -> None:
    assert (bool(NOTHING), NOTHING.state) == (False, "")
    states = {one.state for one in (ONE, VISIT, Withheld(ONE.items, VISIT.contacts), Withheld(VISIT.contacts))}
    assert len(states - {""}) == 4
    assert all((ONE, VISIT))


def test_the_gate_leaves_it_out_and_counts_it() -> None:
    disclosed = cleared(OWNER, [version("a"), version("b")], ONE)
    assert ([i.record for i in disclosed.items], disclosed.withheld) == (["b"], 1)
    assert disclosed.beyond == ONE.state
    whole = cleared(OWNER, [version("a"), version("b")])
    assert ([i.record for i in whole.items], whole.withheld, whole.beyond) == (["a", "b"], 0, "")


def test_no_item_points_at_it_any_more() -> None:
    """Also not what the viewer's own organisation wrote, when the client looks through the viewer's eyes."""
    for caller, source in ((OWNER, "elders"), (ARTS.caller, "praktijk")):
        versions = [version("a"), linked("b", "Condition/a", "Condition/c", source=source), version("c")]
        before, after = cleared(caller, versions), cleared(caller, versions, ONE)
        text = {i.record: i.text for i in after.items}
        assert set(text) == {"b", "c"}
        assert "Condition/a" not in text["b"]
        assert "Condition/c" in text["b"]
        assert "Condition/a" in {i.record: i.text for i in before.items}["b"]


def test_a_contact_of_which_only_the_withheld_is_left_shows_no_day() -> None:
    """Through the eyes of somebody who knows of a day that there was contact."""

    def seen(beyond: Withheld) -> int:
        found = gate.clear(
            seats=[ARTS],
            client=CLIENT,
            handle="h",
            patient=None,
            versions=[version("a")],
            policy=CONTACT_ALL,
            action="see",
            now=NOW,
            beyond=beyond,
        )
        return len(found.items)

    assert (seen(NOTHING), seen(ONE)) == (1, 0)


def test_what_an_item_said_before_is_withheld_by_what_it_belonged_to_then() -> None:
    old, new = version("a", received=3, contact="v", content={"x": 1}), version("a", received=5, content={"x": 2})
    disclosed = cleared(OWNER, [new], VISIT)
    seat = Seat(OWNER, frozenset(), "TREAT")

    def states(beyond: Withheld) -> list[int]:
        found = gate.earlier(
            seat=seat,
            disclosed=disclosed,
            current=disclosed.items[0],
            versions=[old, new],
            policy=None,
            now=NOW,
            text=lambda one: one.text,
            beyond=beyond,
        )
        return [one.version for one in found]

    assert (states(NOTHING), states(VISIT)) == ([5, 3], [5])


@pytest.mark.parametrize("ground", grounds().values(), ids=lambda one: one.id)
def test_every_ground_is_whole(ground: Ground) -> None:
    assert ground.regimes
    assert ground.regimes <= set(REGIME.values())
    assert ground.binds
    assert ground.binds <= set(BOUND)
    assert ground.tells <= ground.binds
    assert ground.law
    assert ground.words
    assert ground.sentence.endswith((".", "?"))
    if not ground.tells:  # who is not told is never the client
        assert ground.binds == {"representatives"}


def test_every_law_has_a_ground_and_none_is_for_two_laws() -> None:
    assert [len(one.regimes) for one in grounds().values()] == [1] * len(grounds())
    assert {regime for one in grounds().values() for regime in one.regimes} == set(REGIME.values())
    assert fitting(["Wgbo", "Jeugdwet"]) == fitting([None]) == ()
    assert 0 < terms().warn_days < terms().longest_days <= 366
