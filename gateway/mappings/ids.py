"""Resource ids from a source's own numbers: the same thing always gets the same id, and every id is legal in FHIR."""

from __future__ import annotations

import re
from hashlib import sha256

_LEGAL = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def fhir_id(*parts: str) -> str:
    """The parts joined by hyphens; a hash stands in for what FHIR does not allow (letters, digits, `-`, `.`; 1–64)."""
    wanted = "-".join(parts)
    if _LEGAL.fullmatch(wanted):
        return wanted
    legible = re.sub(r"[^A-Za-z0-9.]+", "-", wanted).strip("-.")[:47]
    return f"{legible}-{sha256(wanted.encode()).hexdigest()[:16]}"


def ii_id(root: str, extension: str | None, *suffix: str) -> str:
    """An HL7v3 II as resource id: `root-extension`; a UUID extension stands alone when that would be too long."""
    if extension is None:
        return fhir_id(root, *suffix)
    if _UUID.fullmatch(extension) and len(root) + 37 > 64:
        return fhir_id(extension, *suffix)
    return fhir_id(root, extension, *suffix)
