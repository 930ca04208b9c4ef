"""Vaccinations that were given."""

from __future__ import annotations

from gateway.sources.cda.gegevens.lezer import Lezer, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Vaccinatie
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, moment, periode, tekst
from gateway.sources.hl7v3.waarden import hoeveelheid
from gateway.wire.xml import Element


def vaccinaties(entry: Element, reader: Lezer) -> tuple[Vaccinatie, ...]:
    given = een(entry, "substanceAdministration")
    if given is None:
        reader.naam(entry, "An entry that is not a vaccination is not read")
        return ()
    for relation in alle(given, "entryRelationship"):
        if not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    when, dose = een(given, "effectiveTime"), een(given, "doseQuantity")
    return (
        Vaccinatie(
            id=reader.id(given),
            status=attribuut(een(given, "statusCode"), "code"),
            tijd=moment(when, reader.notices) or periode(when, reader.notices)[0],
            product=code(een(given, "consumable", "manufacturedProduct", "manufacturedMaterial", "code")),
            dosis=hoeveelheid(dose, reader.notices) or hoeveelheid(een(dose, "center"), reader.notices),
            tekst=tekst(een(given, "text")),
            opmerkingen=opmerkingen(given),
            uitvoerende=wie(given, reader),
        ),
    )
