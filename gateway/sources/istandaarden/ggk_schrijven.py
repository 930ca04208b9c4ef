"""Puts the GGk envelope on: around a message (Di01), around the answer to one (Du01); and reports a fault (Fo01).

Nothing leaves that its XSD does not approve.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from gateway.errors import Rejected
from gateway.sources.istandaarden.ggk import (
    ENVELOPPEN,
    FO01,
    GGK,
    STUF,
    Stuurgegevens,
    Systeem,
    Versies,
    fout_schema,
    schema,
)
from gateway.sources.istandaarden.ggk_fouten import FOUTCODES
from gateway.wire import xml
from gateway.wire.xml import Element
from gateway.wire.xml_schema import Schema

# Marks where the message goes: base64 itself, so that the XSD approves the envelope with it.
PLAATS: Final = "Z2drMDIxMA=="
NAAM_VAN: Final = {code: name for name, code in ENVELOPPEN.items()}
MOST_DETAILS, MOST_OMSCHRIJVING = 1000, 200


@dataclass(frozen=True, slots=True)
class Fout:
    """A fault by its code of the list; `details`: what exactly, without anything out of the message."""

    code: str
    details: str = ""


def wrap(inner_xml: bytes, stuur: Stuurgegevens, versies: Versies | None = None) -> bytes:
    """The envelope around one message: Di01, or Du01 when `stuur.cross` names what it answers.

    Pure: time and referentienummer (a UUID of version 4) are the caller's. `versies.functie` is the version of the
    message. Raises Rejected (ggk-form) for what the envelope cannot say.
    """
    root = xml.element(f"{{{GGK}}}{NAAM_VAN[stuur.berichtcode]}", prefixes={"GGK": GGK, "StUF": STUF})
    _stuurgegevens(xml.sub(root, f"{{{GGK}}}stuurgegevens"), stuur.berichtcode, stuur, functie=True)
    parameters, said = xml.sub(root, f"{{{GGK}}}parameters"), versies or Versies()
    xml.sub(parameters, f"{{{GGK}}}applicatieVersie", said.applicatie)
    xml.sub(parameters, f"{{{GGK}}}applicatieSubversie", said.applicatie_sub)
    xml.sub(parameters, f"{{{GGK}}}functieVersie", said.functie)
    xml.sub(parameters, f"{{{GGK}}}functieSubversie", said.functie_sub)
    xml.sub(xml.sub(parameters, f"{{{GGK}}}bericht"), f"{{{GGK}}}xmlBestand", PLAATS)
    before, _, after = _approved(schema(), root).rpartition(PLAATS.encode())
    return b"".join((before, base64.b64encode(inner_xml), after))


def antwoord(op: Stuurgegevens, applicatie: str, referentienummer: str, tijdstip: str, functie: str) -> Stuurgegevens:
    """Of a Du01 that answers the Di01 with `op`: the parties change places, and `applicatie` is who answers."""
    return Stuurgegevens(
        zender=Systeem(op.ontvanger.organisatie, applicatie),
        ontvanger=op.zender,
        referentienummer=referentienummer,
        tijdstip=tijdstip,
        functie=functie,
        cross=op.referentienummer,
    )


def foutbericht(stuur: Stuurgegevens, fout: Fout) -> bytes:
    """A Fo01 about the message that `stuur.cross` names. Raises Rejected (ggk-form) for what it cannot say."""
    root = xml.element(f"{{{STUF}}}{FO01}", prefixes={"StUF": STUF})
    _stuurgegevens(xml.sub(root, f"{{{STUF}}}stuurgegevens"), "Fo01", stuur, functie=False)
    body = xml.sub(root, f"{{{STUF}}}body")
    xml.sub(body, f"{{{STUF}}}code", fout.code)
    # The message is at fault, not this gateway: for that there is no answer at all.
    xml.sub(body, f"{{{STUF}}}plek", "client")
    xml.sub(body, f"{{{STUF}}}omschrijving", FOUTCODES[fout.code][:MOST_OMSCHRIJVING])
    if fout.details:
        xml.sub(body, f"{{{STUF}}}details", fout.details[:MOST_DETAILS])
    return _approved(fout_schema(), root)


def _stuurgegevens(made: Element, code: str, stuur: Stuurgegevens, *, functie: bool) -> None:
    xml.sub(made, f"{{{STUF}}}berichtcode", code)
    for name, systeem in (("zender", stuur.zender), ("ontvanger", stuur.ontvanger)):
        holder = xml.sub(made, f"{{{STUF}}}{name}")
        for part in ("organisatie", "applicatie", "administratie", "gebruiker"):
            value = getattr(systeem, part)
            if value is not None and (value or functie):  # of a Fo01 an organisation may be unknown
                xml.sub(holder, f"{{{STUF}}}{part}", value)
    xml.sub(made, f"{{{STUF}}}referentienummer", stuur.referentienummer)
    xml.sub(made, f"{{{STUF}}}tijdstipBericht", stuur.tijdstip)
    if stuur.cross is not None:
        xml.sub(made, f"{{{STUF}}}crossRefnummer", stuur.cross)
    if functie:
        xml.sub(made, f"{{{STUF}}}functie", stuur.functie)


def _approved(approves: Schema, root: Element) -> bytes:
    errors = approves.errors(root)
    if errors:
        raise Rejected("ggk-form", "An envelope cannot say this", errors[0].where, f"mend it: {errors[0].rule}")
    return xml.serialise(root)
