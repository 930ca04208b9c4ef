"""Other values of the same form as a value: what a source might have sent instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.identifiers import passes_elfproef

# Of the range for tests; they pass the 11-proef.
_BSNS = ("999990019", "999911120")
_ISO = re.compile(r"(\d{4})-(\d{2})(.*)", re.DOTALL)
_TS = re.compile(r"(1[89]|20)\d{2}(\d{2}){1,5}(\.\d+)?([+-]\d{4})?")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")
_OTHER_BASE64 = "aWV0cyBhbmRlcnM="
SHORT = 2  # of numbers with so many digits, which may be codes, all are tried
_FLAGS = {"true": "false", "false": "true"}
# Small lists of HL7v3: a value of one of these has the rest of it for others.
_LISTS = (
    ("UNK", "NI", "MSK", "OTH", "ASKU", "NASK", "NA"),  # NullFlavor
    ("BR", "SP", "IN", "CL", "AC", "VV", "PR", "NB"),  # EntityNamePartQualifier
    ("M", "F", "UN"),  # AdministrativeGender
    ("HP", "WP", "MC", "PHYS", "PST", "TMP", "H", "DIR"),  # address and telecommunication use
    ("nullified", "aborted", "active", "completed", "suspended", "new"),  # ActStatus
    ("C", "D"),  # debit or credit
)


def others(value: str) -> Iterator[str]:
    """Never the value itself. The likeliest to be taken comes first."""
    found = (one for one in _others(value.strip()) if one != value.strip())
    yield from dict.fromkeys(found)


def _others(value: str) -> Iterator[str]:
    if value in _FLAGS:
        yield _FLAGS[value]
        return
    if passes_elfproef(value):
        yield from _BSNS
    for known in _LISTS:
        if value in known:
            yield from known
    iso = _ISO.fullmatch(value)
    if iso:
        yield f"{int(iso[1]) - 1:04}-{iso[2]}{iso[3]}"
        yield f"{iso[1]}-{int(iso[2]) % 12 + 1:02}{iso[3]}"
    elif _TS.fullmatch(value):
        yield f"{int(value[:4]) - 1:04}{value[4:]}"
    elif _BASE64.fullmatch(value):
        yield _OTHER_BASE64
    yield from _next(value)


def _next(value: str) -> Iterator[str]:
    """Another letter or digit for the last one, then for the first one, then one more; of a short number many more."""
    spots = [number for number, char in enumerate(value) if char.isascii() and char.isalnum()]
    for spot in (*spots[-1:], *spots[:1]):
        yield f"{value[:spot]}{_after(value[spot])}{value[spot + 1 :]}"
    if not (value.isascii() and value.isdecimal()):
        yield f"{value}x"
        return
    yield f"{value}1"
    if len(value) <= SHORT:
        yield from (f"{number:0{len(value)}}" for number in range(1, 10 ** len(value)))


def _after(char: str) -> str:
    """The next one of its class, and no zero: 0 often means nothing."""
    match char:
        case "9":
            return "8"
        case "z":
            return "y"
        case "Z":
            return "Y"
        case _:
            return chr(ord(char) + 1)
