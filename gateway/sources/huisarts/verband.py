"""What an entry refers to: its contact, its episode and the remarks about it; the same in every interaction."""

from __future__ import annotations

from collections.abc import Callable

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, een, identificatie, tekst
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts.feiten import Verband
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

REMARK = "48767-8"  # LOINC Annotation comment (template .221)

Rest = Callable[[Element], bool]


def verband(entry: Element, notices: Notices, rest: Rest = lambda _relation: False) -> Verband:
    """The relations of an entry. `rest` takes those that its kind of entry knows; what nobody takes is a notice."""
    contact: Id | None = None
    episode: Id | None = None
    remarks: list[str] = []
    for relation in alle(entry, "entryRelationship"):
        act, encounter = een(relation, "act"), een(relation, "encounter")
        said = attribuut(een(act, "code"), "code")
        if encounter is not None and contact is None:
            contact = identificatie(een(encounter, "id"))
        elif said == "CONC" and episode is None:
            episode = identificatie(een(act, "id"))
        elif said == REMARK:
            remarks += [text for text in (tekst(een(act, "text")),) if text]
        elif not rest(relation):
            notices.append(Notice(xml.path(relation), "A relation of this entry that is not known is not read"))
    return Verband(contact, episode, tuple(remarks))
