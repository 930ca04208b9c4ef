"""Kim Jansen (27): without a home, then in a shelter, then behind a door of her own; alcohol lets go slowly."""

from __future__ import annotations

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, LINDE
from gateway.demo.writers import iwmo
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.zib_medisch import diagnose
from gateway.demo.writers.zib_metingen import alcohol, gewicht, uitslag

WONEN = ("Z03", "Probleem met huisvesting")
DRANK = ("P15", "Chronisch alcoholmisbruik")


def tell(t: Teller) -> None:
    opvang = t.toewijzing(1, ("16", "16A01"), (7, "14", "2"), besluit=408, van=407, tot=285)
    t.wmo301(408, BRUG, opvang)
    bed = t.start(opvang, 407)
    t.wmo305(404, BRUG, bed)
    t.bekend(LINDE, 396, form="xml")
    t.soep(
        395,
        WONEN,
        "wonen",
        clock="12:00",
        S="Slaapt sinds een week in de opvang, daarvoor bij vrienden. Hoest.",
        O="Mager, temperatuur 38,2. Longen schoon.",
        E="Dakloos, bovenste luchtweginfectie.",
        P="Ingeschreven als patiënt. Volgende week terug.",
    )
    t.fhir(LINDE, 395, diagnose(*WONEN, name="wonen"), form="xml")
    t.soep(
        382,
        DRANK,
        "drank",
        clock="12:15",
        S="Drinkt sinds haar zeventiende, wil minderen. Nu acht glazen.",
        O="Trillende handen, geen geelzucht.",
        E="Alcoholmisbruik.",
        P="Lab, aanmelding verslavingszorg, vitamine B1.",
    )
    t.fhir(LINDE, 382, diagnose(*DRANK, name="drank"), alcohol(8), form="xml")
    t.fhir(
        LINDE,
        378,
        labbericht(
            uitslag(concept(LOINC, "718-7", "Hemoglobine"), 7.1, ("mmol/L", "mmol/L")),
            uitslag(concept(LOINC, "14631-6", "Bilirubine totaal"), 14, ("umol/L", "umol/L")),
        ),
        form="xml",
    )
    wonen = t.toewijzing(2, ("15", "15A03"), (7, "14", "2"), besluit=296, van=285, tot=75)
    t.wmo301(296, BRUG, opvang, wonen)
    t.wmo307(283, BRUG, t.stop(bed, 285, iwmo.VOLGENS_PLAN))
    kamer = t.start(wonen, 285)
    t.wmo305(282, BRUG, kamer)
    t.soep(
        215,
        DRANK,
        "drank",
        S="Zes weken droog, daarna een weekend teruggevallen. Schaamt zich.",
        E="Alcoholmisbruik, terugval.",
        P="Doorgaan bij verslavingszorg, afspraak over bellen bij trek.",
    )
    t.fhir(LINDE, 160, gewicht(57.3, "Vijf kilo aangekomen."), form="xml")
    t.fhir(LINDE, 98, diagnose("Z20", "Relatieprobleem ouder/familie", name="moeder", text="Weer contact."), form="xml")
    thuis = t.toewijzing(
        3, ("02", "02A13"), (4, "04", "2"), besluit=84, van=75, tot=-290, commentaar="Eigen huurwoning"
    )
    t.wmo301(84, BRUG, wonen, thuis)
    t.wmo307(72, BRUG, t.stop(kamer, 75, iwmo.VOLGENS_PLAN))
    t.wmo305(71, BRUG, t.start(thuis, 73))
    t.fhir(LINDE, 29, alcohol(0, "Vier maanden droog."), form="xml")
    t.soep(
        29,
        DRANK,
        "drank",
        clock="08:30",
        S="Heeft een eigen sleutel en een baan in de kas.",
        E="Alcoholprobleem, in herstel.",
        P="Elke zes weken een gesprek.",
    )
