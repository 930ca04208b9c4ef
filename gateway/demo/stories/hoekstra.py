"""Wim (80) and Ria Hoekstra (76): he has dementia, she cares for him, until it is more than she can bear."""

from __future__ import annotations

from gateway.demo.people import RIA, WIM
from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, HAVEN, NOORD
from gateway.demo.writers import iwmo
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.istandaarden import Relatie
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.zib_medisch import alert, contact, diagnose, episode, probleem
from gateway.demo.writers.zib_metingen import bloeddruk, gewicht, must, uitslag
from gateway.demo.writers.zib_persoon import naaste
from gateway.demo.writers.zib_verpleging import doel, hulp, kan, situatie, team, zorgactie
from gateway.demo.writers.zib_verslag import soep

DEMENTIE = ("P70", "Dementie")
MANTELZORG = ("Z14", "Probleem door ziekte partner")


def wim(t: Teller) -> None:
    t.relaties = (Relatie("12", RIA),)
    t.bekend(HAVEN, 430)
    t.fhir(
        HAVEN, 428, diagnose("P20", "Geheugenproblemen", name="geheugen"), contact("AMB", "14:10", reason="geheugen")
    )
    t.fhir(
        HAVEN,
        428,
        soep(
            "Vergeetachtig",
            ("P20", "Geheugenproblemen"),
            S="Zoekt vaak zijn spullen, echtgenote merkt dat hij dingen herhaalt.",
            O="MMSE 23 van 30. Oriëntatie in tijd onzeker.",
            E="Geheugenstoornis, verdenking dementie.",
            P="Bloedonderzoek, verwijzing geheugenpoli.",
        ),
    )
    t.fhir(
        HAVEN,
        420,
        labbericht(
            uitslag(concept(LOINC, "3016-3", "TSH"), 2.1, ("mU/L", "m[IU]/L")),
            uitslag(concept(LOINC, "2947-0", "Natrium"), 139, ("mmol/L", "mmol/L")),
        ),
    )
    t.fhir(HAVEN, 371, diagnose(*DEMENTIE, name="dementie", text="Vastgesteld op de geheugenpoli."))
    t.fhir(HAVEN, 371, episode("Ziekte van Alzheimer", "dementie"))
    t.bekend(NOORD, 350, form="xml")
    t.fhir(
        NOORD, 349, probleem("52448006", "dementie", name="dementie"), naaste(RIA, ("WIFE", "Echtgenote")), form="xml"
    )
    t.fhir(NOORD, 348, kan("wassen", "16621000146103", "hulp nodig bij zich wassen"), form="xml")
    t.fhir(NOORD, 348, situatie("wonen", "Woont met echtgenote in een rijtjeshuis, slaapkamer boven."), form="xml")
    dagen = t.toewijzing(1, ("07", "07A21"), (4, "16", "2"), besluit=322, van=315, tot=-50)
    vervoer = t.toewijzing(2, ("08", "08A03"), (4, "82", "2"), besluit=322, van=315, tot=-50)
    t.wmo301(322, BRUG, dagen, vervoer)
    t.wmo305(310, BRUG, t.start(dagen, 313))
    t.wmo305(309, BRUG, t.start(vervoer, 313))
    t.fhir(
        NOORD, 262, situatie("meedoen", "Gaat twee dagen per week naar de dagbesteding, schildert daar."), form="xml"
    )
    t.fhir(HAVEN, 240, bloeddruk(142, 80), gewicht(71.2))
    t.fhir(NOORD, 180, must(1, "Vergeet te eten als echtgenote weg is."), form="xml")
    t.fhir(NOORD, 176, doel("Meneer eet drie maaltijden per dag", "dementie", t.day(-30).isoformat()), form="xml")
    t.fhir(HAVEN, 121, probleem("130987000", "acute verwardheid", name="dwalen"), alert("dwalen", "Dwaalt 's avonds"))
    verblijf = t.toewijzing(3, ("04", "04A01"), (3, "14", "4"), besluit=96, van=90, tot=-240)
    t.wmo301(96, BRUG, dagen, vervoer, verblijf)
    logeren = t.start(verblijf, 75)
    t.wmo305(72, BRUG, logeren)
    t.fhir(
        NOORD,
        60,
        team("Zorg rond meneer Hoekstra", "J. van Beek, huisarts", "Casemanager dementie", "Ria Hoekstra, echtgenote"),
        zorgactie("386229000", "ondersteuning voor verzorger", "dementie", "Wekelijks", "Gesprek met echtgenote."),
        form="xml",
    )
    t.wmo307(20, BRUG, t.stop(logeren, 22, iwmo.TIJDELIJK))
    t.fhir(
        NOORD, 6, kan("kleden", "129039006", "hulp nodig bij aankleden", "Legt kleding verkeerd om klaar."), form="xml"
    )


def ria(t: Teller) -> None:
    t.relaties = (Relatie("12", WIM),)
    t.bekend(HAVEN, 402)
    t.fhir(HAVEN, 401, diagnose("K86", "Hypertensie", name="bloeddruk"), bloeddruk(164, 92))
    t.fhir(HAVEN, 320, diagnose(*MANTELZORG, name="mantelzorg", text="Zorgt dag en nacht voor haar man."))
    t.fhir(
        HAVEN,
        320,
        soep(
            "Zorg om haar man",
            MANTELZORG,
            S="Slaapt slecht, moet 's nachts opletten. Komt niet meer aan koor toe.",
            O="Vermoeid, emotioneel.",
            E="Dreigende overbelasting mantelzorger.",
            P="Casemanager betrekken, respijtzorg aanvragen.",
        ),
    )
    t.fhir(HAVEN, 244, bloeddruk(152, 88, "Neemt haar tabletten niet elke dag."))
    t.fhir(HAVEN, 150, diagnose("P06", "Slaapstoornis", name="slaap"), contact("VR", "11:30", reason="slaap"))
    steun = t.toewijzing(1, ("02", "02A11"), (60, "01", "2"), besluit=110, van=105, tot=-250)
    t.wmo301(110, BRUG, steun)
    gestart = t.start(steun, 98)
    t.wmo305(95, BRUG, gestart)
    t.fhir(
        HAVEN,
        64,
        soep(
            "Controle",
            ("K86", "Hypertensie"),
            S="Gaat beter nu Wim af en toe logeert. Zingt weer.",
            O="RR 138/82.",
            E="Hypertensie onder controle.",
            P="Zelfde medicatie, over een halfjaar terug.",
        ),
    )
    t.fhir(HAVEN, 63, hulp("386229000", "ondersteuning voor verzorger", "Elke donderdag", "Buurvrouw past op Wim."))
    t.wmo307(31, BRUG, t.stop(gestart, 33, iwmo.DOOR_CLIENT))
    t.fhir(HAVEN, 12, bloeddruk(136, 80), gewicht(66.0))
