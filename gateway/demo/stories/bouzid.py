"""Samira Bouzid (36) and her son Yassin (10): restless at school, a mother at the end of her tether, help for both."""

from __future__ import annotations

from gateway.demo.people import SAMIRA
from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, HAVEN, KOMPAS
from gateway.demo.writers import ijw, iwmo, jgz
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.istandaarden import Relatie
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.zib_medisch import contact, diagnose, episode
from gateway.demo.writers.zib_metingen import bloeddruk, gewicht, uitslag
from gateway.demo.writers.zib_verslag import soep

GESPANNEN = ("P01", "Angstig/nerveus/gespannen gevoel")
DRUK = ("P21", "Overactief kind/ADHD")
GEDRAG = ("P22", "Zorgen over gedrag kind")


def samira(t: Teller) -> None:
    t.bekend(HAVEN, 398)
    t.fhir(HAVEN, 396, diagnose("A04", "Moeheid/zwakte", name="moe"), contact("AMB", "08:40", reason="moe"))
    t.fhir(
        HAVEN,
        395,
        labbericht(
            uitslag(concept(LOINC, "718-7", "Hemoglobine"), 6.9, ("mmol/L", "mmol/L"), "Licht verlaagd."),
            uitslag(concept(LOINC, "3016-3", "TSH"), 1.7, ("mU/L", "m[IU]/L")),
        ),
    )
    t.fhir(HAVEN, 341, diagnose("Z20", "Relatieprobleem ouder/familie", name="familie"))
    t.fhir(
        HAVEN,
        341,
        soep(
            "Spanning thuis",
            GESPANNEN,
            S="Alleenstaand, zoon is druk en slaapt slecht. Huilt veel.",
            O="Gespannen, goed contact.",
            E="Spanningsklachten bij opvoedstress.",
            P="Praktijkondersteuner, en aanmelding bij het jeugdteam voor haar zoon.",
        ),
    )
    t.fhir(HAVEN, 340, diagnose(*GESPANNEN, name="spanning"), episode("Spanningsklachten", "spanning"))
    t.fhir(HAVEN, 286, bloeddruk(124, 78))
    thuis = t.toewijzing(1, ("02", "02A11"), (90, "01", "2"), besluit=230, van=224, tot=42)
    t.wmo301(230, BRUG, thuis)
    gestart = t.start(thuis, 219)
    t.wmo305(217, BRUG, gestart)
    t.fhir(
        HAVEN,
        170,
        soep(
            "Vervolg",
            GESPANNEN,
            S="Begeleider helpt met structuur. Werkt weer drie ochtenden.",
            E="Spanningsklachten nemen af.",
            P="Gesprekken om de maand.",
        ),
    )
    t.fhir(HAVEN, 120, diagnose("Z16", "Relatieprobleem met kind", name="kind"), contact("VR", "12:10", reason="kind"))
    t.wmo307(38, BRUG, t.stop(gestart, 42, iwmo.VOLGENS_PLAN))
    begin = t.day(340).isoformat()
    t.fhir(
        HAVEN,
        16,
        diagnose(*GESPANNEN, name="spanning", text="Klachtenvrij, alert op terugval.", over_since=begin),
        episode("Spanningsklachten", "spanning", over_since=begin),
    )


def yassin(t: Teller) -> None:
    t.relaties = (Relatie("10", SAMIRA),)
    t.bekend(HAVEN, 390)
    t.fhir(HAVEN, 388, diagnose(*GEDRAG, name="gedrag"), contact("AMB", "15:50", reason="gedrag"))
    ambulant = t.toewijzing(
        1, ("45", "45A48"), (90, "01", "2"), besluit=330, van=324, tot=140, commentaar="Gezin en school samen"
    )
    t.jw301(330, KOMPAS, ambulant)
    begonnen = t.start(ambulant, 316)
    t.jw305(313, KOMPAS, begonnen)
    t.fhir(
        HAVEN,
        282,
        soep(
            "Onrust op school",
            DRUK,
            S="Kan niet stilzitten, raakt snel boos. Moeder vraagt om onderzoek.",
            O="Beweeglijk, legt goed contact.",
            E="Verdenking ADHD.",
            P="Diagnostiek via Het Kompas.",
        ),
    )
    onderzoek = t.toewijzing(2, ("45", "45A06"), (600, "01", "6"), besluit=270, van=266, tot=180)
    t.jw301(270, KOMPAS, ambulant, onderzoek)
    test = t.start(onderzoek, 259)
    t.jw305(256, KOMPAS, test)
    t.jgz(250, _jgz(t))
    t.jw307(196, KOMPAS, t.stop(test, 199, ijw.VOLGENS_PLAN))
    t.fhir(HAVEN, 190, diagnose(*DRUK, name="adhd", text="Vastgesteld door Jeugdhulp Het Kompas."))
    t.fhir(HAVEN, 188, gewicht(31.5), bloeddruk(102, 62))
    t.fhir(HAVEN, 150, diagnose("P24", "Leerprobleem", name="leren"))
    t.jw307(136, KOMPAS, t.stop(begonnen, 140, ijw.VOLGENS_PLAN))
    training = t.toewijzing(3, ("45", "45A51"), (60, "01", "2"), besluit=145, van=138, tot=-45)
    t.jw301(145, KOMPAS, ambulant, training)
    t.jw305(128, KOMPAS, t.start(training, 131))
    t.fhir(
        HAVEN,
        21,
        soep(
            "Controle medicatie",
            DRUK,
            S="School ziet verbetering, eet minder tussen de middag.",
            O="Gewicht 32,1 kg.",
            E="ADHD, goed ingesteld.",
            P="Zelfde dosis, over drie maanden terug.",
        ),
    )


def _jgz(t: Teller) -> jgz.Dossier:
    """What the school doctor saw, with the objection to research that his mother made."""
    gezien = jgz.Contact(
        "7",
        t.day(252),
        ("40", "Contact 4 tot 12 jaar"),
        (
            jgz.keuze("R018", "1577", "Vorm activiteit", "424", ("06", "Huisbezoek")),
            jgz.maat("235", "Lengte", 1392, "mm"),
            jgz.maat("245", "Gewicht", 31200, "g"),
            jgz.tekst("R021", "790", "Bijzonderheden functioneren in de klas", "Moeilijk stil zitten, wel gezellig."),
            jgz.keuze("R034", "348", "Balans draaglast-draagkracht", "60", ("2", "In evenwicht")),
        ),
        conclusie="Druk, groeit goed. Onderzoek bij Het Kompas loopt.",
    )
    return jgz.Dossier(
        t.person,
        t.person.born(t.today),
        (gezien,),
        (("1404", "Bezwaar wetenschappelijk onderzoek", False),),
        SAMIRA,
        ("Verwijsbrief.pdf", b"%PDF-1.3\n% een verzonnen brief\n%%EOF\n"),
    )
