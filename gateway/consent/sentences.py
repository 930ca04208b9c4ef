"""Why somebody sees something, in one Dutch sentence. What a client signs is said in `saying.py`; pure."""

from __future__ import annotations

from typing import Final

from gateway.consent import moments, spoken
from gateway.consent.model import Rule
from gateway.stages.stored import Attributes

OWN: Final = "U hebt dit zelf geschreven."
OWN_RECORD: Final = "Dit is uw eigen dossier."
IN_NEED: Final = "U ziet dit door noodinzage. De cliënt krijgt hiervan bericht."
CONTACT: Final = "U mag zien dat er contact was."
MEETING: Final = "In dit overleg ziet u wat iedereen aan tafel mag zien."
MEASURE: Final = "De rechter legde een maatregel op. Daarom mag u dit zien."


def why_seen(rule: Rule, item: Attributes, level: str) -> str:
    """Answers "Waarom ziet u dit?" for a professional."""
    if level == "contact-only":
        return f"De cliënt deelt met u dat er contact was{_until(rule)}."
    return f"De cliënt deelt {spoken.VALUES['domain'].get(item.domain, 'dit')} met u{_until(rule)}."


def _until(rule: Rule) -> str:
    return f" tot en met {moments.day(moments.last_day(rule.exp))}" if rule.exp is not None else ""
