"""Which source codes may be shown to a reviewer: what has the form of a code, never what could be text or a number
of a person."""

from __future__ import annotations

import re

from gateway.identifiers import passes_elfproef

SNOMED = frozenset({"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96", "2.16.840.1.113883.6.96"})
UNREADABLE = "(geen code)"
_SYSTEM = re.compile(r"(?:https?://|urn:)[A-Za-z0-9._~:/#%-]{3,180}|[0-9.]{5,60}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/^-]{0,59}")
_VERHOEFF = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_SHIFT = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def showable(system: str | None, code: str) -> bool:
    """A nine-digit number that could be a BSN is shown only where its own check digit makes it a SNOMED concept."""
    if system is None or not _SYSTEM.fullmatch(system) or not _CODE.fullmatch(code):
        return False
    return not _could_be_bsn(code) or (system in SNOMED and _verhoeff(code))


def _could_be_bsn(code: str) -> bool:
    digits = re.sub(r"[^0-9]", "", code)
    return len(digits) in {8, 9} and passes_elfproef(digits.zfill(9))


def _verhoeff(digits: str) -> bool:
    """The check of a SNOMED CT identifier (Technical Implementation Guide, Verhoeff)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF[check][int(_SHIFT[place % 8][int(digit)])])
    return check == 0
