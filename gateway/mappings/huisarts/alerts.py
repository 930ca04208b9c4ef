"""An alert as nl-core-Alert: what one should know about the client, such as a contra-indicatie of the G-Standaard."""

from __future__ import annotations

from gateway.mappings.hl7v3.elementen import concept, concept_or_absent, identifiers
from gateway.mappings.hl7v3.specification import NICTIZ
from gateway.mappings.hl7v3.waarden import period
from gateway.mappings.huisarts.verwijzingen import around, episode_extension
from gateway.mappings.ids import ii_id
from gateway.mappings.moments import utc
from gateway.sources.huisarts.feiten import Alert
from gateway.stages.vocabulary import FhirJson

REMARK = f"{NICTIZ}ext-Comment"


def flag(alert: Alert, author: FhirJson | None, asked: str | None) -> FhirJson:
    """`asked`: when the message was made; an alert that had ended by then is inactive."""
    extensions = [{"url": REMARK, "valueString": text} for text in alert.verband.opmerkingen]
    if alert.verband.episode:
        extensions.append(episode_extension(alert.verband.episode))
    shared = around(alert.verband)
    shared.pop("note", None)
    made: FhirJson = {
        "resourceType": "Flag",
        "id": ii_id(alert.id.root, alert.id.extension),
        "meta": {"profile": [f"{NICTIZ}nl-core-Alert"]},
        **({"extension": extensions} if extensions else {}),
        **identifiers(alert.id),
        "status": _status(alert, asked),
        **({"category": [concept(alert.soort)]} if alert.soort and concept(alert.soort) else {}),
        "code": concept_or_absent(alert.code),
        **shared,
        **({"author": author} if author else {}),
    }
    during = period(alert.begin, alert.eind)
    return made | ({"period": during} if during else {})


def _status(alert: Alert, asked: str | None) -> str:
    if alert.status in {"nullified", "obsolete"}:
        return "entered-in-error"
    end, now = utc(alert.eind), utc(asked)
    ended = end is not None and (now is None or end < now)
    return "inactive" if ended or alert.status in {"aborted", "cancelled", "suspended"} else "active"
