"""A pen that writes elements of one message kind; what is None is not written, so the order of calls is the XSD's."""

from __future__ import annotations

from datetime import date, time

from gateway.errors import Rejected
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.wire import xml
from gateway.wire.xml import Element

Waarde = str | int | date | time | None


class Pen:
    """Writes below one element. `eigen`: an element of the message itself; `basis`: one of a shared data type."""

    def __init__(self, soort: Berichtsoort, element: Element | None = None) -> None:
        self._soort = soort
        self.element = element if element is not None else self._root()

    def _root(self) -> Element:
        soort = self._soort
        prefixes = {soort.kind.lower(): soort.namespace, soort.release.standaard: soort.release.basis}
        return xml.element(f"{{{soort.namespace}}}Bericht", prefixes=prefixes)

    def eigen(self, name: str, waarde: Waarde = None) -> None:
        if waarde is not None:
            self._voeg_toe(self._soort.namespace, name, waarde)

    def basis(self, name: str, waarde: Waarde = None) -> None:
        if waarde is not None:
            self._voeg_toe(self._soort.release.basis, name, waarde)

    def onder(self, name: str) -> Pen:
        """A pen for the content of a new element of the message itself."""
        return Pen(self._soort, xml.sub(self.element, f"{{{self._soort.namespace}}}{name}"))

    def onder_basis(self, name: str) -> Pen:
        """A pen for the content of a new element of a shared data type."""
        return Pen(self._soort, xml.sub(self.element, f"{{{self._soort.release.basis}}}{name}"))

    def _voeg_toe(self, namespace: str, name: str, waarde: Waarde) -> None:
        text = waarde if isinstance(waarde, str) else str(waarde) if isinstance(waarde, int) else _geschreven(waarde)
        try:
            xml.sub(self.element, f"{{{namespace}}}{name}", text)
        except ValueError:
            raise Rejected(
                "bericht-teken",
                f"{name} holds a character that XML does not have",
                where=name,
                mend="leave control characters out of the text",
            ) from None


def _geschreven(moment: date | time | None) -> str:
    return moment.isoformat() if moment is not None else ""
