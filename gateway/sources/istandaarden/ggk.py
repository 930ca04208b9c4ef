"""The StUF envelope in which the Gemeentelijk Gegevensknooppunt (GGk) carries an iWmo or iJw message: taken off here.

VNG koppelvlak GGk 2.1 (`ggk0210`), StUF 3.01: `stuurgegevens` with a `functie` such as WMO301, and the message itself
as base64 in `parameters/bericht/xmlBestand`. The answer is the plain return message: what is sent is not wrapped.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from gateway.errors import Rejected
from gateway.wire import xml
from gateway.wire.xml import Element

GGK: Final = "http://www.stufstandaarden.nl/koppelvlak/ggk0210"
STUF: Final = "http://www.egem.nl/StUF/StUF0301"
ENVELOPES: Final = {"envelopHeenbericht-ggk_Di01": "Di01", "envelopRetourbericht-ggk_Du01": "Du01"}


def is_ggk(root: Element) -> bool:
    """Whether a document comes in StUF: an envelope of whatever release, or an error report."""
    namespace = xml.namespace(root)
    return namespace == STUF or namespace.startswith("http://www.stufstandaarden.nl/")


def unwrap(root: Element) -> Element:
    """The message in an envelope; any other document as it is.

    Raises Rejected: ggk-fo01, ggk-version, ggk-form (what is missing or not base64), ggk-text, ggk-functie; and what
    `gateway.wire.xml.parse` raises for the message inside.
    """
    if not is_ggk(root):
        return root
    name = xml.local(root)
    if name == "Fo01Bericht":
        raise Rejected("ggk-fo01", "This reports an error in a message that was sent; nothing was sent from here", name)
    if xml.namespace(root) != GGK or name not in ENVELOPES:
        raise Rejected("ggk-version", "This envelope is not of GGk 2.1 (ggk0210)", name, "send ggk0210")
    if _text(root, STUF, "stuurgegevens", "berichtcode") != ENVELOPES[name]:
        raise Rejected(
            "ggk-form", "The berichtcode is not that of this envelope", "stuurgegevens/berichtcode", "correct it"
        )
    functie = _text(root, STUF, "stuurgegevens", "functie")
    if any(xml.local(part) == "tekstBestand" for part in xml.children(_needed(root, "parameters", "bericht"))):
        raise Rejected("ggk-text", "A text file is no iWmo or iJw message", "parameters/bericht/tekstBestand")
    inside = xml.parse(_decoded(_text(root, GGK, "parameters", "bericht", "xmlBestand")))
    kind = xml.namespace(inside).rpartition("/schema")[0].rpartition("/")[2]
    if functie.lower() != kind:
        raise Rejected(
            "ggk-functie",
            "The functie is not the kind of the message inside",
            "stuurgegevens/functie",
            "make them agree",
        )
    return inside


def _needed(root: Element, *names: str) -> Element:
    found, place = root, []
    for name in names:
        place.append(name)
        inner = next((child for child in xml.children(found) if xml.local(child) == name), None)
        if inner is None:
            raise Rejected("ggk-form", "An element of the envelope is missing", "/".join(place), "send it")
        found = inner
    return found


def _text(root: Element, namespace: str, *names: str) -> str:
    found = _needed(root, *names)
    if xml.namespace(found) != namespace or not (found.text or "").strip():
        raise Rejected(
            "ggk-form", "An element of the envelope is empty or in another namespace", "/".join(names), "send it"
        )
    return str(found.text).strip()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Rejected("ggk-form", "xmlBestand is not base64", "parameters/bericht/xmlBestand", "encode it") from None
