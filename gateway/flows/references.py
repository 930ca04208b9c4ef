"""Our ids for a source's resources. Derived by keyed hash, so a reference resolves whichever of both arrives first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

from gateway.crypto.primitives import unb64url
from gateway.crypto.vault import Vault
from gateway.fhir import references
from gateway.fhir.attachments import attachments
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson

_RELATIVE = re.compile(r"(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(/_history/[A-Za-z0-9\-.]{1,64})?")
_ABSOLUTE = re.compile(rf"https?://[^\s]+/{_RELATIVE.pattern}")


def record_id(vault: Vault, connector: str, type_: str, local: str) -> str:
    """The record id (a UUID) of one connector's resource; the same resource always gets the same id."""
    return str(uuid.UUID(bytes=unb64url(vault.index("record", f"{connector}|{type_}|{local}"))[:16], version=4))


def aliases(resources: tuple[Resource, ...]) -> dict[str, str]:
    """FullUrl (urn: or absolute) → `Type/id`, for the resources of one delivery."""
    return {
        alias: f"{resource.type}/{resource.content['id']}"
        for resource in resources
        if "id" in resource.content
        for alias in resource.aliases
    }


def ours(
    vault: Vault, connector: str, content: FhirJson, client: str | None, known: Mapping[str, str], record: str
) -> FhirJson:
    """The resource with our id, and its references rewritten to ours; the person becomes `Patient/<client>`."""

    def rewrite(reference: str) -> str:
        target = known.get(reference, reference)
        match = _RELATIVE.fullmatch(target) or _ABSOLUTE.fullmatch(target)
        if match is None:
            return reference
        if match["type"] == "Patient":
            return f"Patient/{client}" if client else reference
        return f"{match['type']}/{record_id(vault, connector, match['type'], match['id'])}"

    rewritten = references.rewrite(content, rewrite)
    for attachment in attachments(rewritten):
        if attachment["url"] in known or attachment["url"].startswith("Binary/"):
            attachment["url"] = rewrite(attachment["url"])
    return {**rewritten, "id": record}
