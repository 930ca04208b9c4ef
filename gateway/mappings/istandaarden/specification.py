"""What the standards say about these data in FHIR (nl-core zib2020, HL7 R4), as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.mappings.istandaarden.systems import EENHEID

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition"
CORE = "http://hl7.org/fhir/StructureDefinition"
THO = "http://terminology.hl7.org/CodeSystem"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"

DATA_ABSENT = f"{CORE}/data-absent-reason"
INTERPRETER = f"{CORE}/patient-interpreterRequired"
ADDRESS_TYPE = f"{NICTIZ}/ext-AddressInformation.AddressType"
CODE_SPECIFICATION = f"{NICTIZ}/ext-CodeSpecification"
ADDRESS_USE = f"{THO}/v3-AddressUse"
ROLE_CODE = f"{THO}/v3-RoleCode"
COUNTRY = "urn:iso:std:iso:3166"
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"

# COD046 to administrative-gender.
GENDER: Mapping[str, str] = {"0": "unknown", "1": "male", "2": "female"}

# nl-core-NameInformation: parts of a family name, given names, and NaamGebruik (COD700) as assembly order.
OWN = (f"{CORE}/humanname-own-name", f"{CORE}/humanname-own-prefix")
PARTNER = (f"{CORE}/humanname-partner-name", f"{CORE}/humanname-partner-prefix")
GIVEN_QUALIFIER = f"{CORE}/iso21090-EN-qualifier"
ASSEMBLY_ORDER = f"{CORE}/humanname-assembly-order"
ORDER: Mapping[str, str] = {"1": "NL1", "2": "NL2", "3": "NL3", "4": "NL4"}


@dataclass(frozen=True, slots=True)
class Address:
    """How nl-core-AddressInformation says what an address is for. `kind`: code of v3-AddressUse."""

    kind: str
    type: str | None = None
    use: str | None = None


# COD757: BRP address, correspondence, stay, temporary stay.
ADDRESS: Mapping[str, Address] = {
    "01": Address("HP", type="both", use="home"),
    "02": Address("PST", type="postal"),
    "03": Address("PHYS", type="physical"),
    "04": Address("TMP", use="temp"),
}
LINE: Mapping[str, str] = {
    part: f"{CORE}/iso21090-ADXP-{part}"
    for part in ("careOf", "streetName", "additionalLocator", "houseNumber", "buildingNumberSuffix")
}
# NUM061; zib AdresInformatie knows `to` and `by`.
LOCATOR: Mapping[str, str] = {"AB": "aan boord", "BY": "by", "TO": "to", "WW": "woonwagen"}

# COD472 in the zib list of the same number, where both mean the same (23 and 24 do not).
ZIB_ROLE = "urn:oid:2.16.840.1.113883.2.4.3.11.22.472"
ZIB_ROLES = frozenset({"03", "04", "05", "06", "07", "09", "11", "14", "15", "19", "20", "21"})
# COD472 in v3-RoleCode.
FAMILY_ROLES: Mapping[str, str] = {"10": "PRN", "13": "PRNFOST", "16": "CHILD", "17": "FAMMEMB"}

# zib JuridischeSituatie: WJ232 and WJ003 in its two lists, and the category of each.
LEGAL_STATUS = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.2"
LEGAL_STATUS_CATEGORY = ("303186005", "juridische status van patiënt")
LEGAL_STATUSES: Mapping[str, str] = {"01": "RM", "02": "RM", "03": "RM", "04": "OTS", "05": "IBS", "11": "TBS"}
REPRESENTATION = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.3"
REPRESENTATION_CATEGORY = ("151701000146105", "type voogd")
REPRESENTATIONS: Mapping[str, str] = {"06": "6", "07": "7", "08": "8", "09": "9", "10": "10"}


@dataclass(frozen=True, slots=True)
class Unit:
    unit: str
    system: str
    code: str


# WJ756; what UCUM has no unit for keeps its own code. 83 (euro) is money, see `omvang`.
UNITS: Mapping[str, Unit] = {
    "01": Unit("minuten", UCUM, "min"),
    "04": Unit("uur", UCUM, "h"),
    "14": Unit("etmalen", UCUM, "d"),
    "16": Unit("dagdelen", EENHEID, "16"),
    "82": Unit("stuks (output)", EENHEID, "82"),
    "84": Unit("stuks (inspanning)", EENHEID, "84"),
}
EURO = Unit("EUR", "urn:iso:std:iso:4217", "EUR")
# WMO757; 6 is the total over the whole allocation.
PER: Mapping[str, Unit] = {
    "1": Unit("dag", UCUM, "d"),
    "2": Unit("week", UCUM, "wk"),
    "4": Unit("maand", UCUM, "mo"),
}
