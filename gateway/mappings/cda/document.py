"""The document as Composition: every section with its narrative, and its entries as references to what they became."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from gateway.mappings.cda.policy import SUBJECT, TITLE
from gateway.mappings.hl7v3.elementen import absent_extension, concept, concept_or_absent, identifier
from gateway.mappings.hl7v3.waarden import period
from gateway.mappings.ids import ii_id
from gateway.sources.cda.model import Document, Sectie
from gateway.stages.vocabulary import FhirJson

CONFIDENTIALITY = frozenset({"U", "L", "M", "N", "R", "V"})


def composition(
    document: Document, authors: list[FhirJson], custodian: FhirJson | None, made: Mapping[int, FhirJson]
) -> FhirJson:
    """`made`: the resource of each entry, by the identity of what the document says."""
    content: FhirJson = {
        "resourceType": "Composition",
        "id": ii_id(document.id.root, document.id.extension),
        "identifier": identifier(document.id),
        "status": "final",
        "type": concept_or_absent(document.code),
        "subject": {"reference": SUBJECT},
        **({"date": document.tijd} if document.tijd else {"_date": absent_extension(None)}),
        "author": authors,
        "title": TITLE,
    }
    if document.vertrouwelijk in CONFIDENTIALITY:
        content["confidentiality"] = document.vertrouwelijk
    if custodian:
        content["custodian"] = custodian
    about = period(document.voor_begin, document.voor_eind)
    if about:
        content["event"] = [{"period": about}]
    sections = [section for one in document.secties if (section := _section(one, made))]
    return content | ({"section": sections} if sections else {})


def _section(section: Sectie, made: Mapping[int, FhirJson]) -> FhirJson:
    """Empty when the section says nothing at all (FHIR cmp-1)."""
    entries = [made[id(one)] for one in section.gegevens]
    inner = [found for one in section.secties if (found := _section(one, made))]
    content: FhirJson = {"title": section.titel} if section.titel else {}
    if section.code and concept(section.code):
        content["code"] = concept(section.code)
    if section.verhaal:
        body = "<br/>".join(escape(line, quote=False) for line in section.verhaal)
        content["text"] = {
            "status": "additional",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>',
        }
    if entries:
        content["entry"] = [{"reference": f"{one['resourceType']}/{one['id']}"} for one in entries]
    if inner:
        content["section"] = inner
    return content if section.verhaal or entries or inner else {}
