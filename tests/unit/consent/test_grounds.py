"""The grondslag table: every row holds where it says, and denies one step beyond."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from gateway.consent import grounds
from gateway.consent.grounds import Ground
from gateway.consent.regimes import REGIME
from gateway.stages.vocabulary import Law, OrgType, Purpose
from tests.unit.consent import made

ORGTYPES = set(get_args(OrgType))
RELATIONS = {"behandelrelatie", "toewijzing", "casus", "maatregel", "mantelzorg", "genoemd"}


def law_of(ground: Ground) -> Law:
    return next(law for law in get_args(Law) if REGIME[law] == ground.regime)


def fitting(ground: Ground) -> dict[str, Any]:
    """A case in which this row holds, as arguments of `holds`."""
    return {
        "orgtype": min(ground.recipients),
        "org": "elders" if ground.same_organisation else "o",
        "relations": {min(ground.relations)} if ground.relations else {"genoemd"},
        "purpose": min(ground.purposes) if ground.purposes else "TREAT",
        "consented": ground.consent,
    }


def holds(ground: Ground, **case: Any) -> bool:
    item = made.item(law=law_of(ground))
    found = grounds.find(
        item, case["orgtype"], case["org"], case["relations"], case["purpose"], consented=case["consented"]
    )
    return found is not None and found.id == ground.id


@pytest.fixture(params=grounds.table(), ids=lambda row: row.id)
def row(request: pytest.FixtureRequest) -> Ground:
    return request.param


def test_the_row_holds_where_it_says(row: Ground) -> None:
    assert holds(row, **fitting(row))
    assert row.sentence.endswith(".")


def test_the_row_ends_at_its_recipients(row: Ground) -> None:
    for other in ORGTYPES - row.recipients:
        assert not holds(row, **{**fitting(row), "orgtype": other})


def test_the_row_asks_a_relation(row: Ground) -> None:
    assert not holds(row, **{**fitting(row), "relations": frozenset()})
    if row.relations:
        assert not holds(row, **{**fitting(row), "relations": RELATIONS - row.relations})


def test_the_row_asks_consent_and_purpose_where_it_says_so(row: Ground) -> None:
    if row.consent:
        assert not holds(row, **{**fitting(row), "consented": False})
    if row.purposes:
        for other in set(get_args(Purpose)) - row.purposes:
            assert not holds(row, **{**fitting(row), "purpose": other})
    if row.same_organisation:
        assert not holds(row, **{**fitting(row), "org": "o"})


def test_row_ids_differ_and_every_law_has_a_regime() -> None:
    assert len({row.id for row in grounds.table()}) == len(grounds.table())
    assert set(REGIME) == set(get_args(Law))


@pytest.mark.parametrize("orgtype", ["welzijn", "informeel"])
def test_care_data_to_a_pair_that_is_not_listed(orgtype: OrgType) -> None:
    assert grounds.find(made.item(), orgtype, "o", RELATIONS, "TREAT", consented=True) is None


def test_what_is_not_known_has_no_ground() -> None:
    assert grounds.find(made.item(), None, "o", RELATIONS, "TREAT", consented=True) is None
    assert grounds.find(made.item(law="Zorgwet"), "huisarts", "o", RELATIONS, "TREAT", consented=True) is None
