"""Dutch sentences (B1) for rules: what the client signs, and why somebody sees something; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from gateway.consent.model import Rule
from gateway.stages import Attributes

DUTCH: Final = ZoneInfo("Europe/Amsterdam")
MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
DOMAINS: Final[Mapping[str, str]] = {
    "huisarts": "wat de huisarts opschrijft",
    "wijkverpleging": "wat de wijkverpleging opschrijft",
    "wmo": "besluiten over hulp van de gemeente",
    "jeugdhulp": "hulp en besluiten van de jeugdhulp",
    "jgz": "wat het consultatiebureau opschrijft",
}
OWN: Final = "U hebt dit zelf geschreven."
OWN_RECORD: Final = "Dit is uw eigen dossier."
MAX_TEXT: Final = 400


def granting(rule: Mapping[str, Any], name: str) -> str:
    """What the client says yes to, such as `Dr. Bos mag zien: …, tot en met 20 november 2027.`"""
    listed = _listed([DOMAINS.get(d, d) for d in rule["what"].get("domain", ())]) or "alles"
    verb = "mag alleen zien dat er contact was bij" if rule.get("how") == ["contact-only"] else "mag zien"
    end = f", tot en met {_day(rule['exp'] - 1)}" if rule.get("exp") else ""
    return f"{name} {verb}: {listed}{end}."[:MAX_TEXT]


def stopping(name: str) -> str:
    """What the client says when sharing stops."""
    return f"{name} mag niets meer zien."[:MAX_TEXT]


def why(rule: Rule) -> str:
    """A rule in words when the client's own sentence is not at hand."""
    domains = next((values for name, values in rule.what.members if name == "domain"), frozenset())
    listed = _listed([DOMAINS.get(d, d) for d in sorted(domains)]) or "een deel van het dossier"
    verb = "mag gezien worden" if rule.effect == "permit" else "mag niet gezien worden"
    return f"{listed[0].upper()}{listed[1:]} {verb}{_until(rule)}."


def why_seen(rule: Rule, item: Attributes, level: str) -> str:
    """Answer to `Waarom ziet u dit?` for a professional."""
    what = DOMAINS.get(item.domain, "dit")
    if level == "contact-only":
        return f"De cliënt deelt met u dat er contact was{_until(rule)}."
    return f"De cliënt deelt {what} met u{_until(rule)}."


def _until(rule: Rule) -> str:
    return f" tot en met {_day(rule.exp - 1)}" if rule.exp is not None else ""


def _day(seconds: int) -> str:
    day = datetime.fromtimestamp(seconds, DUTCH)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _listed(words: list[str]) -> str:
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
