"""What clients read about common wishes and what nobody may see: part of the catalogue in nl.py."""

from __future__ import annotations

from collections.abc import Mapping

WISHES: Mapping[str, str] = {
    "wish.list": "Veel gekozen",
    "wish.list.help": "Kies wat u wilt. Daarna ziet u wat het betekent.",
    "wish.party": "Wie?",
    "wish.domain": "Welk onderdeel?",
    "wish.life": "Welk deel van uw leven?",
    "wish.on": "Verder",
    "wish.no": "Nee, ga terug",
    "wish.nobody-near": "Er is nu niemand om mee te delen.",
    "wish.forbid.text": "Niemand ziet dit dan nog, ook niet wie al iets van u mag zien. Dit gaat meteen in.",
    "wish.forbid.untagged": "Wat wij niet konden indelen, ziet dan ook niemand. Zo komt er niets door.",
    "wish.forbid.kept": "Wie het zelf heeft opgeschreven, houdt het.",
    "wish.forbid.yes": "Ja, niemand ziet dit",
    "wish.error": "Kies één van de delen die hier staan.",
    "wish.forbidden": "Gelukt",
    "wish.forbidden.text": "Niemand mag dit nu zien. U kunt dit altijd veranderen.",
    "wish.nobody": "Dit mag niemand zien",
    "wish.barred": "Wat verboden is voor iemand",
    "wish.barred.text": "Dit blijft zo tot u het weghaalt.",
    "wish.despite": "Behalve dit, want dat hebt u heel precies gezegd:",
    "wish.release": "Haal dit weg",
    "wish.release.what": "Haal dit weg: {what}",
    "wish.release.title": "Mag dit weer gezien worden?",
    "wish.release.yes": "Ja, haal dit weg",
    "wish.released": "Weggehaald",
    "wish.released.text": "U verbiedt dit niet meer. Wie iets van u mag zien, ziet dit dan ook.",
}
