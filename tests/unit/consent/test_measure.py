"""Under a child protection measure consent is not used: it opens nothing and stops nothing."""

from __future__ import annotations

from tests.unit.consent.made import SEE_ALL, clear, levels, policy, rule, seat, version

GI = seat("gezinsvoogd", "jeugdprofessional", "gi", "jeugdhulp", "maatregel", purpose="SUPPORT")
YOUTH = {"law": "Jeugdwet", "domain": "jeugdhulp"}


def test_the_measure_is_the_ground_without_any_policy() -> None:
    assert levels(clear([version(**YOUTH)], None, GI)) == {"r": "see"}


def test_a_deny_does_not_stop_it_and_the_sentence_says_why() -> None:
    (item,) = clear([version(**YOUTH)], policy(rule("deny")), GI).items
    assert item.level == "see"
    assert "maatregel" in item.decision.sentence
    assert item.decision.rules == ()


def test_a_permit_opens_nothing_else() -> None:
    assert levels(clear([version(law="Zvw"), version("w", law="Wmo")], SEE_ALL, GI)) == {}


def test_the_role_still_limits() -> None:
    operator = seat("kat", "operator", "gi", "jeugdhulp", "maatregel", purpose="SUPPORT")
    assert levels(clear([version(**YOUTH)], None, operator)) == {}


def test_it_is_not_for_taking_away() -> None:
    assert levels(clear([version(**YOUTH)], None, GI, action="export")) == {}


def test_at_a_meeting_the_others_still_need_consent() -> None:
    other = seat("hert", "jeugdprofessional", "jeugdzorg", "jeugdhulp", "toewijzing", purpose="MDO")
    assert levels(clear([version(**YOUTH)], None, GI, other)) == {}
    assert levels(clear([version(**YOUTH)], SEE_ALL, GI, other)) == {"r": "see"}
