"""How easy a Dutch text reads: Flesch-Douma, 206,84 − 0,77 × syllables per 100 words − 0,93 × words per sentence
(W.H. Douma, 1960). A formula is no CEFR level; it only catches what is surely too hard."""

from __future__ import annotations

import re

FORBIDDEN = ("middels", "indien", "betrokkene", "verwerking", "ten behoeve van", "dient te", "autorisatie", "verlenen")
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


def too_hard(text: str) -> list[str]:
    """What makes a text for clients too hard; empty when it passes."""
    lengths = [len(words(sentence)) for sentence in sentences(text)]
    found = [word for word in FORBIDDEN if word in text.lower()]
    if max(lengths) > 20:
        found.append(f"a sentence of {max(lengths)} words")
    if sum(lengths) / len(lengths) > 12:
        found.append(f"{sum(lengths) / len(lengths):.1f} words a sentence")
    if len(words(text)) >= LONG_ENOUGH_TO_MEASURE and flesch_douma(text) < 60:
        found.append(f"Flesch-Douma {flesch_douma(text):.0f}")
    return found
