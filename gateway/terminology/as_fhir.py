"""Systems, sets and maps as FHIR R4 resources: the same nouns, written out; nothing is decided here."""

from __future__ import annotations

from gateway.stages.vocabulary import FhirJson
from gateway.terminology.contents import find_system
from gateway.terminology.crosswalk_maps import qualities
from gateway.terminology.model import BASE, Coding, Concept, Entry, Include, Language, Map, Set, System

PUBLISHER = "wijkdossier"
REVIEW = f"{BASE}/StructureDefinition/koppeling-beoordeling"
VERSION = f"{BASE}/StructureDefinition/koppeling-versie"
CHILD_OF = "parent"


def code_system(system: System) -> FhirJson:
    """Content `fragment` where we carry a part; flat, with `parent` as property, so that order is the published one."""
    hierarchy = {"hierarchyMeaning": "classified-with"} if system.hierarchy else {}
    properties = [
        {
            "code": one.code,
            "uri": f"{BASE}/CodeSystem/{system.id}#{one.code}",
            "description": one.description,
            "type": one.kind,
        }
        for one in system.properties
    ]
    if system.hierarchy:
        parent = "http://hl7.org/fhir/concept-properties#parent"
        properties.append({"code": CHILD_OF, "uri": parent, "description": "Concept above", "type": "code"})
    return {
        "resourceType": "CodeSystem",
        **_head(system, system.language),
        **({"copyright": system.copyright} if system.copyright else {}),
        "caseSensitive": True,
        "valueSet": f"{BASE}/ValueSet/{system.id}",
        **hierarchy,
        "compositional": False,
        "versionNeeded": False,
        "content": "fragment" if system.fragment else "complete",
        "count": len(system.concepts),
        **({"property": properties} if properties else {}),
        "concept": [_concept(one, system) for one in system.concepts],
    }


def value_set(one: Set) -> FhirJson:
    return {
        "resourceType": "ValueSet",
        **_head(one, "nl"),
        "immutable": False,
        "compose": {
            "include": [_include(part) for part in one.include],
            **({"exclude": [_include(part) for part in one.exclude]} if one.exclude else {}),
        },
    }


def concept_map(one: Map) -> FhirJson:
    """A group for each pair of systems; how sure a line is stands in `product`, a reviewer's ruling in an extension."""
    groups: dict[tuple[str, str | None], dict[str, list[Entry]]] = {}
    for entry in one.entries:
        pair = (entry.source.system or "", entry.target.system if entry.target else None)
        groups.setdefault(pair, {}).setdefault(entry.source.code, []).append(entry)
    return {
        "resourceType": "ConceptMap",
        **_head(one, "nl"),
        **({"date": one.date} if one.date else {}),
        "group": [
            {
                "source": source,
                **({"target": target} if target else {}),
                "element": [_element(code, entries) for code, entries in elements.items()],
            }
            for (source, target), elements in groups.items()
        ],
    }


def coding(value: Coding, language: Language = "nl") -> FhirJson:
    """With the name our own system has for it; a system we do not hold keeps the display of the table."""
    system = find_system(value.system)
    concept = system.find(value.code) if system else None
    display = concept.display(language) if concept else value.display
    return {"system": value.system, "code": value.code, **({"display": display} if display else {})}


def comment(entry: Entry) -> str:
    """R4 asks a comment where source and target overlap only (cmd-1)."""
    if entry.comment or entry.equivalence not in {"inexact", "narrower"}:
        return entry.comment
    return "Source and target overlap; neither holds the other."


def reviewed(entry: Entry) -> list[FhirJson]:
    """Who ruled, when and why, and in which version of the table."""
    version = [{"url": VERSION, "valueString": entry.version}] if entry.version else []
    if entry.reviewed is None:
        return version
    said = [
        {"url": "beoordelaar", "valueString": entry.reviewed.name},
        {"url": "datum", "valueDate": entry.reviewed.date},
        {"url": "reden", "valueString": entry.reviewed.reason},
    ]
    return [*version, {"url": REVIEW, "extension": said}]


def _head(one: System | Set | Map, language: Language) -> FhirJson:
    return {
        "id": one.id,
        "language": language,
        "url": one.url,
        "version": one.version,
        "name": one.name,
        "title": one.title,
        "status": "active",
        "experimental": False,
        "publisher": PUBLISHER,
        "description": one.description,
    }


def _concept(one: Concept, system: System) -> FhirJson:
    official = one.display(system.language)
    other = [(language, name) for language, name in one.names() if name != official]
    kinds = {known.code: known.kind for known in system.properties}
    properties: list[FhirJson] = [
        {"code": name, f"value{kinds[name].capitalize()}": value} for name, value in one.properties
    ]
    if one.parent:
        properties.append({"code": CHILD_OF, "valueCode": one.parent})
    return {
        "code": one.code,
        **({"display": official} if one.names() else {}),
        **({"designation": [{"language": code, "value": name} for code, name in other]} if other else {}),
        **({"property": properties} if properties else {}),
    }


def _include(part: Include) -> FhirJson:
    return {
        **({"system": part.system} if part.system else {}),
        **({"version": part.version} if part.version else {}),
        **({"concept": [{"code": code} for code in part.codes]} if part.codes else {}),
        **(
            {"filter": [{"property": one.property, "op": one.op, "value": one.value} for one in part.filters]}
            if part.filters
            else {}
        ),
        **({"valueSet": list(part.sets)} if part.sets else {}),
    }


def _element(code: str, entries: list[Entry]) -> FhirJson:
    source = coding(entries[0].source)
    return {
        "code": code,
        **({"display": source["display"]} if "display" in source else {}),
        "target": [_target(entry) for entry in entries],
    }


def _target(entry: Entry) -> FhirJson:
    said = comment(entry)
    extension = reviewed(entry)
    target = coding(entry.target) if entry.target else {}
    return {
        **({"extension": extension} if extension else {}),
        **{name: target[name] for name in ("code", "display") if name in target},
        "equivalence": entry.equivalence,
        **({"comment": said} if said else {}),
        "product": [{"property": name, "system": system, "value": value} for name, system, value in qualities(entry)],
    }
