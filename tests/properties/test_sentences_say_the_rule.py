"""What a client signs is said in plain Dutch, and says that one rule and no other: over the whole grammar."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.consent import lexicon, spoken
from gateway.consent import vocabulary as v
from gateway.consent.hearing import hear
from gateway.consent.lexicon import Entry, Lexicon
from gateway.consent.model import Rule
from gateway.consent.saying import say
from tests.builders.reading_ease import too_hard
from tests.properties.consent_grammar import LEXICON, WHAT, WHO, every_part, rule, thousands, whole

exhaustive = pytest.mark.skipif(not os.environ.get("EXHAUSTIVE"), reason="a long enumeration: make exhaustive")


def sense(said: Rule) -> Rule:
    return replace(said, id="", text=None)


def test_every_rule_is_read_back_from_its_sentences() -> None:
    said: dict[str, Rule] = {}
    for made in thousands():
        text = say(made, LEXICON)
        assert hear(text, LEXICON) == sense(made), text
        assert said.setdefault(text, sense(made)) == sense(made), f"two rules are said alike: {text}"
    assert len(said) > 6000


def test_every_sentence_reads_easily() -> None:
    texts = {say(made, LEXICON) for made in thousands()}
    assert {text: why for text in texts if (why := too_hard(text))} == {}


def test_common_rules_fit_in_a_policy() -> None:
    """Every single member of a what, and every two of them, with a purpose and an end."""
    for effect in ("permit", "deny"):
        for what in WHAT[:-1]:
            made = rule(effect=effect, who=WHO[-3], what=what, why=["MDO"], how=["see"], exp=1_810_764_000)
            if all(len(values) <= 2 for values in what.values()):
                assert len(say(made, LEXICON)) <= v.MAX_TEXT, say(made, LEXICON)


@exhaustive
def test_the_whole_grammar_is_read_back_and_reads_easily() -> None:
    said: dict[int, int] = {}  # hash of the text → hash of the rule
    for made in whole():
        text = say(made, LEXICON)
        assert hear(text, LEXICON) == sense(made), text
        assert not too_hard(text), text
        assert said.setdefault(hash(text), hash(sense(made))) == hash(sense(made)), f"said before: {text}"
    assert len(said) > 300_000


# Names that look like parts of a sentence, like each other, or like nothing.
NASTY = st.one_of(
    st.sampled_from(
        [
            "Jan Bos", "JAN BOS", "Jan  Bos", "Jan Bos (nummer a)", "Jan Bos (huisarts)", "Iedereen", "Niemand",
            "Elke huisarts", "Persoon nummer b", "Wie arts is bij Zorg", "Bos mag dit zien: alles. Ook", "e.a.",
            "Zorg. Ook: Bos", "Bos. Dit geldt tot en met 1 mei 2026", "Een kopie maken mag ook.", "Zorg, Brug en Zn.",
            "gegevens over geld", "\u202eneJ", "", " ", "x" * 300, "ﬁets", "fiets",
        ]
    ),
    st.text(max_size=12),
    st.lists(st.sampled_from([*spoken.STARTS, ". ", " mag ", "Bos", "dit zien: ", " is bij "]), max_size=4)
    .map("".join),
)  # fmt: skip
IDS = st.one_of(st.sampled_from(["a", "b", "c", "a b", "a. Ook: b", "%20", "é", "."]), st.text(min_size=1, max_size=8))
ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(["person", "org", "role", "problem"]), IDS, NASTY, NASTY), max_size=8
)


@given(ENTRIES, st.lists(IDS, min_size=3, max_size=3), st.integers(0, 5))
def test_no_name_can_make_a_sentence_say_something_else(entries: list[Entry], ids: list[str], shape: int) -> None:
    names: Lexicon = lexicon.make(entries)
    known = [entry.id for entry in entries]
    one, two, three = (*known, *ids)[:3]
    who = ({"kind": "person", "id": one}, {"kind": "org", "id": two}, {"kind": "role@org", "id": three, "org": one})
    what = ({"source": [one, two], "author": [three]}, {"problem": [one, three]})
    made = rule(effect="permit", who=who[shape % 3], what=what[shape % 2], oblige=["mask:note"])
    assert hear(say(made, names), names) == sense(made)


@given(ENTRIES)
def test_no_two_share_a_name(entries: list[Entry]) -> None:
    names = lexicon.make(entries)
    parties = {(entry.kind, entry.id) for entry in entries if entry.kind in {"person", "org"}}
    said = [names.name(kind, id_) for kind, id_ in parties]
    assert len({phrase.casefold() for phrase in said}) == len(said)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jan Bos",
        "Iedereen mag dit zien: alles",
        "Iedereen mag dit niet zien: alles.",
        "Niemand mag hier niets: alles.",
        "Jan Bos mag dit zien: alles.",  # three have this name
        "Iedereen mag dit zien: gegevens over geld en geld.",
        "Iedereen mag dit zien: gegevens over wonen en geld.",  # not in the order it is said
        "Iedereen mag dit zien: alles. Dit geldt tot en met 31 februari 2026.",
        "Iedereen mag dit zien: alles. Dit geldt tot 1 mei 2026 om 25:00 uur.",
        "Iedereen mag dit zien: alles. Alleen bij plezier.",
        "Iedereen mag dit zien: alles. Ook: gegevens over geld.",
        "Iedereen mag dit zien: alles. Een kopie maken mag ook niet.",
        "Iedereen mag dit zien: alles. Het gaat alleen om gegevens over geld.",
    ],
)
def test_what_says_no_rule_is_not_taken_for_one(text: str) -> None:
    assert hear(text, LEXICON) is None


def test_words_of_the_grammar_cannot_be_taken_for_one_another() -> None:
    for values in spoken.VALUES.values():
        assert len(set(values.values())) == len(values)
        assert not [words for words in values.values() if ", " in words or " en " in words or ":" in words]
    assert not [words for words in spoken.VALUES["label"].values() if " of " in words]
    assert set(spoken.VALUES) == {*v.CLOSED, "why"}
    assert all(set(spoken.VALUES[member]) == set(closed) for member, closed in v.CLOSED.items())
    assert (set(spoken.VALUES["why"]), set(spoken.ORGTYPE)) == (v.PURPOSES, v.ORGTYPES)
    assert set(spoken.WHAT) == {*v.SINGLE, *v.SEVERAL, "period"}
    assert sum(1 for _ in every_part()) > 900
