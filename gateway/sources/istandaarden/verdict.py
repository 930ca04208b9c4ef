"""What judging a message comes to: return codes as its answer carries them, and the same for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.sources.istandaarden.regels import Bevinding
from gateway.sources.istandaarden.terugmelding import IN_ORDE, NIET_GETOETST


@dataclass(frozen=True, slots=True)
class Verdict:
    """Return codes; none in the header means accepted, any means rejected as a whole.

    `header`: of the header; `klassen`: of each class that is not simply in order, by its place; `bevindingen`: the
    same for people. In a 323 `klassen` may be filled beside an empty header: then some Prestaties are rejected and
    the rest is granted (IV087).
    """

    header: tuple[str, ...] = ()
    klassen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bevindingen: tuple[Bevinding, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.header

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that says what is wrong, once."""
        return tuple(dict.fromkeys(code for code in self._all() if code not in {IN_ORDE, NIET_GETOETST}))

    def _all(self) -> Iterator[str]:
        yield from self.header
        for found in self.klassen.values():
            yield from found
