"""What we decided where no standard speaks: iWmo and iJw have no official FHIR mapping.

Each choice and its reason stand in docs/sources/iwmo.md.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from gateway.sources.istandaarden.bericht import StartProduct, StopProduct, ToegewezenProduct
from gateway.stages.delivered import Origin

MAPPING = "istandaarden/2"
BASIS: Literal["heuristic"] = "heuristic"

# Reasons for which a gemeente ends an allocation before its time (WMO002, JZ002).
INGETROKKEN = frozenset({"02", "03", "05", "06", "07", "08", "09", "10", "11"})
TIJDELIJK = "20"
VERWIJDEREN = "3"
AFGEWEZEN, IN_ONDERZOEK = "1", "2"

# What an allocation without product is called: a budget that the provider may spend on what fits.
ZONDER_PRODUCT = "Toewijzing zonder product (budget)"
# What a wish to change an allocation is called: its product stands in that allocation alone.
WIJZIGING = "Wijziging van een toewijzing"


def authority(origin: Origin) -> Literal["gemeente", "bron"]:
    """Who leads in base data is decided by who is registered as the sender, never by what the message says."""
    return "gemeente" if origin.orgtype == "gemeente" else "bron"


def toewijzing_status(product: ToegewezenProduct, dagtekening: date) -> str:
    """As it stood on the day of the message: mapping takes no clock. Deleted means never sent (OP033x1)."""
    if product.verwijderd:
        return "entered-in-error"
    if product.einddatum is None or product.einddatum >= dagtekening:
        return "active"
    return "revoked" if product.reden_wijziging in INGETROKKEN else "completed"


def start_status(product: StartProduct, dagtekening: date) -> str:
    if product.status_aanlevering == VERWIJDEREN:
        return "entered-in-error"
    return "planned" if product.begindatum > dagtekening else "active"


def stop_status(product: StopProduct) -> str:
    """A deleted stop leaves its start standing: the delivery goes on."""
    if product.status_aanlevering == VERWIJDEREN:
        return "active"
    return "onhold" if product.reden_beeindiging == TIJDELIJK else "finished"


def verzoek_status(
    antwoorden: frozenset[str], *, toegewezen: bool, teruggemeld: Literal["goed", "fout"] | None
) -> Literal["requested", "received", "in-progress", "rejected", "completed", "failed"]:
    """Where a request stands, by all that is known of it: what came first does not matter (OP080, OP344).

    `teruggemeld`: what its return message said; a rejected message was functionally never received.
    """
    if toegewezen:
        return "completed"
    if AFGEWEZEN in antwoorden:
        return "rejected"
    if IN_ONDERZOEK in antwoorden:
        return "in-progress"
    match teruggemeld:
        case "goed":
            return "received"
        case "fout":
            return "failed"
        case None:
            return "requested"
