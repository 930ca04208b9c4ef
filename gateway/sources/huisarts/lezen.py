"""A ketenzorg document, bare, in SOAP or in a batch: every known interaction is read, every other one is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import HL7, Notices, alle, attribuut, een, moment
from gateway.sources.huisarts import onbekend, personen
from gateway.sources.huisarts.interacties import Interactie, Ketenzorg
from gateway.sources.huisarts.model import Kop
from gateway.sources.huisarts.soorten import SOORTEN, Soort, van_organizer
from gateway.stages.delivered import Notice, SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

PROFILE = "810"
MOST_NOTICES = 200


def read(root: Element) -> SourceMessage:
    """Kind: that of the interaction that says most (`SOORTEN` in their order).

    Raises Rejected: hl7v3-interaction (nothing in it is known), hl7v3-version, hl7v3-bsn, bsn-elfproef, hl7v3-id,
    hl7v3-time, hl7v3-status, hl7v3-meaning.
    """
    notices: Notices = []
    found: list[Interactie] = []
    kinds: set[str] = set()
    interactions = tuple(_interactions(root)) or tuple(_bare(root))
    names = tuple(dict.fromkeys(name for _, name in interactions))
    if SOORTEN.keys().isdisjoint(names):
        raise Rejected(
            "hl7v3-interaction",
            f"No interaction of this message is known: {', '.join(names) or 'none found'}",
            where=xml.path(root),
            mend=f"send {', '.join(SOORTEN)}",
        )
    for interaction, name in interactions:
        if name not in SOORTEN:
            notices.append(Notice(xml.path(interaction), f"Interaction {name} is not read"))
            continue
        _check_profile(interaction)
        for sort, one in _read(interaction, SOORTEN[name], notices):
            kinds.add(sort.naam)
            found.append(one)
    kind = next((sort.naam for sort in SOORTEN.values() if sort.naam in kinds), _first(names))
    return SourceMessage(kind=kind, version=PROFILE, body=Ketenzorg(tuple(found)), notices=_limited(notices))


def _first(names: tuple[str, ...]) -> str:
    return next(SOORTEN[name].naam for name in names if name in SOORTEN)


def _limited(notices: Notices) -> tuple[Notice, ...]:
    rest = (Notice(".", "There are more notices than are shown"),) if len(notices) > MOST_NOTICES else ()
    return (*notices[:MOST_NOTICES], *rest)


def _interactions(root: Element) -> Iterator[tuple[Element, str]]:
    """Every element with an interactionId of its own, except the batch that only wraps others."""
    for id_ in root.iter(f"{{{HL7}}}interactionId"):
        interaction = id_.getparent()
        if interaction is None or _wraps(interaction):
            continue
        name = attribuut(id_, "extension") or xml.local(interaction)
        yield interaction, name if re.fullmatch(r"[A-Za-z0-9_]{1,40}", name) else "with an unreadable name"


def _bare(root: Element) -> Iterator[tuple[Element, str]]:
    """Outermost organizers without an interaction around them: exchanged like that between prescribing systems."""
    organizer = f"{{{HL7}}}organizer"
    for element in root.iter(organizer):
        if any(above.tag == organizer for above in element.iterancestors()):
            continue
        sort = van_organizer(element)
        yield element, sort.interactie if sort else "of an unknown organizer"


def _wraps(element: Element) -> bool:
    return any(een(child, "interactionId") is not None for child in xml.children(element))


def _check_profile(interaction: Element) -> None:
    profiles = {attribuut(element, "extension") for element in alle(interaction, "profileId")} - {None}
    if profiles and PROFILE not in profiles:
        raise Rejected(
            "hl7v3-version",
            "The message follows another version of the ketenzorg profile",
            where=f"{xml.path(interaction)}/profileId",
            mend=f"send profile {PROFILE}",
        )


def _read(interaction: Element, named: Soort, notices: Notices) -> Iterator[tuple[Soort, Interactie]]:
    """Each organizer by what it says it is; when it does not, by the interaction it came in."""
    bare = xml.local(interaction) == "organizer"
    organizers = [interaction] if bare else _organizers(interaction)
    _remark_answer(interaction, bool(organizers), notices)
    for organizer in organizers:
        sort = van_organizer(organizer) or named
        onbekend.refuse_changed_meaning(organizer)
        head = _kop(interaction, organizer, notices)
        yield sort, sort.lees(organizer, head, notices)
        notices.extend(onbekend.notices(organizer, sort.organizer))


def _organizers(interaction: Element) -> list[Element]:
    return [
        organizer
        for subject in interaction.iterfind(f"{{{HL7}}}ControlActProcess/{{{HL7}}}subject")
        for organizer in alle(subject, "organizer")
    ]


def _remark_answer(interaction: Element, holds_data: bool, notices: Notices) -> None:
    """What the answer says of itself: that the source refused or failed, or has more than it sent."""
    answer = een(interaction, "ControlActProcess", "queryAck")
    if not holds_data:
        refused = attribuut(een(answer, "queryResponseCode"), "code") in {"AE", "QE"}
        text = "The source answered with an error and no data" if refused else "The interaction holds no data"
        notices.append(Notice(xml.path(interaction), text))
    rest = attribuut(een(answer, "resultRemainingQuantity"), "value")
    if rest not in {None, "0"}:
        notices.append(Notice(xml.path(answer), "The source has more than it sent (resultRemainingQuantity)"))


def _kop(interaction: Element, organizer: Element, notices: Notices) -> Kop:
    sender = een(interaction, "ControlActProcess", "authorOrPerformer", "participant", "AssignedDevice")
    custodian = next((p for p in alle(organizer, "participant") if attribuut(p, "typeCode") == "CST"), None)
    return Kop(
        aangemaakt=moment(een(interaction, "creationTime"), notices),
        bron=personen.organisatie(een(sender, "Organization")),
        patient=personen.patient(organizer, notices),
        custodian=personen.rolhouder(een(custodian, "participantRole")),
    )
