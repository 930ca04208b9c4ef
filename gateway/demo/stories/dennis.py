"""Dennis Kuiper (38): debts after losing his job, low spirits, support at home and slowly upright again."""

from __future__ import annotations

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, LINDE
from gateway.demo.writers import iwmo
from gateway.demo.writers.zib_medisch import diagnose, episode
from gateway.demo.writers.zib_metingen import alcohol, gewicht, roken

SCHULD = ("Z01", "Armoede/financieel probleem")
SOMBER = ("P76", "Depressie")


def tell(t: Teller) -> None:
    t.bekend(LINDE, 415, form="xml")
    t.soep(
        413,
        ("Z06", "Werkloosheid"),
        "werk",
        S="Contract niet verlengd, zit thuis. Slaapt overdag.",
        E="Baanverlies.",
        P="Aandacht voor dagritme, over twee weken terug.",
    )
    t.fhir(LINDE, 398, diagnose("Z06", "Werkloosheid", name="werk"), form="xml")
    t.soep(
        371,
        SCHULD,
        "schuld",
        clock="13:40",
        S="Maakt post niet meer open, huurachterstand van drie maanden.",
        O="Onverzorgd, vlak.",
        E="Schulden met dreigende uithuiszetting.",
        P="Warm overgedragen aan het sociaal team van de gemeente.",
    )
    t.fhir(LINDE, 371, diagnose(*SCHULD, name="schuld"), episode("Schulden en huurachterstand", "schuld"), form="xml")
    begeleiding = t.toewijzing(
        1, ("02", "02A11"), (3, "04", "2"), besluit=356, van=350, tot=170, commentaar="Post, budget en dagritme"
    )
    t.wmo301(356, BRUG, begeleiding)
    gestart = t.start(begeleiding, 345)
    t.wmo305(343, BRUG, gestart)
    t.soep(
        301,
        SOMBER,
        "somber",
        S="Ziet het niet meer zitten, geen concrete plannen. Drinkt in het weekend.",
        O="Somber, weinig mimiek. Geen suïcidaliteit nu.",
        E="Depressieve episode.",
        P="Start gesprekken praktijkondersteuner GGZ, wekelijks contact.",
    )
    t.fhir(LINDE, 301, diagnose(*SOMBER, name="somber"), form="xml")
    t.fhir(LINDE, 300, alcohol(4, "Vooral in het weekend."), roken("65568007", "Rookt sigaretten"), form="xml")
    t.soep(
        240,
        SOMBER,
        "somber",
        S="Iets meer energie, begeleider komt twee keer per week. Post is geordend.",
        E="Depressie, lichte verbetering.",
        P="Doorgaan, beweging opbouwen.",
    )
    dagbesteding = t.toewijzing(2, ("07", "07A21"), (3, "16", "2"), besluit=212, van=206, tot=90)
    t.wmo301(212, BRUG, begeleiding, dagbesteding)
    dagen = t.start(dagbesteding, 203)
    t.wmo305(200, BRUG, dagen)
    t.wmo307(160, BRUG, t.stop(gestart, 168, iwmo.VOLGENS_PLAN))
    lichter = t.toewijzing(3, ("02", "02A12"), (1, "04", "2"), besluit=172, van=165, tot=-20)
    t.wmo301(172, BRUG, begeleiding, dagbesteding, lichter)
    t.wmo305(158, BRUG, t.start(lichter, 162))
    t.wmo307(86, BRUG, t.stop(dagen, 90, iwmo.VOLGENS_PLAN))
    t.fhir(LINDE, 75, gewicht(84.6), form="xml")
    t.soep(
        70,
        SCHULD,
        "schuld",
        clock="15:15",
        S="Schuldregeling getekend. Werkt twintig uur in een magazijn.",
        E="Financiën op orde gekomen.",
        P="Afronden praktijkondersteuner, zo nodig terug.",
    )
    t.fhir(
        LINDE,
        69,
        episode("Schulden en huurachterstand", "schuld", over_since=t.day(371).isoformat()),
        form="xml",
    )
    weg = diagnose(*SOMBER, name="somber", text="In remissie.", over_since=t.day(301).isoformat())
    t.fhir(LINDE, 8, weg, form="xml")
