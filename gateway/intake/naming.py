"""Whom a message names, by BSN or as a Patient, however it is spelled; for erasing what was never understood.

What was refused is in no form that can be relied on: another encoding, characters by number, a message within a
message as base64. So all that could be a BSN is tried.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from gateway.identifiers import passes_elfproef

# A dot, hyphen or space may stand between digits, as people write them.
_RUN: Final = re.compile(rb"[0-9](?:[ .\-]?[0-9]){7,}")
_BY_NUMBER: Final = re.compile(rb"&#(?:x0*3([0-9])|0*(4[89]|5[0-7]));|\\u003([0-9])", re.IGNORECASE)
# Base64 as XML and FHIR carry it, lines broken or not; nine digits take twelve characters of it.
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{12,}(?:(?:\s|\\[rnt])+[A-Za-z0-9+/]{4,})*={0,2}")
_PATIENT: Final = re.compile(rb"Patient\\?/([A-Za-z0-9\-.]{1,64})")
_DEEPEST: Final = 3  # an envelope, a document in its message, and a message in that


def bsns(body: bytes, depth: int = _DEEPEST) -> Iterator[str]:
    """Everything in these bytes that reads as a BSN and passes the 11-proef; the same one may come more than once."""
    text = body.replace(b"\0", b"")  # UTF-16 and UTF-32 write a digit as itself with zero bytes around
    text = _BY_NUMBER.sub(_digit, text)
    for found in _RUN.finditer(text):
        yield from _within(found[0].translate(None, b" .-").decode())
    if depth > 1:
        for packed in _BASE64.finditer(text):
            yield from bsns(_unpacked(packed[0]), depth - 1)


def patients(body: bytes) -> set[str]:
    """The references to a Patient, as FHIR writes them (`Patient/` and an id of at most 64 of these characters)."""
    return {f"Patient/{found.decode()}" for found in _PATIENT.findall(body.replace(b"\0", b""))}


def _within(digits: str) -> Iterator[str]:
    """Any nine in a row; eight alone lost the zero in front."""
    if len(digits) == 8:
        digits = f"0{digits}"
    yield from filter(passes_elfproef, {digits[start : start + 9] for start in range(len(digits) - 8)})


def _digit(found: re.Match[bytes]) -> bytes:
    decimal = found[2]
    return bytes([int(decimal)]) if decimal else (found[1] or found[3])


def _unpacked(packed: bytes) -> bytes:
    kept = re.sub(rb"\\[rnt]|[^A-Za-z0-9+/]", b"", packed)
    try:
        return base64.b64decode(kept[: len(kept) // 4 * 4])
    except binascii.Error:
        return b""
