"""Deciding once for all items that are alike gives each item what it would have got alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.consent.alike import decider
from gateway.consent.locks import Seat, together, verdict, vetted
from gateway.consent.voices import Combined
from gateway.stages.stored import Attributes
from tests.properties.consent_universe import NOW
from tests.properties.test_combining_never_widens import combinations, documents
from tests.unit.consent.made import CLIENT, CONSULENT, ZUSTER, item, seat

BOS = seat("bos", "huisarts", "praktijk", "huisarts")
NEED = seat("bos", "huisarts", "praktijk", "huisarts", "noodinzage", purpose="ETREAT")
seats = st.lists(st.sampled_from([BOS, NEED, CONSULENT, ZUSTER]), min_size=1, max_size=2, unique_by=id)
attributes = st.builds(
    item,
    record=st.sampled_from(["r1", "r2", "r3"]),
    contact=st.sampled_from([None, "r1", "r9"]),
    day=st.sampled_from([None, date(2025, 3, 4), date(2024, 12, 31)]),
    type=st.sampled_from(["Condition", "Encounter", "CarePlan"]),
    source=st.sampled_from(["wijkzorg", "praktijk", "elders"]),
    law=st.sampled_from(["Zvw", "Wmo", "Jeugdwet"]),
    domain=st.sampled_from(["wijkverpleging", "huisarts", "wmo"]),
    life=st.sampled_from([(), ("huisvesting",), ("huisvesting", "financien")]),
    label=st.sampled_from([(), ("N",), ("R", "PSY")]),
    narrative=st.booleans(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(combinations | documents, seats, st.lists(attributes, min_size=2, max_size=12))
def test_alike_gets_what_it_would_get_alone(signed: Any, at: list[Seat], found: list[Attributes]) -> None:
    ready = [vetted(one, CLIENT, signed, "see", NOW) for one in at]
    decide = decider(ready)
    assert [decide(one) for one in found] == [together([verdict(seat, one) for seat in ready]) for one in found]


def test_what_no_rule_names_is_not_there_to_decide_on() -> None:
    ready = vetted(BOS, CLIENT, Combined(()), "see", NOW)
    first, second = item(record="a", day=date(2025, 1, 1)), item(record="b", day=None)
    decide = decider([ready])
    assert decide(first) is decide(second)
