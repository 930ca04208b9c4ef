"""Noor de Wit (8): under supervision of the court, a year with foster parents, and weekends with her mother again."""

from __future__ import annotations

from gateway.demo.people import HANS, LINDA
from gateway.demo.teller import Teller
from gateway.demo.town import HAVEN, KOMPAS
from gateway.demo.writers import ijw, jgz
from gateway.demo.writers.istandaarden import Relatie
from gateway.demo.writers.zib_medisch import allergie, contact, diagnose
from gateway.demo.writers.zib_metingen import gewicht
from gateway.demo.writers.zib_verslag import soep


def tell(t: Teller) -> None:
    t.relaties = (Relatie("10", LINDA), Relatie("13", HANS))
    t.juridische_status = "04"
    maatregel = t.toewijzing(1, ("48", "48A01"), (1, "82", "6"), besluit=400, van=398, tot=34)
    pleegzorg = t.toewijzing(2, ("44", "44A07"), (7, "14", "2"), besluit=400, van=398, tot=-120)
    t.jw301(400, KOMPAS, maatregel, pleegzorg)
    t.jw305(394, KOMPAS, t.start(maatregel, 396))
    t.jw305(393, KOMPAS, t.start(pleegzorg, 396))
    t.bekend(HAVEN, 385)
    t.fhir(
        HAVEN, 384, diagnose("P22", "Zorgen over gedrag kind", name="gedrag"), contact("AMB", "16:00", reason="gedrag")
    )
    t.fhir(HAVEN, 383, gewicht(23.4), allergie("762952008", "Pinda", ("271807003", "huiduitslag"), "food"))
    t.fhir(
        HAVEN,
        331,
        soep(
            "Slaapt niet",
            ("P06", "Slaapstoornis"),
            S="Ligt lang wakker, pleegvader leest voor. Bang in het donker.",
            E="Inslaapprobleem na uithuisplaatsing.",
            P="Vast avondritueel, terug als het niet betert.",
        ),
    )
    verwerken = t.toewijzing(3, ("45", "45A53"), (60, "01", "2"), besluit=298, van=292, tot=88)
    t.jw301(298, KOMPAS, maatregel, pleegzorg, verwerken)
    therapie = t.start(verwerken, 282)
    t.jw305(280, KOMPAS, therapie)
    t.fhir(HAVEN, 250, diagnose("P06", "Slaapstoornis", name="slaap"))
    t.fhir(HAVEN, 182, diagnose("S87", "Constitutioneel eczeem", name="eczeem"))
    t.fhir(
        HAVEN,
        181,
        diagnose("P06", "Slaapstoornis", name="slaap", text="Slaapt door.", over_since=t.day(250).isoformat()),
    )
    t.jw307(84, KOMPAS, t.stop(therapie, 88, ijw.VOLGENS_PLAN))
    gegroeid = jgz.Contact(
        "4",
        t.day(90),
        ("40", "Contact 4 tot 12 jaar"),
        (jgz.maat("235", "Lengte", 1301, "mm"), jgz.maat("245", "Gewicht", 25800, "g")),
        (("04", "BMR", "W4412"),),
        "Groeit en slaapt goed. Inhaalvaccinatie gegeven.",
    )
    geen_bezwaar = ("1395", "Bezwaar overdracht dossier binnen JGZ", True)
    t.jgz(88, jgz.Dossier(t.person, t.person.born(t.today), (gegroeid,), (geen_bezwaar,), LINDA))
    weekend = t.toewijzing(4, ("45", "45A51"), (120, "01", "2"), besluit=70, van=65, tot=-110)
    verlengd = t.toewijzing(5, ("48", "48A02"), (1, "82", "6"), besluit=70, van=33, tot=-330)
    t.jw301(70, KOMPAS, maatregel, pleegzorg, weekend, verlengd)
    t.jw305(60, KOMPAS, t.start(weekend, 62))
    t.jw305(27, KOMPAS, t.start(verlengd, 31))
    t.fhir(HAVEN, 13, gewicht(26.1, "Groeit goed."))
