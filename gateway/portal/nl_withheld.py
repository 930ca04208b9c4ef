"""Words about what a source withholds: what the client reads (held to plain language) and what the source reads."""

from __future__ import annotations

from collections.abc import Mapping

CLIENT_WITHHELD: Mapping[str, str] = {
    "held.link": "Wat u niet ziet, en waarom",
    "held.title": "Wat u niet ziet",
    "held.intro": (
        "Een hulpverlener mag soms iets niet laten zien. Dan hoort u daar een reden bij te krijgen. "
        "Vraag ernaar als u iets mist."
    ),
    "held.none": "Hier staat nu niets.",
    "held.by": "{source} laat u iets niet zien",
    "held.why": "Waarom",
    "held.until": "Tot wanneer",
    "held.until.text": ("Voor {day} kijken zij hier opnieuw naar. Doen zij dat niet? Dan ziet u het vanaf die dag."),
    "held.ask": "Wie kunt u ernaar vragen",
    "held.disagree": "Bent u het er niet mee eens? Vraag dan om een gesprek, of dien een klacht in.",
    "held.eyes": "Let op: iemand laat u iets niet zien. Dat staat ook hier niet.",
    "held.eyes.link": "Lees waarom",
}

PRO_WITHHELD: Mapping[str, str] = {
    "nav.withheld": "Achtergehouden",
    "held.title": "Wat uw organisatie achterhoudt",
    "held.intro": (
        "Dit schreef uw organisatie, en de cliënt of wie voor de cliënt beslist ziet het nu niet. Op de dag van "
        "herbeoordeling eindigt het vanzelf, tenzij u eerder opnieuw beslist."
    ),
    "held.none": "Uw organisatie houdt nu niets achter.",
    "held.client": "Cliënt",
    "held.ground": "Grond",
    "held.binds": "Voor wie",
    "held.binds.client": "de cliënt",
    "held.binds.representatives": "wie voor de cliënt beslist",
    "held.review": "Herbeoordelen voor",
    "held.soon": "loopt af",
    "held.open": "Bekijk",
    "held.open.title": "Achtergehouden tot {day}",
    "held.about": "Gaat over",
    "held.steps": "Wat er is besloten",
    "held.step.begin": "Begonnen",
    "held.step.renew": "Opnieuw besloten",
    "held.step.end": "Beëindigd",
    "held.by": "Besloten door",
    "held.consulted": "Geraadpleegd",
    "held.reason": "Reden",
    "held.reason.help": "Leest de cliënt niet; uw organisatie en haar privacy officer wel.",
    "held.contact": "Bij wie de cliënt ernaar kan vragen",
    "held.contact.help": "Leest de cliënt. Naam en telefoonnummer.",
    "held.second": "Geraadpleegde andere hulpverlener",
    "held.second.help": "Nodig bij de therapeutische exceptie.",
    "held.day.help": "Na vandaag, uiterlijk {day}.",
    "held.renew": "Besluit opnieuw",
    "held.end": "Laat het weer zien",
    "held.start.title": "Niet tonen aan de cliënt",
    "held.start.intro": (
        "De cliënt hoort dat uw organisatie iets achterhoudt, op welke grond en tot wanneer; niet wat het is. "
        "Wie voor de cliënt beslist, hoort dat niet bij de grond goed hulpverlenerschap. "
        "Staat hetzelfde ook elders in het dossier, dan blijft het daar te lezen."
    ),
    "held.start": "Houd dit achter",
    "held.items.one": "Dit houdt u achter",
    "held.items.many": "Deze {n} gegevens houdt u samen achter",
    "held.other": "Kies er meer of minder",
    "held.together": "Met één grond en één dag van herbeoordeling. Lukt het voor één niet, dan gebeurt er niets.",
    "held.mixed": "Geen grond past bij alles wat u koos: het valt onder verschillende wetten. Kies per wet.",
    "held.choose.title": "Kies wat de cliënt niet ziet",
    "held.choose.intro": (
        "Dit schreef uw organisatie over deze cliënt, het nieuwste eerst. Kies er hoogstens {n} die onder één wet "
        "vallen. Er verandert nog niets."
    ),
    "held.choose.chosen": "Gekozen",
    "held.choose.rest": "Om uit te kiezen",
    "held.choose.none": "Er is hier niets dat u kunt achterhouden.",
    "held.choose.next": "Verder met wat ik koos",
    "held.choose.link": "Meer gegevens tegelijk niet tonen aan de cliënt",
    "held.choose.keeps": "Wat u aanvinkt, blijft gekozen als u verder bladert of een andere periode kiest.",
    "held.contact.whole": "Ook alles wat bij dit contact hoort, nu en later",
    "held.contact.whole.of": "Ook alles wat bij dit contact hoort, nu en later: {title}, {day}",
    "held.back.record": "Terug naar de tijdlijn",
    "held.where.records": "Dit kan niet worden achtergehouden.",
    "held.where.contacts": "Dit is geen contact.",
    "held.where.ground": "Deze grond past niet bij dit gegeven.",
    "held.where.from": "Op deze grond kan het niet voor deze personen worden achtergehouden. Kies voor wie.",
    "held.where.review": "De dag van herbeoordeling ligt na vandaag en hoogstens een half jaar vooruit.",
    "held.where.reason": "Schrijf de reden op.",
    "held.where.contact": "Schrijf op bij wie de cliënt ernaar kan vragen.",
    "held.where.consulted": "Noem een andere hulpverlener die is geraadpleegd.",
    "held.where.decided_by": "Wie is ingelogd, besluit.",
    "held.link": "Niet tonen aan de cliënt",
    "held.link.what": "Niet tonen aan de cliënt: {title}",
    "held.back": "Terug naar de lijst",
}
