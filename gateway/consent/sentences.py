"""Dutch sentences (B1) for rules: what the client signs, and why somebody sees something; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.consent import words
from gateway.consent.model import Rule
from gateway.stages import Attributes

OWN: Final = "U hebt dit zelf geschreven."
OWN_RECORD: Final = "Dit is uw eigen dossier."
IN_NEED: Final = "U ziet dit door noodinzage. De cliënt krijgt hiervan bericht."
MEETING: Final = "In dit overleg ziet u wat iedereen aan tafel mag zien."
MEASURE: Final = "De rechter legde een maatregel op. Daarom mag u dit zien."
MAX_TEXT: Final = 400
ONLY_CONTACT: Final = frozenset({"contact-only"})


def granting(rule: Mapping[str, Any], name: str) -> str:
    """What the client says yes to: "Huisarts Bos mag zien: …, tot en met 20 november 2027."."""
    what = {member: values for member, values in rule["what"].items() if member != "period"}
    period = rule["what"].get("period")
    covered = words.subject(what, (period.get("from"), period.get("to")) if period else None) or "alles"
    verb = "mag alleen zien dat er contact was bij" if rule.get("how") == ["contact-only"] else "mag zien"
    end = f", tot en met {words.last_day(rule['exp'])}" if rule.get("exp") else ""
    return f"{name} {verb}: {covered}{end}."[:MAX_TEXT]


def stopping(name: str) -> str:
    """What the client says when sharing stops."""
    return f"{name} mag niets meer zien."[:MAX_TEXT]


def why(rule: Rule) -> str:
    """A rule in words when the client's own sentence is not at hand."""
    covered = words.subject(dict(rule.what.members), rule.what.period) or "alles"
    if rule.effect == "deny":
        return f"Dit mag niet gezien worden: {covered}{_until(rule)}."
    if rule.how == ONLY_CONTACT:
        return f"Alleen dat er contact was mag gezien worden: {covered}{_until(rule)}."
    return f"Dit mag gezien worden: {covered}{_until(rule)}."


def why_seen(rule: Rule, item: Attributes, level: str) -> str:
    """Answers "Waarom ziet u dit?" for a professional."""
    if level == "contact-only":
        return f"De cliënt deelt met u dat er contact was{_until(rule)}."
    return f"De cliënt deelt {words.DOMAINS.get(item.domain, 'dit')} met u{_until(rule)}."


def _until(rule: Rule) -> str:
    return f" tot en met {words.last_day(rule.exp)}" if rule.exp is not None else ""
