"""What goes wrong on any working day: fourteen messages that are refused, wait for a link, or leave a remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gateway.demo.message import Message
from gateway.demo.people import AALTJE, DENNIS, GERRIT, JANNIE, MEINDERT, RACHID, RIA, SAMIRA, YASSIN
from gateway.demo.teller import Teller
from gateway.demo.town import BRUG, GEMEENTE_WATERVEEN, HAVEN, KOMPAS, LINDE, NOORD
from gateway.demo.writers import iwmo, ons
from gateway.demo.writers.fhir import as_json
from gateway.demo.writers.legacy import wmo301_2_0
from gateway.demo.writers.ons import Aandachtsgebied
from gateway.demo.writers.zib_medisch import diagnose
from gateway.demo.writers.zib_metingen import bloeddruk, gewicht
from gateway.demo.writers.zib_persoon import patient

XML, FHIR_JSON, JSON = "application/xml", "application/fhir+json", "application/json"
# Nine digits, one off: 11-proef fails.
NOT_A_BSN = "999941198"


def istandaarden(today: date) -> list[Message]:
    """Levels 1 to 3 of the return logic: XSD, rules within the message, rules against earlier messages."""
    t = Teller(JANNIE, today)
    t.serial = Teller.counting_from(900)
    extra = t.toewijzing(90, ("01", "01A03"), (60, "01", "2"), besluit=45, van=40, tot=-90)
    sound = iwmo.wmo301(t.kop(45, BRUG), t.client(), [extra])
    broken = sound.replace(b"<wmo301:Geslacht>2<", b"<wmo301:Geslacht>9<")
    t.send(GEMEENTE_WATERVEEN, XML, broken, "WMO301", 45, "rejected", "Geslacht 9 is not in the XSD")
    other = iwmo.wmo301(t.kop(44, BRUG), t.client(), [extra]).replace(JANNIE.bsn.encode(), NOT_A_BSN.encode())
    t.send(GEMEENTE_WATERVEEN, XML, other, "WMO301", 44, "rejected", "BSN fails the 11-proef (CS002)")
    unknown = iwmo.wmo305(t.kop(43, BRUG), t.client(), t.start(replace(extra, nummer=777001), 43))
    t.send(BRUG, XML, unknown, "WMO305", 43, "rejected", "unknown ToewijzingNummer (9019)")
    t.send(GEMEENTE_WATERVEEN, XML, wmo301_2_0(t.kop(42, BRUG), JANNIE), "WMO301", 42, "rejected", "iWmo 2.0")
    return t.told


def reused_identificatie(today: date, sent: Sequence[Message]) -> list[Message]:
    """An earlier WMO301 about Dennis again with one word changed, and one of Yassin's JW305s twice, byte for byte."""
    t = Teller(DENNIS, today)
    first = next(m for m in sent if m.kind == "WMO301" and DENNIS.bsn.encode() in m.body)
    changed = first.body.replace(b"Post, budget en dagritme", b"Alleen post")
    t.send(GEMEENTE_WATERVEEN, XML, changed, "WMO301", 41, "rejected", "Identificatie used before (9056)")
    start = next(m for m in sent if m.kind == "JW305" and YASSIN.bsn.encode() in m.body)
    t.send(KOMPAS, XML, start.body, "JW305", 40, "accepted", "the same message again: the same answer")
    return t.told


def fhir(today: date) -> list[Message]:
    t = Teller(RIA, today)
    t.serial = Teller.counting_from(900)
    t.fhir(NOORD, 39, gewicht(65.5, "Meegewogen bij bezoek aan haar man."), form="xml", expect="parked")
    t.bekend(NOORD, 37, form="xml")
    cut = as_json(bloeddruk(140, 84)(t.frame(HAVEN, 36)))
    t.send(HAVEN, FHIR_JSON, cut[: len(cut) // 2], "FHIR JSON", 36, "rejected", "cut off halfway")
    twice = as_json(diagnose("K86", "Hypertensie")(t.frame(HAVEN, 35))).replace(b'"id":', b'"id": "x", "id":', 1)
    t.send(HAVEN, FHIR_JSON, twice, "FHIR JSON", 35, "rejected", "a member twice")
    wrong = Teller(MEINDERT, today)
    born = patient(born=f"{MEINDERT.born(today).year}-05-12")(wrong.frame(NOORD, 34))
    wrong.send(NOORD, FHIR_JSON, as_json(born), "FHIR JSON", 34, "accepted", "another birth date: a remark")
    number = as_json(patient()(Teller(SAMIRA, today).frame(LINDE, 33))).replace(SAMIRA.bsn.encode(), NOT_A_BSN.encode())
    wrong.send(LINDE, FHIR_JSON, number, "FHIR JSON", 33, "rejected", "BSN fails the 11-proef")
    doctype = b'<!DOCTYPE Patient [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"/>'
    wrong.send(NOORD, "application/fhir+xml", doctype, "FHIR XML", 32, "rejected", "a DOCTYPE")
    return [*t.told, *wrong.told]


def ons_berichten(today: date) -> list[Message]:
    """An assessment of somebody whose number BRUG's system has not told us yet, and one with an unknown problem."""
    t = Teller(AALTJE, today)
    alone = Aandachtsgebied(
        problem="psychosocial.social_contact",
        naam="Sociaal contact",
        nu=(4, 2, 2),
        streef=(4, 3, 3),
        info="Huishoudelijke hulp meldt dat mevrouw weinig aanloop heeft.",
        doel="Mevrouw heeft wekelijks aanspraak",
        level="Potential",
    )
    t.omaha(31, t.plan(1, 31, [alone]), expect="parked")
    t.bekend(BRUG, 29)
    other = Teller(GERRIT, today)
    unknown = replace(alone, problem="physiological.wound_healing_speed", naam="Genezing")
    body = ons.classificatie(other.plan(9, 28, [unknown]))
    other.send(BRUG, JSON, body, "Ons Omaha-classificatie", 28, "rejected", "a classificationId nobody knows")
    again = Teller(RACHID, today)
    again.send(HAVEN, "text/plain", b"RR 120/80", "onbekend", 27, "rejected", "no message format at all")
    return [*t.told, *other.told, *again.told]
