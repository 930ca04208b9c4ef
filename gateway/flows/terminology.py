"""The tables as they hold now, with the rulings of reviewers, and the concept maps made of them."""

from __future__ import annotations

from functools import lru_cache

from sqlmodel import Session

from gateway.flows.house import House
from gateway.review import rulings
from gateway.terminology.crosswalk_maps import crosswalk_maps
from gateway.terminology.model import Map
from gateway.terminology.table_maps import table_maps
from omaha.crosswalks.layered import Layered
from omaha.crosswalks.rulings import Ruling


def tables(session: Session) -> Layered:
    """For tagging: what holds at this moment, within the caller's transaction."""
    return Layered.of(rulings.all_of(session))


def maps(house: House) -> tuple[Map, ...]:
    """Every concept map as it holds now."""
    with house.database.work() as session:
        ruled = rulings.all_of(session)
    return _maps(ruled)


@lru_cache(maxsize=4)
def _maps(ruled: tuple[Ruling, ...]) -> tuple[Map, ...]:
    return (*crosswalk_maps(Layered.of(ruled)), *table_maps())
