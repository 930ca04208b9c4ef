"""The eight interactions of the ketenzorg profile: their names, the organizer each carries, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, een
from gateway.sources.huisarts import (
    alerts,
    algemene_bepalingen,
    allergieintoleranties,
    contactmomenten,
    contactverslag,
    episodes,
    labbepalingen,
    medicatieafspraken,
)
from gateway.sources.huisarts.interacties import Interactie
from gateway.sources.huisarts.model import Kop
from gateway.wire.xml import Element

TEMPLATE = "2.16.840.1.113883.2.4.3.11.60.66.10"


@dataclass(frozen=True, slots=True)
class Soort:
    """`organizer`: the last arc of its templateId; `code`: LOINC, or SNOMED CT for medication."""

    interactie: str
    naam: str
    organizer: str
    code: str
    lees: Callable[[Element, Kop, Notices], Interactie]


# In the order in which one of them names a message that holds several.
SOORTEN: Mapping[str, Soort] = {
    sort.interactie: sort
    for sort in (
        Soort("REPC_IN990101NL", "contactverslag", "14", "34900-1", contactverslag.lees),
        Soort("PRPA_IN900350NL", "contactmomenten", "10", "46240-8", contactmomenten.lees),
        Soort("REPC_IN990111NL", "episodes", "16", "75310-3", episodes.lees),
        Soort("REPC_IN990121NL", "alerts", "18", "74018-3", alerts.lees),
        Soort("REPC_IN990131NL", "allergieintoleranties", "20", "48765-2", allergieintoleranties.lees),
        Soort("POLB_IN364001NL03", "labbepalingen", "77", "26436-6", labbepalingen.lees),
        Soort("POOB_IN990003NL", "algemene-bepalingen", "8", "27899-4", algemene_bepalingen.lees),
        Soort("QUMA_IN991203NL02", "medicatieafspraken", "9265", "419891008", medicatieafspraken.lees),
    )
}
_BY_TEMPLATE = {
    **{f"{TEMPLATE}.{sort.organizer}": sort for sort in SOORTEN.values()},
    "2.16.840.1.113883.2.4.3.11.60.20.77.10.9265": SOORTEN["QUMA_IN991203NL02"],
}
# A note (SOEP) is also called 67781-5, as the MedMij GP data does.
_BY_CODE = {**{sort.code: sort for sort in SOORTEN.values()}, "67781-5": SOORTEN["REPC_IN990101NL"]}


def van_organizer(organizer: Element) -> Soort | None:
    """The kind of an organizer by its templateId, else by its code; None when it says neither."""
    templates = (attribuut(one, "root") for one in alle(organizer, "templateId"))
    known = next((found for root in templates if (found := _BY_TEMPLATE.get(root or ""))), None)
    return known or _BY_CODE.get(attribuut(een(organizer, "code"), "code") or "")
