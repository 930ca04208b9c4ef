"""Writes the return message (302 to 320) that answers a message other than a 323 (IV028).

Header only when the message is accepted, or rejected as a whole; with a broken class all classes are copied and each
gets its return code.
"""

from __future__ import annotations

from datetime import date

from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.elementen import een
from gateway.sources.istandaarden.schrijver import Schrijver
from gateway.sources.istandaarden.soort import XSD_VERSIE
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element


def retour(message: SourceMessage, verdict: Verdict, identificatie: str, dagtekening: date) -> bytes:
    """The return message as XML.

    `identificatie` (at most 12 characters) and `dagtekening` are the return message's own. Sender and receiver stay
    as they were, they are not swapped (IV028).
    """
    bericht: Heenbericht = message.body
    schrijver = Schrijver(BY_KIND[message.kind], verdict)
    root = schrijver.bericht()
    header = schrijver.kopie(root, een(bericht.root, "Header"), "Header")
    schrijver.berichtcode(header)
    _kop(schrijver, header, identificatie, dagtekening)
    if verdict.klassen:
        for child in xml.children(bericht.root):
            if xml.local(child) != "Header":
                schrijver.kopie(root, child, xml.local(child))
    return xml.serialise(root)


def _kop(schrijver: Schrijver, header: Element, identificatie: str, dagtekening: date) -> None:
    """What a return message adds to the header. No XsltVersie: the official XSLTs are not used here."""
    schrijver.voeg_toe(header, "IdentificatieRetour", identificatie)
    schrijver.voeg_toe(header, "DagtekeningRetour", dagtekening.isoformat())
    versie = schrijver.voeg_toe(header, "XsdVersieRetour")
    for name in ("BasisschemaXsdVersie", "BerichtXsdVersie"):
        schrijver.basis(versie, name, XSD_VERSIE)
    if schrijver.verdict.header:
        schrijver.codes(header, schrijver.verdict.header)
