"""What a message holds beyond what is read: named in a notice, or refused when it changes the meaning of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import HL7, attribuut
from gateway.sources.huisarts.gelezen import READ, TEXTS
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

MOST = 50

# Attributes that carry content of their own in HL7v3 data types; the rest is structure.
_CONTENT = ("value", "code", "extension", "displayName")

# What is to be given (RQO), what a range or condition would be (EVN.CRT): these classes are never something that
# happened, and are mapped as such.
_MOODS: Mapping[str, frozenset[str]] = {
    "substanceAdministration": frozenset({"RQO"}),
    "supply": frozenset({"RQO"}),
    "observationRange": frozenset({"EVN.CRT"}),
    "criterion": frozenset({"EVN.CRT"}),
}
_INSTRUCTION = "SPRT"  # an instruction with a prescription is itself intended (RQO)


def notices(organizer: Element, sort: str) -> tuple[Notice, ...]:
    """One notice per kind of element of an organizer with content that is not read."""
    return unread(organizer, READ[sort], TEXTS)


def unread(top: Element, read: frozenset[str] | re.Pattern[str], whole: frozenset[str]) -> tuple[Notice, ...]:
    """One notice per path below `top` with content that is not in `read`. Below `whole` nothing is looked at."""
    known = read.__contains__ if isinstance(read, frozenset) else read.fullmatch
    found: dict[str, Notice] = {}
    for element, path in _descend(top, "", whole):
        if path not in found and _says_something(element) and not known(path):
            if len(found) == MOST:
                found["…"] = Notice(xml.path(top), "There is more that is not read")
                break
            found[path] = Notice(xml.path(element), "This element is not read")
    return tuple(found.values())


def refuse_changed_meaning(organizer: Element) -> None:
    """A negated or merely intended act read as if it had happened would be a lie; neither occurs in this profile."""
    changed = changed_meaning(organizer)
    if changed is not None:
        raise Rejected(
            "hl7v3-meaning",
            "An entry is negated, or is not something that happened (negationInd, moodCode)",
            where=xml.path(changed),
            mend="send facts in moodCode EVN without negationInd",
        )


def changed_meaning(top: Element) -> Element | None:
    """The first element that is negated or not something that happened."""
    return next((one for one in top.iter() if attribuut(one, "negationInd") == "true" or not _happened(one)), None)


def _happened(element: Element) -> bool:
    mood = attribuut(element, "moodCode")
    if mood in {None, "EVN"} or mood in _MOODS.get(xml.local(element), ()):
        return True
    return mood == "RQO" and xml.local(element) == "act" and attribuut(element.getparent(), "typeCode") == _INSTRUCTION


def _descend(element: Element, base: str, whole: frozenset[str]) -> Iterator[tuple[Element, str]]:
    # A text (ED) may hold markup; its text is read whole.
    if base in whole:
        return
    for child in xml.children(element):
        name = xml.local(child) if xml.namespace(child) == HL7 else f"{{{xml.namespace(child)}}}{xml.local(child)}"
        path = f"{base}/{name}" if base else name
        yield child, path
        yield from _descend(child, path, whole)


def _says_something(element: Element) -> bool:
    return xml.text(element) is not None or any(attribuut(element, name) for name in _CONTENT)
