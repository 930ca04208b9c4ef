"""Code lists of Mitz as far as they are known, and what they mean for the parties of this house; facts, no choices.

From the notifications and XACML questions of the Mitz agreements (OTV 3.8). The full lists were not found; there is no
category for municipalities, Wmo or jeugdhulp, so Mitz says nothing about the social domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.stages.vocabulary import Domain, OrgType

PROFILE: Final = "http://vzvz.nl/fhir/StructureDefinition/Consent-Mitz-Notify"
PROVIDER_CATEGORY: Final = "http://fhir.nl/StructureDefinition/OTV-ProviderCategory"
CONSULTING: Final = "http://fhir.nl/otv/CodeSystem/raadplegende-zorgaanbiedercategorie"
DATA: Final = frozenset(
    {"http://fhir.nl/otv/CodeSystem/gegevenscategorie", "urn:oid:2.16.840.1.113883.2.4.3.111.5.10.1"}
)
BSN: Final = frozenset({"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"})
URA: Final = frozenset({"http://fhir.nl/fhir/NamingSystem/ura", "urn:oid:2.16.528.1.1007.3.3"})
ORGANISATION_TYPE: Final = frozenset(
    {"http://nictiz.nl/fhir/NamingSystem/organization-type", "urn:oid:2.16.840.1.113883.2.4.15.1060"}
)
PURPOSE: Final = frozenset({"http://hl7.org/fhir/v3/ActReason", "http://terminology.hl7.org/CodeSystem/v3-ActReason"})
HOLDER_ROLE: Final = "CST"
TREATMENT: Final = "TREAT"

# Consulting category → (organisation types here, what it is called). Empty: nobody of that kind is a party here.
CATEGORIES: Final[Mapping[str, tuple[tuple[OrgType, ...], str]]] = {
    "RPZAC001": (("huisarts",), "huisartsen en huisartsenposten"),
    "RPZAC003": ((), "geestelijke gezondheidszorg"),
    "RPZAC004": (("wijkverpleging", "wlz"), "verpleging en verzorging"),
    "RPZAC005": ((), "apotheken"),
    # Dentists, paramedics and youth health care together: only the last is a party here.
    "RPZAC103": (("jgz",), "overige zorg, zoals het consultatiebureau"),
    "RPZAC104": ((), "ziekenhuizen en klinieken"),
    "RPZAC200": ((), "zorg in andere landen van de EU"),
}
# Kind of record holder → the care domain its data has here.
HOLDER_TYPES: Final[Mapping[str, Domain]] = {"Z3": "huisarts"}
