"""Which language a name is wanted in: displayLanguage, else the system's own."""

from __future__ import annotations

from gateway.terminology.model import Language


def wanted(asked: str | None, otherwise: Language) -> Language:
    """First of the languages asked for that we have (`nl-NL, en;q=0.8` is Dutch); none: the system's own."""
    for part in (asked or "").split(","):
        primary = part.split(";")[0].strip().partition("-")[0].lower()
        if primary == "nl":
            return "nl"
        if primary == "en":
            return "en"
    return otherwise
