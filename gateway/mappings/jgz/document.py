"""An attached document as DocumentReference, and its bytes as a Binary that is opened through it alone."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha1, sha256

from gateway.mappings.hl7v3.elementen import absent_extension
from gateway.mappings.jgz.elementen import concept
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import organisation
from gateway.sources.jgz.model import Document
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson


def resources(work: Werk, document: Document) -> Iterator[Resource]:
    """A document has no number: kind, day, name and bytes make its id, so the same one is the same again."""
    body = b64decode(document.inhoud) if document.inhoud else b""
    kind = (document.code.code or document.code.tekst if document.code else None) or "document"
    number = work.nth("document", kind, document.tijd or "", sha256(body + (document.naam or "").encode()).hexdigest())
    attachment: FhirJson = {
        **({"contentType": document.mediatype} if document.mediatype else {}),
        **({"url": f"Binary/{number}", "size": len(body), "hash": _sha1(body)} if body else {}),
        **({"title": document.naam} if document.naam else {}),
        **({"creation": document.tijd} if document.tijd else {}),
    }
    made: FhirJson = {
        "resourceType": "DocumentReference",
        "id": number,
        "status": "current",
        **({"type": concept(document.code)} if document.code else {}),
        "subject": work.child,
        **_custodian(work),
        "content": [{"attachment": attachment or absent_extension(None)}],
    }
    yield work.resource(made)
    if body:
        yield work.resource(
            {
                "resourceType": "Binary",
                "id": number,
                "contentType": document.mediatype or "application/octet-stream",
                "securityContext": {"reference": f"DocumentReference/{number}"},
                "data": document.inhoud,
            }
        )


def _custodian(work: Werk) -> FhirJson:
    own = next((who.organisatie for who in work.dossier.auteurs if who.organisatie), None)
    return {"custodian": organisation(work, own)} if own else {}


def _sha1(body: bytes) -> str:
    """Attachment.hash is SHA-1 by definition of FHIR; it guards against damage, not against anybody."""
    return b64encode(sha1(body, usedforsecurity=False).digest()).decode()
