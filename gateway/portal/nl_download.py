"""What the client reads about taking the whole record along, and in the file itself (held to plain language)."""

from __future__ import annotations

from collections.abc import Mapping

DOWNLOAD: Mapping[str, str] = {
    "home.download": "U mag uw hele dossier bewaren. Ook wie er keek en wat u deelt.",
    "home.download.link": "Dossier bewaren",
    "download.title": "Uw dossier bewaren",
    "download.title.for": "Het dossier van {name} bewaren",
    "download.intro": "U krijgt alles wat er nu in het dossier staat. Ook wie er keek, wanneer en waarom.",
    "download.safe": "Let op: in dit bestand staan dingen die alleen u aangaan",
    "download.safe.text": (
        "Bewaar het op een plek waar niemand anders bij kan. Mail het niet. "
        "Gebruik geen computer van iemand anders. Gooi het weg als u het niet meer nodig hebt."
    ),
    "download.pages": "Om te lezen",
    "download.pages.text": "Dit bestand opent in uw browser. U kunt het ook afdrukken.",
    "download.pages.get": "Bewaar om te lezen",
    "download.fhir": "Voor een ander systeem",
    "download.fhir.text": "Dit bestand kan een ander dossier inlezen. Voor mensen is het moeilijk te lezen.",
    "download.fhir.get": "Bewaar voor een ander systeem",
    "download.log": "Dat u dit bewaart, schrijven wij op bij wie heeft gekeken.",
    "file.title": "Het dossier van {name}",
    "file.made": "Gemaakt op {when}.",
    "file.parts": "Wat staat hierin?",
    "file.record": "Wat er is gebeurd",
    "file.looked": "Wie heeft gekeken",
    "file.signed": "Wie mag wat zien",
    "file.signed.own": "Dit hebt u getekend.",
    "file.signed.other": "Dit tekende iemand die voor de cliënt mag beslissen.",
    "file.signed.none": "Er is nog niets getekend.",
    "file.signed.empty": "Er wordt nu niets gedeeld.",
    "file.withheld": "Wat hier niet in staat",
    "file.withheld.text": (
        "Een hulpverlener mag soms iets niet laten zien. Dan hoort u daar een reden bij te krijgen. "
        "Vraag ernaar als u iets mist."
    ),
}
