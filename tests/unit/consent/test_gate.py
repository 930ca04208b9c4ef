"""The gate: own data, three locks, the contact-only form, the meeting; and nothing about what is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.consent import gate, model
from gateway.consent.gate import Seat
from gateway.consent.model import Policy
from gateway.consent.signature import SignedPolicy
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.disclosed import Disclosed
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import Domain, Law, OrgType, Purpose
from gateway.wire import json

CLIENT = "11111111-1111-4111-8111-111111111111"
NOW = 1_790_000_000


def caller(person: str, role: str, org: str, orgtype: OrgType) -> Caller:
    return Caller(person, person, org, org, orgtype, (RoleAt(role, org),))


ARTS = Seat(caller("arts", "huisarts", "praktijk", "huisarts"), frozenset({"behandelrelatie"}), "TREAT")
CONSULENT = Seat(caller("consulent", "wmo-consulent", "gemeente", "gemeente"), frozenset({"casus"}), "SUPPORT")
ZUSTER = Seat(
    caller("zuster", "wijkverpleegkundige", "wijkzorg", "wijkverpleging"), frozenset({"behandelrelatie"}), "TREAT"
)
OWNER = Seat(Caller(CLIENT, "de cliënt", None, None, None, client=CLIENT), frozenset(), "TREAT")


def version(
    record: str,
    *,
    type_: str = "Condition",
    source: str = "wijkzorg",
    domain: Domain = "wijkverpleging",
    law: Law = "Zvw",
    life: tuple[str, ...] = ("lichamelijke-gezondheid",),
    day: date | None = date(2025, 3, 4),
    narrative: bool = False,
    contact: bool = False,
) -> StoredVersion:
    attributes = Attributes(
        record=record,
        type=type_,
        source=source,
        law=law,
        domain=domain,
        life=life,
        life_primary=life,
        label=("N",),
        day=day,
        contact_entry=contact,
        narrative=narrative,
    )
    tags = Tags((), (), ("N",), law, domain, day, contact, narrative)
    content = {"resourceType": type_, "id": record, "subject": {"reference": f"Patient/{CLIENT}"}, "note": record}
    recorded = datetime(2025, 3, 5, tzinfo=UTC)
    text = json.dumps(content)
    return StoredVersion(CLIENT, record, 1, type_, source, source.title(), "d1", recorded, attributes, tags, text)


def permit(kind: str, id_: str, *domains: str, how: list[str] | None = None, **more: Any) -> dict[str, Any]:
    what = {"domain": list(domains)} if domains else {}
    made = {"id": f"{id_}-{'-'.join(domains)}-{how}"[:36], "effect": "permit", "who": {"kind": kind, "id": id_}}
    return {**made, "what": what, "text": "x", **({"how": how} if how else {}), **more}


def policy(*rules: dict[str, Any]) -> SignedPolicy:
    read = tuple(model.read_rule(rule) for rule in rules)
    document = Policy(CLIENT, 3, "0" * 64, "x", 0, None, None, "j", None, "allow", (False, False), read)
    return SignedPolicy(document, "f" * 64, "kid", "token")


def clear(versions: list[StoredVersion], signed: SignedPolicy | None, *seats: Seat) -> Disclosed:
    return gate.clear(
        seats=seats, client=CLIENT, handle="h", patient=None, versions=versions, policy=signed, action="see", now=NOW
    )


def seen(disclosed: Disclosed) -> dict[str, str]:
    return {item.record: item.level for item in disclosed.items}


def test_without_a_policy_only_ones_own_delivery_is_there() -> None:
    versions = [version("a"), version("b", source="praktijk", domain="huisarts")]
    assert seen(clear(versions, None, ARTS)) == {"b": "see"}
    assert clear(versions, None, ARTS).items[0].decision.sentence == "U hebt dit zelf geschreven."
    assert clear(versions, None, ARTS).withheld == 1


def test_the_client_sees_everything_and_another_client_nothing() -> None:
    versions = [version("a"), version("b", source="gemeente", domain="wmo", law="Wmo")]
    assert len(clear(versions, None, OWNER).items) == 2
    other = replace(OWNER, caller=replace(OWNER.caller, client="another"))
    assert clear(versions, None, other).items == ()


def test_a_permit_shows_exactly_its_domain() -> None:
    versions = [version("a"), version("b", source="gemeente", domain="wmo", law="Wmo")]
    signed = policy(permit("org", "praktijk", "wijkverpleging", how=["see"]))
    assert seen(clear(versions, signed, ARTS)) == {"a": "see"}


def test_consent_without_relation_is_not_enough() -> None:
    signed = policy(permit("org", "praktijk", "wijkverpleging"))
    assert clear([version("a")], signed, replace(ARTS, relations=frozenset())).items == ()


@pytest.mark.parametrize(("purpose", "there"), [("SUPPORT", True), ("MDO", True), ("TREAT", False), ("CAREMGT", False)])
def test_the_municipality_needs_a_purpose_besides_consent(purpose: Purpose, there: bool) -> None:
    signed = policy(permit("org", "gemeente", "wijkverpleging", how=["see"]))
    shown = clear([version("a", life=("huisvesting",))], signed, replace(CONSULENT, purpose=purpose))
    assert bool(shown.items) is there


def test_the_role_limits_what_consent_allows() -> None:
    signed = policy(permit("org", "gemeente", "wijkverpleging", how=["see"]), permit("org", "praktijk", how=["see"]))
    bodily, home = version("a"), version("b", life=("huisvesting",), day=date(2025, 1, 1))
    shown = clear([bodily, home], signed, CONSULENT)
    assert sorted(item.level for item in shown.items) == ["contact-only", "see"]
    assert clear([version("j", life=("justitie",))], signed, ARTS).items == ()
    assert [i.level for i in clear([version("f", life=("financien",))], signed, ARTS).items] == ["contact-only"]


def test_contact_only_tells_that_there_was_contact_and_nothing_more() -> None:
    signed = policy(permit("org", "praktijk", "wijkverpleging", how=["contact-only"]))
    (item,) = clear([version("geheim")], signed, ARTS).items
    assert (item.type, item.level, item.content["resourceType"]) == ("Encounter", "contact-only", "Encounter")
    assert item.content["period"] == {"start": "2025-03-04"}
    assert item.content["serviceProvider"] == {"display": "Wijkzorg"}
    assert "geheim" not in item.text
    assert (item.tags.problems, item.tags.life) == ((), ())


def test_facts_of_one_day_fall_together_so_their_number_does_not_show() -> None:
    signed = policy(permit("org", "praktijk", "wijkverpleging", how=["contact-only"]))
    one = clear([version("a")], signed, ARTS)
    three = clear([version("a"), version("b", type_="Goal"), version("c", type_="CarePlan")], signed, ARTS)
    assert [i.text for i in one.items] == [i.text for i in three.items]
    visits = [version("v1", type_="Encounter", contact=True), version("v2", type_="Encounter", contact=True)]
    assert seen(clear([*visits, version("a")], signed, ARTS)) == {"v1": "contact-only", "v2": "contact-only"}


def test_what_was_said_needs_see_in_so_many_words() -> None:
    said = version("verslag", type_="Composition", narrative=True, contact=True)
    absent, explicit = policy(permit("org", "praktijk")), policy(permit("org", "praktijk", how=["see"]))
    assert [i.level for i in clear([said], absent, ARTS).items] == ["contact-only"]
    assert [i.level for i in clear([said], explicit, ARTS).items] == ["see"]


def test_a_meeting_shows_what_every_one_may_see() -> None:
    besluit = version(
        "besluit", type_="ServiceRequest", source="gemeente", domain="wmo", law="Wmo", life=("huisvesting",)
    )
    visits = [
        version(f"v{n}", type_="Encounter", contact=True, day=date(2025, 3, n), narrative=False) for n in (1, 2, 3)
    ]
    own_note = version("soep", source="praktijk", domain="huisarts")
    signed = policy(
        permit("org", "praktijk", "wijkverpleging", "wmo", how=["see"]),
        permit("org", "gemeente", "wijkverpleging", how=["contact-only"]),
    )
    arts, consulent = replace(ARTS, purpose="MDO"), replace(CONSULENT, purpose="MDO")
    shown = clear([besluit, *visits, own_note], signed, arts, consulent)
    assert seen(shown) == {"besluit": "see", "v1": "contact-only", "v2": "contact-only", "v3": "contact-only"}
    assert seen(clear([besluit, *visits, own_note], signed, consulent, arts)) == seen(shown)


def test_the_client_at_the_table_takes_nothing_away() -> None:
    signed = policy(permit("org", "praktijk", how=["see"]))
    assert seen(clear([version("a")], signed, ARTS, OWNER)) == seen(clear([version("a")], signed, ARTS))


def test_the_handle_replaces_the_client_everywhere() -> None:
    shown = clear([version("a")], None, ZUSTER)
    assert CLIENT not in shown.items[0].text
    assert shown.items[0].content["subject"] == {"reference": "Patient/h"}


versions = st.lists(
    st.builds(
        version,
        st.uuids().map(str),
        type_=st.sampled_from(["Condition", "Encounter", "Composition", "Goal"]),
        source=st.sampled_from(["wijkzorg", "gemeente", "praktijk"]),
        domain=st.sampled_from(["wijkverpleging", "wmo", "huisarts"]),
        law=st.sampled_from(["Zvw", "Wmo"]),
        life=st.sampled_from([(), ("lichamelijke-gezondheid",), ("financien", "huisvesting"), ("justitie",)]),
        day=st.none() | st.dates(date(2025, 1, 1), date(2025, 1, 5)),
        narrative=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda v: v.record,
)
SIGNED = policy(
    permit("org", "praktijk", "wijkverpleging", how=["contact-only"]),
    permit("org", "praktijk", "wmo", how=["see"]),
    permit("org", "gemeente", "wijkverpleging"),
)


@given(versions, st.sampled_from([ARTS, CONSULENT, ZUSTER]))
def test_what_is_hidden_leaves_no_trace(given_versions: list[StoredVersion], seat: Seat) -> None:
    whole = clear(given_versions, SIGNED, seat)
    hidden = {v.record for v in given_versions if not clear([v], SIGNED, seat).items}
    without = clear([v for v in given_versions if v.record not in hidden], SIGNED, seat)
    assert [item.text for item in whole.items] == [item.text for item in without.items]


@given(versions)
def test_a_meeting_never_shows_more_than_any_one_seat_alone(given_versions: list[StoredVersion]) -> None:
    order = {"contact-only": 1, "see": 2}
    table = [replace(seat, purpose="MDO") for seat in (ARTS, CONSULENT, ZUSTER)]
    together = clear(given_versions, SIGNED, *table)
    for seat in table:
        alone = seen(clear(given_versions, SIGNED, seat))
        for item in together.items:
            if item.level == "see":
                assert order[alone[item.record]] == 2
