"""Reads a return message (302, 306, 308, 316, 318, 320) that a counterpart sent: its codes, class by class."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.istandaarden import personalia
from gateway.sources.istandaarden.elementen import alle, een, geplaatst, verplicht
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.terugmelding import KlasseOordeel, Terugmelding
from gateway.wire import xml
from gateway.wire.xml import Element


def lees(soort: Berichtsoort, root: Element) -> Terugmelding:
    """`soort`: that of the message which is answered."""
    header = een(root, "Header")
    return Terugmelding(
        law=soort.release.law,
        kind=soort.retour,
        heen=soort.kind,
        header=personalia.header(root),
        identificatie_retour=verplicht(header, "IdentificatieRetour"),
        dagtekening_retour=personalia.dag(header, "DagtekeningRetour"),
        retourcodes=retourcodes(header),
        klassen=tuple(
            klasse
            for child in xml.children(root)
            if xml.local(child) != "Header"
            for klasse in _klassen(child, xml.local(child))
        ),
        root=root,
    )


def retourcodes(klasse: Element | None) -> tuple[str, ...]:
    return tuple(str(code.text) for code in alle(klasse, "RetourCodes", "RetourCode"))


def _klassen(found: Element, place: str) -> Iterator[KlasseOordeel]:
    codes = retourcodes(found)
    if codes:
        yield KlasseOordeel(place, codes)
    for step, child in geplaatst(found, place):
        if xml.local(child) != "RetourCodes":
            yield from _klassen(child, step)
