"""Gerrit Postma (72): diabetes, a foot that does not heal, and a nurse who comes three times a week."""

from __future__ import annotations

from dataclasses import replace

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, LINDE
from gateway.demo.writers.fhir import LOINC, concept
from gateway.demo.writers.lab import labbericht
from gateway.demo.writers.ons import Aandachtsgebied, Actie
from gateway.demo.writers.zib_medisch import diagnose, episode, griepprik
from gateway.demo.writers.zib_metingen import bepaling, bloeddruk, gewicht, uitslag

SUIKER = ("T90", "Diabetes mellitus")
ULCUS = ("S97", "Chronische ulcus huid")

HUID = Aandachtsgebied(
    problem="physiological.skin",
    naam="Huid",
    nu=(2, 2, 1),
    streef=(4, 4, 4),
    info="Ulcus onder de rechtervoorvoet, 3 bij 2 cm, geel beslag.",
    signalen=(("wond", "Rand verweekt, weinig pijn"), ("vertraagde wondgenezing", "Zes weken open")),
    acties=(
        Actie(
            "treatments_and_procedures",
            ("dressing_change_wound_care", "Wondzorg"),
            "Drie keer per week spoelen en verbinden volgens wondplan",
        ),
        Actie("surveillance", ("signs_symptoms_physical", "Lichamelijke signalen"), "Letten op roodheid en koorts"),
    ),
    doel="De wond is binnen twaalf weken dicht",
)
VOEDING = Aandachtsgebied(
    problem="health.nutrition",
    naam="Voeding",
    nu=(2, 2, 3),
    streef=(4, 3, 4),
    info="Eet veel brood met zoet, kookt zelden zelf.",
    acties=(
        Actie("teaching_guidance_and_counseling", ("dietary_management", "Dieet"), "Weekmenu samen maken"),
        Actie("case_management", ("nutritionist_care", "Diëtist"), "Diëtist inschakelen via huisarts"),
    ),
    doel="Meneer eet regelmatig en meet zijn suiker",
)
MEDICATIE = Aandachtsgebied(
    problem="health.medication_regimen",
    naam="Medicatie",
    nu=(3, 2, 3),
    streef=(4, 4, 4),
    info="Spuit insuline zelf, slaat de avond soms over.",
    acties=(Actie("surveillance", ("medication_administration", "Medicatietoediening"), "Spuitschrift nakijken"),),
    doel="Meneer spuit elke dag zelf",
)


def tell(t: Teller) -> None:
    t.bekend(LINDE, 410, form="xml")
    t.fhir(LINDE, 409, diagnose(*SUIKER, name="suiker", text="Type 2, sinds 15 jaar."), form="xml")
    t.fhir(LINDE, 409, episode("Diabetes type 2", "suiker"), form="xml")
    t.fhir(
        LINDE,
        405,
        labbericht(
            bepaling("372", "glucose nuchter", 11.4, ("mmol/L", "mmol/L"), "Te hoog."),
            bepaling("542", "LDL-cholesterol", 2.9, ("mmol/L", "mmol/L")),
            uitslag(concept(LOINC, "14682-9", "Kreatinine"), 104, ("umol/L", "umol/L")),
        ),
        form="xml",
    )
    t.soep(
        402,
        SUIKER,
        "suiker",
        clock="09:30",
        S="Komt voor jaarcontrole. Dorst, plast veel.",
        O="RR 150/84, gewicht 98 kg, monofilament verminderd.",
        E="Diabetes type 2, slecht ingesteld.",
        P="Insuline erbij, voetzorg door pedicure.",
    )
    t.soep(
        318,
        ULCUS,
        "ulcus",
        clock="11:15",
        S="Plekje onder de voet van nieuwe schoenen, gaat niet dicht.",
        O="Ulcus plantair rechts 3 bij 2 cm, niet tot op bot.",
        E="Diabetisch voetulcus.",
        P="Voetenteam, thuiszorg voor wondzorg.",
    )
    t.fhir(LINDE, 318, diagnose(*ULCUS, name="ulcus"), form="xml")
    t.bekend(BRUG, 315)
    eerste = t.plan(1, 314, [HUID, VOEDING, MEDICATIE])
    t.omaha(314, eerste)
    t.zorgplan(313, eerste)
    t.fhir(LINDE, 250, bloeddruk(146, 82), gewicht(96.5), form="xml")
    t.omaha(214, t.plan(1, 314, eerste.gebieden, eind=214))
    tweede = t.plan(
        2, 213, [replace(HUID, nu=(3, 3, 3), info="Ulcus 1 bij 1 cm, rood en schoon."), replace(VOEDING, nu=(3, 3, 3))]
    )
    t.omaha(213, tweede)
    t.zorgplan(212, tweede)
    t.fhir(
        LINDE,
        175,
        labbericht(
            bepaling("372", "glucose nuchter", 8.2, ("mmol/L", "mmol/L")),
            uitslag(concept(LOINC, "62238-1", "eGFR (CKD-EPI)"), 62, ("mL/min/1,73m2", "mL/min/{1.73_m2}"), "Stabiel."),
        ),
        form="xml",
    )
    t.fhir(LINDE, 160, griepprik(), form="xml")
    t.soep(
        92,
        ULCUS,
        "ulcus",
        clock="10:50",
        S="Wond is dicht, durft weer te lopen.",
        O="Gesloten litteken, eelt rondom.",
        E="Ulcus genezen.",
        P="Aangepaste schoenen, elke zes weken pedicure.",
    )
    t.fhir(LINDE, 92, diagnose(*ULCUS, name="ulcus", over_since=t.day(318).isoformat()), form="xml")
    aids = t.toewijzing(1, ("12", "12X02"), (1, "82", "6"), besluit=66, van=60, tot=-700, commentaar="Scootmobiel")
    t.wmo301(66, BRUG, aids)
    t.wmo305(50, BRUG, t.start(aids, 52))
    t.omaha(15, t.plan(2, 213, tweede.gebieden, eind=15))
    derde = t.plan(3, 14, [replace(HUID, nu=(4, 4, 5), level="Potential", info="Voet gaaf, risico blijft.")])
    t.omaha(14, derde)
