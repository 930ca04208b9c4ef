"""What every entry needs while it is read: where notices go, and which ids mean nothing."""

from __future__ import annotations

from collections import Counter

from gateway.sources.hl7v3.elementen import HL7, Notices, afgeleide_id, alle, attribuut, code, een, identificatie, tekst
from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.model import Zorgverlener
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

REMARK = "48767-8"  # LOINC Annotation comment (toelichting)
WITHDRAWN = frozenset({"nullified", "obsolete"})  # ActStatus
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
        self._names: dict[Id, str] = {}

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

    def naam(self, entry: Element | None, why: str) -> None:
        """Name what is not read; nothing is named of what is not there."""
        if entry is None:
            return
        self.notices.append(Notice(xml.path(entry), why))

    def onbekende_relatie(self, relation: Element) -> None:
        self.naam(relation, "A relation of this entry that is not known is not read")

    def voltooid(self, observation: Element) -> None:
        """What was observed is done, or was withdrawn; any other status of it has no place and is named."""
        status = een(observation, "statusCode")
        if status is not None and attribuut(status, "code") not in {None, "completed", *WITHDRAWN}:
            self.naam(status, "A status of an observation other than completed is not carried")

    def iemand(self, who: Zorgverlener | None, entity: Element | None) -> Zorgverlener | None:
        """The same; of an id that had another name in this document before, this name is named."""
        if who is None or who.id is None or not who.naam:
            return who
        said = " ".join(part.tekst for part in who.naam)
        for person in ("assignedPerson", "associatedPerson"):
            name = een(entity, person, "name")
            if name is not None and self._names.setdefault(who.id, said) != said:
                self.naam(name, "This professional's id had another name before, which is kept; this is not carried")
        return who


def opmerkingen(entry: Element, *details: str) -> tuple[str, ...]:
    """The remarks with an entry, and what is written with its details of these codes: such a code has no note."""
    found = [een(relation, "act") for relation in alle(entry, "entryRelationship")]
    remarks = (tekst(een(act, "text")) for act in found if attribuut(een(act, "code"), "code") == REMARK)
    beside = (tekst(een(detail(entry, about), "text")) for about in details)
    return tuple(text for text in (*remarks, *beside) if text)


def is_opmerking(relation: Element) -> bool:
    return attribuut(een(relation, "act", "code"), "code") == REMARK


def _details(entry: Element, about: str) -> list[Element]:
    found = (een(relation, "observation") for relation in alle(entry, "entryRelationship"))
    return [one for one in found if one is not None and attribuut(een(one, "code"), "code") == about]


def detail(entry: Element, about: str) -> Element | None:
    """The related observation with this code (a status, a severity), unless it was withdrawn."""
    return next((one for one in _details(entry, about) if not ingetrokken(one)), None)


def gezegd(entry: Element, about: str, reader: Lezer) -> Code | None:
    """The value of that detail. It becomes one element: when, by whom, and what else of its kind is said, is named."""
    found = detail(entry, about)
    for other in _details(entry, about):
        if other is not found:
            reader.naam(other, "A detail that was withdrawn, or is one more of its kind, is not read")
    if found is None:
        return None
    reader.voltooid(found)
    for step in ("effectiveTime", "author", "performer"):
        for one in alle(found, step):
            if zegt_iets(one):
                reader.naam(one, "When or by whom a detail was established is not carried")
    return code(een(found, "value"))


def zegt_iets(element: Element) -> bool:
    """It, or something in it, has a value, code, number or text."""
    return any(
        xml.text(one) or any(attribuut(one, name) for name in ("value", "code", "extension")) for one in element.iter()
    )


def ingetrokken(*acts: Element | None) -> bool:
    """One of these was withdrawn: it was never so."""
    return any(attribuut(een(act, "statusCode"), "code") in WITHDRAWN for act in acts)


def wie(entry: Element, reader: Lezer) -> Zorgverlener | None:
    """Who did or recorded it: performer, else author. Whoever else did so is named."""
    performers = list(alle(entry, "performer"))
    first = een(performers[0], "assignedEntity") if performers else None
    performer = personen.uitvoerende(first)
    for other in (*performers[1:], *(alle(entry, "author") if performer else ())):
        reader.naam(other, "Who else did or recorded this is not read")
    if performer:
        return reader.iemand(performer, first)
    author, _ = personen.auteur(entry)
    return reader.iemand(author, een(entry, "author", "assignedAuthor"))
