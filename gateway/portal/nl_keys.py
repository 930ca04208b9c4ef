"""What clients read about keys, signing, waiting, and what does not depend on them: part of the catalogue in nl.py."""

from __future__ import annotations

from collections.abc import Mapping

KEYS: Mapping[str, str] = {
    "custody.short.A": "met uw eigen sleutel",
    "custody.short.B": "door iemand die voor u tekent",
    "custody.short.C": "met de sleutel die wij bewaren (minder veilig)",
    "custody.short.D": "op papier (minder veilig)",
    "key.title": "Uw sleutel",
    "key.intro": "Met een sleutel tekent u wie wat van u mag zien. Het veiligst is een sleutel op uw eigen apparaat.",
    "key.intro.for": (
        "Hiermee tekent u voor {name}. Het veiligst is een sleutel op uw eigen apparaat. U tekent in uw eigen naam."
    ),
    "key.use": "Gebruik deze sleutel",
    "key.use.text": "Op dit apparaat staat al een sleutel van u. U kunt die ook hier gebruiken.",
    "key.use.for": "Teken er ook mee voor {name}",
    "key.use.text.for": "Op dit apparaat staat al een sleutel van u. U kunt die ook gebruiken voor {name}.",
    "key.none.for": "U hebt nog geen sleutel voor {name}. Die komt er als u voor {name} iets deelt.",
    "key.here": "Op dit apparaat staat een sleutel van u. Wij kunnen die niet lezen.",
    "key.make": "Maak een sleutel op dit apparaat",
    "key.make.text": "Uw telefoon of computer maakt de sleutel zelf. De sleutel gaat nooit van dit apparaat af.",
    "key.passkey": "Maak een passkey",
    "key.passkey.text": "U kunt ook een passkey maken. U tekent dan met uw vinger, uw gezicht of een pincode.",
    "key.passkey.wrong": "Het is niet gelukt om een passkey te maken. Er is niets veranderd.",
    "key.no-script": "Uw browser kan hier geen sleutel maken. Dan bewaren wij uw sleutel voor u. Dat is minder veilig.",
    "key.list": "Uw sleutels",
    "key.none": "U hebt nog geen sleutel. Die komt er als u iets deelt.",
    "key.kind.A": "Sleutel op uw eigen apparaat",
    "key.kind.B": "Sleutel van iemand die voor u tekent",
    "key.kind.C": "Sleutel die wij voor u bewaren",
    "key.kind.D": "Handtekening op papier, bij de balie",
    "key.weaker": "minder veilig",
    "key.since": "sinds {when}",
    "key.ended": "sinds {when}, werkt niet meer",
    "key.lost": "Kwijt of gestolen",
    "key.lost.which": "Kwijt of gestolen: {kind}, {since}",
    "key.lost.title": "Is deze sleutel kwijt of gestolen?",
    "key.lost.text": "Zegt u ja? Dan werkt de sleutel niet meer, ook niet voor een ander. Dit kan niet terug.",
    "key.lost.text.here": "Zegt u ja? Dan tekent de sleutel niets meer voor u. Dit kan niet terug.",
    "key.lost.falls": (
        "Wat ermee is gedeeld vanaf de dag hieronder, stopt. Wat ermee is gestopt, blijft gestopt. U krijgt een brief."
    ),
    "key.lost.still": "Hebt u de sleutel nog? Kies dan Stop met deze sleutel.",
    "key.lost.day": "Sinds welke dag is de sleutel kwijt?",
    "key.lost.day.help": "Weet u het niet zeker? Kies dan de vroegste dag.",
    "key.lost.error": "Kies een dag. Die mag niet na vandaag zijn.",
    "key.lost.yes": "Ja, deze sleutel mag niets meer",
    "key.lost.no": "Nee, ga terug",
    "signing.title": "Dit tekent u nu",
    "signing.key-gone": "Tekenen met uw sleutel lukt niet. Er is niets veranderd.",
    "signing.differs": "Wat u zou tekenen is niet wat hier staat. Er is niets getekend. Bel ons.",
    "waits.title": "Dit gaat nog niet in",
    "waits.text": "Dit gaat in op {when}. Zo kunt u nog stoppen als u dit niet zelf deed.",
    "waits.code": "Wilt u het eerder? Vul de code uit uw brief of sms in.",
    "waits.confirm": "Laat het nu ingaan",
    "waits.demo": "Dit is een oefenplaats. Hier komt geen brief. Uw code is {code}.",
    "waits.have-code": "Ik heb een code uit een brief of sms",
    "lapses.title": "Dit wacht nog. Als u nu tekent, gaat dit niet meer in:",
    "lapses.how": "Wilt u dit toch? Vul eerst de code uit uw brief in. Of kies dit na het tekenen opnieuw.",
    "lapses.how.for": "Wil {name} dit toch? Dan moet {name} eerst de code uit de brief invullen.",
    "lapsed.title": "Dit wachtte nog en gaat niet meer in",
    "lapsed.text": "Er is daarna iets anders getekend. Wilt u dit toch? Kies het dan opnieuw.",
    "lapsed.share": "Deel dit opnieuw",
    "lapsed.release": "Haal dit opnieuw weg",
    "waits.sharing": "Wat u het laatst deelde, gaat in op {when}.",
    "confirmed.title": "Het gaat nu in",
    "confirmed.text": "Wat u deelde, telt vanaf nu.",
    "confirmed.wrong.title": "Die code klopt niet",
    "confirmed.wrong": "Kijk de code nog eens na. Een code werkt één keer en zeven dagen lang.",
    "fork.sharing": "Twee apparaten tekenden iets anders. Tot u opnieuw kiest, telt alleen wat in allebei staat.",
    "undecided.sharing": (
        "Wij weten nog niet zeker wie voor u mag beslissen. Tot dan ziet niemand iets door wat u deelt."
    ),
    "together.sharing": "Iemand anders moet het ook goed vinden. Pas dan mag iemand iets zien.",
    "forced.title": "Wat u hier niet kunt stoppen",
    "forced.text": (
        "De rechter legde een maatregel op. Deze mensen mogen daarom hulp van de jeugd zien. "
        "Dat hangt niet af van wat u deelt. Vraag uw advocaat of uw contactpersoon als u het er niet mee eens bent."
    ),
}
