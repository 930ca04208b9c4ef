"""Attachments of the documents that are carried: a url to bytes elsewhere, which is no Reference to FHIR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gateway.fhir.elements import at
from gateway.stages.vocabulary import FhirJson

# Types whose attachment may name a Binary, with the element it stands in (FHIR R4).
PLACES: Final[dict[str, str]] = {
    "Communication": "payload.contentAttachment",
    "Consent": "sourceAttachment",
    "DiagnosticReport": "presentedForm",
    "DocumentReference": "content.attachment",
    "Media": "content",
}
_BINARY = re.compile(r"(?:https?://\S+/)?(?P<name>Binary/[A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?")


def attachments(content: FhirJson) -> Iterator[FhirJson]:
    """Every attachment of a resource that has a url."""
    place = PLACES.get(str(content.get("resourceType")))
    if place is not None:
        yield from (held for held in at(content, place) if isinstance(held.get("url"), str))


def binary(url: str) -> str | None:
    """`Binary/id` of a relative or absolute url; None for every other address."""
    match = _BINARY.fullmatch(url)
    return match["name"] if match else None
