"""careStatus (1197 in care, 487 ended) as one EpisodeOfCare; a copy of the dossier given out as Communication."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import identifier
from gateway.mappings.jgz.elementen import concept, period
from gateway.mappings.jgz.personen import contained
from gateway.mappings.jgz.policy import EXT_ENDED
from gateway.mappings.jgz.specification import CARE_ENDED, IN_CARE
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import individual, organisation
from gateway.sources.jgz.model import Afschrift, Periode, Zorgstatus
from gateway.stages.vocabulary import FhirJson

# The reason of a status (`Regulier`) does not say by itself what care it is about.
CARE = {"text": "Jeugdgezondheidszorg"}


def episode(work: Werk) -> FhirJson | None:
    """None when the dossier says nothing about its care. The reason of the end stands in an extension."""
    known = {status.code.code: status for status in work.dossier.statussen}
    for status in work.dossier.statussen:
        if status.code.code not in {IN_CARE, CARE_ENDED} or known[status.code.code] is not status:
            work.notice(status.plaats, "A care status that is not 1197 or 487, or stands twice, is not carried")
    began, ended = known.get(IN_CARE), known.get(CARE_ENDED)
    if began is None and ended is None:
        return None
    number = work.dossier.id
    made: FhirJson = {
        "resourceType": "EpisodeOfCare",
        "id": work.id("zorg"),
        **({"identifier": [identifier(number)]} if number and not work.is_the_child(number) else {}),
        "status": "finished" if ended else "active",
        "type": [CARE, *([concept(began.reden)] if began and began.reden else [])],
        "patient": work.child,
        **_parties(work),
        **_period(work, began, ended),
    }
    if ended and ended.reden:
        made["extension"] = [{"url": EXT_ENDED, "valueCodeableConcept": concept(ended.reden)}]
    return made


def _period(work: Werk, began: Zorgstatus | None, ended: Zorgstatus | None) -> FhirJson:
    start = began.tijd.begin if began and began.tijd else None
    stop = ended.tijd.begin if ended and ended.tijd else None
    said = period(Periode(start, stop))
    if stop and "end" not in said and ended:
        work.notice(f"{ended.plaats}/effectiveTime", "The end of care lies before the status in care; it is left out")
    return {"period": said} if said else {}


def _parties(work: Werk) -> FhirJson:
    own = next((who.organisatie for who in work.dossier.auteurs if who.organisatie), None)
    leads = next(iter(work.dossier.verantwoordelijken), None)
    return {
        **({"managingOrganization": organisation(work, own)} if own else {}),
        **({"careManager": individual(work, leads)} if leads else {}),
    }


def handed_out(work: Werk, copy: Afschrift) -> FhirJson:
    made: FhirJson = {
        "resourceType": "Communication",
        "id": work.nth("afschrift", copy.code.code or "tekst"),
        "status": "completed" if copy.gegeven else "not-done",
        "topic": concept(copy.code),
        "subject": work.child,
        **({"sent": copy.tijd} if copy.tijd else {}),
        **({"payload": [{"contentString": copy.tekst}]} if copy.tekst else {}),
    }
    if copy.aan:
        made["recipient"] = [contained(work, made, copy.aan, "ontvanger")]
    elif copy.aan_client:
        made["recipient"] = [work.child]
    return made
