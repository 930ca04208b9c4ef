"""What the emergency mode opens, for all modes, labels and combinations of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.consent import combine, emergency, gate, locks, voices
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined, Counted, Voice
from tests.unit.consent import made
from tests.unit.consent.made import NOW, levels, version


def mode(value: Any, *rules: dict[str, Any], **members: Any) -> SignedPolicy:
    signed = made.policy(*rules)
    return SignedPolicy(replace(signed.policy, emergency=value, **members), signed.hash, signed.kid, signed.token)


IN_NEED = made.seat("arts", "huisarts", "praktijk", "huisarts", "noodinzage", purpose="ETREAT")


def shown(policy: SignedPolicy | Combined | None, seat: gate.Seat = IN_NEED, **members: Any) -> str:
    found = gate.clear(
        seats=[seat],
        client=made.CLIENT,
        handle="h",
        patient=None,
        versions=[version("r", **members)],
        policy=policy,
        action="see",
        now=NOW,
    )
    return levels(found).get("r", "deny")


@pytest.mark.parametrize(
    ("value", "label", "level"),
    [
        ("allow", ("R", "PSY"), "see"),
        ("allow", (), "see"),
        ("forbid", ("N",), "deny"),
        ({"max-label": "N"}, ("N",), "see"),
        ({"max-label": "N"}, ("R",), "deny"),
        ({"max-label": "R"}, ("R",), "see"),
        ({"max-label": "R"}, ("R", "PSY"), "deny"),
        ({"max-label": "PSY"}, ("R", "PSY"), "see"),
        ({"max-label": "PSY"}, ("R", "PSY", "SEX"), "deny"),
        ({"max-label": "V"}, ("V", "HIV", "SDV"), "see"),
        ({"max-label": "V"}, (), "deny"),
    ],
)
def test_a_mode_opens_what_its_label_covers(value: Any, label: tuple[str, ...], level: str) -> None:
    assert shown(mode(value, made.rule("deny")), label=label) == level


def test_denies_do_not_stand_against_allow_and_forbid_takes_nothing_that_is_permitted() -> None:
    permit = made.rule(who={"kind": "person", "id": "arts"}, how=["see"])
    assert shown(mode("allow", made.rule("deny"))) == "see"
    assert shown(mode("forbid", permit)) == "see"


def test_it_stands_for_consent_alone() -> None:
    allowed = mode("allow")
    assert shown(allowed, life=("justitie",)) == "deny"
    assert shown(allowed, life=("financien",), type="Encounter") == "contact-only"
    assert shown(allowed, narrative=True, type="Encounter") == "contact-only"
    for law in ("Wmo", "Jeugdwet", "vrij"):
        assert shown(allowed, law=law) == "deny"
    assert shown(allowed, law="Wlz") == "see"


def test_only_in_a_noodinzage_and_for_a_role_on_the_list() -> None:
    allowed = mode("allow")
    assert shown(allowed, made.ARTS) == "deny"  # the purpose is another
    assert shown(allowed, made.seat("arts", "huisarts", "praktijk", "huisarts", purpose="ETREAT")) == "deny"
    carer = made.seat("v", "verzorgende", "wijkzorg", "wijkverpleging", "noodinzage", purpose="ETREAT")
    assert shown(allowed, carer, life=("lichamelijke-gezondheid",)) == "deny"
    system = made.seat(None, "", "praktijk", "huisarts", "noodinzage", purpose="ETREAT", connector="his")
    assert shown(allowed, system) == "deny"


def test_silence_opens_nothing() -> None:
    assert shown(None) == "deny"
    assert shown(mode("allow", exp=NOW)) == "deny"
    assert shown(mode("allow", nbf=NOW + 1)) == "deny"


def test_of_several_documents_all_must_open() -> None:
    def voice(*values: Any) -> Voice:
        return Voice("x", tuple((Counted(mode(value)),) for value in values))

    assert shown(Combined((voice("allow"), voice("allow")))) == "see"
    assert shown(Combined((voice("allow"), voice("forbid")))) == "deny"
    assert shown(Combined((voice("allow"), Voice("y")))) == "deny"  # somebody who decides signed nothing
    assert shown(Combined((voice("allow", "forbid"),))) == "deny"  # a change that may not widen yet
    assert shown(Combined((voice("allow"),), own=voice("forbid"))) == "deny"
    assert shown(Combined((voice("allow"),), refusal="nobody can")) == "deny"
    assert combine.in_need(voices.alone(None), NOW) == (None,)


def test_what_a_permit_masks_stays_masked() -> None:
    permit = made.rule(who={"kind": "person", "id": "arts"}, how=["see"], oblige=["mask:note"])
    (ready,) = [locks.vetted(IN_NEED, made.CLIENT, mode("allow", permit), "see", NOW)]
    assert locks.verdict(ready, made.item()).oblige == ("mask:note",)


def test_the_table_is_whole() -> None:
    assert emergency.terms().minutes == 60
    assert emergency.terms().review_hours == 24
    assert emergency.terms().roles <= {"huisarts", "wijkverpleegkundige", "jeugdarts"}
