"""Whether a treatment is permitted stands in its title: a directive not to resuscitate must not read as a yes."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.timeline.titling.consents import OTHERWISE, consent

RESUSCITATION = {"coding": [{"system": "http://snomed.info/sct", "code": "89666000", "display": "Reanimatie"}]}


@pytest.mark.parametrize(
    ("members", "title"),
    [
        ({"provision": {"type": "deny", "code": [RESUSCITATION]}}, "Reanimatie: niet toegestaan"),
        ({"provision": {"type": "permit", "code": [RESUSCITATION]}}, "Reanimatie: toegestaan"),
        (
            {
                "provision": {"code": [RESUSCITATION]},
                "modifierExtension": [{"url": OTHERWISE, "valueString": "eerst overleg"}],
            },
            "Reanimatie: onder voorwaarden (eerst overleg)",
        ),
        ({"category": [{"text": "Wilsverklaring"}]}, "Wilsverklaring"),
        ({}, "Wens over behandeling"),
    ],
)
def test_the_answer_is_in_the_title(members: dict[str, Any], title: str) -> None:
    assert consent({"resourceType": "Consent", **members}) == title
