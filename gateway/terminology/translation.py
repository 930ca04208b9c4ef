"""The operation $translate, forwards and in reverse: every match with equivalence, confidence and basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gateway.errors import BadInput, NotFound
from gateway.fhir.parameters import Asked, Spec, parameters
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import as_fhir, contents
from gateway.terminology.compose import members
from gateway.terminology.crosswalk_maps import qualities
from gateway.terminology.language import wanted
from gateway.terminology.model import BASE, Coding, Entry, Map
from omaha.classify import TABLES

TRANSLATE = Spec(
    {
        "url": "uri",
        "conceptMapVersion": "string",
        "code": "code",
        "system": "uri",
        "version": "string",
        "source": "uri",
        "coding": "Coding",
        "codeableConcept": "CodeableConcept",
        "target": "uri",
        "targetsystem": "uri",
        "reverse": "boolean",
        "displayLanguage": "code",
    }
)
ICPC_TABLE = "icpc-to-omaha"
VIA = f"{BASE}/ConceptMap/via"
# R4 names the relation of target to source; read the other way round it turns.
TURNED = {"wider": "narrower", "narrower": "wider", "subsumes": "specializes", "specializes": "subsumes"}
NO_MATCH = frozenset({"unmatched", "disjoint"})
# The aliases of one table are one system; its first URI is the one the lines carry.
CANONICAL = {table: uri for uri, table in reversed(TABLES.items())}
Found = tuple[Map, Entry, str]


def translate(asked: Asked, maps: Sequence[Map], instance: Map | None = None) -> FhirJson:
    """`result` is true when anything fits; a known code that fits nothing is told as `unmatched`."""
    codings = _codings(asked)
    reverse = asked.flag("reverse")
    searched = _searched(asked, maps, instance)
    found = [one for coding in codings for one in _found(searched, coding, reverse=reverse)]
    kept = [one for one in found if _wanted(one[1], asked, reverse=reverse)]
    matches = [_match(one, asked, reverse=reverse) for one in kept]
    good = any(_equivalence(entry, reverse=reverse) not in NO_MATCH for _map, entry, _via in kept)
    return parameters(
        {"name": "result", "valueBoolean": good},
        None if good else {"name": "message", "valueString": _why(kept, searched)},
        *matches,
    )


def the_map(maps: Iterable[Map], url: str, version: str | None = None) -> Map:
    """A map by URL or `url|version`. Raises NotFound(concept-map-unknown)."""
    bare, _, said = url.partition("|")
    for one in maps:
        if one.url == bare and (version or said or one.version) == one.version:
            return one
    raise NotFound("concept-map-unknown", "This concept map, or this version of it, is not here", where="url")


def _searched(asked: Asked, maps: Sequence[Map], instance: Map | None) -> tuple[Map, ...]:
    url = asked.text("url")
    if instance is not None and url is not None:
        raise BadInput("parameter-twice", "The map is named by the address already", where="url")
    if instance is not None:
        return (instance,)
    return (the_map(maps, url, asked.text("conceptMapVersion")),) if url else tuple(maps)


def _codings(asked: Asked) -> list[Coding]:
    concept, coding, code = asked.object("codeableConcept"), asked.object("coding"), asked.text("code")
    if sum(given is not None for given in (concept, coding, code)) != 1:
        raise BadInput("parameter-missing", "Give code with system, coding or codeableConcept", where="code")
    if code is not None:
        if asked.text("system") is None:
            raise BadInput("parameter-missing", "A code is of some system: give its URI", where="system")
        return [Coding(asked.text("system"), code)]
    given = concept.get("coding", ()) if concept is not None else [coding or {}]
    return [Coding(one.get("system"), str(one.get("code", ""))) for one in given]


def _found(maps: Iterable[Map], coding: Coding, *, reverse: bool) -> Iterator[Found]:
    """Lines for a code, with the code they were found under when that is a coarser one (ICPC)."""
    url, code = _normal(coding)
    for one in maps:
        index = one.by_target if reverse else one.by_source
        for known in _ladder(one, code, reverse=reverse):
            entries = index.get((url, known), ())
            if entries:
                yield from ((one, entry, known if known != code else "") for entry in entries)
                break


def _normal(coding: Coding) -> tuple[str, str]:
    """Canonical system and code: aliases, two-digit Omaha numbers, ICPC in capitals."""
    url = contents.canonical((coding.system or "").partition("|")[0])
    table = TABLES.get(url)
    url = CANONICAL[table] if table else url
    system = contents.find_system(url)
    concept = system.find(coding.code) if system else None
    if concept is not None:
        return url, concept.code
    return url, coding.code.strip().upper() if table == "icpc_to_omaha" else coding.code


def _ladder(one: Map, code: str, *, reverse: bool) -> tuple[str, ...]:
    """ICPC as tagging reads it: the code, its rubric, its chapter."""
    if one.id != ICPC_TABLE or reverse:
        return (code,)
    return tuple(dict.fromkeys((code, code[:3], code[:1]))) if code[1:3].isdigit() else (code,)


def _wanted(entry: Entry, asked: Asked, *, reverse: bool) -> bool:
    """Only matches in the target system asked for; `target` names a value set of ours."""
    ends = entry.source if reverse else entry.target
    if ends is None:
        return True
    system = asked.text("targetsystem")
    if system is not None and contents.canonical(system) != ends.system:
        return False
    target = asked.text("target")
    if target is None:
        return True
    return any((s.url, c.code) == (ends.system, ends.code) for s, c in members(contents.set_of(target)))


def _match(one: Found, asked: Asked, *, reverse: bool) -> FhirJson:
    concept_map, entry, via = one
    ends = entry.source if reverse else entry.target
    language = wanted(asked.text("displayLanguage"), "nl")
    said = [*qualities(entry), *([(VIA, entry.source.system or "", via)] if via else ())]
    parts: list[FhirJson] = [{"name": "equivalence", "valueCode": _equivalence(entry, reverse=reverse)}]
    if ends is not None:
        parts.append({"name": "concept", "valueCoding": as_fhir.coding(ends, language)})
    parts += [_product(name, Coding(system, code)) for name, system, code in said]
    parts.append({"name": "source", "valueUri": f"{concept_map.url}|{concept_map.version}"})
    extension = as_fhir.reviewed(entry)
    return {"name": "match", **({"extension": extension} if extension else {}), "part": parts}


def _product(name: str, value: Coding) -> FhirJson:
    parts = [{"name": "element", "valueUri": name}, {"name": "concept", "valueCoding": as_fhir.coding(value)}]
    return {"name": "product", "part": parts}


def _equivalence(entry: Entry, *, reverse: bool) -> str:
    return TURNED.get(entry.equivalence, entry.equivalence) if reverse else entry.equivalence


def _why(kept: Sequence[Found], searched: Sequence[Map]) -> str:
    if kept:
        return "The code is known, and nothing fits it (niet te bepalen)"
    return "No map here knows this code" if len(searched) != 1 else "This map does not know this code"
