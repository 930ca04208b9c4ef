"""A part of a FHIR resource with its place, so that what is missing or cannot be said is refused by name.

The resources are valid R4 when they come here: types need no second look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from gateway.errors import Rejected
from gateway.stages.vocabulary import FhirJson

MIST, ONZEGBAAR = "bericht-mist", "bericht-onzegbaar"


@dataclass(frozen=True, slots=True)
class Stuk:
    """`waarde`: a JSON object; `plaats`: where it stands, such as `ServiceRequest[1].code`."""

    waarde: FhirJson
    plaats: str

    def __contains__(self, name: str) -> bool:
        return name in self.waarde

    def kaal(self, name: str) -> Any:
        """A primitive value, None when it is absent."""
        return self.waarde.get(name)

    def tekst(self, name: str) -> str | None:
        found = self.waarde.get(name)
        return found if isinstance(found, str) else None

    def stuk(self, name: str) -> Stuk | None:
        found = self.waarde.get(name)
        return Stuk(found, self.op(name)) if isinstance(found, dict) else None

    def stukken(self, name: str) -> list[Stuk]:
        return [
            Stuk(found, f"{self.op(name)}[{number}]")
            for number, found in enumerate(self.waarde.get(name) or ())
            if isinstance(found, dict)
        ]

    def extensies(self, url: str) -> Iterator[Stuk]:
        return (each for each in self.stukken("extension") if each.tekst("url") == url)

    def extensie(self, url: str) -> Stuk | None:
        """The extension of this url. Raises Rejected when there are several."""
        found = list(self.extensies(url))
        if len(found) > 1:
            found[1].weiger("This is said twice", "say it once")
        return found[0] if found else None

    def op(self, name: str) -> str:
        return f"{self.plaats}.{name}"

    def nodig(self, name: str, element: str, mend: str = "") -> Stuk:
        """A part that the message cannot do without. `element`: what it is called there."""
        found = self.stuk(name)
        return found if found is not None else self.mist(name, element, mend)

    def nodige_tekst(self, name: str, element: str) -> str:
        found = self.tekst(name)
        return found if found is not None else self.mist(name, element)

    def mist(self, name: str, element: str, mend: str = "") -> NoReturn:
        """Raises Rejected: the message needs this element, and FHIR does not say it."""
        raise Rejected(
            MIST,
            f"The message needs {element}, and this does not say it",
            where=self.op(name),
            mend=mend or f"say {element} here",
        )

    def weiger(self, zin: str, mend: str, name: str = "") -> NoReturn:
        """Raises Rejected: the message cannot say what stands here."""
        raise Rejected(ONZEGBAAR, zin, where=self.op(name) if name else self.plaats, mend=mend)
