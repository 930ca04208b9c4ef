"""How what cannot be a rule is refused: one code, naming the element; and walking elements with their place."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.errors import Rejected
from gateway.stages.vocabulary import FhirJson


def loss(where: str, rule: str, mend: str = "leave it out, or let the client say it here") -> Rejected:
    return Rejected("consent-not-translated", rule, where, mend)


def numbered(given: FhirJson, name: str) -> Iterator[tuple[int, FhirJson]]:
    return enumerate(given.get(name, ()))
