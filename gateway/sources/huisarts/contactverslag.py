"""REPC_IN990101NL: the notes of a GP, each with its S, O, E and P lines and the diagnoses on them (ICPC-1)."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    een,
    identificatie,
    moment,
    tekst,
    verplichte_id,
)
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts import diagnoses, personen
from gateway.sources.huisarts.interacties import Contactverslag
from gateway.sources.huisarts.model import Diagnose, Kop, Regel, Soort, Verslag, Zorgverlener
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

# Journal line templates 2.16.840.1.113883.2.4.3.11.60.66.10.N of the ketenzorg profile, and their LOINC codes.
REGELS: Mapping[str, Soort] = {"208": "S", "209": "O", "210": "E", "211": "P"}
LOINC: Mapping[str, Soort] = {"61150-9": "S", "61149-1": "O", "51848-0": "E", "18776-5": "P"}
NOTE_TEMPLATE = "207"
STATUSES = frozenset({"completed", "active", "nullified"})


def lees(organizer: Element, head: Kop, notices: Notices) -> Contactverslag:
    return Contactverslag(head, verslagen(organizer, notices))


def sjabloon(element: Element) -> str | None:
    """The last arc of a templateId, by which the profile numbers its templates."""
    root = attribuut(een(element, "templateId"), "root")
    return root.rpartition(".")[2] if root else None


def verslagen(organizer: Element, notices: Notices) -> tuple[Verslag, ...]:
    found = []
    for component in alle(organizer, "component"):
        note = een(component, "act")
        if note is None or sjabloon(note) != NOTE_TEMPLATE:
            notices.append(Notice(xml.path(component), "A component that is not a note (template .207) is not read"))
            continue
        found.append(_verslag(note, notices))
    return tuple(found)


def _verslag(note: Element, notices: Notices) -> Verslag:
    status = attribuut(een(note, "statusCode"), "code") or "completed"
    if status not in STATUSES:
        raise Rejected(
            "hl7v3-status",
            "The status of a note is not known",
            where=xml.path(note),
            mend="send completed, active or nullified",
        )
    when = een(note, "effectiveTime")
    contact: Id | None = None
    episode: Id | None = None
    lines: list[Regel] = []
    for relation in alle(note, "entryRelationship"):
        encounter, act = een(relation, "encounter"), een(relation, "act")
        sort = _soort(act)
        if encounter is not None and contact is None:
            contact = identificatie(een(encounter, "id"))
        elif act is not None and sort is not None:
            lines.append(_regel(act, sort, notices))
        elif act is not None and attribuut(een(act, "code"), "code") == "CONC" and episode is None:
            episode = identificatie(een(act, "id"))
        else:
            notices.append(Notice(xml.path(relation), "A relation of the note that is not known is not read"))
    return Verslag(
        id=verplichte_id(note),
        status=status,
        tijd=moment(when, notices) or moment(een(when, "low"), notices),
        tijd_nul=attribuut(when, "nullFlavor"),
        auteur=_auteur(note, notices),
        contact=contact,
        episode=episode,
        regels=tuple(lines),
    )


def _soort(act: Element | None) -> Soort | None:
    if act is None:
        return None
    return REGELS.get(sjabloon(act) or "") or LOINC.get(attribuut(een(act, "code"), "code") or "")


def _auteur(note: Element, notices: Notices) -> Zorgverlener | None:
    responsible = [p for p in alle(note, "participant") if attribuut(p, "typeCode") == "RESP"]
    for other in alle(note, "participant"):
        if other not in responsible[:1]:
            notices.append(Notice(xml.path(other), "Only one responsible participant (RESP) of a note is read"))
    if not responsible:
        return personen.auteur(note)[0]
    for author in alle(note, "author"):
        notices.append(Notice(xml.path(author), "The author of a note is not read beside its responsible participant"))
    return personen.rolhouder(een(responsible[0], "participantRole"))


def _regel(act: Element, sort: Soort, notices: Notices) -> Regel:
    said = een(act, "text")
    encoded = attribuut(said, "representation") == "B64"
    if encoded:
        notices.append(Notice(xml.path(said), "A text in base64 is not read"))
    return Regel(
        soort=sort,
        tekst=None if encoded else tekst(said),
        nul=attribuut(said, "nullFlavor"),
        diagnoses=tuple(
            found
            for relation in alle(act, "entryRelationship")
            if (found := _diagnose(een(relation, "observation"), relation, notices)) is not None
        ),
    )


def _diagnose(observation: Element | None, relation: Element, notices: Notices) -> Diagnose | None:
    found = diagnoses.lees(observation, notices)
    if found is None and not diagnoses.ingetrokken(observation):
        notices.append(Notice(xml.path(relation), "A relation of a line without a diagnosis is not read"))
    return found
