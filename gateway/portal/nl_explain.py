"""Words of the public explanation of who can see what, held to plain language as everything a client reads."""

from __future__ import annotations

from collections.abc import Mapping

EXPLAIN: Mapping[str, str] = {
    "explain.title": "Wat deelt elke organisatie?",
    "explain.intro": (
        "Hier leest u wie ooit iets van u kan zien. "
        "Deze tekst komt uit de regels zelf. Verandert een regel? Dan verandert deze tekst mee."
    ),
    "explain.always": "Dit geldt altijd",
    "explain.always.sharing": "U kiest met wie u deelt, of wie voor u beslist kiest dat. Stoppen kan altijd.",
    "explain.always.own": "Wat een organisatie zelf over u opschrijft, ziet zij altijd.",
    "explain.always.client": "U ziet zelf alles. Mag een hulpverlener iets niet laten zien? Dan hoort u de reden.",
    "explain.always.looked": "Wie bij u kijkt, staat op uw lijst. Haalt iemand daar iets af? Dan valt dat op.",
    "explain.always.contact": (
        "Van een gesprek zien anderen eerst alleen dat er contact was. Wat u zei, deelt u apart."
    ),
    "explain.orgs": "Wie kan iets van een ander zien?",
    "explain.orgs.intro": "Dit gaat over wat een ander over u opschrijft.",
    "explain.shared": "Als u het deelt",
    "explain.bound": "Als u het deelt, en alleen voor {purposes}",
    "explain.never": "Nooit, ook niet als u het deelt",
    "explain.in-need": "Bij nood, ook als u het niet deelt",
    "explain.measure": "Bij een maatregel van de rechter voor een kind. Dan telt delen niet.",
    "explain.need": "Kijken bij nood",
    "explain.need.text": (
        "Bij nood mag iemand kijken zonder dat u deelt: een {roles}. Dat duurt {minutes} minuten. "
        "U krijgt bericht, en later kijkt iemand of het goed was. U kunt vooraf zeggen dat dit niet mag."
    ),
    "explain.works": "Wat hoort bij welk werk?",
    "explain.works.intro": "Iemand ziet nooit meer dan bij het werk hoort. Ook niet als u alles deelt.",
    "explain.work.all": "alle delen van uw leven",
    "explain.work.see": "Ziet wat u deelt over",
    "explain.work.contact": "Ziet alleen dat er contact was, als het gaat over",
    "explain.work.deny": "Ziet niets over",
    "explain.work.sees": "Ziet",
    "explain.work.further": "Ziet verder",
    "explain.work.none": "niets over u",
    "explain.work.untagged.contact-only": "Hoort iets bij geen deel van uw leven? Dan alleen dat er contact was, bij",
    "explain.work.untagged.deny": "Hoort iets bij geen deel van uw leven? Dan ziet dit werk het niet, bij",
    "explain.work.types": "Ziet altijd, als u het deelt",
    "explain.work.also": "Ziet ook",
    "explain.work.by-name": "wat u met deze mens bij naam deelt",
    "explain.type.CarePlan": "uw plan",
    "explain.type.Goal": "uw doelen",
    "explain.type.Appointment": "uw afspraken",
    "explain.type.Encounter": "dat er contact was",
    "explain.ages": "Wie beslist over delen?",
    "explain.version": "Deze regels hebben kenmerk {version}. Een jurist moet ze nog nakijken.",
}
