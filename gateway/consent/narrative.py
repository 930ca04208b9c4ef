"""What was said at a contact needs its own consent: a permit that says `see` in so many words; pure.

Evaluating a policy takes an absent `how` of a permit as `see`. At a contact with narrative the gate does not: "that
there was contact" is the default there, so a client who was never asked about the words has not given them away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from gateway.consent.model import Rule
from gateway.stages.stored import Attributes


def narrative_limit(item: Attributes, surviving: Iterable[Rule]) -> Literal["contact-only", "see"]:
    """How much of an item the surviving permits open, given what they say of narrative."""
    if not item.narrative or any(rule.how is not None and rule.how & {"see", "export"} for rule in surviving):
        return "see"
    return "contact-only"
