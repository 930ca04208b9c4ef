"""HL7v3 data types as FHIR R4 elements: II → Identifier, CD → CodeableConcept, logical references, absent data."""

from __future__ import annotations

from functools import cache

from gateway.mappings.concept_maps import rows
from gateway.mappings.hl7v3.specification import ABSENT, DATA_ABSENT
from gateway.sources.hl7v3.model import Code, Id
from gateway.stages.vocabulary import FhirJson


@cache
def _systems() -> dict[str, str]:
    return {row["oid"]: row["system"] for row in rows("oid_systems")}


def uri(root: str) -> str:
    """An OID or UUID as URI."""
    return f"urn:uuid:{root.lower()}" if "-" in root else f"urn:oid:{root}"


def system(root: str) -> str:
    """The system URI for an OID: the one agreed in the Netherlands, else its own URI."""
    return _systems().get(root) or uri(root)


def identifier(id_: Id) -> FhirJson:
    """`root` alone is an identifier in the system of URIs (FHIR R4, mapping of II)."""
    if id_.extension is None:
        return {"system": "urn:ietf:rfc:3986", "value": uri(id_.root)}
    return {"system": system(id_.root), "value": id_.extension}


def identifiers(id_: Id | None) -> FhirJson:
    """`identifier` as a member to merge in; nothing for an id that the source did not give."""
    return {} if id_ is None or id_.afgeleid else {"identifier": [identifier(id_)]}


def logical(type_: str, id_: Id) -> FhirJson:
    """A reference by identifier, for what is not in the message."""
    return {"type": type_, "identifier": identifier(id_)}


def coding(code: Code) -> FhirJson:
    said = {"version": code.versie, "code": code.code, "display": code.naam}
    found = {name: value for name, value in said.items() if value}
    return {"system": system(code.stelsel), **found} if code.stelsel else found


def concept(code: Code) -> FhirJson:
    """CD with its translations: one CodeableConcept says the same in several code systems."""
    text = code.tekst or (None if code.code else code.naam)
    codings = [coding(one) for one in (code, *code.vertalingen) if one.code]
    if code.code and code.vertalingen:
        codings[0]["userSelected"] = True  # the code the sender chose; the others are translations of it
    return {**({"coding": codings} if codings else {}), **({"text": text} if text else {})}


def absent(null_flavor: str | None) -> str:
    """The data-absent-reason for a nullFlavor; `unknown` when nothing at all was said."""
    return ABSENT.get(null_flavor or "NI", "unknown")


def concept_or_absent(code: Code | None) -> FhirJson:
    """A CodeableConcept where FHIR wants one, also when the source only says that there is none."""
    made = concept(code) if code else {}
    return made or absent_extension(code.nul if code else None)


def absent_extension(null_flavor: str | None) -> FhirJson:
    return {"extension": [{"url": DATA_ABSENT, "valueCode": absent(null_flavor)}]}
