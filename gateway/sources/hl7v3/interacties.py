"""Which interactions an HL7v3 document holds: bare, in SOAP or in a batch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.sources.hl7v3.elementen import HL7, attribuut, een
from gateway.wire import xml
from gateway.wire.xml import Element

_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")


def interacties(root: Element) -> Iterator[tuple[Element, str]]:
    """Every element with an interactionId of its own and its name, except the batch that only wraps others."""
    for id_ in root.iter(f"{{{HL7}}}interactionId"):
        interaction = id_.getparent()
        if interaction is None or _wraps(interaction):
            continue
        name = attribuut(id_, "extension") or xml.local(interaction)
        yield interaction, name if _NAME.fullmatch(name) else "with an unreadable name"


def _wraps(element: Element) -> bool:
    return any(een(child, "interactionId") is not None for child in xml.children(element))
