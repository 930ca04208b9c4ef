"""Sentences: plain Dutch for every kind of rule, permit and deny."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import model, sentences, words
from gateway.consent.vocabulary import DOMAINS, LABELS, LIVES
from tests.unit.consent import made

UNTIL = 1_810_764_000


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "Bos mag zien: alles."),
        ({"what": {"domain": ["wmo"]}}, "Bos mag zien: besluiten over hulp van de gemeente."),
        (
            {"what": {"domain": ["huisarts"], "life": ["financien", "justitie"]}, "exp": UNTIL},
            "Bos mag zien: wat de huisarts opschrijft over Financiën en Justitie, tot en met 19 mei 2027.",
        ),
        (
            {"what": {"label": ["PSY"], "period": {"from": "2025-01-01"}}},
            "Bos mag zien: gegevens met psychische klachten vanaf 1 januari 2025.",
        ),
        (
            {"what": {"domain": ["jgz"]}, "how": ["contact-only"]},
            "Bos mag alleen zien dat er contact was bij: wat het consultatiebureau opschrijft.",
        ),
    ],
)
def test_what_the_client_signs(members: dict[str, Any], sentence: str) -> None:
    assert sentences.granting({"what": {}, **members}, "Bos") == sentence


def test_stopping_and_the_limit_of_a_sentence() -> None:
    assert sentences.stopping("Bos") == "Bos mag niets meer zien."
    assert len(sentences.granting({"what": {}}, "B" * 500)) == 400


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"effect": "permit"}, "Dit mag gezien worden: alles."),
        ({"effect": "deny"}, "Dit mag niet gezien worden: alles."),
        (
            {"effect": "deny", "what": {"life": ["justitie"]}, "exp": UNTIL},
            "Dit mag niet gezien worden: gegevens over Justitie tot en met 19 mei 2027.",
        ),
        (
            {"effect": "permit", "what": {"domain": ["wmo"]}, "how": ["contact-only"]},
            "Alleen dat er contact was mag gezien worden: besluiten over hulp van de gemeente.",
        ),
    ],
)
def test_a_rule_in_words(members: dict[str, Any], sentence: str) -> None:
    rule = model.read_rule({"id": "r", "who": {"kind": "any"}, **members}, outside=True)
    assert sentences.why(rule) == sentence


def test_why_somebody_sees_this() -> None:
    (rule,) = made.policy(made.rule(exp=UNTIL)).policy.rules
    assert sentences.why_seen(rule, made.item(domain="wmo"), "see") == (
        "De cliënt deelt besluiten over hulp van de gemeente met u tot en met 19 mei 2027."
    )
    assert sentences.why_seen(rule, made.item(), "contact-only") == (
        "De cliënt deelt met u dat er contact was tot en met 19 mei 2027."
    )


def test_every_word_of_a_policy_has_dutch_words() -> None:
    assert (set(words.DOMAINS), set(words.LABELS), set(words.LIVES)) == (set(DOMAINS), set(LABELS), set(LIVES))


@pytest.mark.parametrize("name", ["source", "author", "contact", "record", "problem", "omaha_domain", "law"])
def test_every_member_of_a_what_is_said(name: str) -> None:
    assert words.subject({name: ["Zvw"]}) not in {"", "gegevens"}
