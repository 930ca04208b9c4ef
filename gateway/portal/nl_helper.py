"""What clients read about who helps them and whom they help (held to plain language)."""

from __future__ import annotations

from collections.abc import Mapping

HELPER: Mapping[str, str] = {
    "nav.helper": "Wie helpt mij",
    "namens.banner": "U bent hier voor {name}",
    "namens.label": "Voor wie u hier bent",
    "namens.stop": "Stop, ik ben er weer voor mezelf",
    "namens.over": "U mag niet meer voor die persoon kijken. U bent hier weer voor uzelf.",
    "namens.start": "Kijk voor {name}",
    "helper.title": "Wie helpt mij",
    "helper.intro": "Hier ziet u wie iets voor u mag doen. En voor wie u iets mag doen.",
    "helper.deciders": "Wie voor u mag beslissen",
    "helper.deciders.none": "Niemand. U beslist zelf.",
    "helper.ouder": "ouder met gezag",
    "helper.voogd": "voogd",
    "helper.derde": "iemand die samen met een ouder gezag heeft",
    "helper.curator": "curator, gekozen door de rechter",
    "helper.mentor": "mentor, gekozen door de rechter",
    "helper.until": "tot en met {day}",
    "helper.part": "over een deel van uw hulp",
    "helper.idle": "telt nu niet mee",
    "helper.signers": "Wie voor u mag tekenen",
    "helper.signers.none": "U liet nog niemand voor u tekenen.",
    "helper.signers.text": (
        "Zo iemand mag voor u kiezen wie wat ziet. Die persoon ziet wat u nu deelt. Uw dossier leest die persoon niet."
    ),
    "helper.new": "Laat iemand voor u tekenen",
    "helper.ended": "is voorbij",
    "helper.before": "wat eerder voor u is gedeeld, blijft tot en met {day}",
    "helper.receipt": "Uw bewijs",
    "helper.receipt.who": "Uw bewijs: {name} mag voor u tekenen",
    "helper.stop": "Stop",
    "helper.stop.mine": "Stop: u tekent niet meer voor {name}",
    "helper.stop.who": "Stop: {name} tekent niet meer",
    "helper.mine": "Voor wie u iets doet",
    "helper.mine.none": "U doet nu niets voor een ander.",
    "helper.mine.sign": "U mag tekenen voor {name}",
    "helper.mine.decide": "U mag beslissen voor {name}",
    "helper.code": "Wilt u iemand anders helpen?",
    "helper.code.text": "Geef deze code aan die persoon. De code werkt vandaag en morgen.",
    "helper.code.key": "Maak eerst een sleutel op uw eigen telefoon of computer. Dan kunt u tekenen voor een ander.",
    "helper.back": "Wie u kan helpen als u niets meer kunt",
    "helper.back.text": (
        "Bent u uw sleutel kwijt? Dan kunnen twee van deze drie mensen u helpen. Kies mensen die u vertrouwt."
    ),
    "helper.back.none": "U koos nog niemand.",
    "helper.back.counts": "telt mee",
    "helper.back.waits": "telt mee vanaf {when}",
    "helper.back.choose": "Kies drie mensen",
    "helper.back.how": "Vraag elk van hen om een code. Wie u nu kiest, telt pas na drie dagen. Dat is veiliger voor u.",
    "helper.back.code": "Code van persoon {n}",
    "helper.back.save": "Bewaar deze drie",
    "helper.error.code": "Een code klopt niet of is te oud. Vraag om een nieuwe code.",
    "helper.error.key": "Deze persoon heeft nog geen eigen sleutel. Vraag of die er eerst een maakt.",
    "helper.error.lost": "U zei dat de sleutel van deze persoon niet veilig is. Vraag of die een nieuwe maakt.",
    "helper.error.other": (
        "Deze persoon tekent hier al met deze sleutel, maar niet namens u. Vraag of die een nieuwe sleutel maakt."
    ),
    "helper.error.wat": "Kies waarover. Zet minstens één vinkje.",
    "helper.error.tot": "Kies een dag die nog komt, binnen vijf jaar.",
    "mandate.title": "Laat iemand voor u tekenen",
    "mandate.title.who": "Mag {name} voor u tekenen?",
    "mandate.intro": "Vraag die persoon om een code. Die staat daar op de pagina Wie helpt mij.",
    "mandate.code": "Code van die persoon",
    "mandate.what": "Waarover mag die persoon voor u tekenen?",
    "mandate.until": "Tot en met welke dag?",
    "mandate.on": "Verder",
    "mandate.sure": (
        "{name} kiest dan voor u wie dit mag zien. {name} ziet ook wat u nu deelt, en met wie. "
        "U kunt dit altijd stoppen."
    ),
    "mandate.about": "Het gaat over",
    "mandate.wait": "Wat {name} tekent, gaat pas na drie dagen in. U krijgt er een brief over.",
    "mandate.before": (
        "{name} mag nu ook al voor u tekenen. Dit komt daarvoor in de plaats. "
        "Wat {name} al voor u deelde, blijft tot en met {day}."
    ),
    "mandate.signs": "Dit tekent u",
    "mandate.given.title": "{name} mag voor u tekenen",
    "mandate.counts": "Dit telt vanaf {when}.",
    "mandate.can-stop": "U kunt dit altijd stoppen.",
    "mandate.over.title": "{name} tekent niet meer voor u",
    "mandate.over.text": "Wat {name} voor u deelde, is ook gestopt. Wat al gezien is, kan niet terug.",
    "mandate.stop.title": "Mag {name} niet meer voor u tekenen?",
    "mandate.stop.text": (
        "{name} kan dan niets meer voor u kiezen. Wat {name} voor u deelde, stopt ook. Dit gaat meteen in."
    ),
    "mandate.stop.kept": "Wat {name} voor u gestopt heeft, blijft gestopt.",
    "mandate.stop.yes": "Ja, stop",
    "mandate.stopped.when": "Gestopt op",
    "mandate.stopped.how": "Zo is het gestopt",
    "mandate.stopped.unsigned": "zonder handtekening",
    "mandate.back": "Terug naar wie helpt mij",
    "mandate.yes": "Ja, dat mag",
    "mandate.no": "Nee, ga terug",
    "keys.link": "Uw sleutels",
    "keys.link.text": "Hier ziet u uw sleutels. U kunt er een maken. Bent u er een kwijt? Zeg het hier.",
    "key.stop": "Stop met deze sleutel",
    "key.stop.which": "Stop met deze sleutel: {kind}, {since}",
    "key.new-waits": "Wat u deelt met een nieuwe sleutel, gaat pas na drie dagen in. Stoppen kan altijd meteen.",
}
