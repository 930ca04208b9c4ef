"""The scenarios of the BRP on parental authority: every kind of outcome they name is read, and every doubt stays
one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gateway.consent import gezag
from gateway.consent.gezag import Doubt, Held
from gateway.identifiers import Bsn

CHILD = "999900006"
PEOPLE = [{"burgerservicenummer": number} for number in ("999911120", "999998778")]
OUTCOME = re.compile(r"is het gezag over '[^']+' (?P<said>[a-z].*)$", re.MULTILINE)


def relation(said: str) -> dict[str, Any] | None:
    """The answer of the BRP that a sentence of the scenarios stands for; None when the sentence is of no known kind."""
    shapes: tuple[tuple[str, dict[str, Any]], ...] = (
        (r"gezamenlijk ouderlijk gezag", {"type": "GezamenlijkOuderlijkGezag", "ouders": PEOPLE}),
        (r"eenhoofdig ouderlijk gezag", {"type": "EenhoofdigOuderlijkGezag", "ouder": PEOPLE[0]}),
        (r"gezamenlijk gezag .*onbekende derde",
         {"type": "GezamenlijkGezag", "ouder": PEOPLE[0], "derde": {"type": "OnbekendeDerde"}}),
        (r"gezamenlijk gezag ",
         {"type": "GezamenlijkGezag", "ouder": PEOPLE[0], "derde": {"type": "BekendeDerde", **PEOPLE[1]}}),
        (r"voogdij met derde", {"type": "Voogdij", "derden": [{"type": "BekendeDerde", **PEOPLE[1]}]}),
        (r"voogdij", {"type": "Voogdij", "derden": []}),
        (r"tijdelijk geen gezag", {"type": "TijdelijkGeenGezag", "toelichting": said}),
        (r"niet te bepalen", {"type": "GezagNietTeBepalen", "toelichting": said}),
    )  # fmt: skip
    return next((shape for pattern, shape in shapes if re.match(pattern, said)), None)


def read(said: str, **more: Any) -> Held | Doubt:
    shape = relation(said)
    assert shape is not None, said
    minor = {"minderjarige": {"burgerservicenummer": CHILD}}
    return gezag.about(Bsn(CHILD), {"gezag": [{**minor, **shape, **more}]})


def test_every_outcome_of_the_scenarios_is_read(shared: Path) -> None:
    folder = shared / "samples" / "brp" / "features"
    outcomes = [
        found["said"].strip()
        for path in sorted(folder.rglob("*.feature"))
        for found in OUTCOME.finditer(path.read_text("utf-8"))
    ]
    assert len(outcomes) > 100
    doubts = {said for said in outcomes if isinstance(read(said), Doubt)}
    assert all(
        re.match("tijdelijk geen|niet te bepalen|voogdij|gezamenlijk gezag .*onbekende", said) for said in doubts
    )
    held = {said.split(" met ")[0] for said in set(outcomes) - doubts}
    assert held == {"gezamenlijk ouderlijk gezag", "eenhoofdig ouderlijk gezag", "gezamenlijk gezag", "voogdij"}
    assert all(isinstance(read(said, inOnderzoek=True), Doubt) for said in outcomes)
