"""What professionals read about noodinzage and its review."""

from __future__ import annotations

from collections.abc import Mapping

EMERGENCY: Mapping[str, str] = {
    "emergency.link": "Noodinzage",
    "emergency.link.unlisted": "Noodinzage voor iemand die niet in uw lijst staat",
    "emergency.title": "Noodinzage",
    "emergency.what": (
        "U opent één dossier, een uur lang, omdat het niet kan wachten en de cliënt het niet kan zeggen. "
        "U ziet wat de cliënt bij nood toestaat en wat past bij uw werk."
    ),
    "emergency.told": (
        "De cliënt, de contactpersoon en de privacy officer krijgen hiervan bericht. Het wordt beoordeeld."
    ),
    "emergency.reason": "Waarom kan dit niet wachten?",
    "emergency.reason.help": "Een zin. De cliënt en de privacy officer lezen wat u schrijft.",
    "emergency.on": "Verder",
    "emergency.prove": "Log opnieuw in",
    "emergency.prove.why": "Zo weten we zeker dat u het zelf bent. Daarna gaat het dossier open.",
    "emergency.record": "Noodinzage",
    "emergency.until": "Noodinzage tot {when}",
    "emergency.error.reden": "Schrijf in een zin waarom dit niet kan wachten.",
    "emergency.error.bsn": "Dit is geen burgerservicenummer. Controleer het nummer.",
    "nav.review": "Beoordelen",
    "review.title": "Noodinzage beoordelen",
    "review.intro": "Dit opende uw organisatie bij nood. Beoordeel binnen 24 uur of het terecht was.",
    "review.none": "Er is niets te beoordelen.",
    "review.due": "beoordelen voor",
    "review.late": "te laat",
    "review.client": "Cliënt in het logboek",
    "review.reason": "Reden",
    "review.right": "Terecht",
    "review.wrong": "Onterecht",
}
