"""The public explanation says what the locks decide: held against every decision of them, one by one."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from gateway.consent import emergency, explained, grounds, locks, roles
from gateway.consent.explained import Reach
from gateway.registry import relations
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.stored import Attributes
from gateway.stages.vocabulary import Law, OrgType, Purpose

SHARING = set(get_args(relations.Kind)) - {locks.MEASURE}


def ground(orgtype: OrgType, law: Law, relation: str, purpose: Purpose, *, consented: bool) -> grounds.Ground | None:
    item = Attributes("r", "Observation", "elders", law, "jgz", life=("financien",))
    return grounds.find(item, orgtype, "hier", {relation}, purpose, consented=consented)


@pytest.mark.parametrize("reach", explained.reaches(), ids=lambda reach: reach.orgtype)
def test_what_reaches_an_organisation_is_what_has_a_ground(reach: Reach) -> None:
    for law, purpose in product(get_args(Law), get_args(Purpose)):
        said = law in reach.shared or any(purpose in given and law in laws for given, laws in reach.bound.items())
        shared = any(ground(reach.orgtype, law, kind, purpose, consented=True) for kind in SHARING)
        if purpose != emergency.PURPOSE:
            assert said == shared, (law, purpose)
            assert (law in reach.never) <= (not shared)
        needed = ground(reach.orgtype, law, "noodinzage", purpose, consented=False)
        assert (needed is not None) == (purpose == emergency.PURPOSE and law in reach.in_need), (law, purpose)
        measured = ground(reach.orgtype, law, locks.MEASURE, purpose, consented=False)
        assert (measured is not None and measured.measure) == (law in reach.measure), (law, purpose)


@pytest.mark.parametrize("work", explained.works(), ids=lambda work: work.roles[0])
def test_what_a_role_sees_is_what_its_row_lets_through(work: explained.Work) -> None:
    for role in work.roles:
        rows = roles.rows_of(Caller("p", "P", "hier", "Hier", "welzijn", (RoleAt(role, "hier"),)))
        for law in get_args(Law):
            plain = Attributes("r", "Observation", "elders", law, "jgz")
            assert law in work.untagged[roles.limit(rows, plain, by_name=False)]
            for level, domains in work.life.items():
                for domain in domains:
                    tagged = Attributes("r", "Observation", "elders", law, "jgz", life=(domain,))
                    assert roles.limit(rows, tagged, by_name=False) == level
                    assert roles.limit(rows, tagged, by_name=True) == ("see" if work.by_name else level)
                    for type_ in work.types:
                        of_type = Attributes("r", type_, "elders", law, "jgz", life=(domain,))
                        assert roles.limit(rows, of_type, by_name=False) == "see"


def test_every_organisation_and_role_of_the_tables_is_explained_once() -> None:
    assert [reach.orgtype for reach in explained.reaches()] == list(get_args(OrgType))
    told = [role for work in explained.works() for role in work.roles]
    assert sorted(told) == sorted(role for row in roles.table() for role in row.roles)
    assert len(explained.version()) == 12
