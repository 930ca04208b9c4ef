"""Meindert Dijkstra (67): Parkinson; a wheelchair, a house made fit, and nursing twice a day."""

from __future__ import annotations

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, HAVEN, NOORD
from gateway.demo.writers import iwmo
from gateway.demo.writers.zib_medisch import contact, diagnose, probleem
from gateway.demo.writers.zib_metingen import barthel, bloeddruk
from gateway.demo.writers.zib_verpleging import doel, hulp, kan, situatie, zorgactie
from gateway.demo.writers.zib_verslag import soep

PARKINSON = ("N87", "Parkinsonisme")


def tell(t: Teller) -> None:
    t.bekend(HAVEN, 440)
    t.fhir(HAVEN, 438, diagnose(*PARKINSON, name="parkinson", text="Vijf jaar bekend, neuroloog behandelt."))
    t.fhir(
        HAVEN,
        437,
        soep(
            "Bevriezen bij lopen",
            PARKINSON,
            S="Blijft staan bij drempels, twee keer bijna gevallen.",
            O="Kleine passen, stijf, RR liggend 132/80, staand 112/70.",
            E="Parkinson met freezing en bloeddrukval.",
            P="Fysiotherapie aan huis, Wmo-aanvraag woning.",
        ),
    )
    badkamer = t.toewijzing(
        1, ("13", "13X10"), (1, "82", "6"), besluit=409, van=402, tot=330, commentaar="Doucheaanpassing"
    )
    stoel = t.toewijzing(2, ("11", "11X02"), (1, "82", "6"), besluit=409, van=402, tot=-900)
    t.wmo301(409, BRUG, badkamer, stoel)
    klus, rolstoel = t.start(badkamer, 380), t.start(stoel, 388)
    t.wmo305(385, BRUG, rolstoel)
    t.wmo305(378, BRUG, klus)
    t.wmo307(335, BRUG, t.stop(klus, 338, iwmo.VOLGENS_PLAN))
    t.bekend(NOORD, 312, form="xml")
    t.fhir(NOORD, 311, probleem("49049000", "ziekte van Parkinson", name="parkinson"), form="xml")
    t.fhir(
        NOORD,
        311,
        kan("lopen", "16581000146103", "hulp nodig bij lopen", "Rollator binnen, rolstoel buiten."),
        kan("wassen", "284787001", "niet in staat zichzelf te wassen"),
        kan("kleden", "284974001", "niet in staat zich aan te kleden"),
        barthel(9, "Vooral transfers kosten hulp."),
        form="xml",
    )
    t.fhir(
        NOORD,
        310,
        zorgactie("386420003", "ondersteunen bij wassen", "parkinson", "Twee keer per dag", "Wassen, kleden."),
        form="xml",
    )
    t.fhir(NOORD, 310, doel("Meneer draait zelf om in bed", "parkinson", t.day(120).isoformat()), form="xml")
    t.fhir(NOORD, 247, situatie("wonen", "Slaapkamer beneden, inloopdouche met zitje."), form="xml")
    t.fhir(HAVEN, 222, contact("HH", "13:20", reason="parkinson"), bloeddruk(118, 72, "Staand 104/64."))
    t.fhir(NOORD, 165, kan("eten", "129033007", "hulp nodig bij eten", "Vlees wordt gesneden."), form="xml")
    t.fhir(NOORD, 118, barthel(7, "Achteruit sinds de zomergriep."), form="xml")
    t.fhir(
        NOORD,
        117,
        doel(
            "Meneer draait zelf om in bed", "parkinson", t.day(120).isoformat(), given_up_since=t.day(310).isoformat()
        ),
    )
    t.fhir(HAVEN, 89, diagnose("D12", "Obstipatie", name="obstipatie", text="Past bij Parkinson."))
    t.fhir(
        HAVEN,
        88,
        soep(
            "Jaargesprek",
            PARKINSON,
            S="Wil zo lang mogelijk thuis blijven, zus helpt mee beslissen.",
            O="Wakker, langzaam, stemming redelijk.",
            E="Parkinson, geleidelijk meer zorg nodig.",
            P="Wensen vastgelegd, volgend jaar opnieuw bespreken.",
        ),
    )
    dagen = t.toewijzing(3, ("07", "07A21"), (2, "16", "2"), besluit=58, van=52, tot=-310)
    t.wmo301(58, BRUG, stoel, dagen)
    t.wmo305(45, BRUG, t.start(dagen, 48))
    t.fhir(
        NOORD, 10, hulp("386229000", "ondersteuning voor verzorger", "Om de week", "Vrijwilliger schaakt met meneer.")
    )
