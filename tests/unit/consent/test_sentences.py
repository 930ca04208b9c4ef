"""Sentences: plain Dutch for every kind of rule, names that differ, and why somebody sees something."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import lexicon, model, moments, sentences
from gateway.consent.hearing import hears
from gateway.consent.lexicon import Entry
from gateway.consent.saying import say
from tests.unit.consent import made

UNTIL = 1_810_764_000
NAMES = lexicon.make((Entry("person", "bos", "Jan Bos"), Entry("org", "o", "De Linde"), Entry("role", "arts", "arts")))
BOS = {"kind": "person", "id": "bos"}
ANY = {"kind": "any"}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"who": BOS, "how": ["see"]}, "Jan Bos mag dit zien: alles."),
        ({"who": BOS}, "Jan Bos mag dit zien: alles. Maar niet wat er bij een contact is gezegd."),
        (
            {"who": BOS, "what": {"domain": ["jgz"], "life": ["financien", "justitie"]}, "how": ["see"], "exp": UNTIL},
            (
                "Jan Bos mag dit zien: wat de jeugdarts opschrijft. Het gaat alleen om wat er staat over geld "
                "en politie of justitie. Dit geldt tot en met 19 mei 2027."
            ),
        ),
        (
            {"who": {"kind": "org", "id": "o"}, "what": {"domain": ["jgz"]}, "how": ["contact-only"]},
            "De Linde mag hier alleen zien dat er contact was: wat de jeugdarts opschrijft.",
        ),
        (
            {"who": {"kind": "role@org", "id": "arts", "org": "o"}, "how": ["see", "export"], "why": ["MDO"]},
            "Wie arts is bij De Linde mag dit zien: alles. Een kopie maken mag ook. Alleen bij een overleg.",
        ),
        (
            {"who": ANY, "effect": "deny", "what": {"life": ["geestelijke-gezondheid"]}},
            "Niemand mag dit zien of gebruiken: wat er staat over geestelijke gezondheid.",
        ),
        ({"who": ANY, "how": ["see"], "what": {"label": ["HIV", "PSY"]}},
         "Iedereen mag dit zien: wat gemerkt is als psychisch of hiv."),
        ({"who": BOS, "effect": "deny"}, "Jan Bos mag dit niet zien of gebruiken: alles."),
        (
            {"who": BOS, "how": ["see"], "what": {"source": ["o", "x"]}, "oblige": ["no-export"]},
            "Jan Bos mag dit zien: wat komt van De Linde. Ook: Partij nummer x. Printen of bewaren mag niet.",
        ),
    ],
)  # fmt: skip
def test_what_the_client_signs(rule: dict[str, Any], text: str) -> None:
    assert say(model.read_rule({"id": "r", "text": "-", "effect": "permit", **rule}), NAMES) == text


def test_namesakes_are_told_apart_by_their_work_and_else_by_their_number() -> None:
    names = lexicon.make(
        (
            Entry("person", "1", "Jan Bos", "huisarts, De Linde"),
            Entry("person", "2", "jan  bos", "huisarts, De Haven"),
            Entry("person", "3", "Jan Bos", "huisarts, De Haven"),
            Entry("org", "4", "Jan Bos"),
            Entry("org", "5", "De Linde"),
        )
    )
    assert [names.name("person", id_) for id_ in "123"] == [
        "Jan Bos (huisarts, De Linde)",
        "jan bos (huisarts, De Haven, nummer 2)",
        "Jan Bos (huisarts, De Haven, nummer 3)",
    ]
    assert names.name("org", "4") == "Jan Bos (nummer 4)"
    assert names.name("org", "5") == "De Linde"
    assert names.id("person", "Jan Bos") is None


@pytest.mark.parametrize(
    "name", ["Iedereen", "Bos mag dit zien: alles", "Zorg. Ook: Brug", "Persoon nummer 7", "", "x" * 81, "Wie arts is"]
)
def test_a_name_that_could_pass_for_a_sentence_is_not_used(name: str) -> None:
    assert lexicon.make((Entry("person", "p 1", name),)).name("person", "p 1") == "Persoon nummer p%201"


@pytest.mark.parametrize(
    ("nbf", "exp", "text"),
    [
        (None, UNTIL, "tot en met 19 mei 2027"),
        (None, UNTIL + 3600, "tot 20 mei 2027 om 01:00 uur"),
        (UNTIL, None, "vanaf 20 mei 2027"),
        (UNTIL + 61, UNTIL + 86400, "vanaf 20 mei 2027 om 00:01:01 uur tot en met 20 mei 2027"),
        (1_792_888_200, None, "vanaf 25 oktober 2026 om 02:30 uur zomertijd"),
        (None, 1_792_891_800, "tot 25 oktober 2026 om 02:30 uur wintertijd"),
    ],
)  # fmt: skip
def test_moments_in_words_and_back(nbf: int | None, exp: int | None, text: str) -> None:
    assert moments.said(nbf, exp) == text
    assert moments.heard(text) == (nbf, exp)


@pytest.mark.parametrize(
    "text", ["morgen", "vanaf", "tot", "vanaf 1 mei", "tot en met 30 februari 2026", "vanaf 1 mei 2026 "]
)
def test_what_is_no_moment(text: str) -> None:
    assert moments.heard(text) is None


def test_why_somebody_sees_this() -> None:
    (rule,) = made.policy(made.rule(exp=UNTIL)).policy.rules
    assert sentences.why_seen(rule, made.item(domain="wmo"), "see") == (
        "De cliënt deelt besluiten over hulp van de gemeente met u tot en met 19 mei 2027."
    )
    assert sentences.why_seen(rule, made.item(), "contact-only") == (
        "De cliënt deelt met u dat er contact was tot en met 19 mei 2027."
    )


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Jan Bos mag dit zien: wat komt van De Linde.", True),
        ("J. Bosman mag dit zien: wat komt van De Linde.", True),  # a name of before, that nobody has now
        ("Jan Bos mag dit zien: wat komt van Praktijk Linde.", True),
        ("De Linde mag dit zien: wat komt van De Linde.", False),  # somebody else's name
        ("Iedereen mag dit zien: wat komt van De Linde.", False),
        ("Jan Bos mag dit zien: alles. Jan Bos mag dit zien: wat komt van De Linde.", False),
        ("Jan Bos mag dit zien: alles.", False),
        ("Partij nummer x mag dit zien: wat komt van De Linde.", False),
        ("Persoon nummer bos mag dit zien: wat komt van De Linde.", True),
    ],
)
def test_words_of_before_still_say_the_rule(text: str, heard: bool) -> None:
    said = {"id": "r", "text": text, "effect": "permit", "who": BOS, "what": {"source": ["o"]}, "how": ["see"]}
    assert hears(text, model.read_rule(said), NAMES) is heard
