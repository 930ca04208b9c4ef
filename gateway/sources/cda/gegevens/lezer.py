"""What every entry needs while it is read: where notices go, and which ids mean nothing."""

from __future__ import annotations

from collections import Counter

from gateway.sources.hl7v3.elementen import HL7, Notices, afgeleide_id, alle, attribuut, code, een, identificatie, tekst
from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.model import Zorgverlener
from gateway.stages import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

REMARK = "48767-8"  # LOINC Annotation comment (toelichting)
ACTS = ("act", "observation", "procedure", "substanceAdministration", "encounter", "supply", "organizer")


class Lezer:
    """One document being read. Prototypes give all their entries one and the same id; such an id identifies nothing."""

    def __init__(self, root: Element, notices: Notices) -> None:
        self.notices = notices
        found = Counter(
            id_
            for name in ACTS
            for entry in root.iter(f"{{{HL7}}}{name}")
            if (id_ := identificatie(een(entry, "id"))) is not None
        )
        self._shared = {id_ for id_, count in found.items() if count > 1}

    def id(self, entry: Element) -> Id:
        """Its own id when that is its alone, else one from its content (BgZ entries often have none)."""
        own = identificatie(een(entry, "id"))
        if own is not None and own not in self._shared:
            return own
        if own is not None:
            self._once("ClinicalDocument", "An id that several entries share identifies none of them")
        return afgeleide_id(entry)

    def _once(self, where: str, text: str) -> None:
        notice = Notice(where, text)
        if notice not in self.notices:
            self.notices.append(notice)

    def naam(self, entry: Element, why: str) -> None:
        """Name what is not read."""
        self.notices.append(Notice(xml.path(entry), why))


def opmerkingen(entry: Element) -> tuple[str, ...]:
    found = (een(relation, "act") for relation in alle(entry, "entryRelationship"))
    remarks = (tekst(een(act, "text")) for act in found if attribuut(een(act, "code"), "code") == REMARK)
    return tuple(text for text in remarks if text)


def is_opmerking(relation: Element) -> bool:
    return attribuut(een(relation, "act", "code"), "code") == REMARK


def gezegd(entry: Element, about: str) -> Code | None:
    """The value of the related observation with this code: a status, a severity."""
    for relation in alle(entry, "entryRelationship"):
        observation = een(relation, "observation")
        if attribuut(een(observation, "code"), "code") == about:
            return code(een(observation, "value"))
    return None


def wie(entry: Element, reader: Lezer) -> Zorgverlener | None:
    """Who did or recorded it: performer, else author. Whoever else did so is named."""
    performers = list(alle(entry, "performer"))
    performer = personen.uitvoerende(een(performers[0], "assignedEntity")) if performers else None
    for other in (*performers[1:], *(alle(entry, "author") if performer else ())):
        reader.naam(other, "Who else did or recorded this is not read")
    author, _ = personen.auteur(entry)
    return performer or author
