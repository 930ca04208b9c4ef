"""Texts for clients are plain Dutch (B1): short sentences, easy words, none of the words that make letters hard.

Measure: Flesch-Douma, 206,84 − 0,77 × syllables per 100 words − 0,93 × words per sentence (W.H. Douma, 1960). A formula
is no CEFR level; it only catches what is surely too hard.
"""

from __future__ import annotations

import re

import pytest

from gateway.consent.withholding import grounds
from gateway.portal import nl

FORBIDDEN = ("middels", "indien", "betrokkene", "verwerking", "ten behoeve van", "dient te", "autorisatie", "verlenen")
# Grounds of withholding are told to the client as they stand in their table; an article is no sentence end.
GROUNDS = {one.id: re.sub(r"\([^)]*\)", "", one.sentence).replace(" .", ".") for one in grounds().values() if one.tells}
CLIENT = sorted({**nl.BOTH, **nl.CLIENT, **GROUNDS}.items())
LONG_ENOUGH_TO_MEASURE = 8  # words; a label has no reading ease
VOWELS = re.compile(r"[aeiouyáéëïöü]+", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.?!:]\s*", text) if part.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[\w{}'-]+", text)


def flesch_douma(text: str) -> float:
    found = words(text)
    syllables = sum(max(1, len(VOWELS.findall(word))) for word in found)
    return 206.84 - 77 * syllables / len(found) - 0.93 * len(found) / len(sentences(text))


def filled(text: str) -> str:
    return re.sub(r"\{\w+\}", "Jan", text)


@pytest.mark.parametrize(("key", "text"), CLIENT)
def test_a_client_text_is_easy_enough(key: str, text: str) -> None:
    text = filled(text)
    lengths = [len(words(sentence)) for sentence in sentences(text)]
    assert max(lengths) <= 20
    assert sum(lengths) / len(lengths) <= 12
    assert not [word for word in FORBIDDEN if word in text.lower()]
    if len(words(text)) >= LONG_ENOUGH_TO_MEASURE:
        assert flesch_douma(text) >= 60, flesch_douma(text)


def test_the_measure_tells_hard_from_easy() -> None:
    easy = "U kunt altijd stoppen met delen. Wij leggen u graag uit hoe dat gaat."
    hard = "Toestemmingsregistratie geschiedt overeenkomstig vigerende gegevensbeschermingsverordeningen en bepalingen."
    assert flesch_douma(easy) > 80
    assert flesch_douma(hard) < 20


def test_clients_are_never_told_that_something_is_hidden() -> None:
    for text in nl.CATALOGUE["pro"].values():
        assert not re.search(r"verborgen|afgeschermd|geen rechten", text)


def test_every_text_a_template_asks_for_is_there() -> None:
    from gateway.portal.rendering import environment

    made = environment()
    assert made.loader is not None
    for name in made.list_templates():
        source, _path, _fresh = made.loader.get_source(made, name)
        for key in re.findall(r't\(["\']([\w.-]+)["\'][,)]', source):
            assert any(key in texts for texts in nl.CATALOGUE.values()), (name, key)
