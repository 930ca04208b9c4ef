"""recordTarget as the Patient this document knows: base data that never overrules BRP or municipality."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import concept
from gateway.mappings.huisarts.persoon import person as of_head
from gateway.sources.cda.model import Document
from gateway.sources.huisarts.model import Kop
from gateway.stages.normalised import Person


def person(document: Document) -> Person:
    """Name, address and birth as for every HL7v3 message; marital status, multiple birth and death beside them."""
    made = of_head(Kop(document.tijd, document.custodian, document.patient, None))
    patient = dict(made.patient)
    if document.burgerlijke_staat and concept(document.burgerlijke_staat):
        patient["maritalStatus"] = concept(document.burgerlijke_staat)
    if document.meerling is not None:
        patient["multipleBirthBoolean"] = document.meerling
    match document.overleden:
        case bool() as dead:
            patient["deceasedBoolean"] = dead
        case str() as moment:
            patient["deceasedDateTime"] = moment
        case None:
            pass
    return Person(made.subject, patient, made.authority, made.dagtekening)
