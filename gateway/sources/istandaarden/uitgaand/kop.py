"""Writes the header of a message that is sent, as its release has it (BerichtVersie and -Subversie, XsdVersie)."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Header
from gateway.sources.istandaarden.uitgaand.pen import Pen


def kop(pen: Pen, header: Header) -> None:
    """Afzender comes first: a gemeente for a 301 and 319, an aanbieder for everything else."""
    partijen = (header.gemeente.value, header.aanbieder.value)
    afzender, ontvanger = partijen if header.afzender == "gemeente" else reversed(partijen)
    onder = pen.onder("Header")
    onder.eigen("BerichtCode", header.bericht_code)
    onder.eigen("BerichtVersie", header.bericht_versie)
    onder.eigen("BerichtSubversie", header.bericht_subversie)
    onder.eigen("Afzender", afzender)
    onder.eigen("Ontvanger", ontvanger)
    named = onder.onder("BerichtIdentificatie")
    named.basis("Identificatie", header.bericht_identificatie.identificatie)
    named.basis("Dagtekening", header.dagtekening)
    versie = onder.onder("XsdVersie")
    versie.basis("BasisschemaXsdVersie", header.xsd_versie.basisschema_xsd_versie)
    versie.basis("BerichtXsdVersie", header.xsd_versie.bericht_xsd_versie)
