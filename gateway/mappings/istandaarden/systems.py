"""Our own URIs for what iWmo and iJw name and nobody gave a FHIR canonical; per law where the lists differ."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Wet

BASE = "https://wijkdossier.nl/fhir"

_STANDAARD: dict[Wet, str] = {"Wmo": "iwmo", "Jeugdwet": "ijw"}
_CATEGORIE: dict[Wet, str] = {"Wmo": "iwmo-wmo020", "Jeugdwet": "ijw-jz020"}
_PRODUCTCODE: dict[Wet, str] = {"Wmo": "productcode-wmo", "Jeugdwet": "productcode-jw"}
_REDEN_WIJZIGING: dict[Wet, str] = {"Wmo": "iwmo-wmo002", "Jeugdwet": "ijw-jz002"}
_REDEN_BEEINDIGING: dict[Wet, str] = {"Wmo": "iwmo-wmo588", "Jeugdwet": "ijw-jz588"}

# CBS code of a municipality: no national FHIR URI was found.
GEMEENTECODE = f"{BASE}/NamingSystem/gemeentecode"
# Code lists that both laws share.
EENHEID = f"{BASE}/CodeSystem/wj756"
JURIDISCHE_STATUS = f"{BASE}/CodeSystem/wj232"
VERTEGENWOORDIGING = f"{BASE}/CodeSystem/wj003"
SOORT_RELATIE = f"{BASE}/CodeSystem/cod472"
COMMUNICATIEVORM = f"{BASE}/CodeSystem/cod747"
ADRESSOORT = f"{BASE}/CodeSystem/cod757"
TYPE_VERWIJZER = f"{BASE}/CodeSystem/cod327"
REDEN_VERZOEK = f"{BASE}/CodeSystem/wj758"
REDEN_AFWIJZING_VERZOEK = f"{BASE}/CodeSystem/wj759"
VERZOEK_ANTWOORD = f"{BASE}/CodeSystem/wj760"
RETOURCODE = f"{BASE}/CodeSystem/wj001"
# Foutcodelijst Berichtenverkeer (Fo01), and what reports such a fault.
FOUTCODE = f"{BASE}/CodeSystem/fo01-foutcode"
STUF_BERICHTCODE = f"{BASE}/CodeSystem/stuf-berichtcode"
STUF_SYSTEEM = f"{BASE}/NamingSystem/stuf-systeem"
# Vektis COD002: which message it is.
BERICHTCODE = f"{BASE}/CodeSystem/berichtcode"
# How we name what a Task of a request takes in and brings about.
VERZOEKDEEL = f"{BASE}/CodeSystem/verzoekdeel"

EXT_REDEN_WIJZIGING = f"{BASE}/StructureDefinition/reden-wijziging"
EXT_REDEN_BEEINDIGING = f"{BASE}/StructureDefinition/reden-beeindiging"
EXT_TOEWIJZING_INGANGSDATUM = f"{BASE}/StructureDefinition/toewijzing-ingangsdatum"
EXT_VOLGORDE = f"{BASE}/StructureDefinition/relatie-volgorde"
EXT_COMMUNICATIEVORM = f"{BASE}/StructureDefinition/communicatievorm"

EXT_VERWIJZER = f"{BASE}/StructureDefinition/verwijzer"
EXT_RAAMCONTRACT = f"{BASE}/StructureDefinition/raamcontract"
EXT_GEZAGSDRAGER_BEKEND = f"{BASE}/StructureDefinition/gezagsdrager-bekend"
EXT_BESCHIKKING_INGANGSDATUM = f"{BASE}/StructureDefinition/beschikking-ingangsdatum"
EXT_BERICHT_IDENTIFICATIE = f"{BASE}/StructureDefinition/bericht-identificatie"
EXT_DECLARATIE_TOTAAL = f"{BASE}/StructureDefinition/declaratie-totaal"
EXT_DEBET_CREDIT = f"{BASE}/StructureDefinition/debet-credit"
EXT_PRODUCT_REFERENTIE = f"{BASE}/StructureDefinition/product-referentie"
EXT_VORIGE_REFERENTIE = f"{BASE}/StructureDefinition/vorige-product-referentie"
EXT_TOEWIJZING = f"{BASE}/StructureDefinition/toewijzing"
# Of a telephone number or e-mail address: the Contact of the message it stands in, where its use does not tell.
EXT_CONTACT = f"{BASE}/StructureDefinition/contact"
EXT_LANDNUMMER = f"{BASE}/StructureDefinition/landnummer"
# Of a note: what was remarked on the client, not on this product.
EXT_OVER_CLIENT = f"{BASE}/StructureDefinition/over-client"
# Of an EpisodeOfCare: the stop that was taken back, and the gemeente of one without an allocation.
EXT_VERWIJDERDE_STOP = f"{BASE}/StructureDefinition/verwijderde-stop"
EXT_GEMEENTE = f"{BASE}/StructureDefinition/gemeente"


def categorie(law: Wet) -> str:
    return f"{BASE}/CodeSystem/{_CATEGORIE[law]}"


def productcode(law: Wet) -> str:
    return f"{BASE}/CodeSystem/{_PRODUCTCODE[law]}"


def reden_wijziging(law: Wet) -> str:
    return f"{BASE}/CodeSystem/{_REDEN_WIJZIGING[law]}"


def reden_beeindiging(law: Wet) -> str:
    return f"{BASE}/CodeSystem/{_REDEN_BEEINDIGING[law]}"


def toewijzing(law: Wet, gemeente: str) -> str:
    """A ToewijzingNummer is unique within one gemeente and law (TR332)."""
    return f"{BASE}/NamingSystem/toewijzing-{_STANDAARD[law]}-{gemeente}"


def relatie(law: Wet, gemeente: str) -> str:
    """A relation number is unique within one client of one gemeente."""
    return f"{BASE}/NamingSystem/relatie-{_STANDAARD[law]}-{gemeente}"


def referentie_aanbieder(aanbieder: str) -> str:
    """A reference that a provider gave to its request."""
    return f"{BASE}/NamingSystem/referentie-aanbieder-{aanbieder}"


def beschikking(gemeente: str) -> str:
    """A number that a gemeente gave to its formal decision."""
    return f"{BASE}/NamingSystem/beschikking-{gemeente}"


def bericht(afzender: str) -> str:
    """An Identificatie that a sender gave to a message; unique per kind of message (TR056)."""
    return f"{BASE}/NamingSystem/bericht-{afzender}"


def declaratie(law: Wet, aanbieder: str) -> str:
    """A DeclaratieNummer is unique for a provider within one law (TR333)."""
    return f"{BASE}/NamingSystem/declaratie-{_STANDAARD[law]}-{aanbieder}"


def prestatie(law: Wet, aanbieder: str) -> str:
    """A ReferentieNummer is unique for a provider within one law (TR314)."""
    return f"{BASE}/NamingSystem/prestatie-{_STANDAARD[law]}-{aanbieder}"
