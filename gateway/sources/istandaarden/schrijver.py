"""Writes the message that answers another: elements copied into its namespace, classes with their return codes."""

from __future__ import annotations

from gateway.sources.istandaarden.elementen import een, geplaatst
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.terugmelding import IN_ORDE
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import xml
from gateway.wire.xml import Element

# The classes of a message, which carry return codes; what wraps several of them does not.
KLASSEN = frozenset(
    {
        "Client",
        "Relatie",
        "Contact",
        "ToegewezenProduct",
        "StartProduct",
        "StopProduct",
        "AangevraagdProduct",
        "Verzoek",
        "OngewijzigdProduct",
        "TeWijzigenProduct",
        "NieuwProduct",
        "Antwoord",
        "Woonplaatsbeginsel",
        "Prestatie",
    }
)


class Schrijver:
    """`soort`: of the message that is answered; `verdict`: what its classes are answered with."""

    def __init__(self, soort: Berichtsoort, verdict: Verdict) -> None:
        self.soort = soort
        self.verdict = verdict

    def bericht(self) -> Element:
        """The root of the answer."""
        return self._los("Bericht", self.soort.retour.lower(), self.soort.release.standaard)

    def los(self, name: str) -> Element:
        """An element of the message that is written by itself, with short prefixes: there may be thousands."""
        return self._los(name, "m", "b")

    def _los(self, name: str, own: str, basis: str) -> Element:
        spaces = {own: self.soort.retour_namespace, basis: self.soort.release.basis}
        return xml.element(self.tag(name), prefixes=spaces)

    def tag(self, name: str) -> str:
        return f"{{{self.soort.retour_namespace}}}{name}"

    def voeg_toe(self, parent: Element, name: str, text: str | None = None) -> Element:
        """An element of the message itself."""
        return xml.sub(parent, self.tag(name), text)

    def basis(self, parent: Element, name: str, text: str | None = None) -> Element:
        """An element of a shared data type."""
        return xml.sub(parent, f"{{{self.soort.release.basis}}}{name}", text)

    def kopie(self, parent: Element, source: Element, place: str) -> Element:
        """A copy of names and text alone: the standard has no attributes."""
        ours = xml.namespace(source) == self.soort.namespace
        name = xml.local(source)
        children = list(geplaatst(source, place))
        made = xml.sub(parent, self.tag(name) if ours else str(source.tag), None if children else source.text)
        for each, child in children:
            self.kopie(made, child, each)
        if ours and name in KLASSEN:
            self.codes(made, self.verdict.klassen.get(place, (IN_ORDE,)))
        return made

    def berichtcode(self, header: Element) -> None:
        code = een(header, "BerichtCode")
        assert code is not None, "the XSD requires a BerichtCode"
        code.text = self.soort.retour_code

    def codes(self, parent: Element, codes: tuple[str, ...]) -> None:
        holder = self.voeg_toe(parent, "RetourCodes")
        for code in codes:
            self.voeg_toe(holder, "RetourCode", code)
