"""Jannie de Boer (82): COPD and two falls; household help, district nursing, and a daughter far away."""

from __future__ import annotations

from dataclasses import replace

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, LINDE
from gateway.demo.writers import iwmo
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.ons import Aandachtsgebied, Actie
from gateway.demo.writers.zib_medisch import allergie, diagnose, griepprik
from gateway.demo.writers.zib_metingen import bepaling, bloeddruk, gewicht, roken, uitslag

COPD = ("R95", "Emfyseem/COPD")
VAL = ("A80", "Ongeval of letsel")
ZORGEN = ("Z20", "Relatieprobleem ouder/familie")
BELDE = 21  # days ago that her daughter called: the practice does not let her see that (gateway/demo/withheld.py)

MOBILITEIT = Aandachtsgebied(
    problem="physiological.neuro_musculo_skeletal_function",
    naam="Neuro/musculaire/skelet-functie",
    nu=(2, 3, 2),
    streef=(4, 4, 4),
    info="Twee keer gevallen in een half jaar, durft niet meer alleen naar buiten.",
    signalen=(("verstoord evenwicht", "Wankelt bij opstaan"), ("beperkte mobiliteit", "Loopt met rollator")),
    acties=(
        Actie("teaching_guidance_and_counseling", ("exercises", "Oefeningen"), "Dagelijks opstaoefeningen voordoen"),
        Actie("surveillance", ("mobility_transfers", "Mobiliteit en transfers"), "Valincidenten bijhouden"),
    ),
    doel="Mevrouw loopt veilig binnenshuis en eenmaal per dag buiten",
)
ADEMHALING = Aandachtsgebied(
    problem="physiological.respiration",
    naam="Ademhaling",
    nu=(3, 2, 3),
    streef=(4, 4, 3),
    info="Gebruikt de voorzetkamer niet goed, raakt in paniek bij benauwdheid.",
    signalen=(("kortademig", "Na een trap vijf minuten op adem komen"),),
    acties=(
        Actie("teaching_guidance_and_counseling", ("respiratory_care", "Ademhalingszorg"), "Inhalatie samen oefenen"),
    ),
    doel="Mevrouw gebruikt haar inhalator zonder hulp",
)


def tell(t: Teller) -> None:
    t.bekend(LINDE, 425, form="xml")
    t.fhir(LINDE, 424, diagnose(*COPD, name="copd", text="Sinds acht jaar, Gold 2."), form="xml")
    t.fhir(LINDE, 424, allergie("764146007", "Penicilline", ("271807003", "huiduitslag")), form="xml")
    t.soep(
        410,
        COPD,
        "copd",
        S="Meer benauwd bij traplopen, hoest 's ochtends wat op.",
        O="Verlengd expirium, geen crepitaties. Saturatie 94%.",
        E="COPD, stabiel maar beperkt.",
        P="Praktijkondersteuner voor inhalatietechniek. Controle over drie maanden.",
    )
    t.soep(
        352,
        VAL,
        "val",
        clock="16:05",
        S="Gisteren gestruikeld over het vloerkleed, pols gestoten.",
        O="Pols links drukpijnlijk, geen standsafwijking.",
        E="Val zonder breuk.",
        P="Thuiszorg gevraagd te kijken naar de woning. Melding bij de gemeente besproken.",
    )
    hulp = t.toewijzing(
        1, ("01", "01A01"), (120, "01", "2"), besluit=340, van=336, tot=40, commentaar="Zwaar huishoudelijk werk"
    )
    t.wmo301(340, BRUG, hulp)
    gestart = t.start(hulp, 333)
    t.wmo305(331, BRUG, gestart)
    t.bekend(BRUG, 330)
    eerste = t.plan(1, 325, [MOBILITEIT, ADEMHALING])
    t.omaha(325, eerste)
    t.zorgplan(324, eerste)
    t.fhir(LINDE, 300, roken("8517006", "Rookte vroeger", "Gestopt, 35 pakjaren."), form="xml")
    t.fhir(LINDE, 300, bloeddruk(148, 78), gewicht(58.4), form="xml")
    t.fhir(
        LINDE,
        236,
        labbericht(
            bepaling("1675", "FEV1/FVC ratio", 0.58, ("1", "1")),
            uitslag(concept(LOINC, "718-7", "Hemoglobine"), 7.9, ("mmol/L", "mmol/L")),
        ),
        form="xml",
    )
    t.soep(
        205,
        VAL,
        "val",
        clock="09:10",
        S="Weer gevallen, nu in de badkamer. Lag een uur op de grond.",
        O="Blauwe plek heup rechts, belast goed.",
        E="Tweede val. Angst om te vallen.",
        P="Fysiotherapie, personenalarm. Verpleegkundige bespreekt douchen met hulp.",
    )
    t.fhir(LINDE, 190, griepprik(), form="xml")
    oud = t.plan(1, 325, eerste.gebieden, eind=150)
    t.omaha(150, oud)
    beter = t.plan(2, 149, [replace(MOBILITEIT, nu=(3, 4, 3)), replace(ADEMHALING, nu=(4, 3, 3))])
    t.omaha(149, beter)
    t.zorgplan(148, beter)
    langer = t.toewijzing(1, ("01", "01A01"), (120, "01", "2"), besluit=55, van=336, tot=-310, reden="04")
    t.wmo301(55, BRUG, langer)
    t.wmo307(30, BRUG, t.stop(gestart, 33, iwmo.TIJDELIJK))
    t.soep(
        28,
        COPD,
        "copd",
        S="Opgenomen geweest met longaanval, nu weer thuis. Nog moe.",
        O="Longen schoon, RR 136/74, saturatie 93%.",
        E="Herstel na longaanval COPD.",
        P="Kuur afmaken, thuiszorg ziet dagelijks toe op inhalatie.",
    )
    t.soep(
        BELDE,
        ZORGEN,
        "dochter",
        clock="17:30",
        S="Dochter belt vanuit Groningen. Kan het thuis zorgen op afstand niet meer aan en is zelf onder behandeling.",
        E="Zorgen van de dochter, over haar eigen gezondheid.",
        P="Dochter vraagt dit niet met haar moeder te bespreken. Over een half jaar opnieuw bekijken.",
    )
    t.wmo305(14, BRUG, t.start(langer, 15))
    t.fhir(LINDE, 9, bloeddruk(138, 72), gewicht(56.9, "Anderhalve kilo lichter dan een jaar geleden."), form="xml")
