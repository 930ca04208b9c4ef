"""A FHIR delivery with STU3 in it: those resources become R4, are judged as R4, and go on with the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gateway.errors import Rejected
from gateway.fhir import types
from gateway.fhir.check import MOST, Issue, check
from gateway.mappings import fhir_r4
from gateway.mappings.stu3 import tables
from gateway.mappings.stu3.convert import Conversion, renamed
from gateway.mappings.stu3.journaal import coded_lines
from gateway.mappings.stu3.rules import DERIVED, RULES
from gateway.sources.fhir.message import Entry, FhirMessage
from gateway.stages.delivered import Notice, Origin, SourceMessage
from gateway.stages.normalised import Normalised
from gateway.stages.vocabulary import FhirJson

MAPPING: Final = "fhir-stu3/1"


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """Raises Rejected: fhir-invalid (R4 rules that the content breaks), fhir-modifier, and as `fhir_r4.normalise`."""
    body: FhirMessage = message.body
    notices: list[Notice] = []
    issues: list[Issue] = []
    entries = tuple(_entry(entry, notices, issues) for entry in body.entries)
    if issues:
        raise Rejected(
            "fhir-invalid",
            f"Read as STU3, it breaks a rule of FHIR: {issues[0].rule}",
            where=issues[0].where,
            mend=issues[0].mend,
            details=tuple((issue.where, f"{issue.rule}; {issue.mend}") for issue in issues[1:MOST]),
        )
    made = fhir_r4.normalise(replace(message, body=FhirMessage(coded_lines(entries))), origin)
    return replace(made, mapping=MAPPING, notices=(*notices, *made.notices))


def to_r4(resource: FhirJson, notices: list[Notice]) -> FhirJson:
    """One structurally valid STU3 resource as R4."""
    return Conversion(notices, RULES, DERIVED).resource(resource)


def _bytes(binary: FhirJson) -> FhirJson:
    """A Binary, whose one change is a name (R4, Binary: `content` became `data`)."""
    return {"data" if name == "content" else name: value for name, value in binary.items()}


def _entry(entry: Entry, notices: list[Notice], issues: list[Issue]) -> Entry:
    carried = types.CARRIED | tables.RENAMED.keys()
    opened = entry.resource["resourceType"] in types.OPENED
    if entry.release != "STU3" or not (opened or entry.resource["resourceType"] in carried):
        return entry
    resource = _bytes(entry.resource) if opened else to_r4(entry.resource, notices)
    issues += [Issue(entry.where(i.where), i.rule, i.mend) for i in check(resource)]
    return replace(entry, resource=resource, full_urls=tuple(renamed(url) for url in entry.full_urls))
