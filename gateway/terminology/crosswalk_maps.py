"""The crosswalks to Omaha and ZRM as concept maps, as they hold now: as shipped, with reviewers' rulings over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gateway.terminology.care_terms import BASIS, CONFIDENCE, RANK, USE
from gateway.terminology.model import BASE, Coding, Entry, Map, Reviewed, computable
from omaha import codesystem as omaha
from omaha import crosswalks
from omaha.crosswalks import LOCAL, Lane, Row
from omaha.crosswalks.layered import Layered

TITLES: Mapping[str, str] = {
    "icpc_to_omaha": "ICPC-1-NL naar Omaha-problemen",
    "snomed_to_omaha": "SNOMED CT naar Omaha-problemen",
    "icf_to_omaha": "ICF naar Omaha-problemen",
    "zib_to_omaha": "Zib-profielen naar Omaha-problemen",
    "iwmo_to_omaha": "Productcategorieën Wmo naar Omaha-problemen",
    "ijw_to_omaha": "Productcategorieën Jeugdwet naar Omaha-problemen",
    "resultaatgebied_to_omaha": "Resultaatgebieden naar Omaha-problemen",
    "jgz_to_omaha": "Rubrieken van de basisdataset JGZ naar Omaha-problemen",
    LOCAL: "Codes van bronsystemen naar Omaha-problemen, door beoordelaars",
}
NOT_REVIEWED = "Expert judgement without clinical review, unless a line says otherwise."
LIFE_DOMAIN = f"{BASE}/ConceptMap/leefgebied"
SIGN = f"{BASE}/ConceptMap/sign"
TARGET = f"{BASE}/ConceptMap/actievlak"


def crosswalk_maps(tables: Layered) -> tuple[Map, ...]:
    made = [_problems(name, title, tables) for name, title in TITLES.items()]
    return (*(one for one in made if one.entries), _lanes())


def _problems(name: str, title: str, tables: Layered) -> Map:
    rows = [row for found in tables.table(name).values() for row in found]
    return Map(
        id=name.replace("_", "-"),
        url=f"{BASE}/ConceptMap/{name.replace('_', '-')}",
        name=computable(name),
        title=title,
        version=crosswalks.version(name, tables.revision(name)),
        description=f"{title}. {NOT_REVIEWED}",
        entries=tuple(entry for row in rows for entry in _entries(row)),
        date=max((row.reviewed for row in rows), default="") or None,
    )


def _entries(row: Row) -> Iterator[Entry]:
    local = row.table == LOCAL
    code = row.code.removeprefix(f"{row.system}|") if local else row.code
    yield Entry(
        source=Coding(row.system, code, row.display or None),
        target=Coding(omaha.SYSTEM, row.problem) if row.problem else None,
        equivalence=row.equivalence,
        basis=row.basis,
        confidence=row.confidence,
        rank=row.rank,
        applied=row.applies,
        comment=row.comment,
        version=row.name,
        extras=(
            *((SIGN, omaha.SYSTEM, sign) for sign in row.signs),
            *((TARGET, omaha.SYSTEM, target) for target in row.targets),
            *((LIFE_DOMAIN, omaha.ZRM, life) for life in (row.life, *row.life_also) if life),
        ),
        reviewed=Reviewed(row.reviewer, row.reviewed, row.reason) if row.revision else None,
    )


def _lanes() -> Map:
    return Map(
        id="omaha-to-zrm",
        url=f"{BASE}/ConceptMap/omaha-to-zrm",
        name="OmahaToZrm",
        title="Omaha naar leefgebieden van de ZRM 2017",
        version=crosswalks.version("omaha_to_zrm"),
        description=f"Where a problem, sign or target stands; it places and never scores. {NOT_REVIEWED}",
        entries=tuple(_lane(lane) for lanes in crosswalks.lanes().values() for lane in lanes),
    )


def _lane(lane: Lane) -> Entry:
    return Entry(
        source=Coding(omaha.SYSTEM, lane.code),
        target=Coding(omaha.ZRM, lane.life) if lane.life else None,
        equivalence=lane.equivalence,
        basis=lane.basis,
        confidence=lane.confidence,
        rank=lane.rank,
        applied=lane.applies,
        comment=lane.comment,
        version=f"omaha_to_zrm/{crosswalks.version('omaha_to_zrm')}",
    )


def qualities(entry: Entry) -> Iterable[tuple[str, str, str]]:
    """What is said of a line beside its codes, as (property, system, code)."""
    if entry.confidence:
        yield CONFIDENCE, CONFIDENCE, entry.confidence
    yield BASIS, BASIS, entry.basis
    yield RANK, RANK, "primary" if entry.rank == 1 else "secondary"
    yield USE, USE, "applied" if entry.applied else "suggested"
    yield from entry.extras
