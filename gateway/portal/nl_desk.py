"""What a registrar reads at the desk, and what is on the paper that the client takes home (held to plain language)."""

from __future__ import annotations

from collections.abc import Mapping

DESK: Mapping[str, str] = {
    "nav.desk": "Balie",
    "nav.authority": "Gezag",
    "desk.title": "Balie",
    "desk.intro": (
        "Voor mensen zonder eigen telefoon of computer, of die hun sleutel kwijt zijn. U ziet hier niets van een "
        "dossier. Alles wat u doet, staat in het logboek en de cliënt kan het lezen."
    ),
    "desk.find": "Wie staat er aan de balie?",
    "desk.find.document": "Identiteitsbewijs dat u hebt gezien",
    "desk.find.document.help": "Alleen het soort. Het nummer wordt nergens bewaard.",
    "desk.find.button": "Begin het bezoek",
    "desk.find.nothing": "Dit lukt niet. Controleer het burgerservicenummer en het identiteitsbewijs.",
    "desk.document.paspoort": "paspoort",
    "desk.document.identiteitskaart": "identiteitskaart",
    "desk.document.rijbewijs": "rijbewijs",
    "desk.document.verblijfsdocument": "verblijfsdocument",
    "desk.more": "Ook aan de balie",
    "desk.authority.link": "Gezag dat een mens moet uitzoeken",
    "desk.key.link": "Uw eigen sleutel",
    "desk.at": "Aan de balie: iemand met een {document}",
    "desk.until": "Bezoek begonnen om {opened}, tot {ends}",
    "desk.close": "Sluit het bezoek",
    "desk.visit": "Bezoek aan de balie",
    "desk.visit.intro": (
        "Vraag wat de cliënt wil. U tekent niets voor iemand anders: beslist een ouder, curator of mentor, dan logt "
        "die zelf in of komt zelf langs."
    ),
    "desk.visit.back": "Terug naar het bezoek",
    "desk.do": "Wat wil de cliënt?",
    "desk.do.pin": "Een pincode kiezen",
    "desk.do.pin.text": "Met een pincode tekent de cliënt aan de balie, met een sleutel die hier bewaard wordt.",
    "desk.do.pin.again": "Een nieuwe pincode kiezen",
    "desk.do.share": "Iets delen, met pincode",
    "desk.do.share.text": "De cliënt toetst de pincode in. U bent getuige.",
    "desk.do.stop": "Stoppen met delen, met pincode",
    "desk.do.stop.text": "Dat gaat meteen in.",
    "desk.do.paper": "Een papieren formulier overnemen",
    "desk.do.paper.text": "U tekent met uw eigen sleutel wat de cliënt op papier zette. Alleen smalle toestemmingen.",
    "desk.do.device": "Een sleutel van de cliënt vastleggen",
    "desk.do.device.text": "Voor wie een eigen apparaat heeft, ook als vervanging van een sleutel die kwijt is.",
    "desk.do.case": "Uitzoeken wie gezag heeft",
    "desk.do.case.text": "De BRP laat open wie voor dit kind mag beslissen.",
    "desk.weaker": "minder veilig",
    "desk.weaker.C": (
        "Minder veilig dan een sleutel op een eigen apparaat: wij bewaren deze sleutel voor de cliënt. "
        "Zeg dat er bij. Is dit niet de eerste sleutel, dan gaat wat er meer gedeeld wordt na drie dagen in."
    ),
    "desk.weaker.D": (
        "Minder veilig dan een sleutel op een eigen apparaat: de cliënt tekent niet zelf. "
        "Zeg dat er bij. Is dit niet de eerste sleutel, dan gaat wat er meer gedeeld wordt na drie dagen in."
    ),
    "desk.keys": "Sleutels van de cliënt",
    "desk.keys.none": "De cliënt heeft nog geen sleutel.",
    "desk.kind.A": "Sleutel op een eigen apparaat",
    "desk.kind.B": "Sleutel van iemand die voor de cliënt tekent",
    "desk.kind.C": "Sleutel die hier bewaard wordt, met pincode",
    "desk.kind.D": "Handtekening op papier, door een registrar",
    "desk.key.since": "sinds {when}",
    "desk.key.over": "sinds {when}, werkt niet meer",
    "desk.key.retire": "Stop",
    "desk.key.retire.which": "Stop deze sleutel: {kind}, {since}",
    "desk.key.lost": "Kwijt of gestolen",
    "desk.key.lost.which": "Kwijt of gestolen: {kind}, {since}",
    "desk.lost.title": "Sleutel kwijt of gestolen",
    "desk.lost.text": (
        "Deze sleutel tekent niets meer. Wat ermee extra gedeeld werd sinds het moment hieronder, stopt. "
        "Wat ermee gestopt werd, blijft gestopt. De cliënt krijgt een brief."
    ),
    "desk.lost.since": "Sinds wanneer had een ander de sleutel?",
    "desk.lost.day": "Dag",
    "desk.lost.help": "Weet de cliënt het niet zeker? Kies dan de vroegste dag.",
    "desk.lost.yes": "Ja, sluit deze sleutel",
    "desk.lost.no": "Nee, ga terug",
    "desk.pin.title": "Pincode kiezen",
    "desk.pin.label": "Pincode, in te toetsen door de cliënt",
    "desk.pin.help": "Vijf tot acht cijfers, niet allemaal hetzelfde. Kijk niet mee.",
    "desk.pin.twice": "Nog een keer dezelfde pincode",
    "desk.pin.yes": "Leg de pincode vast",
    "desk.share.title": "Delen met pincode",
    "desk.share.with": "Met wie?",
    "desk.share.with.help": "De lijst van iedereen die hier geregistreerd is. Wie de cliënt helpt, ziet u niet.",
    "desk.share.choose": "Kies een persoon of organisatie",
    "desk.share.what": "Wat mag die zien?",
    "desk.share.how": "Hoeveel?",
    "desk.share.how.all": "Alles wat er staat",
    "desk.share.how.contact": "Alleen dat er contact was",
    "desk.share.until": "Tot en met welke dag?",
    "desk.share.on": "Verder",
    "desk.sure.title": "Lees dit voor",
    "desk.sure.text": "Dit gaat de cliënt tekenen:",
    "desk.sure.sentence": "{name} mag zien: {what}. Tot en met {day}.",
    "desk.sure.contact": "{name} mag zien dat er contact was over: {what}. Tot en met {day}.",
    "desk.sure.stop": "{name} mag niets meer zien.",
    "desk.sure.lapses": (
        "Wacht er nog iets dat de cliënt met een andere sleutel deelde? Dat kan nu vervallen. "
        "Het staat dan op het blad."
    ),
    "desk.for": "De cliënt beslist voor iemand anders",
    "desk.for.bsn": "Burgerservicenummer van die ander",
    "desk.for.help": "Alleen als de cliënt nu voor die ander mag beslissen. De ander leest terug dat dit gevraagd is.",
    "desk.sure.for": "Dit gaat over degene voor wie de cliënt beslist. De cliënt tekent in de eigen naam.",
    "desk.sure.yes": "Teken met de pincode",
    "desk.sure.no": "Terug",
    "desk.stop.title": "Stoppen met delen",
    "desk.paper.title": "Papieren formulier overnemen",
    "desk.paper.intro": (
        "Neem alleen over wat op het ondertekende formulier staat: hele onderdelen, voor één partij, ten hoogste een "
        "jaar. Bewaar het formulier."
    ),
    "desk.paper.first": "Leg eerst vast dat uw sleutel voor deze cliënt papier tekent",
    "desk.paper.first.text": "Dat hoeft één keer per cliënt. De cliënt krijgt er een brief over.",
    "desk.paper.bind": "Leg vast",
    "desk.paper.yes": "Teken voor het papier",
    "desk.device.title": "Sleutel van de cliënt vastleggen",
    "desk.device.intro": (
        "Het apparaat van de cliënt maakt een sleutel en toont de openbare helft. Is dit niet de eerste sleutel, dan "
        "gaat wat ermee gedeeld wordt pas na drie dagen in. De cliënt krijgt een brief."
    ),
    "desk.device.label": "Openbare sleutel (JWK)",
    "desk.device.help": "De hele tekst die het apparaat toont, met de accolades. Daarin staan kty, crv, x en y.",
    "desk.device.yes": "Leg deze sleutel vast",
    "desk.sign.title": "Teken met uw eigen sleutel",
    "desk.sign.text": (
        "Op dit apparaat staat geen sleutel van u, of de browser voert geen script uit. Teken de tekst hieronder met "
        "uw eigen sleutel (ES256) en plak het hele token terug."
    ),
    "desk.sign.which": "Sleutel waarmee u tekent",
    "desk.sign.input": "Te tekenen",
    "desk.sign.token": "Getekend token",
    "desk.sign.yes": "Stuur het getekende token in",
    "desk.signing.title": "Dit tekent u nu",
    "desk.signing.gone": "Tekenen met uw sleutel lukt niet. Er is niets veranderd.",
    "desk.signing.differs": "Wat u zou tekenen is niet wat hier staat. Er is niets getekend. Meld dit.",
    "desk.own.title": "Uw eigen sleutel",
    "desk.own.intro": (
        "Met een eigen sleutel legt u sleutels van cliënten vast en tekent u wat op papier staat. De sleutel ontstaat "
        "in deze browser en gaat er niet uit."
    ),
    "desk.own.here": "Op dit apparaat staat een geregistreerde sleutel van u.",
    "desk.own.make": "Maak een sleutel op dit apparaat",
    "desk.own.no-script": "Zonder script kan deze browser geen sleutel maken. Teken dan met een eigen programma.",
    "desk.own.list": "Uw geregistreerde sleutels",
    "desk.own.none": "U hebt nog geen geregistreerde sleutel.",
    "desk.own.hand": "Geef dit aan uw beheerder",
    "desk.own.hand.text": (
        "De sleutel telt pas als uw beheerder hem registreert, met het commando registrar. Dit is de openbare helft; "
        "die mag iedereen zien."
    ),
    "desk.own.demo": "In deze oefenplaats is de sleutel meteen geregistreerd.",
    "desk.done.pin": "De pincode is vastgelegd",
    "desk.done.key": "De sleutel is vastgelegd",
    "desk.done.share": "De cliënt deelt dit nu",
    "desk.done.stop": "Dit delen is gestopt",
    "desk.done.paper": "Het formulier is overgenomen",
    "desk.done.ended": "De sleutel werkt niet meer",
    "desk.done.print": "Druk dit blad af en geef het mee",
    "desk.done.print.how": "Druk af met uw browser. Alleen het blad zelf komt op papier.",
    "desk.error.title": "Kijk dit nog even na",
    "desk.error.pin-wrong": "De pincode klopt niet. Na vijf keer fout kiest de cliënt hier een nieuwe.",
    "desk.error.pin-blocked": "Er is geen pincode die werkt. Laat de cliënt eerst een pincode kiezen.",
    "desk.error.pin-form": "Een pincode heeft vijf tot acht cijfers, niet allemaal hetzelfde.",
    "desk.error.pin-twice": "De twee pincodes zijn niet gelijk.",
    "desk.error.witness-benefits": (
        "U kunt hier geen getuige van zijn: u of uw organisatie krijgt er zelf iets mee te zien. Vraag een registrar "
        "van een andere organisatie."
    ),
    "desk.error.forced-framework": "Onder een maatregel geldt geen toestemming: er valt niets te delen of te stoppen.",
    "desk.error.paper-template": "Dit past niet op papier: hele onderdelen, voor één partij, ten hoogste een jaar.",
    "desk.error.paper-restriction": "Op papier wordt geen verbod weggenomen.",
    "desk.error.party-unknown": "Kies een persoon of organisatie uit de lijst.",
    "desk.error.share-what": "Kies minstens één onderdeel.",
    "desk.error.share-until": "Kies een dag die nog komt.",
    "desk.error.key-form": "Dit is geen openbare sleutel (P-256). Neem de hele tekst van het apparaat over.",
    "desk.error.key-taken": "Deze sleutel is hier eerder gebruikt. Laat het apparaat een nieuwe maken.",
    "desk.error.key-unknown": "Deze sleutel is hier niet (meer) van u, of nog niet geregistreerd.",
    "desk.error.object-signature": "De handtekening klopt niet met uw geregistreerde sleutel.",
    "desk.error.policy-signature": "De handtekening klopt niet met uw geregistreerde sleutel.",
    "desk.error.desk-other": "Dit token gaat over iemand anders dan wie hier staat.",
    "desk.error.compromise-moment": "Die dag moet nog komen.",
    "desk.error.capacity": "Zeg wie gezag heeft, ieder één keer, of dat niemand het heeft.",
    "desk.error.bsn-elfproef": "Een burgerservicenummer klopt niet.",
    "desk.error.desk-not-decides": "Wie hier staat, beslist nu niet voor deze persoon.",
    "desk.error.own-authority": "Een kind heeft geen gezag over zichzelf.",
    "desk.error.other": "Dit wordt zo niet aangenomen. Begin opnieuw.",
    "authority.title": "Gezag dat een mens moet uitzoeken",
    "authority.intro": (
        "Wat de BRP openlaat. Tot u het hebt uitgezocht, kan niemand iets toestaan voor dit kind. "
        "In de lijst staat geen naam; wie een zaak opent, staat in het logboek."
    ),
    "authority.none": "Er is niets uit te zoeken.",
    "authority.since": "Sinds {when}",
    "authority.open": "Open",
    "authority.open.which": "Open de zaak van {when}: {question}",
    "authority.case": "Wie heeft gezag?",
    "authority.child": "Kind",
    "authority.born": "Geboren",
    "authority.said": "Toelichting van de BRP",
    "authority.holder": "Persoon {n} met gezag",
    "authority.bsn": "Burgerservicenummer",
    "authority.capacity": "Als",
    "authority.capacity.ouder": "ouder",
    "authority.capacity.voogd": "voogd",
    "authority.capacity.derde": "derde, samen met een ouder",
    "authority.nobody": "Niemand heeft gezag",
    "authority.help": "Uitgezocht in het gezagsregister of bij de rechtbank. Uw naam komt bij het besluit te staan.",
    "authority.decide": "Leg vast",
    "authority.back": "Terug naar de lijst",
}

CLIENT_DESK: Mapping[str, str] = {
    "sheet.title": "Bewijs van de balie",
    "sheet.by": "U was bij de balie op {when}. U werd geholpen door {who}.",
    "sheet.of": "van {org}",
    "sheet.keep": "Bewaar dit blad. Klopt er iets niet? Bel ons dan meteen.",
    "sheet.for": "U tekende dit voor iemand voor wie u mag beslissen.",
    "sheet.pin": "U koos een pincode. Met die pincode tekent u bij de balie. Geef de pincode aan niemand.",
    "sheet.key": "Er is een nieuwe sleutel om mee te tekenen. Die staat op uw eigen apparaat.",
    "sheet.paper": "Een medewerker mag voor u overnemen wat u op papier zet.",
    "sheet.signed": "Dit hebt u nu getekend:",
    "sheet.empty": "U deelt nu niets meer.",
    "sheet.weaker.C": (
        "Wij bewaren de sleutel voor u. Dat is minder veilig dan een sleutel op uw eigen telefoon of computer."
    ),
    "sheet.weaker.D": "U tekende op papier. Dat is minder veilig dan een sleutel op uw eigen telefoon of computer.",
    "sheet.waits": "Wat u meer deelt, gaat in op {when}. U krijgt hierover een brief.",
    "sheet.lapsed": "Dit wachtte nog en gaat niet meer in. Wilt u dit toch? Kies het dan opnieuw.",
    "sheet.version": "Nummer",
    "sheet.code": "Code",
    "sheet.ended": "Een sleutel van u werkt niet meer. Wat u ermee stopte, blijft gestopt.",
    "sheet.stop": "U kunt altijd stoppen met delen. Kom langs of bel ons.",
}
