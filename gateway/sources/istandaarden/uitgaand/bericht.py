"""One message as XML: its header, and what the kind puts below it."""

from __future__ import annotations

from typing import assert_never

from gateway.sources.istandaarden.bericht import Bericht301, Bericht305, Bericht307
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.declaratie import Bericht323
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.uitgaand import declaratie, levering, toewijzing, verzoek
from gateway.sources.istandaarden.uitgaand.kop import kop
from gateway.sources.istandaarden.uitgaand.pen import Pen
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.wire import xml


def schrijf(bericht: Heenbericht) -> bytes:
    """The message as UTF-8 XML; whether it is valid, its XSD and the rules say. Raises Rejected (bericht-teken)."""
    pen = Pen(BY_KIND[bericht.kind])
    kop(pen, bericht.header)
    match bericht:
        case Bericht301():
            toewijzing.toewijzing(pen, bericht.client)
        case Bericht305():
            levering.start(pen, bericht.client)
        case Bericht307():
            levering.stop(pen, bericht.client)
        case Bericht315():
            verzoek.om_toewijzing(pen, bericht.client)
        case Bericht317():
            verzoek.om_wijziging(pen, bericht.client)
        case Bericht319():
            verzoek.antwoord(pen, bericht.antwoord)
        case Bericht323():
            declaratie.declaratie(pen, bericht.declaratie)
        case _:
            assert_never(bericht)
    return xml.serialise(pen.element)
