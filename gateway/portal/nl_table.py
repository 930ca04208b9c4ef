"""What is read about consent for one meeting, on the client's own screen or on the chair's: in plain language."""

from __future__ import annotations

from collections.abc import Mapping

TABLE: Mapping[str, str] = {
    "ask.title": "Alleen nu, aan deze tafel",
    "ask.button": "Vraag de cliënt",
    "ask.missing": "Mist u iets op het scherm?",
    "ask.intro": "U kunt de mensen aan tafel nu iets laten zien. Dat geldt alleen voor dit overleg.",
    "ask.ends": "Het stopt als het overleg sluit. Het stopt in elk geval na vier uur.",
    "ask.forbidden": "Wat u hebt verboden, blijft verboden.",
    "ask.people": "Aan tafel",
    "ask.opened": "Overleg van {when}",
    "ask.what": "Wat mogen zij zien?",
    "ask.how": "Hoeveel mogen zij lezen?",
    "share.how.all": "Alles bij deze onderdelen",
    "share.how.contact": "Alleen dat er contact was, met wie en wanneer",
    "ask.yes": "Ja, alleen nu, aan deze tafel",
    "ask.no": "Nee, ga terug",
    "ask.given": "Dit mogen zij nu zien",
    "ask.stop": "Stop hiermee",
    "ask.none": "Er is nu geen overleg over u.",
    "ask.open": "Er is nu een overleg over u.",
    "ask.open.link": "Bekijk het overleg",
    "ask.own": "Op de telefoon of computer van de cliënt",
    "ask.own.how": "De cliënt logt in en ziet daar dat er een overleg is. De cliënt zegt zelf ja of nee.",
    "ask.here": "Of hier, op dit scherm",
    "ask.here.how": "Geef het scherm aan de cliënt. De cliënt kiest zelf en vult een pincode in. Kijk dan even weg.",
    "ask.pin": "Uw pincode",
    "ask.wrong": "Dat is niet gelukt. Er is niets veranderd. Probeer het op een eigen telefoon of computer.",
    "ask.error.what": "Kies wat u wilt laten zien. Zet minstens één vinkje.",
    "ask.alone": (
        "Dit kan hier nu niet. Er moet ook iemand van een andere plek aan tafel zitten. Doe het op uw eigen telefoon."
    ),
}
