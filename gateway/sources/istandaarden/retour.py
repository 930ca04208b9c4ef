"""Writes the return message (302, 306, 308) that answers a 301, 305 or 307 (IV028).

Header only when the message is accepted, or rejected as a whole; with a broken class the whole client is copied and
every class gets its return code. Every class is tested, so 0233 (not tested) does not occur.
"""

from __future__ import annotations

from datetime import date

from gateway.sources.istandaarden.bericht import Bericht
from gateway.sources.istandaarden.elementen import een
from gateway.sources.istandaarden.oordeel import IN_ORDE, Verdict
from gateway.sources.istandaarden.soort import XSD_VERSIE, Berichtsoort
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.stages import SourceMessage
from gateway.wire import xml
from gateway.wire.xml import Element

# The classes of a message, which carry return codes; what wraps several of them does not.
KLASSEN = frozenset({"Client", "Relatie", "Contact", "ToegewezenProduct", "StartProduct", "StopProduct"})


def retour(message: SourceMessage, verdict: Verdict, identificatie: str, dagtekening: date) -> bytes:
    """The return message as XML.

    `identificatie` (at most 12 characters) and `dagtekening` are the return message's own. Sender and receiver stay
    as they were, they are not swapped (IV028).
    """
    bericht: Bericht = message.body
    soort = BY_KIND[message.kind]
    schrijver = _Schrijver(soort, verdict)
    root = xml.element(
        schrijver.tag("Bericht"),
        prefixes={soort.retour.lower(): schrijver.namespace, soort.release.standaard: soort.release.basis},
    )
    header = schrijver.kopie(root, een(bericht.root, "Header"))
    code = een(header, "BerichtCode")
    assert code is not None, "the XSD requires a BerichtCode"
    code.text = soort.retour_code
    schrijver.kop(header, identificatie, dagtekening)
    if verdict.klassen:
        schrijver.kopie(root, een(bericht.root, "Client"), "Client")
    return xml.serialise(root)


class _Schrijver:
    """Copies elements of a message into the namespace of its return message."""

    def __init__(self, soort: Berichtsoort, verdict: Verdict) -> None:
        self.soort = soort
        self.verdict = verdict
        self.namespace = soort.release.namespace(soort.retour)

    def tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def kopie(self, parent: Element, source: Element, place: str = "") -> Element:
        """A copy of names and text alone: the standard has no attributes."""
        ours = xml.namespace(source) == self.soort.namespace
        name = xml.local(source)
        children = list(xml.children(source))
        made = xml.sub(parent, self.tag(name) if ours else str(source.tag), None if children else source.text)
        seen: dict[str, int] = {}
        for child in children:
            step = xml.local(child)
            seen[step] = seen.get(step, 0) + 1
            several = step.endswith("Product") and step in KLASSEN
            self.kopie(made, child, f"{place}/{step}[{seen[step]}]" if several else f"{place}/{step}")
        if ours and name in KLASSEN:
            self.codes(made, self.verdict.klassen.get(place, (IN_ORDE,)))
        return made

    def kop(self, header: Element, identificatie: str, dagtekening: date) -> None:
        """What a return message adds to the header. No XsltVersie: the official XSLTs are not used here."""
        xml.sub(header, self.tag("IdentificatieRetour"), identificatie)
        xml.sub(header, self.tag("DagtekeningRetour"), dagtekening.isoformat())
        versie = xml.sub(header, self.tag("XsdVersieRetour"))
        for name in ("BasisschemaXsdVersie", "BerichtXsdVersie"):
            xml.sub(versie, f"{{{self.soort.release.basis}}}{name}", XSD_VERSIE)
        if self.verdict.header:
            self.codes(header, self.verdict.header)

    def codes(self, parent: Element, codes: tuple[str, ...]) -> None:
        holder = xml.sub(parent, self.tag("RetourCodes"))
        for code in codes:
            xml.sub(holder, self.tag("RetourCode"), code)
