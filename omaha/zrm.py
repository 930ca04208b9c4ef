"""The Zelfredzaamheid-Matrix as an instrument: which domains an edition has, who gave a score. It never makes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from omaha import codesystem

Rater = Literal["professional", "client"]
Edition = Literal["2017", "2013"]
LOW: Final = frozenset({1, 2})  # acute problems, not self-sufficient: goals are agreed


@dataclass(frozen=True, slots=True)
class Instrument:
    """One edition filled in by one kind of rater. `domains`: code → Dutch name, in the order of the form."""

    id: str
    edition: Edition
    rater: Rater
    system: str
    title: str
    domains: Mapping[str, str]


def _instrument(edition: Edition, rater: Rater) -> Instrument:
    of_2017 = edition == "2017"
    newer = [(one.order, one.code, one.nl) for one in codesystem.LIFE_DOMAINS]
    older = [(one.order, one.code, one.nl) for one in codesystem.LIFE_DOMAINS_2013]
    mine = " (zelf ingevuld)" if rater == "client" else ""
    return Instrument(
        id=f"zrm-{edition}" + ("-zelf" if rater == "client" else ""),
        edition=edition,
        rater=rater,
        system=codesystem.ZRM if of_2017 else codesystem.ZRM_2013,
        title=f"Zelfredzaamheid-Matrix {edition}{mine}",
        domains={code: name for _order, code, name in sorted(newer if of_2017 else older)},
    )


INSTRUMENTS: Final[Mapping[str, Instrument]] = {
    made.id: made
    for made in (
        _instrument("2017", "professional"),
        _instrument("2017", "client"),
        _instrument("2013", "professional"),
        _instrument("2013", "client"),
    )
}


def instrument(edition: Edition, rater: Rater) -> Instrument:
    return next(one for one in INSTRUMENTS.values() if (one.edition, one.rater) == (edition, rater))


def of_system(system: str | None) -> Edition | None:
    """The edition whose domains a code system holds."""
    editions: Mapping[str, Edition] = {codesystem.ZRM: "2017", codesystem.ZRM_2013: "2013"}
    return editions.get(system or "")


def life_domains(system: str | None, code: str) -> tuple[str, ...]:
    """The domains of 2017 that a domain of either edition stands for; empty for anything else."""
    if system == codesystem.ZRM:
        return (code,) if codesystem.is_life_domain(code) else ()
    if system == codesystem.ZRM_2013:
        return next((older.became for older in codesystem.LIFE_DOMAINS_2013 if older.code == code), ())
    return ()
