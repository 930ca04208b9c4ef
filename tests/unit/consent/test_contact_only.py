"""The contact-only form betrays neither kind, number nor moment of what is behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from gateway.consent.narrative import narrative_limit
from gateway.stages.stored import StoredVersion
from tests.unit.consent import made
from tests.unit.consent.made import ARTS, CONTACT_ALL, DAY, clear, levels, version


def test_the_form_is_a_bare_encounter() -> None:
    (item,) = clear([version("geheim", content={"code": {"text": "hoesten"}})], CONTACT_ALL).items
    assert item.content == {
        "resourceType": "Encounter",
        "id": item.record,
        "meta": {
            "security": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
                    "code": "REDACTED",
                    "display": "redacted",
                }
            ]
        },
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "AMB",
            "display": "ambulatory",
        },
        "subject": {"reference": "Patient/handvat"},
        "period": {"start": "2025-03-04"},
        "serviceProvider": {"display": "Organisatie elders"},
    }
    assert (item.tags.problems, item.tags.life, item.tags.narrative, item.version) == ((), (), False, 1)
    assert item.recorded == datetime(2025, 3, 4, tzinfo=UTC)


def test_a_contact_stays_itself_and_takes_in_the_day_around_it() -> None:
    visit = version("v", type="Encounter", contact_entry=True)
    fact, other_day = version("f"), version("g", day=date(2025, 3, 5))
    shown = levels(clear([fact, visit, other_day], CONTACT_ALL))
    assert shown["v"] == "contact-only"
    assert len(shown) == 2
    assert not {"f", "g"} & set(shown)


def test_sources_and_days_stay_apart_and_undated_is_one_contact_without_a_day() -> None:
    facts = [version("a"), version("b", source="ginds"), version("c", day=None), version("d", day=None, type="Goal")]
    shown = clear(facts, CONTACT_ALL).items
    assert [item.content.get("period") for item in shown] == [{"start": "2025-03-04"}, {"start": "2025-03-04"}, None]


def test_laws_and_care_domains_of_one_source_stay_apart_so_that_one_does_not_change_the_other() -> None:
    """A gemeente writes under the Wmo and the Jeugdwet; which of them comes first does not lead the other's lane."""
    wmo, youth = version("a", law="Wmo", domain="wmo"), version("b", law="Jeugdwet", domain="jeugdhulp")
    (alone,) = clear([wmo], CONTACT_ALL).items
    both = clear([wmo, youth], CONTACT_ALL).items
    assert alone in both
    assert sorted((item.tags.law, item.tags.domain) for item in both) == [("Jeugdwet", "jeugdhulp"), ("Wmo", "wmo")]


def test_a_day_says_neither_which_rule_nor_until_when() -> None:
    """For those differ with what is behind it; the log has every rule."""
    ends = made.rule(how=["contact-only"], what={"label": ["PSY"]}, exp=made.NOW + 86_400)
    signed = made.policy(made.rule(how=["contact-only"], what={"domain": ["wijkverpleging"]}), ends)
    (one,) = clear([version("a")], signed).items
    (both,) = clear([version("a"), version("b", label=("PSY",))], signed).items
    assert one.decision.sentence == both.decision.sentence == "U mag zien dat er contact was."
    assert (one.content, one.tags, one.recorded) == (both.content, both.tags, both.recorded)
    assert (one.decision.rules, both.decision.rules) == (("r0",), ("r0", "r1"))


def test_the_id_of_a_day_is_stable_and_says_nothing() -> None:
    (one,), (again,) = clear([version("a")], CONTACT_ALL).items, clear([version("b")], CONTACT_ALL).items
    assert one.record == again.record
    assert one.record not in {"a", "b"}


hidden_facts = st.lists(
    st.builds(
        version,
        st.uuids().map(str),
        type=st.sampled_from(["Condition", "Observation", "Composition", "MedicationRequest"]),
        received=st.integers(5, 28),
        life=st.sampled_from([(), ("huisvesting",), ("lichamelijke-gezondheid", "tijdsbesteding")]),
        label=st.sampled_from([("N",), ("R", "PSY"), ()]),
        problem=st.sampled_from([(), ("PB0024",)]),
        narrative=st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda made_up: made_up.record,
)


@given(hidden_facts, hidden_facts)
def test_any_two_worlds_behind_one_contact_look_the_same(one: list[StoredVersion], other: list[StoredVersion]) -> None:
    assert clear(one, CONTACT_ALL).items == clear(other, CONTACT_ALL).items


def test_a_changed_contact_does_not_show_that_it_changed() -> None:
    before = clear([version("v", type="Encounter", received=5)], CONTACT_ALL)
    after = clear([version("v", type="Encounter", received=9, content={"reasonCode": [{"text": "val"}]})], CONTACT_ALL)
    assert before.items == after.items


def test_narrative_opens_by_see_alone() -> None:
    said = made.item(narrative=True, contact_entry=True)
    for how, level in ((None, "contact-only"), (["contact-only"], "contact-only"), (["see"], "see")):
        signed = made.policy(made.rule(**({"how": how} if how else {})))
        assert narrative_limit(said, signed.policy.rules) == ("see" if how == ["see"] else "contact-only")
        assert levels(clear([version("v", type="Encounter", narrative=True)], signed)) == {"v": level}
    assert narrative_limit(made.item(), made.policy(made.rule()).policy.rules) == "see"


def test_one_permit_that_says_see_is_enough() -> None:
    signed = made.policy(made.rule(), made.rule(who={"kind": "org", "id": "praktijk"}, how=["see"]))
    assert levels(clear([version("v", narrative=True, day=DAY)], signed, ARTS)) == {"v": "see"}
