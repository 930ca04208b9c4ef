"""The role table: every row denies what lies beyond it, and the widest of several roles counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.consent import roles, spoken, vocabulary
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.vocabulary import OrgType
from tests.unit.consent import made

SAID = {
    *("huisarts", "wijkverpleegkundige", "jeugdarts", "verzorgende", "wmo-consulent", "jeugdprofessional"),
    *("regisseur", "arrangeur", "mantelzorger", "operator", "terminologiebeheerder", "beleidsmedewerker"),
    *("verzekeraar", "privacy-officer", "baliemedewerker"),
}


def limit(role: str, *, by_name: bool = False, **members: object) -> str:
    caller = Caller("p", "p", "o", "o", "huisarts", (RoleAt(role, "o"),))
    return roles.limit(roles.rows_of(caller), made.item(**members), by_name=by_name)


def test_the_table_holds_every_role_once() -> None:
    listed = [role for row in roles.table() for role in row.roles]
    assert sorted(listed) == sorted(SAID)
    assert len({row.id for row in roles.table()}) == len(roles.table())
    assert all(row.sentence.endswith(".") for row in roles.table())


def test_the_table_names_life_domains_that_exist() -> None:
    for row in roles.table():
        assert set(row.named) <= set(vocabulary.LIVES), row.id
    assert set(spoken.VALUES["life"]) == set(vocabulary.LIVES)


@pytest.mark.parametrize("row", roles.table(), ids=lambda row: row.id)
def test_every_row_withholds_something_from_each_of_its_roles(row: roles.Row) -> None:
    for role in row.roles:
        found = {limit(role, life=(life,)) for life in vocabulary.LIVES}
        # Of a parent a youth worker gets what the parent shares, of the child all: that row has no limit of its own.
        assert (found == {"see"}) is (row.id == "jeugd"), role


@pytest.mark.parametrize("life", vocabulary.LIVES)
def test_what_a_carer_sees(life: str) -> None:
    seen = {"lichamelijke-gezondheid", "basale-adl", "instrumentele-adl", "sociaal-netwerk", "huisvesting"}
    assert limit("verzorgende", life=(life,)) == ("see" if life in seen else "deny")


@pytest.mark.parametrize(("law", "level"), [("Zvw", "contact-only"), ("Wlz", "contact-only"), ("Wpg", "contact-only"),
                                            ("Wmo", "see"), ("Jeugdwet", "see")])  # fmt: skip
def test_untagged_for_the_municipality_depends_on_the_law(law: str, level: str) -> None:
    assert limit("wmo-consulent", life=(), law=law) == level


def test_a_law_nobody_knows_is_seen_by_nobody_who_asks_by_law() -> None:
    assert limit("wmo-consulent", life=(), law="Zorgwet") == "deny"


@pytest.mark.parametrize("role", ["", "tovenaar"])
def test_no_role_and_an_unknown_role_see_nothing(role: str) -> None:
    assert limit(role) == "deny"


def test_a_role_held_elsewhere_does_not_count() -> None:
    caller = Caller("p", "p", "o", "o", "huisarts", (RoleAt("huisarts", "another"),))
    assert roles.rows_of(caller) == ()


def test_the_widest_of_several_roles_counts() -> None:
    caller = Caller("p", "p", "o", "o", "huisarts", (RoleAt("verzorgende", "o"), RoleAt("huisarts", "o")))
    assert roles.limit(roles.rows_of(caller), made.item(life=("tijdsbesteding",)), by_name=False) == "see"


def test_a_family_carer_sees_by_name_and_by_kind() -> None:
    assert limit("mantelzorger") == "deny"
    assert limit("mantelzorger", by_name=True) == "see"
    assert {limit("mantelzorger", type=kind) for kind in ("CarePlan", "Goal", "Appointment", "Encounter")} == {"see"}


@pytest.mark.parametrize("role", ["operator", "beleidsmedewerker", "verzekeraar"])
def test_no_content_means_none_by_name_either(role: str) -> None:
    assert {limit(role, by_name=True, type=kind) for kind in ("CarePlan", "Encounter", "Condition")} == {"deny"}


@pytest.mark.parametrize(("orgtype", "count"), [("huisarts", 1), ("gemeente", 1), ("informeel", 0), (None, 0)])
def test_a_system_reads_as_the_profession_of_its_organisation(orgtype: OrgType | None, count: int) -> None:
    system = Caller(None, "his", "o", "o", orgtype, connector="his")
    assert len(roles.rows_of(system)) == count
    assert roles.rows_of(replace(system, connector=None)) == ()
