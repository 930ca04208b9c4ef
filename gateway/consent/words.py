"""What a rule is about, in Dutch words (B1): care domains, life domains, laws, labels and periods; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

DUTCH: Final = ZoneInfo("Europe/Amsterdam")
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
DOMAINS: Final[Mapping[str, str]] = {
    "huisarts": "wat de huisarts opschrijft",
    "wijkverpleging": "wat de wijkverpleging opschrijft",
    "wmo": "besluiten over hulp van de gemeente",
    "jeugdhulp": "hulp en besluiten van de jeugdhulp",
    "jgz": "wat het consultatiebureau opschrijft",
    "eigen": "wat de cliënt zelf invult",
}
# Names of the Zelfredzaamheid-Matrix 2017.
LIVES: Final[Mapping[str, str]] = {
    "financien": "Financiën",
    "werk-opleiding": "Werk & Opleiding",
    "tijdsbesteding": "Tijdsbesteding",
    "huisvesting": "Huisvesting",
    "huiselijke-relaties": "Huiselijke relaties",
    "geestelijke-gezondheid": "Geestelijke gezondheid",
    "lichamelijke-gezondheid": "Lichamelijke gezondheid",
    "middelengebruik": "Middelengebruik",
    "basale-adl": "Basale ADL",
    "instrumentele-adl": "Instrumentele ADL",
    "sociaal-netwerk": "Sociaal netwerk",
    "maatschappelijke-participatie": "Maatschappelijke participatie",
    "justitie": "Justitie",
}
LABELS: Final[Mapping[str, str]] = {
    "N": "gewone gegevens",
    "R": "vertrouwelijke gegevens",
    "V": "zeer vertrouwelijke gegevens",
    "PSY": "psychische klachten",
    "SEX": "seksualiteit",
    "ETH": "gebruik van alcohol of drugs",
    "HIV": "hiv",
    "SDV": "huiselijk of seksueel geweld",
}


def subject(what: Mapping[str, Collection[str]], period: tuple[str | None, str | None] | None = None) -> str:
    """What a rule covers, as the object of a sentence; "" when it covers everything."""
    if not what and period is None:
        return ""
    domains = [DOMAINS.get(value, value) for value in sorted(what.get("domain", ()))]
    said = [_listed(domains) if domains else "één gegeven" if "record" in what else "gegevens"]
    if "life" in what:
        said.append(f"over {_listed(LIVES.get(value, value) for value in sorted(what['life']))}")
    if "label" in what:
        said.append(f"met {_listed(LABELS.get(value, value) for value in sorted(what['label']))}")
    if "law" in what:
        said.append(f"volgens de wet {_listed(sorted(what['law']))}")
    if "omaha_domain" in what or "problem" in what:
        said.append("over bepaalde klachten of zorgen")
    if "source" in what:
        said.append("van bepaalde organisaties")
    if "author" in what:
        said.append("van bepaalde zorgverleners")
    if "contact" in what:
        said.append("van bepaalde contacten")
    if period is not None:
        said.append(_period(period))
    return " ".join(said)


def last_day(exp: int) -> str:
    """The last Dutch day before an exclusive end in seconds UTC: "20 mei 2027"."""
    return _day(datetime.fromtimestamp(exp - 1, DUTCH).date())


def _period(period: tuple[str | None, str | None]) -> str:
    begin, end = (_day(date.fromisoformat(day)) if day else "" for day in period)
    return " ".join(filter(None, (f"vanaf {begin}" if begin else "", f"tot en met {end}" if end else "")))


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _listed(words: Iterable[str]) -> str:
    *before, last = [*words] or [""]
    return f"{', '.join(before)} en {last}" if before else last
