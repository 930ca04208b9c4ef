"""What must hold for every set of documents, ages and moments: deciding together never gives more than any who must
agree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.consent import ages, authorities, combine, voices
from gateway.consent.authorities import Authority, Known
from gateway.consent.decide import compile_policy, decide
from gateway.consent.model import Policy, Rule, read_rule
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined, Counted, Substitute, Voice
from gateway.stages.decided import Decision
from tests.properties.consent_universe import NOW, items, requests, rules
from tests.properties.together import item_of, request_of

# Whole sets of documents take long to make up.
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEVELS = {"deny": 0, "contact-only": 1, "see": 2, "add": 2, "export": 2}


def read(listed: list[dict[str, Any]]) -> tuple[Rule, ...]:
    return tuple(read_rule({**rule, "id": str(n)}, outside=True) for n, rule in enumerate(listed))


def signed(listed: list[dict[str, Any]], name: str = "x") -> SignedPolicy:
    policy = Policy("c", 1, None, "a", 0, None, None, "j", None, "allow", (False, False), read(listed))
    return SignedPolicy(policy, name.ljust(64, "0"), "kid", "token")


few = st.lists(rules, max_size=3)
documents = few.map(signed)
ceilings = (
    st.none()
    | st.just(voices.NOTHING)
    | few.map(lambda listed: compile_policy([rule for rule in read(listed) if rule.effect == "permit"]))
)
counted = st.builds(Counted, documents, ceilings)
levels = st.lists(st.lists(counted, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
voices = st.builds(Voice, st.sampled_from(["moeder", "vader", "kind"]), levels)
substitutes = st.builds(Substitute, voices, st.none() | few.map(lambda listed: compile_policy(read(listed))))
combinations = st.builds(
    Combined, st.lists(voices, max_size=2).map(tuple), st.lists(substitutes, max_size=1).map(tuple), st.none() | voices
)


def decided(combined: Combined, request: Any, item: Any) -> Decision:
    return combine.decide_together(combine.prepare(combined, request_of(request), NOW), item_of(item))


def level(combined: Combined, request: Any, item: Any) -> int:
    return LEVELS[decided(combined, request, item).level]


@slow
@given(st.lists(voices, min_size=1, max_size=2), requests, items)
def test_together_gives_no_more_than_any_who_must_agree(required: Any, request: Any, item: Any) -> None:
    together = level(Combined(tuple(required)), request, item)
    assert all(together <= level(Combined((voice,)), request, item) for voice in required)
    assert together == min(level(Combined((voice,)), request, item) for voice in required)


@slow
@given(combinations, voices, requests, items)
def test_one_more_who_must_agree_never_widens(combined: Combined, voice: Voice, request: Any, item: Any) -> None:
    if combined.required:
        more = replace(combined, required=(*combined.required, voice))
        assert level(more, request, item) <= level(combined, request, item)


@slow
@given(combinations, rules, requests, items, st.data())
def test_one_more_deny_of_anybody_never_widens(
    combined: Combined, rule: Any, request: Any, item: Any, data: Any
) -> None:
    with_levels = [voice for voice in combined.required if voice.levels]
    if with_levels:
        voice = data.draw(st.sampled_from(with_levels))
        head = voice.levels[0][0]
        deny = replace(read([rule])[0], id="extra", effect="deny")
        policy = replace(head.signed.policy, rules=(*head.signed.policy.rules, deny))
        stricter = Counted(SignedPolicy(policy, "d" * 64, "kid", "token"), head.ceiling)
        changed = Voice(voice.holder, ((stricter, *voice.levels[0][1:]), *voice.levels[1:]))
        required = tuple(changed if each is voice else each for each in combined.required)
        assert level(replace(combined, required=required), request, item) <= level(combined, request, item)


@slow
@given(combinations, voices, requests, items)
def test_what_the_client_forbids_never_widens(combined: Combined, own: Voice, request: Any, item: Any) -> None:
    assert level(replace(combined, own=own), request, item) <= level(replace(combined, own=None), request, item)


@slow
@given(levels, documents, ceilings, requests, items)
def test_a_version_gives_no_more_than_itself_nor_than_it_may_widen(
    before: Any, newest: SignedPolicy, ceiling: Any, request: Any, item: Any
) -> None:
    now = level(Combined((Voice("c", ((Counted(newest, ceiling),), *before)),)), request, item)
    itself = level(Combined((Voice("c", ((Counted(newest),),)),)), request, item)
    stood = level(Combined((Voice("c", before),)), request, item)
    assert now <= itself
    if ceiling is not None:
        allowed = LEVELS[decide(ceiling, request_of(request), item_of(item), NOW).level]
        assert now == min(itself, max(stood, allowed))


@slow
@given(documents, documents, requests, items)
def test_a_fork_gives_what_both_branches_give(one: SignedPolicy, other: SignedPolicy, request: Any, item: Any) -> None:
    both = level(Combined((Voice("c", ((Counted(one), Counted(other)),)),)), request, item)
    assert both == min(level(Combined((Voice("c", ((Counted(each),),)),)), request, item) for each in (one, other))


@slow
@given(combinations, requests, items)
def test_obligations_of_all_who_permit_are_kept(combined: Combined, request: Any, item: Any) -> None:
    decision = decided(combined, request, item)
    if decision.level != "deny" and not combined.instead:
        for voice in combined.required:
            assert set(decided(Combined((voice,)), request, item).oblige) <= set(decision.oblige)


born = st.dates(date(1990, 1, 1), date(2026, 1, 1))
holders = st.lists(st.sampled_from(["moeder", "vader"]), unique=True).map(
    lambda names: tuple(Authority(name, "ouder", 0) for name in names)
)


@given(born, st.integers(0, 20_000), holders, st.booleans())
def test_between_birthdays_nothing_changes_and_at_one_the_profile_says_who(
    birth: date, days: int, parents: tuple[Authority, ...], doubt: bool
) -> None:
    day = birth + timedelta(days=days)
    known = Known("kind", (birth.isoformat(),), parents, doubt)
    today, tomorrow = (authorities.deciding(known, noon(each)) for each in (day, day + timedelta(days=1)))
    old, new = ages.age(birth, day), ages.age(birth, day + timedelta(days=1))
    if today != tomorrow:
        assert (old, new) in {(11, 12), (15, 16), (17, 18)}
    if (old, new) == (11, 12) and not today.refusal:
        assert set(today.required) < set(tomorrow.required)  # who is asked besides can only narrow
    if new >= 16:
        assert tomorrow.required == ("kind",)


@given(born, st.integers(0, 9_000), holders)
def test_knowing_less_of_a_birth_date_asks_at_least_as_many(birth: date, days: int, parents: Any) -> None:
    now = noon(birth + timedelta(days=days))
    whole = authorities.deciding(Known("kind", (birth.isoformat(),), parents), now)
    for less in ((birth.isoformat()[:7],), (birth.isoformat()[:4],), ()):
        partial = authorities.deciding(Known("kind", less, parents), now)
        assert partial.refusal or set(whole.required) <= set(partial.required)


def noon(day: date) -> int:
    return int((day - date(1970, 1, 1)).total_seconds()) + 12 * 3600
