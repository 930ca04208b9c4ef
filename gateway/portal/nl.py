"""Every Dutch word of the portal, with who reads it: `client` texts are held to plain language (B1), `pro` are not.

`BOTH` is read by both, so it is held to the client's measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gateway.portal.nl_delegate import DELEGATE
from gateway.portal.nl_desk import CLIENT_DESK, DESK
from gateway.portal.nl_download import DOWNLOAD
from gateway.portal.nl_emergency import EMERGENCY
from gateway.portal.nl_explain import EXPLAIN
from gateway.portal.nl_helper import HELPER
from gateway.portal.nl_keys import KEYS
from gateway.portal.nl_operator import OPERATOR
from gateway.portal.nl_rectify import CLIENT_RECTIFY, PRO_RECTIFY
from gateway.portal.nl_sharing import SHARING
from gateway.portal.nl_table import TABLE
from gateway.portal.nl_wishes import WISHES
from gateway.portal.nl_withheld import CLIENT_WITHHELD, PRO_WITHHELD
from gateway.portal.nl_zrm import CLIENT_ZRM, PRO_ZRM
from gateway.timeline.vocabulary import NOTICE

Audience = Literal["client", "pro"]

BOTH: Mapping[str, str] = {
    **TABLE,
    **EXPLAIN,
    "product": "Wijkdossier",
    "skip": "Direct naar de inhoud",
    "menu": "Menu",
    "log-out": "Uitloggen",
    "show": "Toon",
    "all": "Alle",
    "unknown": "niet bekend",
    "page-of": "Pagina {page} van {pages}",
    "newer": "Nieuwere gebeurtenissen",
    "older": "Oudere gebeurtenissen",
    "pages": "Bladeren",
    "events.one": "{n} gebeurtenis",
    "events.many": "{n} gebeurtenissen",
    "events.none": "Er zijn geen gebeurtenissen in deze periode.",
    "undated": "Datum niet bekend",
    "period": "Periode",
    "period.3": "Laatste 3 maanden",
    "period.12": "Laatste 12 maanden",
    "period.alles": "Alles",
    "period.from": "Vanaf",
    "period.to": "Tot en met",
    "period.own": "{start} tot en met {end}",
    "period.since": "vanaf {start}",
    "period.until": "tot en met {end}",
    "filters": "Kies wat u wilt zien",
    "chosen": "Gekozen:",
    "remove": "weghalen",
    "clear": "Wis alles",
    "source": "Bron",
    "law": "Wet",
    "kind": "Soort",
    "list": "Alle gebeurtenissen op een rij",
    "timeline.lanes.table": "Tabel. Schuif opzij voor meer.",
    "lane.cell": "{lane}, {column}: {n}",
    "column.now": "nu",
    "column.planned": "gepland",
    "column.undated": "geen datum",
    "column.earlier": "tot {year}",
    "total": "Totaal",
    "quarter": "kw {n}",
    "more": "Meer weten",
    "also": "ook",
    "login.title": "Inloggen",
    "login.intro": "Dit is een oefenplaats. Alle mensen en gegevens hier zijn verzonnen. Kies wie u wilt zijn.",
    "login.none": "Inloggen kan hier nog niet. Vraag uw beheerder om hulp.",
    "login.professionals": "Zorg en hulp",
    "login.clients": "Cliënten",
    "login.with": "Log in met {name}",
    "login.done": "U bent ingelogd",
    "login.on": "Ga verder",
    "login.again": "Log opnieuw in",
    "login.ends": "U wordt om {time} uitgelogd",
    "login.as": "Inloggen als {name}",
    "error.400": "Dat is niet gelukt",
    "error.400.text": "Wij begrijpen de gegevens niet. Ga terug en probeer het nog een keer.",
    "error.401": "U bent niet ingelogd",
    "error.401.text": "Log opnieuw in. Na een tijd stoppen wij vanzelf. Dat is veiliger voor u.",
    "error.403": "Dit kan niet",
    "error.403.text": "U mag dit hier niet doen. Ga terug naar het begin.",
    "error.404": "Niet gevonden",
    "error.404.text": "Hier is niets dat u mag zien.",
    "error.409": "Iemand was u voor",
    "error.409.text": "Er is net iets veranderd. Open de pagina opnieuw en kijk of het nog klopt.",
    "error.410": "Deze pagina is oud",
    "error.410.text": "Er is iets veranderd. Open de pagina opnieuw.",
    "error.413": "Dit is te groot",
    "error.413.text": "Wij kunnen dit niet aannemen. Stuur minder in één keer.",
    "error.422": "Dat klopt niet helemaal",
    "error.422.text": "Eén van de gekozen dingen bestaat niet. Ga terug en kies opnieuw.",
    "error.500": "Er ging iets mis bij ons",
    "error.500.text": "Er is niets gedeeld. Probeer het later nog een keer.",
    "error.503": "Het lukt nu even niet",
    "error.503.text": "Er is niets gedeeld. Wacht een minuut. Probeer het dan nog een keer.",
    "error.429": "Dit gaat te snel",
    "error.429.text": "Wacht een minuut. Probeer het dan nog een keer.",
    "error.login-unknown.text": "U bent hier nog niet bekend. Vraag uw beheerder om hulp.",
    "error.login-refused.text": "Het inloggen is niet gelukt, of u bent gestopt. Probeer het nog een keer.",
    "error.login-state.text": "Dit inloggen duurde te lang. Begin opnieuw.",
    "error.provider-failed.text": "Inloggen lukt nu niet. Probeer het later nog een keer.",
    "error.withholding-items.text": "U koos niets, of te veel. Ga terug en kies opnieuw.",
    "error.csrf.text": "Deze pagina stond te lang open. Ga terug en probeer het opnieuw.",
    "error.home": "Naar het begin",
    "paper.print": "Afdrukken",
    "paper.title": "Afdruk: wat er is gebeurd",
    "paper.how": "Druk deze pagina af met uw browser.",
    "paper.back": "Terug naar het scherm",
    "printed": "Afgedrukt op {day}. Alleen voor {name}.",
}

CLIENT: Mapping[str, str] = {
    **SHARING,
    **DELEGATE,
    **KEYS,
    **WISHES,
    **DOWNLOAD,
    **HELPER,
    **CLIENT_RECTIFY,
    **CLIENT_WITHHELD,
    **CLIENT_ZRM,
    **CLIENT_DESK,
    "nav.home": "Begin",
    "nav.sharing": "Wie mag wat zien",
    "nav.looked": "Wie heeft gekeken",
    "nav.timeline": "Wat er is gebeurd",
    "hello": "Dag {name}",
    "home.looked": "Laatst gekeken: {who}. Dat was op {when}.",
    "home.looked.none": "Er heeft nog niemand gekeken.",
    "home.looked.link": "Wie heeft gekeken",
    "home.sharing.none": "U deelt nog niets.",
    "home.sharing.one": "Iemand mag iets van u zien.",
    "home.sharing.many": "U deelt iets met {n} mensen of organisaties.",
    "home.sharing.link": "Wie mag wat zien",
    "home.timeline": "Lees wat er over u is opgeschreven.",
    "home.timeline.link": "Wat er is gebeurd",
    "timeline.title": "Wat er is gebeurd",
    "timeline.notice": (
        "Een hulpverlener mag soms iets niet laten zien. Dan hoort u daar een reden bij te krijgen. "
        "Vraag ernaar als u iets mist."
    ),
    "timeline.lanes": "Per deel van uw leven",
    "timeline.lanes.help": "Elk getal is een aantal gebeurtenissen. Kies een getal om ze te lezen.",
    "timeline.why": "Waarom staat dit hier?",
    "timeline.why.text": "Dit gaat over u. Daarom mag u het zien.",
    "life": "Deel van uw leven",
    "problem": "Onderwerp (Omaha)",
    "looked.title": "Wie heeft gekeken",
    "looked.intro": "Hier staat wie iets van u zag, wilde zien of veranderde. De nieuwste staat boven.",
    "looked.all": "Alles op een rij",
    "looked.none": "Er heeft nog niemand gekeken.",
    "looked.what": "Wat",
    "looked.why": "Waarom",
    "looked.via": "Hoe",
    "looked.gezien": "gezien",
    "looked.geweigerd": "mocht het niet zien",
    "looked.gewijzigd": "veranderd",
    "via.scherm": "op het scherm",
    "via.koppeling": "via een ander systeem",
    "via.overleg": "bij een overleg",
    "via.nood": "bij nood",
    "via.beheer": "door de beheerder",
}

PRO: Mapping[str, str] = {
    **OPERATOR,
    **DESK,
    **EMERGENCY,
    **PRO_RECTIFY,
    **PRO_WITHHELD,
    **PRO_ZRM,
    "nav.clients": "Mijn cliënten",
    "nav.meetings": "Overleggen",
    "clients.title": "Mijn cliënten",
    "clients.all": "Alle cliënten",
    "clients.name": "Naam",
    "clients.born": "Geboren",
    "clients.none": "Er staan nog geen cliënten in uw lijst.",
    "search.title": "Zoek met BSN",
    "search.label": "Burgerservicenummer (BSN)",
    "search.help": "Negen cijfers. Het BSN komt niet in de adresbalk.",
    "search.button": "Zoek",
    "search.nothing": (
        "Geen cliënt gevonden die u mag zien. Controleer het nummer of vraag de cliënt om met u te delen."
    ),
    "banner.client": "Over wie dit gaat",
    "banner.born": "Geboren",
    "banner.years": "({n} jaar)",
    "banner.remarks": "Andere bronnen schrijven dit anders",
    "remark.name": "Naam",
    "remark.birthDate": "Geboortedatum",
    "remark.address": "Adres",
    "remark.gender": "Geslacht",
    "remark.by": "volgens {source}",
    "timeline.title": "Tijdlijn",
    "timeline.notice": NOTICE,
    "timeline.lanes": "Per leefgebied",
    "timeline.lanes.help": "Elk getal is een aantal gebeurtenissen en een koppeling naar de lijst.",
    "timeline.why": "Waarom ziet u dit?",
    "timeline.why.text": "U mag dit zien.",
    "life": "Leefgebied",
    "problem": "Omaha-probleem",
    "own": "van uw eigen organisatie",
    "meeting.start": "Start een overleg",
    "meetings.title": "Overleggen",
    "meetings.none": "Er is geen open overleg. Start een overleg vanaf de tijdlijn van een cliënt.",
    "meetings.open": "Overleg over {name}",
    "meetings.waiting": "Nog niet bevestigd wie er zit",
    "meetings.confirmed": "Bevestigd op {when}",
    "table.title": "Overleg over {name}",
    "table.who": "Wie zit er aan tafel?",
    "table.who.help": (
        "Vink iedereen aan die er zit en bevestig de lijst als geheel. Elke wijziging wordt vastgelegd; "
        "de cliënt kan die lezen. U zit er zelf altijd bij."
    ),
    "table.confirm": "Bevestig deze lijst",
    "table.change": "Wie zit er aan tafel wijzigen",
    "table.present": "Aan tafel",
    "table.alone": "Alleen u",
    "table.confirmed": "bevestigd om {when}",
    "table.shown": "Op het scherm staat alleen wat iedereen aan tafel mag zien.",
    "table.why": "Iedereen aan tafel mag dit zien.",
    "table.close": "Sluit het overleg",
    "table.waiting": "Er staat nog niets op het scherm. Bevestig eerst wie er aan tafel zit.",
}

CATALOGUE: Mapping[Audience, Mapping[str, str]] = {"client": {**BOTH, **CLIENT}, "pro": {**BOTH, **PRO}}


def say(audience: Audience, key: str, **values: object) -> str:
    """The text for a reader, with its places filled. A missing key is a mistake in the code and fails at once."""
    return CATALOGUE[audience][key].format(**values)


def number(audience: Audience, key: str, n: int) -> str:
    """Singular or plural; `{n}` is the number."""
    return say(audience, f"{key}.{'one' if n == 1 else 'many'}", n=n)
