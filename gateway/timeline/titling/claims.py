"""Titles of what is claimed for support, and of what is granted of it."""

from __future__ import annotations

from typing import Any

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import members, plain


def claim(content: FhirJson) -> str:
    return ", ".join(filter(None, ("Declaratie", _money(content.get("total")))))


def response(content: FhirJson) -> str:
    if plain(content.get("outcome")) == "error":
        return "Declaratie afgewezen"
    amounts = (
        _money(part.get("amount"))
        for part in members(content.get("total"))
        if any(plain(coding.get("code")) == "benefit" for coding in _codings(part.get("category")))
    )
    granted = next(filter(None, amounts), "")
    return f"Declaratie, {granted} toegekend" if granted else "Antwoord op een declaratie"


def _codings(concept: Any) -> list[FhirJson]:
    return [coding for part in members(concept) for coding in members(part.get("coding"))]


def _money(value: Any) -> str:
    """`€ 50,00`, digits as the source wrote them."""
    for part in members(value):
        amount = plain(part.get("value")).replace(".", ",")
        currency = plain(part.get("currency"))
        return f"{'€' if currency == 'EUR' else currency} {amount}".strip() if amount else ""
    return ""
