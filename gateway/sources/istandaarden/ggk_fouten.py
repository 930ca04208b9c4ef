"""The fault codes of messages between gemeente, GGk, VECOZO and CAK, and which of them says what is refused here.

Codes and sentences: Foutcodelijst Berichtenverkeer (Fo01), November 2025.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

FOUTCODES: Final[Mapping[str, str]] = {
    "IB001": "Bericht voldoet niet aan XSD",
    "IB002": "De verzendende organisatie is niet geautoriseerd om gebruik te maken van het GGK",
    "IB003": "Het ontvangen bericht overschrijdt de maximaal toegestane bestandsgrootte van 25MB",
    "IB004": "De functie wordt niet ondersteund",
    "IB005": "Gemeentecode is niet bekend bij het GGK, controleer de StUF-envelop",
    "IB006": "Zendend systeem niet geautoriseerd voor combinatie van berichtcode, entiteittype en functie",
    "IB007": "Combinatie functie en organisatie is niet toegestaan",
    "IB008": "Indienende partij beschikt niet over juiste rol voor dit berichttype",
    "IB009": "Indiener heeft geen toestemmingsverklaring van afzender voor dit berichttype",
    "IB010": "Geadresseerde partij niet aangesloten bij VECOZO of AGB is incorrect",
    "IB011": "Geadresseerde partij beschikt niet over juiste rol voor dit berichttype",
    "IB012": "Payload is groter dan toegestaan (max. 25MB)",
    "IB013": "Bestand bevat een virus en is verwijderd",
    "IB014": "Payload voldoet niet aan de XSD",
    "IB015": "Bericht bevat niet-toegestane persoonsgegevens",
    "IB016": "Referentienummer is niet uniek",
    "IB017": "Applicatiegegevens niet of onjuist gevuld",
    "IB018": "Applicatiegegevens niet of onjuist gevuld",
    "IB019": "Declaratie-antwoord reeds ingediend",
    "IB020": "Declaratie-antwoord reeds ingediend",
    "IB021": "AlsAntwoordOp niet gevuld",
    "IB022": "AlsAntwoordOp niet gevuld",
    "IB023": "Functie is niet actief",
    "IB901": "Geen geldig ZIP-bestand aangeleverd",
    "IB902": "ZIP-bestand bevat meer bestanden dan toegestaan",
    "IB903": "ZIP-bestand bevat wachtwoordbeveiliging",
    "IB904": "Bestand in ZIP-bestand is groter dan toegestaan (max. 25MB)",
    "IB905": "ZIP-bestand bevat minder bestanden dan toegestaan",
}
# As IB001 of the national list and BRS13 of VECOZO.
_VORM: Final = re.compile(r"[A-Z]{2,4}[0-9]{2,3}")
# The same envelope came twice, or the same answer did: the first time it came decides what became of it.
DUBBEL: Final = frozenset({"IB016", "IB019", "IB020"})
# What our own refusals are in that list; those that are not here have no code there, and are told without a Fo01.
_BY_ERROR: Final[Mapping[str, str]] = {
    "ggk-form": "IB001",
    "ggk-version": "IB001",
    "ggk-functie": "IB004",
    "ggk-inhoud": "IB014",
    "ggk-text": "IB014",
    "ggk-zip": "IB014",
    "ggk-referentie": "IB016",
    "body-too-large": "IB003",
    "empty-body": "IB014",
    "xsd-invalid": "IB014",
    "xml-syntax": "IB014",
    "xml-doctype": "IB014",
    "xml-depth": "IB014",
    "xml-elements": "IB014",
    "xml-encoding": "IB014",
    "istandaarden-version": "IB014",
    "istandaarden-kind": "IB004",
    "istandaarden-date": "IB014",
}


def foutcode(error: str) -> str | None:
    """The code that says one of our refusals (`xsd-invalid`); None when the list has none for it."""
    return _BY_ERROR.get(error)


def getoond(code: str) -> str:
    """A code with what it means, as it may be told: one of another form than the lists know is not repeated."""
    if not _VORM.fullmatch(code):
        return "a code of another form"
    said = betekenis(code)
    return f"{code}: {said}" if said else code


def betekenis(code: str) -> str | None:
    return FOUTCODES.get(code)
