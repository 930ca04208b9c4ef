"""Gemeente and aanbieder of a message, as its resources name them: by identifier, or through an Organization beside."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.errors import Rejected
from gateway.mappings.istandaarden.specification import AGB
from gateway.mappings.istandaarden.systems import GEMEENTECODE
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import identificatie


@dataclass
class Partijen:
    """Every code that is named for either side, with the first place that does; a message has one of each."""

    bundel: Bundel
    gemeenten: dict[str, str] = field(default_factory=dict)
    aanbieders: dict[str, str] = field(default_factory=dict)

    def gemeente(self, reference: Stuk) -> str:
        code = self._code(reference, GEMEENTECODE, "the gemeentecode")
        self.gemeenten.setdefault(code, reference.plaats)
        return code

    def aanbieder(self, reference: Stuk) -> str:
        code = self._code(reference, AGB, "the AGB code")
        self.aanbieders.setdefault(code, reference.plaats)
        return code

    def noteer_gemeente(self, code: str, plaats: str) -> None:
        """A gemeente that is named by the system of a number."""
        self.gemeenten.setdefault(code, plaats)

    def _code(self, reference: Stuk, system: str, what: str) -> str:
        behind = self.bundel.achter(reference)
        found = identificatie(reference, "identifier", system) or (
            identificatie(behind, "identifier", system) if behind is not None else None
        )
        return found if found is not None else reference.mist("identifier", f"{what} ({system})")


def een(found: dict[str, str], what: str, given: str | None = None) -> str:
    """The one code of a side; `given` by who sends, where the resources name none."""
    if not found:
        if given is None:
            raise Rejected("bericht-mist", f"Nothing says {what} of this message", "Header", f"give {what}")
        return given
    codes = list(found)
    if len(codes) > 1:
        raise Rejected("bericht-partijen", f"Several are named as {what}", found[codes[1]], "send a message to each")
    if given is not None and given != codes[0]:
        raise Rejected("bericht-partijen", f"The resources name another {what}", found[codes[0]], "make them agree")
    return codes[0]
