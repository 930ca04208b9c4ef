"""HL7v3 names, addresses and telecoms as nl-core-NameInformation, -AddressInformation and -ContactInformation."""

from __future__ import annotations

from gateway.mappings.hl7v3.specification import (
    ADDRESS_TYPE,
    ADDRESS_USE,
    FAMILY,
    GIVEN_QUALIFIER,
    LINE_PARTS,
    TELECOM_USE,
    THO,
)
from gateway.sources.hl7v3.model import Adres, Deel, Telecom
from gateway.stages.vocabulary import FhirJson

_TELECOM = {"tel": "phone", "mailto": "email", "fax": "fax"}


def name_text(parts: tuple[Deel, ...]) -> str:
    """A name on one line, parts in their order; two family names are joined by a hyphen, as Dutch law does."""
    text = ""
    before: str | None = None
    for part in parts:
        glue = "-" if before == "family" and part.soort in {"family", "prefix"} else " "
        text += f"{glue if text else ''}{part.tekst}"
        before = part.soort
    return text


def human_name(parts: tuple[Deel, ...]) -> FhirJson | None:
    """Official name; `BR` is one's own family name, `SP` the partner's, `IN` an initial. None when nothing is said."""
    if not parts:
        return None
    given = [part for part in parts if part.soort == "given"]
    family = tuple(part for part in parts if part.soort == "family" or _is_prefix(part))
    titles = [part.tekst for part in parts if part.soort == "prefix" and not _is_prefix(part)]
    suffixes = [part.tekst for part in parts if part.soort == "suffix"]
    named: FhirJson = {"use": "official", "text": name_text(parts)}
    if any(part.soort == "family" for part in family):
        named |= {"family": name_text(family), "_family": {"extension": _family(family)}}
    if given:
        named["given"] = [part.tekst for part in given]
        if any(part.kwalificatie for part in given):
            named["_given"] = [_qualified(part) for part in given]
    return named | ({"prefix": titles} if titles else {}) | ({"suffix": suffixes} if suffixes else {})


def _is_prefix(part: Deel) -> bool:
    """A voorvoegsel belongs to the family name; any other prefix is a title."""
    return part.soort == "prefix" and part.kwalificatie in {None, "VV"}


def _family(parts: tuple[Deel, ...]) -> list[FhirJson]:
    extensions: list[FhirJson] = []
    prefix: str | None = None
    for part in parts:
        if part.soort == "prefix":
            prefix = part.tekst
            continue
        name_url, prefix_url = FAMILY.get(part.kwalificatie or "BR", FAMILY["BR"])
        if prefix:
            extensions.append({"url": prefix_url, "valueString": prefix})
        extensions.append({"url": name_url, "valueString": part.tekst})
        prefix = None
    return extensions


def _qualified(part: Deel) -> FhirJson | None:
    if part.kwalificatie is None:
        return None
    return {"extension": [{"url": GIVEN_QUALIFIER, "valueCode": part.kwalificatie}]}


def address(found: Adres) -> FhirJson | None:
    """One address; street and number are one line with its parts as extensions."""
    said = {part.soort: part.tekst for part in found.delen}
    line = [(name, said[name]) for name in LINE_PARTS if name in said]
    made: FhirJson = {}
    if found.gebruik and said:
        coding = {"system": f"{THO}v3-AddressUse", "code": found.gebruik}
        made["extension"] = [{"url": ADDRESS_TYPE, "valueCodeableConcept": {"coding": [coding]}}]
    if found.gebruik == "PST":
        made["type"] = "postal"
    if use := ADDRESS_USE.get(found.gebruik or ""):
        made["use"] = use
    if "tekst" in said:
        made["text"] = said["tekst"]
    if line:
        made["line"] = [" ".join(text for _, text in line)]
        made["_line"] = [{"extension": [{"url": LINE_PARTS[name], "valueString": text} for name, text in line]}]
    places = {"city": "city", "county": "district", "postalCode": "postalCode", "country": "country"}
    made |= {element: said[part] for part, element in places.items() if part in said}
    return made if said else None


def telecom(found: Telecom) -> FhirJson:
    """`tel:`, `mailto:` and `fax:` as ContactPoint; any other scheme keeps its URL."""
    scheme, _, number = found.waarde.partition(":")
    kind = _TELECOM.get(scheme.lower())
    made = {"system": kind, "value": number} if kind and number else {"system": "other", "value": found.waarde}
    use = TELECOM_USE.get(found.gebruik or "")
    return made | ({"use": use} if use else {})
