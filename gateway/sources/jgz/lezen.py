"""A JGZ delivery, bare, in SOAP or in a batch: every dossier is read, every other interaction named."""

from __future__ import annotations

import re

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import HL7, Notices
from gateway.sources.hl7v3.interacties import interacties
from gateway.sources.jgz import onbekend, placeholders
from gateway.sources.jgz.dossier import dossier
from gateway.sources.jgz.model import Dossier, Overdracht
from gateway.stages.delivered import Notice, SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

KIND = "jgz-dossieroverdracht"
DOSSIER = re.compile(r"REPC_IN902120NL(?P<release>[0-9]{2})?")
# NL03 is the message of the 7.x publications, NL04 that of 8.0; another release is read as what it looks like.
VERSIONS = {"03": "7", "04": "8.0"}
# Interactions of the same publication (its schema set) that announce, ask, answer or withdraw, without a dossier.
WITHOUT_DOSSIER = frozenset(
    {
        "MCCI_IN000002",
        "MCCI_IN200101",
        "POOR_IN002150NL",
        "PRMM_IN010043NL",
        "REPC_IN002130NL",
        "REPC_IN002131NL",
        "REPC_IN002132NL",
        "REPC_IN002140NL",
        "REPC_IN002145NL",
        "REPC_IN002160NL",
        "REPC_IN002170NL",
        "REPC_IN002171NL",
    }
)
MOST_NOTICES = 200


def speaks(root: Element) -> bool:
    """Whether this document holds a JGZ dossier, or nothing but interactions of the JGZ publication."""
    names = [name for _, name in interacties(root)]
    return any(map(DOSSIER.fullmatch, names)) or (bool(names) and WITHOUT_DOSSIER.issuperset(names))


def read(root: Element) -> SourceMessage:
    """Raises Rejected: jgz-interaction (no dossier in it), jgz-placeholder, hl7v3-bsn, hl7v3-id, hl7v3-time."""
    notices: Notices = []
    found: list[Dossier] = []
    releases: list[str] = []
    known = tuple(interacties(root))
    names = tuple(dict.fromkeys(name for _, name in known))
    for interaction, name in known:
        match = DOSSIER.fullmatch(name)
        if match is None:
            notices.append(Notice(xml.path(interaction), f"Interaction {name} carries no dossier; it is not read"))
            continue
        placeholders.refuse(interaction)
        found += _dossiers(interaction, notices)
        releases.append(match["release"] or "")
    if not releases:
        raise _without(root, names)
    if not found:
        raise Rejected(
            "jgz-interaction",
            f"{', '.join(names)} holds no dossier (no careProvisionEvent)",
            where=xml.path(root),
            mend="send ControlActProcess/subject/CareProvisionRequest/sequelTo/careProvisionEvent",
        )
    version = VERSIONS.get(releases[0], releases[0] or "?")
    return SourceMessage(KIND, version, Overdracht(tuple(found)), _limited(notices))


def _dossiers(interaction: Element, notices: Notices) -> list[Dossier]:
    found = []
    for event in interaction.iter(f"{{{HL7}}}careProvisionEvent"):
        # A visit to another provider (asPatientOfOtherProvider) is named the same and is no dossier.
        if event.getparent() is not None and xml.local(event.getparent()) == "sequelTo":
            found.append(dossier(interaction, event, notices))
            notices.extend(onbekend.notices(event))
    return found


def _without(root: Element, names: tuple[str, ...]) -> Rejected:
    return Rejected(
        "jgz-interaction",
        f"{', '.join(names)} carries no dossier",
        where=xml.path(root),
        mend="send the dossier itself: REPC_IN902120NL03 or REPC_IN902120NL04",
    )


def _limited(notices: Notices) -> tuple[Notice, ...]:
    distinct = tuple(dict.fromkeys(notices))
    rest = (Notice(".", "There are more notices than are shown"),) if len(distinct) > MOST_NOTICES else ()
    return (*distinct[:MOST_NOTICES], *rest)
