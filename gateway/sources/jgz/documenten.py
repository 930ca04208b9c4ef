"""appendage/document: the dossier as a document, letters; their bytes travel as base64."""

from __future__ import annotations

from base64 import b64encode

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, een, moment, tekst
from gateway.sources.jgz import personen
from gateway.sources.jgz.model import Document
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

MEDIA_TYPES_OF_TEXT = "text/plain"


def documenten(event: Element, notices: Notices) -> tuple[Document, ...]:
    return tuple(
        _document(element, notices) for appendage in alle(event, "appendage") for element in alle(appendage, "document")
    )


def _document(element: Element, notices: Notices) -> Document:
    text = een(element, "text")
    return Document(
        code=personen.soort(een(element, "code")),
        plaats=xml.path(element),
        tijd=moment(een(element, "effectiveTime"), notices),
        mediatype=attribuut(text, "mediaType") or (MEDIA_TYPES_OF_TEXT if text is not None else None),
        inhoud=_inhoud(text, notices),
        naam=_naam(attribuut(een(text, "reference"), "value")),
    )


def _inhoud(text: Element | None, notices: Notices) -> str | None:
    if text is None:
        return None
    if attribuut(text, "representation") != "B64":
        said = tekst(text)
        return b64encode(said.encode()).decode() if said else None
    packed = "".join("".join(text.itertext()).split())
    if not _is_base64(packed):
        notices.append(Notice(xml.path(text), "The attached document is not whole base64; its bytes are not carried"))
        return None
    if attribuut(text, "compression"):
        notices.append(Notice(xml.path(text), "The attached document is compressed; it is carried as it came"))
    return packed or None


def _is_base64(packed: str) -> bool:
    body = packed.rstrip("=")
    allowed = all(char.isascii() and (char.isalnum() or char in "+/") for char in body)
    return allowed and len(packed) % 4 == 0 and len(packed) - len(body) <= 2


def _naam(uri: str | None) -> str | None:
    """The file name; a path on somebody's disk is nobody's business."""
    return uri.rpartition("/")[2] or None if uri else None
