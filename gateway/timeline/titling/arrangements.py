"""Titles of what was decided, planned, agreed or done."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import concept, members, plain, quantity, reference, span

STARTS: Mapping[str, str] = {
    "planned": "Gepland",
    "waitlist": "Wachtlijst",
    "active": "Gestart",
    "onhold": "Onderbroken",
    "finished": "Beëindigd",
    "cancelled": "Niet doorgegaan",
    "entered-in-error": "Ingetrokken",
}


def request(content: FhirJson) -> str:
    amount = quantity(content.get("quantityQuantity")) or span(content.get("quantityRatio"))
    about = concept(content.get("code")) or concept(content.get("category")) or "Aanvraag"
    ended = "ingetrokken" if plain(content.get("status")) in {"revoked", "entered-in-error"} else ""
    return ", ".join(filter(None, (about, amount, ended)))


def episode(content: FhirJson) -> str:
    named = (
        plain(extension.get("valueString"))
        for extension in members(content.get("extension"))
        if str(extension.get("url")).endswith("EpisodeOfCareName")
    )
    diagnoses = (reference(part.get("condition")) for part in members(content.get("diagnosis")))
    about = next(filter(None, named), "") or concept(content.get("type")) or next(filter(None, diagnoses), "")
    return ": ".join(filter(None, (STARTS.get(str(content.get("status")), "Zorgperiode"), about)))


def task(content: FhirJson) -> str:
    return plain(content.get("description")) or concept(content.get("code")) or "Taak"


def plan(content: FhirJson) -> str:
    about = plain(content.get("title")) or plain(content.get("description")) or concept(content.get("category"))
    return about or next(filter(None, activities(content)), "Plan")


def activities(content: FhirJson) -> list[str]:
    """What a CarePlan says is done, one line each."""
    details = (detail for part in members(content.get("activity")) for detail in members(part.get("detail")))
    lines = (
        ": ".join(dict.fromkeys(filter(None, (concept(d.get("code")), plain(d.get("description")))))) for d in details
    )
    return [line for line in lines if line]


def nutrition(content: FhirJson) -> str:
    diets = (concept(part.get("type")) for part in members(content.get("oralDiet")))
    return ": ".join(filter(None, ("Voedingsadvies", next(filter(None, diets), ""))))


def goal(content: FhirJson) -> str:
    return concept(content.get("description")) or "Doel"


def team(content: FhirJson) -> str:
    return plain(content.get("name")) or "Team rond de cliënt"


def procedure(content: FhirJson) -> str:
    about = concept(content.get("code")) or concept(content.get("category")) or "Handeling"
    return f"{about}, niet gedaan" if content.get("status") == "not-done" else about
