"""Cornelis Smit (84): cancer of the bowel, a wish to die at home, and the care that made it possible."""

from __future__ import annotations

from dataclasses import replace

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, HAVEN
from gateway.demo.writers import iwmo
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.ons import Aandachtsgebied, Actie
from gateway.demo.writers.zib_medisch import contact, diagnose, episode
from gateway.demo.writers.zib_metingen import gewicht, pijn, uitslag
from gateway.demo.writers.zib_persoon import patient
from gateway.demo.writers.zib_verslag import soep

KANKER = ("D75", "Maligniteit colon/rectum")

PIJN = Aandachtsgebied(
    problem="physiological.pain",
    naam="Pijn",
    nu=(3, 3, 2),
    streef=(4, 4, 4),
    info="Buikpijn in golven, pleisters helpen deels.",
    signalen=(("geeft pijn aan", "NRS 6 in de avond"),),
    acties=(
        Actie("surveillance", ("signs_symptoms_physical", "Lichamelijke signalen"), "Pijnscore bij elk bezoek"),
        Actie("treatments_and_procedures", ("medication_administration", "Medicatietoediening"), "Pleister wisselen"),
    ),
    doel="Pijn blijft onder de vier",
)
SPIRITUEEL = Aandachtsgebied(
    problem="psychosocial.spirituality",
    naam="Spiritualiteit",
    nu=(4, 4, 3),
    streef=(4, 4, 4),
    info="Wil thuis sterven, spreekt met de dominee.",
    acties=(Actie("case_management", ("spiritual_care", "Geestelijke zorg"), "Afspraken met geestelijk verzorger"),),
    doel="Meneer neemt afscheid zoals hij wil",
    level="HealthPromotion",
)


def tell(t: Teller) -> None:
    t.bekend(HAVEN, 422)
    t.fhir(HAVEN, 421, diagnose("D18", "Verandering defecatie", name="darm"), contact("AMB", "09:00", reason="darm"))
    t.fhir(
        HAVEN,
        417,
        labbericht(
            uitslag(concept(LOINC, "718-7", "Hemoglobine"), 6.1, ("mmol/L", "mmol/L"), "Te laag."),
            uitslag(concept(LOINC, "20570-8", "Hematocriet"), 0.31, ("L/L", "L/L")),
        ),
    )
    t.fhir(HAVEN, 380, diagnose(*KANKER, name="kanker", text="Uitgezaaid naar de lever, ziet af van behandeling."))
    t.fhir(HAVEN, 380, episode("Darmkanker", "kanker"))
    schoon = t.toewijzing(1, ("01", "01A01"), (180, "01", "2"), besluit=350, van=344, tot=-10)
    t.wmo301(350, BRUG, schoon)
    gestart = t.start(schoon, 340)
    t.wmo305(338, BRUG, gestart)
    t.fhir(HAVEN, 210, gewicht(68.9), pijn(3))
    t.bekend(BRUG, 150)
    zorg = t.plan(1, 149, [PIJN, SPIRITUEEL])
    t.omaha(149, zorg)
    t.zorgplan(148, zorg)
    t.fhir(
        HAVEN,
        132,
        soep(
            "Thuis, laatste fase",
            KANKER,
            S="Ligt meest op bed, is rustig. Wil niet meer naar het ziekenhuis.",
            O="Vermagerd, buik bol, wakker en helder.",
            E="Palliatieve fase darmkanker.",
            P="Pleister opgehoogd, dagelijks contact met thuiszorg.",
        ),
    )
    t.fhir(HAVEN, 96, contact("HH", "18:10", reason="kanker"), pijn(2, "Met pleister en drankje."))
    t.omaha(80, t.plan(1, 149, zorg.gebieden, eind=80))
    laatst = t.plan(2, 79, [replace(PIJN, nu=(4, 4, 4), info="Pijn onder controle met pomp."), SPIRITUEEL])
    t.omaha(79, laatst)
    t.fhir(HAVEN, 41, patient(deceased=t.day(42).isoformat()))
    t.omaha(40, t.plan(2, 79, laatst.gebieden, eind=42))
    t.wmo307(36, BRUG, t.stop(gestart, 42, iwmo.OVERLIJDEN))
