"""Words about rectification: what the client reads (held to plain language) and what the source reads."""

from __future__ import annotations

from collections.abc import Mapping

CLIENT_RECTIFY: Mapping[str, str] = {
    "wrong.link": "Dit klopt niet",
    "wrong.link.what": "Dit klopt niet: {title}",
    "wrong.all": "Wat u vroeg om te verbeteren",
    "wrong.title": "Wat klopt er niet?",
    "wrong.about": "Het gaat hierover",
    "wrong.wrote": "Opgeschreven door {source}",
    "wrong.how": (
        "Uw vraag gaat naar {source}. Alleen zij kunnen dit veranderen. Zij horen binnen een maand te antwoorden."
    ),
    "wrong.label": "Schrijf op wat er niet klopt",
    "wrong.help": "Schrijf kort. U kunt {n} letters gebruiken.",
    "wrong.send": "Vraag om verbetering",
    "wrong.back": "Terug naar wat er is gebeurd",
    "wrong.error": "Schrijf eerst op wat er niet klopt. Maak het niet te lang.",
    "wrong.twice": "U vroeg dit al",
    "wrong.twice.text": "Uw vraag ligt bij {source}. Daar komt nog antwoord op.",
    "wrongs.title": "Wat u vroeg om te verbeteren",
    "wrongs.intro": "Hier ziet u wat u vroeg en wat het antwoord is.",
    "wrongs.none": "U hebt nog niets gevraagd. U kunt dit doen bij wat er is gebeurd.",
    "wrongs.you": "U schreef",
    "wrongs.asked": "Gevraagd op",
    "wrongs.due": "Antwoord hoort te komen voor",
    "wrongs.reason": "Wat zij erover zeggen",
    "wrongs.requested": "Wacht op antwoord",
    "wrongs.completed": "Verbeterd, zegt {source}",
    "wrongs.rejected": "Niet verbeterd",
    "wrongs.rejected.help": "Bent u het er niet mee eens? Vraag dan om een gesprek, of dien een klacht in.",
    "wrongs.gone": "Dit staat niet meer in uw dossier.",
}

PRO_RECTIFY: Mapping[str, str] = {
    "nav.rectifications": "Verbeteringen",
    "wrongs.title": "Vragen om verbetering",
    "wrongs.intro": (
        "Een cliënt vindt dat iets niet klopt wat uw organisatie schreef. Antwoord binnen een maand (AVG 12 en 16). "
        "Verbeteren doet u in uw eigen systeem: dat levert het opnieuw aan."
    ),
    "wrongs.none": "Er wacht geen vraag op antwoord.",
    "wrongs.client": "Cliënt",
    "wrongs.about": "Gaat over",
    "wrongs.text": "De cliënt schrijft",
    "wrongs.due": "Antwoorden voor",
    "wrongs.late": "te laat",
    "wrongs.reason": "Wat er gedaan is, of waarom niet",
    "wrongs.reason.help": "De cliënt leest dit. Bij nee is een reden nodig.",
    "wrongs.yes": "Het is verbeterd",
    "wrongs.no": "Nee, dit blijft zo",
    "wrongs.error": "Schrijf waarom dit zo blijft, in hoogstens {n} tekens.",
}
