"""Writes a 305 and a 307 below their header."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Client305, Client307, StartProduct, StopProduct
from gateway.sources.istandaarden.uitgaand import persoon
from gateway.sources.istandaarden.uitgaand.pen import Pen
from gateway.sources.istandaarden.uitgaand.toewijzing import product


def start(pen: Pen, known: Client305) -> None:
    onder = pen.onder("Client")
    persoon.client(onder, known)
    producten = onder.onder("StartProducten")
    for started in known.start_producten:
        geleverd = producten.onder("StartProduct")
        _levering(geleverd, started)
        geleverd.eigen("StatusAanlevering", started.status_aanlevering)


def stop(pen: Pen, known: Client307) -> None:
    onder = pen.onder("Client")
    persoon.client(onder, known)
    producten = onder.onder("StopProducten")
    for stopped in known.stop_producten:
        geleverd = producten.onder("StopProduct")
        _levering(geleverd, stopped)
        geleverd.eigen("RedenBeeindiging", stopped.reden_beeindiging)
        geleverd.eigen("Einddatum", stopped.einddatum)
        geleverd.eigen("StatusAanlevering", stopped.status_aanlevering)


def _levering(pen: Pen, delivered: StartProduct | StopProduct) -> None:
    pen.eigen("ToewijzingNummer", delivered.toewijzing_nummer)
    product(pen, delivered.product)
    pen.eigen("ToewijzingIngangsdatum", delivered.toewijzing_ingangsdatum)
    pen.eigen("Begindatum", delivered.begindatum)
