"""Rachid el Idrissi (54): a stroke at work, words that do not come, and a way back that takes a year."""

from __future__ import annotations

from dataclasses import replace

from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, HAVEN
from gateway.demo.writers import iwmo
from gateway.demo.writers.ons import Aandachtsgebied, Actie
from gateway.demo.writers.zib_medisch import contact, diagnose, episode
from gateway.demo.writers.zib_metingen import bloeddruk, roken
from gateway.demo.writers.zib_verslag import soep

CVA = ("K90", "Cerebrovasculair accident")

SPRAAK = Aandachtsgebied(
    problem="physiological.speech_and_language",
    naam="Spraak en taal",
    nu=(3, 3, 2),
    streef=(4, 4, 3),
    info="Begrijpt alles, zoekt lang naar woorden.",
    signalen=(("afasie", "Spreekt in losse woorden"),),
    acties=(
        Actie("case_management", ("speech_and_language_pathology_care", "Logopedie"), "Logopedie aan huis regelen"),
        Actie("teaching_guidance_and_counseling", ("communication", "Communicatie"), "Gezin leren tijd te geven"),
    ),
    doel="Meneer voert een kort gesprek aan de telefoon",
)
ZELFZORG = Aandachtsgebied(
    problem="health.personal_care",
    naam="Persoonlijke zorg",
    nu=(3, 2, 2),
    streef=(4, 4, 4),
    info="Rechterarm doet nog weinig mee, echtgenote helpt veel.",
    acties=(Actie("treatments_and_procedures", ("personal_hygiene", "Hygiëne"), "Douchen om de dag, steeds minder"),),
    doel="Meneer doucht zelfstandig",
)
ROL = Aandachtsgebied(
    problem="psychosocial.role_change",
    naam="Rolverandering",
    nu=(2, 3, 2),
    streef=(4, 4, 4),
    info="Was kostwinner en chef-kok, weet niet wat nu.",
    acties=(Actie("teaching_guidance_and_counseling", ("coping_skills", "Omgaan met"), "Gesprekken over werk en rol"),),
    doel="Meneer heeft weer een bezigheid waar hij naar uitkijkt",
    reach="Family",
)


def tell(t: Teller) -> None:
    t.bekend(HAVEN, 405)
    t.fhir(HAVEN, 404, diagnose("K86", "Hypertensie", name="bloeddruk"), bloeddruk(172, 102))
    t.fhir(HAVEN, 404, roken("65568007", "Rookt sigaretten", "Een pakje per dag, keuken is stress."))
    t.fhir(HAVEN, 362, diagnose(*CVA, name="cva", text="Herseninfarct links, opgenomen geweest."))
    t.fhir(HAVEN, 362, episode("Herseninfarct", "cva"))
    t.bekend(BRUG, 340)
    start = t.plan(1, 338, [SPRAAK, ZELFZORG, ROL])
    t.omaha(338, start)
    t.zorgplan(337, start)
    t.fhir(HAVEN, 325, contact("HH", "16:40", reason="cva"), bloeddruk(138, 84))
    t.fhir(
        HAVEN,
        325,
        soep(
            "Thuis na herseninfarct",
            CVA,
            S="Moe, geërgerd dat praten niet lukt. Rookt niet meer.",
            O="Rechterarm kracht 3, loopt met stok.",
            E="Herstel na herseninfarct met afasie.",
            P="Bloedverdunner, logopedie, over zes weken weer.",
        ),
    )
    steun = t.toewijzing(1, ("02", "02A11"), (2, "04", "2"), besluit=285, van=280, tot=30)
    t.wmo301(285, BRUG, steun)
    gestart = t.start(steun, 272)
    t.wmo305(270, BRUG, gestart)
    t.omaha(190, t.plan(1, 338, start.gebieden, eind=190))
    verder = t.plan(
        2, 189, [replace(SPRAAK, nu=(4, 4, 3)), replace(ZELFZORG, nu=(4, 4, 4)), replace(ROL, nu=(3, 3, 3))]
    )
    t.omaha(189, verder)
    t.zorgplan(188, verder)
    t.fhir(HAVEN, 142, roken("8517006", "Rookte vroeger", "Ruim een halfjaar gestopt."))
    t.fhir(
        HAVEN, 100, diagnose("Z05", "Probleem met werksituatie", name="werk", text="Terug als begeleider in de keuken.")
    )
    dagen = t.toewijzing(2, ("07", "07A22"), (3, "16", "2"), besluit=122, van=117, tot=-60)
    t.wmo301(122, BRUG, steun, dagen)
    t.wmo305(112, BRUG, t.start(dagen, 115))
    t.wmo307(26, BRUG, t.stop(gestart, 30, iwmo.VOLGENS_PLAN))
    t.omaha(24, t.plan(2, 189, verder.gebieden, eind=24))
    t.fhir(HAVEN, 11, bloeddruk(128, 78, "Meet zelf thuis."))
