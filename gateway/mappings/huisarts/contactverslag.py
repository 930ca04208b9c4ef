"""One note as nl-core-SOAPReport: a Composition, an Observation per line and a Condition per diagnosis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from gateway.mappings.hl7v3.elementen import absent, absent_extension, concept, identifier
from gateway.mappings.hl7v3.specification import NICTIZ, SNOMED
from gateway.mappings.huisarts.diagnose import condition, condition_id, diagnoses_of
from gateway.mappings.huisarts.policy import NOTE_CODE, SUBJECT, UNTITLED
from gateway.mappings.huisarts.specification import CODED_LINES, LINES, REPORT_TYPE, SOAP_LINE_CODE, STATUS, Line
from gateway.mappings.huisarts.verwijzingen import contact_reference, episode_extension, episode_reference
from gateway.mappings.ids import ii_id
from gateway.sources.huisarts.model import Regel, Verslag
from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the message says around a note: its author and custodian as references."""

    author: FhirJson
    custodian: FhirJson | None


def resources(note: Verslag, around: Surroundings) -> Iterator[FhirJson]:
    """The resources of one note: the report, its lines, its diagnoses."""
    yield _composition(note, around)
    yield from (_observation(note, line, name, around) for line, name in _numbered(note))
    yield from (condition(note, found, _shared(note)) for found in diagnoses_of(note))


def _numbered(note: Verslag) -> list[tuple[Regel, str]]:
    """Each line with its resource id: note id and letter, and a number from the second line of a letter on."""
    counts: dict[str, int] = {}
    named = []
    for line in note.regels:
        count = counts[line.soort] = counts.get(line.soort, 0) + 1
        suffix = line.soort if count == 1 else f"{line.soort}{count}"
        named.append((line, ii_id(note.id.root, note.id.extension, suffix)))
    return named


def _shared(note: Verslag) -> FhirJson:
    """The elements that Observation and Condition of a note have in common."""
    encounter = {"encounter": contact_reference(note.contact, note.id)} if note.contact else {}
    return {"subject": {"reference": SUBJECT}, **encounter}


def _composition(note: Verslag, around: Surroundings) -> FhirJson:
    codes = [concept(found.code) for found in diagnoses_of(note)]
    made: FhirJson = {
        "resourceType": "Composition",
        "id": ii_id(note.id.root, note.id.extension),
        "meta": {"profile": [f"{NICTIZ}nl-core-SOAPReport"]},
        "identifier": identifier(note.id),
        "status": STATUS[note.status],
        "type": {"coding": [REPORT_TYPE]},
        **_shared(note),
        **({"date": note.tijd} if note.tijd else {"_date": absent_extension(note.tijd_nul)}),
        "author": [around.author],
        "title": next((name for name in map(_name, codes) if name), UNTITLED),
    }
    if around.custodian:
        made["custodian"] = around.custodian
    event: FhirJson = {"code": codes} if codes else {}
    if note.episode:
        event["detail"] = [episode_reference(note.episode)]
    if event:
        made["event"] = [event]
    sections = [_section(note, line) for sort, line in LINES.items() if any(r.soort == sort for r in note.regels)]
    return made | ({"section": sections} if sections else {})


def _name(code: FhirJson) -> str | None:
    displays = (coding.get("display") for coding in code.get("coding", ()))
    return code.get("text") or next((str(display) for display in displays if display), None)


def _section(note: Verslag, line: Line) -> FhirJson:
    """One section per kind of line (nl-core allows four), with every line of that kind as an entry."""
    own = [(said, name) for said, name in _numbered(note) if LINES[said.soort] is line]
    body = "<br/>".join(escape(said.tekst or "", quote=False).replace("\n", "<br/>") for said, _ in own)
    made: FhirJson = {
        "title": line.title,
        "code": _line_code(line),
        "entry": [{"reference": f"Observation/{name}", "type": "Observation"} for _, name in own],
    }
    if body.replace("<br/>", ""):
        made["text"] = {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>',
        }
    return made


def _line_code(line: Line) -> FhirJson:
    return {"coding": [{"system": SNOMED, "code": line.code, "display": line.display}], "text": line.title}


def _observation(note: Verslag, said: Regel, name: str, around: Surroundings) -> FhirJson:
    extensions = _codes(note, said)
    if note.episode:
        extensions.append(episode_extension(note.episode))
    made: FhirJson = {
        "resourceType": "Observation",
        "id": name,
        "meta": {"profile": [f"{NICTIZ}nl-core-SOAPReport.SOAPLine"]},
        **({"extension": extensions} if extensions else {}),
        "status": STATUS[note.status],
        "code": _line_code(LINES[said.soort]),
        "focus": [{"reference": f"Condition/{condition_id(note, found)}"} for found in said.diagnoses],
        **_shared(note),
        **({"effectiveDateTime": note.tijd} if note.tijd else {}),
        "performer": [around.author],
    }
    if not said.diagnoses:
        del made["focus"]
    if said.tekst:
        return {**made, "valueString": said.tekst}
    return {**made, "dataAbsentReason": _reason(said.nul)}


def _codes(note: Verslag, said: Regel) -> list[FhirJson]:
    """The line's first code where nl-core has a place for it; every other code of the note beside it."""
    own = [concept(found.code) for found in said.diagnoses] if said.soort in CODED_LINES else []
    others = [code for code in (concept(found.code) for found in diagnoses_of(note)) if code not in own[:1]]
    return [
        *({"url": SOAP_LINE_CODE, "valueCodeableConcept": code} for code in own[:1]),
        *({"url": NOTE_CODE, "valueCodeableConcept": code} for code in others),
    ]


def _reason(null_flavor: str | None) -> FhirJson:
    return {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": absent(null_flavor)}]
    }
