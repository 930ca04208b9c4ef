"""Rules of a test with the sentences a client would have signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.flows import sentences
from gateway.flows.house import House


def said(house: House, rules: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rules with an id and the sentence that says them, where they lack these."""
    numbered = [{"id": str(n), **rule} for n, rule in enumerate(rules)]
    with house.database.work() as session:
        return sentences.worded(session, numbered)
