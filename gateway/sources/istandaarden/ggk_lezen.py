"""Takes the GGk envelope off: its own form first, then what it carries. One that is not right says which part."""

from __future__ import annotations

import binascii
from typing import Final

from gateway.errors import Rejected
from gateway.sources.istandaarden.elementen import een, tekst, verplicht
from gateway.sources.istandaarden.ggk import (
    ENVELOPPEN,
    FO01,
    GGK,
    STUF,
    STUFSTANDAARDEN,
    Envelop,
    Foutmelding,
    Stuurgegevens,
    Systeem,
    Versies,
    fout_schema,
    schema,
)
from gateway.wire import xml, xml_stream
from gateway.wire.xml import Element
from gateway.wire.xml_schema import Schema
from gateway.wire.xml_stream import Begun

# Carried apart from the tree; in their place stands what any XSD calls base64.
GEDRAGEN: Final = frozenset({f"{{{GGK}}}xmlBestand", f"{{{GGK}}}tekstBestand"})
BASE64: Final = "AAAA"
ZIP: Final = b"PK\x03\x04"


def is_ggk(begun: list[Begun]) -> bool:
    """Whether a document comes in StUF: an envelope of whatever release, or an error report."""
    root = begun[0].namespace if begun else ""
    return root == STUF or root.startswith(STUFSTANDAARDEN)


def is_fout(begun: list[Begun]) -> bool:
    """Whether a document is an error report (Fo01)."""
    return bool(begun) and (begun[0].namespace, begun[0].name) == (STUF, FO01)


def functie(begun: list[Begun]) -> str:
    """What an envelope says it carries, from its beginning; empty when that does not say."""
    said = (each.text.strip() for each in begun if (each.namespace, each.name) == (STUF, "functie"))
    return next(said, "") if is_ggk(begun) else ""


def soort(begun: list[Begun]) -> str:
    """The kind of an iWmo or iJw message by its namespace, as a functie says it: `WMO302`."""
    return begun[0].namespace.rpartition("/schema")[0].rpartition("/")[2].upper() if begun else ""


def lees(data: bytes) -> Envelop:
    """Read an envelope.

    Raises Rejected: ggk-fo01 (an error report: it carries nothing), ggk-version (another release), ggk-form (what is
    missing, misplaced or not base64; every finding in `details`), ggk-text and ggk-zip (what it carries is no XML);
    and BadInput for what is no XML itself.
    """
    carried = _Base64()
    root = xml_stream.apart(data, GEDRAGEN, carried.take)
    name = xml.local(root)
    if name == FO01:
        raise Rejected("ggk-fo01", "An error report carries no message", name)
    if xml.namespace(root) != GGK or name not in ENVELOPPEN:
        raise Rejected("ggk-version", "This envelope is not of GGk 2.1 (ggk0210)", name, "send ggk0210")
    bestand = next((child for child in root.iter(*GEDRAGEN)), None)
    if bestand is not None:
        bestand.text = BASE64
    _valideer(root, schema())
    inhoud = carried.bytes()
    if inhoud.startswith(ZIP):
        raise Rejected("ggk-zip", "The envelope carries a ZIP file", "parameters/bericht", "send the XML itself")
    naam = None if bestand is None else bestand.get("bestandsnaam")
    if naam is not None and not inhoud.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Rejected("ggk-text", "A text file is no iWmo or iJw message", "parameters/bericht/tekstBestand")
    return Envelop(stuurgegevens(root), _versies(root), inhoud, naam)


def foutmelding(data: bytes) -> Foutmelding:
    """Read an error report. Raises Rejected (ggk-form) and what `xml.parse` raises."""
    root = xml.parse(data)
    _valideer(root, fout_schema())
    stuur, body = een(root, "stuurgegevens"), een(root, "body")
    return Foutmelding(
        referentienummer=verplicht(stuur, "referentienummer"),
        cross=verplicht(stuur, "crossRefnummer").strip().lower(),
        applicatie=verplicht(een(stuur, "zender"), "applicatie").strip(),
        code=verplicht(body, "code").strip(),
        plek=verplicht(body, "plek"),
        omschrijving=verplicht(body, "omschrijving"),
        details=tekst(body, "details"),
    )


def stuurgegevens(root: Element) -> Stuurgegevens:
    """Of an envelope that its XSD approved."""
    found = een(root, "stuurgegevens")
    return Stuurgegevens(
        zender=_systeem(een(found, "zender")),
        ontvanger=_systeem(een(found, "ontvanger")),
        referentienummer=verplicht(found, "referentienummer"),
        tijdstip=verplicht(found, "tijdstipBericht"),
        functie=verplicht(found, "functie"),
        cross=tekst(found, "crossRefnummer"),
    )


def afzender(begun: list[Begun]) -> Stuurgegevens | None:
    """Whom a faulty envelope can be answered to, from its beginning; None when that does not say who and about what."""
    texts: dict[str, str] = {}
    system = ""
    for each in begun:
        if each.namespace == STUF:
            system = each.name if each.name in {"zender", "ontvanger"} else system
            inside = each.name in {"organisatie", "applicatie", "administratie", "gebruiker"}
            texts.setdefault(f"{system}/{each.name}" if inside else each.name, each.text)
    organisatie, applicatie = texts.get("zender/organisatie", ""), texts.get("zender/applicatie", "")
    reference = texts.get("referentienummer", "").strip()
    if not is_ggk(begun) or begun[0].name == FO01 or len(applicatie) < 3 or not reference:
        return None
    return Stuurgegevens(
        zender=Systeem(
            organisatie,
            applicatie[:50],
            texts["zender/administratie"][:50] if "zender/administratie" in texts else None,
            texts["zender/gebruiker"][:100] if "zender/gebruiker" in texts else None,
        ),
        ontvanger=Systeem(texts.get("ontvanger/organisatie", ""), texts.get("ontvanger/applicatie", "")),
        referentienummer=reference[:40],
        tijdstip=texts.get("tijdstipBericht", ""),
        functie=texts.get("functie", ""),
    )


def _valideer(root: Element, approves: Schema) -> None:
    errors = approves.errors(root)
    if errors:
        found = tuple((error.where, error.rule) for error in errors)
        raise Rejected(
            "ggk-form",
            f"The envelope is not valid against the XSD of GGk 2.1: {len(errors)} finding(s)",
            where=found[0][0],
            mend=f"mend it: {found[0][1]}",
            details=found,
        )


def _systeem(found: Element | None) -> Systeem:
    return Systeem(
        organisatie=verplicht(found, "organisatie"),
        applicatie=verplicht(found, "applicatie"),
        administratie=tekst(found, "administratie"),
        gebruiker=tekst(found, "gebruiker"),
    )


def _versies(root: Element) -> Versies:
    found = een(root, "parameters")
    names = ("applicatieVersie", "applicatieSubversie", "functieVersie", "functieSubversie")
    return Versies(*(verplicht(found, name) for name in names))


class _Base64:
    """Decodes as the text goes by: of a message of 25 MB there is never a second copy."""

    def __init__(self) -> None:
        self._decoded = bytearray()
        self._rest = ""
        self._ended = self._wrong = False

    def take(self, piece: str) -> None:
        text = self._rest + "".join(piece.split())
        whole = len(text) - len(text) % 4
        self._rest = text[whole:]
        self._decode(text[:whole])

    def bytes(self) -> bytes:
        """What was carried. Raises Rejected (ggk-form)."""
        if self._wrong or self._rest or not self._decoded:
            raise Rejected(
                "ggk-form", "What the envelope carries is not base64, or empty", "parameters/bericht", "encode it"
            )
        return bytes(self._decoded)

    def _decode(self, text: str) -> None:
        """Padding ends it: nothing comes after."""
        self._wrong = self._wrong or (self._ended and bool(text))
        self._ended = self._ended or text.endswith("=")
        try:
            self._decoded += binascii.a2b_base64(text, strict_mode=True)
        except (binascii.Error, ValueError):
            self._wrong = True
