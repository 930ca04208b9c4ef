"""Fleur van Dijk (15): eats too little and lies awake; youth mental health care and ambulatory help."""

from __future__ import annotations

from gateway.demo.teller import Teller
from gateway.demo.town import KOMPAS, LINDE
from gateway.demo.writers import ijw
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.zib_medisch import diagnose
from gateway.demo.writers.zib_metingen import bepaling, bloeddruk, gewicht, uitslag

ZORGEN = ("P23", "Zorgen over gedrag jongere")
AFVALLEN = ("T08", "Gewichtsverlies")
ANGST = ("P74", "Angststoornis")


def tell(t: Teller) -> None:
    t.bekend(LINDE, 392, form="xml")
    t.soep(
        390,
        AFVALLEN,
        "gewicht",
        clock="16:20",
        S="Acht kilo kwijt in vijf maanden, slaat maaltijden over. Hockeyt elke dag.",
        O="Gewicht 46,2 kg, pols 52, koude handen.",
        E="Gewichtsverlies, verdenking eetstoornis.",
        P="Lab, wekelijks wegen, gesprek met ouders erbij als Fleur dat wil.",
    )
    t.fhir(LINDE, 390, diagnose(*AFVALLEN, name="gewicht"), gewicht(46.2), form="xml")
    t.fhir(
        LINDE,
        386,
        labbericht(
            uitslag(concept(LOINC, "14682-9", "Kreatinine"), 61, ("umol/L", "umol/L")),
            bepaling("372", "glucose nuchter", 4.1, ("mmol/L", "mmol/L")),
        ),
        form="xml",
    )
    t.soep(
        360,
        ANGST,
        "angst",
        S="Bang om te falen, piekert 's nachts. Wil wel praten, niet op school.",
        E="Angstklachten naast het eetprobleem.",
        P="Verwijzing jeugd-ggz.",
    )
    t.fhir(LINDE, 360, diagnose(*ANGST, name="angst"), form="xml")
    ggz = t.toewijzing(1, ("51", "51A01"), (1, "82", "6"), besluit=346, van=340, tot=120)
    t.jw301(346, KOMPAS, ggz)
    behandeling = t.start(ggz, 329)
    t.jw305(326, KOMPAS, behandeling)
    t.soep(
        262,
        AFVALLEN,
        "gewicht",
        clock="08:50",
        S="Eet weer ontbijt, lunch blijft lastig.",
        O="Gewicht 48,0 kg, pols 58.",
        E="Eetprobleem, voorzichtig herstel.",
        P="Elke drie weken wegen.",
    )
    t.fhir(LINDE, 261, gewicht(48.0), bloeddruk(98, 60), form="xml")
    samen = t.toewijzing(2, ("45", "45A12"), (1, "82", "6"), besluit=204, van=198, tot=-80)
    t.jw301(204, KOMPAS, ggz, samen)
    t.jw305(188, KOMPAS, t.start(samen, 191))
    t.jw307(112, KOMPAS, t.stop(behandeling, 120, ijw.IN_OVERLEG))
    t.soep(
        80,
        ZORGEN,
        "school",
        clock="17:00",
        S="Is een dag van school weggebleven na ruzie. Zelf teruggegaan.",
        E="Terugval zonder gewichtsverlies.",
        P="Gesprek met de mentor, Het Kompas weet ervan.",
    )
    t.fhir(LINDE, 79, diagnose(*ZORGEN, name="school"), form="xml")
    t.fhir(LINDE, 18, gewicht(51.3, "Op haar oude lijn terug."), form="xml")
