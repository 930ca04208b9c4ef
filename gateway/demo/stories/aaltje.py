"""Aaltje Bakker (88): a failing heart, poor ears and a quiet house; she shares nothing with anyone."""

from __future__ import annotations

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, LINDE, NOORD
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.zib_medisch import diagnose, griepprik, probleem, verrichting
from gateway.demo.writers.zib_metingen import gewicht, pijn, uitslag
from gateway.demo.writers.zib_verpleging import doel, kan, situatie, wond, zorgactie

HART = ("K77", "Decompensatio cordis")


def tell(t: Teller) -> None:
    t.bekend(LINDE, 433, form="xml")
    t.fhir(LINDE, 432, diagnose(*HART, name="hart"), diagnose("H84", "Presbyacusis", name="oren"), form="xml")
    t.soep(
        380,
        HART,
        "hart",
        clock="14:45",
        S="Dikke enkels, slaapt op drie kussens.",
        O="Gewicht plus 3 kg, crepitaties basaal.",
        E="Hartfalen, vocht vast.",
        P="Plaspil verdubbeld, dagelijks wegen, lab over een week.",
    )
    t.fhir(
        LINDE,
        372,
        labbericht(
            uitslag(concept(LOINC, "14682-9", "Kreatinine"), 121, ("umol/L", "umol/L"), "Verhoogd."),
            uitslag(concept(LOINC, "2947-0", "Natrium"), 134, ("mmol/L", "mmol/L")),
        ),
        form="xml",
    )
    t.bekend(NOORD, 366, form="xml")
    t.fhir(NOORD, 365, probleem("267076002", "voelt zich eenzaam", name="eenzaam"), form="xml")
    t.fhir(NOORD, 365, kan("horen", "15188001", "gehoorverlies", "Draagt haar toestel niet graag."), form="xml")
    t.fhir(
        NOORD,
        364,
        situatie("netwerk", "Een zoon in Canada, belt op zondag. Buurvrouw brengt de krant."),
        doel("Mevrouw spreekt elke week iemand", "eenzaam", t.day(180).isoformat()),
        form="xml",
    )
    schoon = t.toewijzing(1, ("01", "01A02"), (150, "01", "2"), besluit=300, van=294, tot=-70)
    t.wmo301(300, BRUG, schoon)
    t.wmo305(285, BRUG, t.start(schoon, 287))
    t.fhir(NOORD, 230, gewicht(61.8), form="xml")
    t.fhir(NOORD, 200, gewicht(63.9, "Twee kilo in vijf dagen, huisarts gebeld."), form="xml")
    t.soep(
        199,
        HART,
        "hart",
        clock="17:25",
        S="Verpleegkundige belt: twee kilo erbij, benauwd.",
        O="Visite: RR 118/66, oedeem tot de knie.",
        E="Toename hartfalen.",
        P="Extra plaspil drie dagen, dagelijks gewicht door thuiszorg.",
    )
    t.fhir(LINDE, 155, griepprik(), form="xml")
    t.fhir(
        NOORD,
        104,
        wond("428220001", "skin tear", ("72696002", "knie"), "Gestoten aan tafelpoot, lapje teruggelegd.", name="been"),
        pijn(4, "Bij verbinden"),
        form="xml",
    )
    t.fhir(
        NOORD,
        103,
        zorgactie("182531007", "aanleggen van verband op wond", "been", "Om de dag", "Siliconenverband wisselen."),
        form="xml",
    )
    t.fhir(NOORD, 90, verrichting("18949003", "vervangen van verband", "been", "Schoon, randen sluiten."), form="xml")
    t.fhir(
        NOORD,
        76,
        wond("428220001", "skin tear", ("72696002", "knie"), "Gesloten.", name="been", since=t.day(104).isoformat()),
        form="xml",
    )
    t.fhir(LINDE, 33, diagnose("P05", "Zich oud voelen", name="oud", text="Zegt dat het zo goed is."), form="xml")
    t.fhir(NOORD, 5, gewicht(60.7, "Stabiel."), form="xml")
