"""The legal ground as a lock of its own; pure. In the social domain consent cannot repair a missing one (AP, 2016)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gateway.consent.regimes import REGIME
from gateway.stages.stored import Attributes
from gateway.stages.vocabulary import OrgType, Purpose


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of the table. Empty `relations` or `purposes`: not asked. `measure`: a court's, so consent is not
    used.
    """

    id: str
    regime: str
    recipients: frozenset[str]
    same_organisation: bool
    relations: frozenset[str]
    consent: bool
    purposes: frozenset[str]
    measure: bool
    sentence: str


@cache
def table() -> tuple[Ground, ...]:
    data = tomllib.loads(files("gateway.consent").joinpath("grounds.toml").read_text("utf-8"))
    return tuple(
        Ground(
            id=row["id"],
            regime=row["regime"],
            recipients=frozenset(row["recipients"]),
            same_organisation=row.get("same_organisation", False),
            relations=frozenset(row.get("relations", ())),
            consent=row.get("consent", False),
            purposes=frozenset(row.get("purposes", ())),
            measure=row.get("measure", False),
            sentence=row["sentence"],
        )
        for row in data["ground"]
    )


def find(
    item: Attributes,
    orgtype: OrgType | None,
    org: str | None,
    relations: Collection[str],
    purpose: Purpose,
    *,
    consented: bool,
) -> Ground | None:
    """The first ground that holds for this item and recipient, None when there is none (deny)."""
    if orgtype is None or not relations:
        return None
    regime = REGIME.get(item.law)
    for ground in table():
        if (
            ground.regime == regime
            and orgtype in ground.recipients
            and (not ground.same_organisation or org == item.source)
            and (not ground.relations or not ground.relations.isdisjoint(relations))
            and (not ground.consent or consented)
            and (not ground.purposes or purpose in ground.purposes)
        ):
            return ground
    return None
