"""Numbers of an allocation as identifiers: the system says which gemeente gave it, under which law."""

from __future__ import annotations

import re

from gateway.mappings.istandaarden import systems
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import nummer
from gateway.sources.istandaarden.bericht import Wet


def toewijzing(identifier: Stuk, law: Wet, partijen: Partijen) -> int:
    """A ToewijzingNummer; its gemeente is noted as one side of the message."""
    pattern = re.escape(systems.toewijzing(law, "")) + r"([0-9]{4})"
    found = re.fullmatch(pattern, identifier.tekst("system") or "")
    if found is None:
        identifier.mist("system", f"ToewijzingNummer ({systems.toewijzing(law, '')}GEMEENTE)")
    partijen.noteer_gemeente(found[1], identifier.op("system"))
    return nummer(identifier.nodige_tekst("value", "ToewijzingNummer"), identifier, "value", "ToewijzingNummer")


def verwezen(reference: Stuk, law: Wet, partijen: Partijen) -> int:
    """The ToewijzingNummer of a reference to a ServiceRequest: its identifier, or one of the resource in the Bundle."""
    given = reference.stuk("identifier")
    if given is not None:
        return toewijzing(given, law, partijen)
    behind = partijen.bundel.achter(reference)
    if behind is None:
        reference.mist("identifier", "ToewijzingNummer")
    return van_opdracht(behind, law, partijen)


def van_opdracht(request: Stuk, law: Wet, partijen: Partijen) -> int:
    """The ToewijzingNummer among the identifiers of a ServiceRequest."""
    found = [each for each in request.stukken("identifier") if _van_toewijzing(each, law)]
    if not found:
        request.mist("identifier", f"ToewijzingNummer ({systems.toewijzing(law, '')}GEMEENTE)")
    if len(found) > 1:
        found[1].weiger("There are two numbers", "give one")
    return toewijzing(found[0], law, partijen)


def referentie(stuk: Stuk, aanbieder: str) -> str | None:
    """The ReferentieAanbieder among the identifiers of a request, an allocation or a Task."""
    system = systems.referentie_aanbieder(aanbieder)
    found = [each for each in stuk.stukken("identifier") if each.tekst("system") == system]
    if len(found) > 1:
        found[1].weiger("There are two references", "give one")
    return found[0].nodige_tekst("value", "ReferentieAanbieder") if found else None


def _van_toewijzing(identifier: Stuk, law: Wet) -> bool:
    return (identifier.tekst("system") or "").startswith(systems.toewijzing(law, ""))
