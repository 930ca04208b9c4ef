"""The gate, member by member: what an item carries, in which order, linked to what; and what an item said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from gateway.consent import gate
from gateway.consent.gate import Seat
from gateway.consent.signed import SignedPolicy
from gateway.consent.withheld import NOTHING, Withheld
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.stages.stored import StoredVersion
from gateway.wire import json
from tests.unit.consent.made import (
    ARTS,
    CLIENT,
    CONTACT_ALL,
    NOW,
    SEE_ALL,
    ZUSTER,
    clear,
    levels,
    policy,
    rule,
    version,
)

OWNER = Seat(replace(ARTS.caller, person=None, org=None, org_name=None, orgtype=None, client=CLIENT), frozenset(),
             "TREAT")  # fmt: skip
MASKING = policy(rule(how=["see"], oblige=["mask:note"]))


def linked(record: str, *to: str, **members: Any) -> StoredVersion:
    content = {"evidence": [{"detail": [{"reference": name} for name in to]}]}
    return version(record, content=content, **members)


def test_an_item_carries_what_was_stored() -> None:
    stored = version("a", received=7, content={"note": [{"text": "x"}]})
    (item,) = clear([stored], SEE_ALL).items
    assert item == DisclosedItem(
        record="a",
        version=7,
        type="Condition",
        level="see",
        body=item.body,
        tags=stored.tags,
        source="elders",
        source_name="Organisatie elders",
        since=item.since,
        decision=item.decision,
        own=False,
    )
    assert (item.decision.level, item.decision.rules) == ("see", ("r0",))
    assert item.since() == (7, datetime(2025, 3, 7, tzinfo=UTC))
    assert item.text == stored.text.replace(f"Patient/{CLIENT}", "Patient/handvat") == json.dumps(item.content)


def test_a_masked_item_says_neither_what_is_masked_nor_when_it_came() -> None:
    dated, undated = version("a", content={"note": [{"text": "x"}], "text": {"div": "x"}}), version("b", day=None)
    first, second = clear([dated, undated], MASKING).items
    assert first.content == {
        "resourceType": "Condition",
        "id": "a",
        "subject": {"reference": "Patient/handvat"},
    }
    assert first.text == json.dumps(first.content)
    assert first.recorded == datetime(2025, 3, 4, tzinfo=UTC)
    assert second.recorded == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_contact_carries_what_it_was_reduced_to() -> None:
    visit = version("v", type="Encounter", contact_entry=True, received=8)
    (item,) = clear([visit], CONTACT_ALL).items
    assert (item.record, item.version, item.type, item.level) == ("v", 1, "Encounter", "contact-only")
    assert (item.source, item.source_name, item.own) == ("elders", "Organisatie elders", False)
    assert (item.tags.law, item.tags.domain, item.tags.day) == ("Zvw", "wijkverpleging", date(2025, 3, 4))
    assert item.since() == (1, datetime(2025, 3, 4, tzinfo=UTC))
    assert (item.decision.level, item.decision.rules) == ("contact-only", ("r0",))
    assert item.text == json.dumps(item.content)


def test_what_the_whole_carries() -> None:
    asked: list[frozenset[str]] = []

    def person(sources: Any) -> dict[str, Any]:
        asked.append(frozenset(sources))
        return {"resourceType": "Patient"}

    disclosed = gate.clear(
        seats=(ARTS,),
        client=CLIENT,
        handle="handvat",
        patient=person,
        versions=[version("a"), version("b", source="ginds"), version("c", source="daar", law="Wmo", domain="wmo")],
        policy=SEE_ALL,
        action="see",
        now=NOW,
    )
    assert asked == [frozenset({"elders", "ginds", "daar"})]
    assert (disclosed.client, disclosed.handle, disclosed.caller, disclosed.purpose) == (
        CLIENT, "handvat", ARTS.caller, "TREAT")  # fmt: skip
    assert disclosed.patient == {"resourceType": "Patient"}
    assert (disclosed.policy_version, disclosed.policy_hash, disclosed.withheld) == (4, "f" * 64, 0)
    unsigned = clear([version("a"), version("b")], None)
    assert (unsigned.policy_version, unsigned.policy_hash, unsigned.withheld) == (0, "", 2)
    plain = {"resourceType": "Patient", "id": "x"}
    told = gate.clear(seats=(ARTS,), client=CLIENT, handle="h", patient=plain, versions=[], policy=None, action="see",
                      now=NOW)  # fmt: skip
    assert told.patient == plain


def test_newest_day_first_then_undated_and_within_a_day_by_id() -> None:
    versions = [
        version("u", day=None),
        version("b"),
        version("old", day=date(2020, 1, 1)),
        version("a"),
        version("new", day=date(2025, 12, 31)),
    ]
    assert [item.record for item in clear(versions, SEE_ALL).items] == ["new", "a", "b", "old", "u"]


def test_what_came_in_is_what_goes_out_when_nothing_is_masked() -> None:
    kept = '{ "resourceType":"Condition", "id":"a", "note":[ {"text":"5.10"} ] }'
    (item,) = clear([replace(version("a"), text=kept)], SEE_ALL).items
    assert item.text == kept


def test_another_clients_version_is_never_there() -> None:
    strange = replace(version("s"), client="another")
    for signed, seat in ((SEE_ALL, ARTS), (None, replace(ARTS, caller=replace(ARTS.caller, org="elders")))):
        shown = clear([strange, version("a")], signed, seat)
        assert [item.record for item in shown.items] == ["a"]
        assert shown.withheld == 1


def test_an_item_with_a_duty_that_may_not_go_along_is_left_out() -> None:
    signed = policy(
        rule(how=["see"], what={"record": ["a"]}, oblige=["no-export"]),
        rule(how=["see"], what={"record": ["b"]}, oblige=["mask:note"]),
    )

    def shown(*without: str) -> list[str]:
        disclosed = gate.clear(
            seats=(ARTS,), client=CLIENT, handle="h", patient=None, versions=[version("a"), version("b")],
            policy=signed, action="see", now=NOW, without=without)  # fmt: skip
        return [item.record for item in disclosed.items]

    assert shown() == ["a", "b"]
    assert shown("no-export") == ["b"]
    assert shown("no-export", "no-copy") == ["b"]


def test_the_text_is_opened_for_what_is_shown_whole_and_for_nothing_else() -> None:
    opened: list[str] = []

    def text(stored: StoredVersion) -> str:
        opened.append(stored.record)
        return stored.text

    signed = policy(
        rule(how=["see"], what={"record": ["a"]}), rule(how=["contact-only"], what={"record": ["b"]})
    )  # c is hidden
    shown = gate.clear(seats=(ARTS,), client=CLIENT, handle="h", patient=None,
                       versions=[version("a"), version("b"), version("c")], policy=signed, action="see", now=NOW,
                       text=text)  # fmt: skip
    assert opened == []  # nor before somebody asks for it
    assert [bool(item.text) for item in shown.items for _ in range(2)] == [True] * 4
    assert opened == ["a"]


def references(item: DisclosedItem) -> list[str]:
    return [each["reference"] for entry in item.content.get("evidence", ()) for each in entry["detail"]]


def test_a_link_to_something_hidden_is_gone_and_to_something_shown_stays() -> None:
    signed = policy(rule(how=["see"], what={"record": ["a", "b"]}))
    a, b = clear([linked("a", "Condition/b", "Condition/h"), version("b"), version("h")], signed).items
    assert (references(a), b.record) == (["Condition/b"], "b")


def test_a_link_to_a_contact_of_which_no_more_than_that_is_shown_stays() -> None:
    signed = policy(
        rule(how=["see"], what={"record": ["a"]}), rule(how=["contact-only"], what={"record": ["v", "day"]})
    )
    visit, fact = version("v", type="Encounter", contact_entry=True), version("day", day=date(2025, 3, 6))
    shown = clear([linked("a", "Encounter/v", "Condition/day", "Encounter/other"), visit, fact], signed)
    assert levels(shown) | {"a": "see", "v": "contact-only"} == levels(shown)
    assert references(next(item for item in shown.items if item.record == "a")) == ["Encounter/v"]


def test_ones_own_delivery_keeps_its_links_but_not_on_a_shared_screen() -> None:
    own = linked("a", "Condition/h", source="wijkzorg")
    (alone,) = clear([own, version("h")], None, ZUSTER).items
    assert (alone.own, references(alone)) == (True, ["Condition/h"])
    signed = policy(rule(how=["see"], what={"record": ["a"]}))
    (shared,) = clear([own, version("h")], signed, ZUSTER, ARTS).items
    assert references(shared) == []


def test_the_client_keeps_every_link_while_nothing_is_withheld() -> None:
    whole = [linked("a", "Condition/gone"), version("b")]
    assert references(next(i for i in clear(whole, None, OWNER).items if i.record == "a")) == ["Condition/gone"]
    strange = [*whole, replace(version("s"), client="another")]
    assert references(next(i for i in clear(strange, None, OWNER).items if i.record == "a")) == []
    # Somebody else sees nothing withheld either, and still no links to what is not there.
    assert references(next(i for i in clear(whole, SEE_ALL).items if i.record == "a")) == []


def test_with_others_at_the_table_the_client_keeps_only_links_to_what_is_shown() -> None:
    """Whoever has the chair: the screen is everybody's, and a link would tell the others what they cannot open."""
    whole = [linked("a", "Condition/gone", "Condition/b"), version("b")]
    for seats in ((OWNER, ARTS), (ARTS, OWNER)):
        shown = clear(whole, SEE_ALL, *seats)
        assert shown.withheld == 0
        assert references(shown.items[0]) == ["Condition/b"]


def earlier(
    versions: list[StoredVersion], signed: SignedPolicy | None, seat: Seat = ARTS, current: int = -1
) -> tuple[DisclosedItem, ...]:
    """What the last (or that) version said before. Every version but the first is asked for beside it."""
    disclosed: Disclosed = clear([versions[current]], signed, seat)
    return gate.earlier(
        seat=seat,
        disclosed=disclosed,
        current=disclosed.items[0],
        versions=versions,
        policy=signed,
        now=NOW,
        text=lambda stored: stored.text,
    )


def said(text: str, received: int, **members: Any) -> StoredVersion:
    return version("a", received=received, content={"note": [{"text": text}]}, **members)


def told(states: tuple[DisclosedItem, ...]) -> list[tuple[int, str]]:
    return [(item.version, item.content.get("note", [{"text": "-"}])[0]["text"]) for item in states]


def test_what_was_said_before_newest_first_and_the_current_in_front() -> None:
    versions = [said("twee", 2), said("een", 1), said("drie", 3)]
    states = earlier(versions, SEE_ALL)
    assert told(states) == [(3, "drie"), (2, "twee"), (1, "een")]
    assert isinstance(states, tuple)
    assert states[1].content["subject"] == {"reference": "Patient/handvat"}
    assert states[1].recorded == datetime(2025, 3, 2, tzinfo=UTC)


def test_states_that_look_the_same_are_one_since_the_older_of_both() -> None:
    versions = [said("een", 1), said("een", 2), said("twee", 3), said("een", 4), said("een", 5)]
    assert told(earlier(versions, SEE_ALL)) == [(4, "een"), (3, "twee"), (1, "een")]


def test_a_change_in_what_is_masked_does_not_show() -> None:
    assert told(earlier([said("een", 1), said("twee", 2)], MASKING)) == [(1, "-")]


def test_each_version_passes_by_its_own_attributes() -> None:
    signed = policy(rule(how=["see"], what={"domain": ["wijkverpleging"]}))
    versions = [said("een", 1), said("twee", 2, domain="wmo"), said("drie", 3)]
    assert told(earlier(versions, signed)) == [(3, "drie"), (1, "een")]


def test_a_version_of_which_only_the_contact_may_be_known_is_no_state() -> None:
    signed = policy(
        rule(how=["contact-only"]), rule(who={"kind": "person", "id": "arts"}, how=["see"], what={"law": ["Zvw"]})
    )
    versions = [said("een", 1, law="Wpg", domain="wijkverpleging"), said("twee", 2)]
    assert told(earlier(versions, signed)) == [(2, "twee")]


def test_a_contact_without_content_has_no_earlier_states() -> None:
    versions = [version("v", type="Encounter", contact_entry=True, received=n) for n in (1, 2)]
    states = earlier(versions, CONTACT_ALL)
    assert [(item.level, item.version) for item in states] == [("contact-only", 1)]


def test_what_is_only_a_contact_now_says_nothing_of_what_it_was() -> None:
    """Even of a version that this caller might have seen whole when it was the current one, whatever its number: a
    bare contact is always its version 1."""
    signed = policy(
        rule(how=["see"], what={"domain": ["wijkverpleging"]}), rule(how=["contact-only"], what={"domain": ["wmo"]})
    )
    visit = {"type": "Encounter", "contact_entry": True}
    versions = [version("v", received=2, **visit), version("v", received=3, domain="wmo", **visit)]
    assert [(item.version, item.level) for item in earlier(versions[:1], signed)] == [(2, "see")]
    assert [item.level for item in earlier(versions, signed)] == ["contact-only"]


def test_of_another_record_the_same_version_number_is_another_state() -> None:
    """A record may have been renamed: what is compared is record and version, not one of them."""
    other = version("b", received=3, content={"note": [{"text": "elders"}]})
    assert told(earlier([other, said("drie", 3)], SEE_ALL)) == [(3, "drie"), (3, "elders")]


def test_an_earlier_state_is_linked_to_what_is_shown_now() -> None:
    versions = [linked("a", "Condition/a", "Condition/h", received=1), version("a", received=2)]
    assert references(earlier(versions, SEE_ALL)[1]) == ["Condition/a"]
    own = [linked("a", "Condition/h", received=1, source="praktijk"), version("a", received=2, source="praktijk")]
    assert references(earlier(own, None)[1]) == ["Condition/h"]
    assert references(earlier(versions, None, OWNER)[1]) == ["Condition/a", "Condition/h"]


def since(versions: list[StoredVersion], signed: SignedPolicy | None, *others: StoredVersion) -> tuple[int, datetime]:
    """Since when the last of these looks as it does. `others`: current versions of other records."""
    disclosed = gate.clear(
        seats=(ARTS,), client=CLIENT, handle="handvat", patient=None, versions=[versions[-1], *others], policy=signed,
        action="see", now=NOW, versions_of=lambda _one: (versions, lambda stored: stored.text))  # fmt: skip
    item = next(item for item in disclosed.items if item.record == versions[-1].record)
    assert item.since()[1] == item.recorded
    return item.since()


def day(number: int) -> tuple[int, datetime]:
    return number, datetime(2025, 3, number, tzinfo=UTC)


def test_an_item_is_as_old_as_what_it_says_to_this_caller() -> None:
    assert since([said("een", 2), said("twee", 3)], SEE_ALL) == day(3)
    assert since([said("twee", 2), said("een", 3), said("twee", 4), said("twee", 5)], SEE_ALL) == day(4)
    # In whatever order they are handed over; what came later and never led is not what stood before.
    assert since([said("negen", 9), said("twee", 4), said("twee", 3), said("een", 2), said("twee", 5)], SEE_ALL) == day(
        3
    )


def test_what_was_hidden_in_between_does_not_make_it_younger() -> None:
    nursing = policy(rule(how=["see"], what={"domain": ["wijkverpleging"]}),
                     rule(how=["contact-only"], what={"domain": ["jgz"]}))  # fmt: skip
    for domain in ("wmo", "jgz"):
        versions = [said("een", 2), said("twee", 3, domain=domain), said("een", 4)]
        assert since(versions, nursing) == day(2)
    assert since(versions, SEE_ALL) == day(4)


def test_a_link_to_what_is_hidden_does_not_make_it_younger() -> None:
    versions = [linked("a", "Condition/b", received=2), linked("a", "Condition/b", "Condition/h", received=3)]
    assert since(versions, SEE_ALL, version("b")) == day(2)
    assert since(versions, SEE_ALL, version("b"), version("h")) == day(3)


def test_what_is_masked_is_as_old_as_its_day() -> None:
    assert since([said("een", 2), said("twee", 3)], MASKING) == (3, datetime(2025, 3, 4, tzinfo=UTC))


def test_what_a_source_withholds_in_between_does_not_make_it_younger_for_the_client() -> None:
    beyond = Withheld(contacts=frozenset({("elders", "v")}))
    versions = [said("een", 2), said("twee", 3, contact="v"), said("een", 4)]

    def found(beyond: Withheld) -> tuple[int, datetime]:
        (item,) = gate.clear(
            seats=(OWNER,), client=CLIENT, handle="mijn", patient=None, versions=versions[-1:], policy=None,
            action="see", now=NOW, beyond=beyond, versions_of=lambda _one: (versions, lambda stored: stored.text),
        ).items  # fmt: skip
        return item.since()

    assert (found(NOTHING), found(beyond)) == (day(4), day(2))


def test_the_first_version_and_what_no_other_is_known_of_are_as_old_as_they_are() -> None:
    asked: list[str] = []

    def versions_of(one: StoredVersion) -> tuple[tuple[StoredVersion, ...], Any]:
        asked.append(one.record)
        return (), lambda stored: stored.text

    shown = gate.clear(
        seats=(ARTS,), client=CLIENT, handle="h", patient=None, versions=[version("a", received=1), version("b")],
        policy=SEE_ALL, action="see", now=NOW, versions_of=versions_of)  # fmt: skip
    assert asked == []  # nor before somebody asks
    assert [(item.record, item.since()) for item in shown.items for _ in range(2)] == [
        ("a", day(1)), ("a", day(1)), ("b", day(5)), ("b", day(5))]  # fmt: skip
    assert asked == ["b"]
    assert [item.since() for item in clear([said("een", 3)], SEE_ALL).items] == [day(3)]


def test_for_the_clients_own_eyes_every_record_has_its_reason() -> None:
    signed = policy(rule(how=["see"], what={"record": ["a"]}))
    strange = replace(version("s"), client="another")
    found = gate.weighed(ARTS, CLIENT, [version("a"), version("b"), strange], signed, NOW)
    assert {record: decision.level for record, decision in found.items()} == {"a": "see", "b": "deny"}
    assert found["a"].reason == "consent and wgbo-zorg"
