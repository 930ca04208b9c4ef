"""Systems of GP, zibs and municipality as far as we carry them, and our own words for how a map is founded."""

from __future__ import annotations

import re
from collections.abc import Collection

from gateway.mappings.concept_maps import rows
from gateway.terminology.model import BASE, Concept, System, computable
from omaha import crosswalks
from omaha.classify import ICPC, TABLES, ZIB

NHG14 = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-14-contactwijze"
CONFIDENCE = f"{BASE}/CodeSystem/koppeling-zekerheid"
BASIS = f"{BASE}/CodeSystem/koppeling-grondslag"
RANK = f"{BASE}/CodeSystem/koppeling-rang"
USE = f"{BASE}/CodeSystem/koppeling-gebruik"


def care_systems() -> tuple[System, ...]:
    return (_icpc(), _nhg14(), _zib(), _list("resultaatgebied", "Resultaatgebied"), _list("arrangement", "Arrangement"))


def mapping_systems() -> tuple[System, ...]:
    """What a map says of its lines: how sure, on what ground, primary or not, applied or only suggested."""
    return (
        _own(
            CONFIDENCE,
            "Zekerheid van een koppeling",
            (Concept("high", "hoog", "high"), Concept("medium", "midden", "medium"), Concept("low", "laag", "low")),
        ),
        _own(
            BASIS,
            "Grondslag van een koppeling",
            (
                Concept("own-assessment", "eigen beoordeling", "own assessment"),
                Concept("confirmed", "bevestigd door een professional", "confirmed by a professional"),
                Concept("standard", "standaard", "standard"),
                Concept("published", "gepubliceerd", "published"),
                Concept("agreed", "afgesproken na beoordeling", "agreed after review"),
                Concept("heuristic", "inschatting zonder klinische toets", "expert judgement without clinical review"),
            ),
        ),
        _own(
            RANK,
            "Rang van een koppeling",
            (Concept("primary", "eerste", "primary"), Concept("secondary", "verdere", "secondary")),
        ),
        _own(
            USE,
            "Gebruik van een koppeling",
            (
                Concept("applied", "wordt toegepast", "applied"),
                Concept("suggested", "alleen een suggestie", "suggested only, a person decides"),
            ),
        ),
    )


def _icpc() -> System:
    """Chapter and rubric as far as our table has them; the levels follow from the form of the code."""
    table = crosswalks.table("icpc_to_omaha")
    return System(
        id="icpc-1-nl",
        url=ICPC,
        name="Icpc1Nl",
        title="ICPC-1-NL: wat deze gateway ervan draagt",
        version="1",
        language="nl",
        description=(
            "Fragment: chapters and rubrics of our table. Names are our own short paraphrases; the official titles "
            "are those of the NHG. A subcode (T90.02) stands under its rubric (T90), a rubric under its chapter (T)."
        ),
        concepts=tuple(
            Concept(code, found[0].display, parent=icpc_parent(code, table.keys())) for code, found in table.items()
        ),
        aliases=aliases_of("icpc_to_omaha") - {ICPC},
        fragment=True,
        hierarchy=True,
    )


def aliases_of(table: str) -> frozenset[str]:
    """Every URI under which the codes of a table arrive."""
    return frozenset(uri for uri, name in TABLES.items() if name == table)


def icpc_parent(code: str, known: Collection[str]) -> str | None:
    """The code above an ICPC code by its form, where we carry it; None for a chapter."""
    subcode = re.fullmatch(r"[A-Z][0-9]{2}\.[0-9]{1,2}", code)
    above = code[:3] if subcode else code[:1] if len(code) == 3 else ""
    return above if above in known else None


def _nhg14() -> System:
    return System(
        id="nhg-tabel-14",
        url=NHG14,
        name="NhgTabel14",
        title="NHG-tabel 14 contactwijze: wat deze gateway ervan vertaalt",
        version="1",
        language="nl",
        description="Fragment: only codes that a map here leads on to FHIR. Names belong to the NHG and are left out.",
        concepts=tuple(Concept(row["code"]) for row in rows("nhg14_to_actcode")),
        aliases=frozenset({"urn:oid:2.16.840.1.113883.2.4.4.30.14", "2.16.840.1.113883.2.4.4.30.14"}),
        fragment=True,
    )


def _zib() -> System:
    return System(
        id="zib2020-profile",
        url=ZIB,
        name="Zib2020Profile",
        title="Zib-profielen (2020) met een Omaha-koppeling",
        version="1",
        language="en",
        description="Names of nl-core profiles of zib release 2020, by which an item without a known code is placed.",
        concepts=tuple(Concept(code, en=found[0].display) for code, found in crosswalks.table("zib_to_omaha").items()),
        fragment=True,
    )


def _list(name: str, title: str) -> System:
    return System(
        id=name,
        url=f"{BASE}/CodeSystem/{name}",
        name=title,
        title=title,
        version="1",
        language="nl",
        description=f"{title} as municipalities use them; the codes are our own, there is no public list.",
        concepts=tuple(Concept(row["code"], row["nl"], row["en"]) for row in rows(name)),
    )


def _own(url: str, title: str, concepts: tuple[Concept, ...]) -> System:
    id_ = url.rpartition("/")[2]
    return System(
        id=id_,
        url=url,
        name=computable(id_),
        title=title,
        version="1",
        language="nl",
        description=f"{title}: how the maps of this gateway qualify their lines.",
        concepts=concepts,
    )
