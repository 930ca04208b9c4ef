"""A ketenzorg document, bare, in SOAP or in a batch: every known interaction is read, every other one is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import HL7, Notices, alle, attribuut, een, moment
from gateway.sources.huisarts import contactmomenten, contactverslag, onbekend, personen
from gateway.sources.huisarts.model import Contactmomenten, Contactverslag, Ketenzorg, Kop
from gateway.stages import Notice, SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

CONTACTVERSLAG = "REPC_IN990101NL"
CONTACTMOMENTEN = "PRPA_IN900350NL"
KNOWN = frozenset({CONTACTVERSLAG, CONTACTMOMENTEN})
PROFILE = "810"
MOST_NOTICES = 200


def read(root: Element) -> SourceMessage:
    """Kind `contactverslag` when there is one, else `contactmomenten`.

    Raises Rejected: hl7v3-interaction (nothing in it is known), hl7v3-version, hl7v3-bsn, bsn-elfproef, hl7v3-id,
    hl7v3-time, hl7v3-status, hl7v3-meaning.
    """
    notices: Notices = []
    found: list[Contactverslag | Contactmomenten] = []
    interactions = tuple(_interactions(root))
    names = tuple(dict.fromkeys(name for _, name in interactions))
    if KNOWN.isdisjoint(names):
        raise Rejected(
            "hl7v3-interaction",
            f"No interaction of this message is known: {', '.join(names) or 'none found'}",
            where=xml.path(root),
            mend=f"send {' or '.join(sorted(KNOWN))}",
        )
    for interaction, name in interactions:
        if name in KNOWN:
            _check_profile(interaction)
            found += _read(interaction, name, notices)
        else:
            notices.append(Notice(xml.path(interaction), f"Interaction {name} is not read"))
    kind = "contactverslag" if any(isinstance(one, Contactverslag) for one in found) else "contactmomenten"
    return SourceMessage(kind=kind, version=PROFILE, body=Ketenzorg(tuple(found)), notices=_limited(notices))


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


def _read(interaction: Element, name: str, notices: Notices) -> Iterator[Contactverslag | Contactmomenten]:
    organizers = [
        organizer
        for subject in interaction.iterfind(f"{{{HL7}}}ControlActProcess/{{{HL7}}}subject")
        for organizer in alle(subject, "organizer")
    ]
    if not organizers:
        notices.append(Notice(xml.path(interaction), "The interaction holds no data (no organizer)"))
    for organizer in organizers:
        onbekend.refuse_changed_meaning(organizer)
        head = _kop(interaction, organizer, notices)
        if name == CONTACTVERSLAG:
            yield Contactverslag(head, contactverslag.verslagen(organizer, notices))
            notices.extend(onbekend.notices(organizer, contactverslag.ORGANIZER))
        else:
            yield Contactmomenten(head, contactmomenten.contacten(organizer, notices))
            notices.extend(onbekend.notices(organizer, contactmomenten.ORGANIZER))


def _kop(interaction: Element, organizer: Element, notices: Notices) -> Kop:
    sender = een(interaction, "ControlActProcess", "authorOrPerformer", "participant", "AssignedDevice")
    custodian = next((p for p in alle(organizer, "participant") if attribuut(p, "typeCode") == "CST"), None)
    return Kop(
        aangemaakt=moment(een(interaction, "creationTime"), notices),
        bron=personen.organisatie(een(sender, "Organization")),
        patient=personen.patient(organizer, notices),
        custodian=personen.rolhouder(een(custodian, "participantRole")),
    )
