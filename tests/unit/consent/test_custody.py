"""What each kind of key may do, and when: waits, confirmations, compromise; and who may witness what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.consent import custody, witnesses
from gateway.consent.custody import COOLING_OFF, KeyFacts
from gateway.consent.model import Rule, read_rule
from gateway.consent.witnesses import Witness
from gateway.errors import Refused

HOUR = 3600
FIRST = KeyFacts("a", "A", "digid", first=True, bound=0)
SECOND = KeyFacts("b", "A", "digid", first=False, bound=10 * HOUR)
KEPT = KeyFacts("c", "C", "digid", first=False, bound=0)
PAPER = KeyFacts("d", "D", "balie", first=False, bound=0)


@pytest.mark.parametrize(
    ("key", "received", "expected"),
    [
        (FIRST, 5, 5),
        (replace(FIRST, assurance="balie"), 5, 5),
        (replace(FIRST, assurance="geen"), 5, 5 + COOLING_OFF),
        (replace(FIRST, assurance="contacten", first=False), 5, 5),
        (SECOND, 11 * HOUR, 11 * HOUR + COOLING_OFF),
        (SECOND, 10 * HOUR + COOLING_OFF - 1, 10 * HOUR + 2 * COOLING_OFF - 1),
        (SECOND, 10 * HOUR + COOLING_OFF, 10 * HOUR + COOLING_OFF),
        (KEPT, 1000 * HOUR, 1000 * HOUR + COOLING_OFF),
        (PAPER, 1000 * HOUR, 1000 * HOUR + COOLING_OFF),
        (replace(KEPT, first=True), 5, 5),
        (replace(PAPER, first=True), 5, 5),
        (replace(FIRST, compromised=5), 5, None),
        (replace(FIRST, compromised=6), 5, 5),
    ],
)
def test_when_a_version_may_widen(key: KeyFacts, received: int, expected: int | None) -> None:
    assert custody.settles(key, received) == expected


def test_a_confirmation_ends_the_wait_and_never_lengthens_it() -> None:
    received = 11 * HOUR
    assert custody.settles(SECOND, received, received + HOUR) == received + HOUR
    assert custody.settles(SECOND, received, received + 100 * HOUR) == received + COOLING_OFF
    assert custody.settles(replace(SECOND, compromised=received), received, received + HOUR) is None


@pytest.mark.parametrize(
    ("other", "now", "expected"),
    [
        (FIRST, 20 * HOUR, True),
        (SECOND, 20 * HOUR, False),  # itself
        (replace(FIRST, kid="z", bound=11 * HOUR), 20 * HOUR, False),  # younger
        (replace(KEPT, first=True), 20 * HOUR, False),  # kept by others
        (replace(FIRST, first=False), 20 * HOUR, False),  # older, but new itself
        (replace(FIRST, first=False), 80 * HOUR, True),
        (replace(FIRST, compromised=15 * HOUR), 20 * HOUR, False),
    ],
)
def test_who_may_confirm(other: KeyFacts, now: int, expected: bool) -> None:
    assert custody.may_confirm(SECOND, other, now) is expected


BALIE = Witness("das", "gemeente", "gemeente")


def rule(effect: str = "permit", **members: Any) -> Rule:
    return read_rule({"id": "1", "text": "x", "effect": effect, "who": {"kind": "person", "id": "bos"}, **members})


@pytest.mark.parametrize(
    ("who", "gains"),
    [
        ({"kind": "any"}, True),
        ({"kind": "orgtype", "id": "gemeente"}, True),
        ({"kind": "orgtype", "id": "huisarts"}, False),
        ({"kind": "org", "id": "gemeente"}, True),
        ({"kind": "org", "id": "praktijk"}, False),
        ({"kind": "role@org", "id": "wmo-consulent", "org": "gemeente"}, True),
        ({"kind": "role@org", "id": "wmo-consulent", "org": "elders"}, False),
        ({"kind": "person", "id": "das"}, True),
        ({"kind": "person", "id": "bos"}, False),
    ],
)
def test_who_gains_may_not_be_the_only_witness(who: dict[str, str], gains: bool) -> None:
    given = rule(who=who)
    assert witnesses.benefits(BALIE, given) is gains
    if gains:
        with pytest.raises(Refused) as refused:
            witnesses.assert_independent([], [given], [BALIE])
        assert refused.value.code == "witness-benefits"
        if who["kind"] != "any":
            witnesses.assert_independent([], [given], [BALIE, Witness("ree", "ggd", "jgz")])
    else:
        witnesses.assert_independent([], [given], [BALIE])
    # What stood there before, and what restricts, needs no witness.
    witnesses.assert_independent([given], [given], [BALIE])
    witnesses.assert_independent([], [rule("deny", who=who)], [BALIE])


def test_a_grant_without_any_witness_is_refused() -> None:
    with pytest.raises(Refused):
        witnesses.assert_independent([], [rule()], [])


NARROW: dict[str, Any] = {"what": {"domain": ["wmo"]}, "how": ["see"], "exp": 1000}


@pytest.mark.parametrize(
    "wide",
    [
        {"what": {}}, {"what": {"domain": ["wmo"], "life": ["huisvesting"]}}, {"what": {"record": ["r"]}},
        {"what": {"domain": ["wmo"], "period": {"from": "2025-01-01"}}}, {"how": ["see", "export"]},
        {"exp": witnesses.PAPER_SECONDS + 1}, {"who": {"kind": "any"}}, {"who": {"kind": "orgtype", "id": "huisarts"}},
    ],
)  # fmt: skip
def test_only_narrow_grants_fit_on_paper(wide: dict[str, Any]) -> None:
    witnesses.assert_fits_paper([], [rule(**NARROW), rule("deny")], 0)
    with pytest.raises(Refused) as refused:
        witnesses.assert_fits_paper([], [rule(**{**NARROW, **wide})], 0)
    assert refused.value.code == "paper-template"


def test_paper_takes_no_restriction_away_and_needs_the_end() -> None:
    deny = rule("deny")
    witnesses.assert_keeps_denies([deny], [rule(**NARROW), replace(deny, id="9", text="other words")])
    with pytest.raises(Refused):
        witnesses.assert_keeps_denies([deny], [rule(**NARROW)])
    with pytest.raises(Refused):
        witnesses.assert_fits_paper([], [replace(rule(**NARROW), exp=None)], 0)
    with pytest.raises(Refused):
        witnesses.assert_fits_paper([], [replace(rule(**NARROW), how=None)], 0)
