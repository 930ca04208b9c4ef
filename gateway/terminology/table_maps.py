"""The code tables of the mappings as concept maps: ZRM 2013 to 2017, Ons to Omaha, NHG 14 and iStandaarden to FHIR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.mappings.concept_maps import rows
from gateway.mappings.istandaarden import specification as standards
from gateway.mappings.istandaarden import systems as uris
from gateway.terminology.care_terms import NHG14
from gateway.terminology.model import BASE, Coding, Entry, Map, computable
from omaha import codesystem as omaha

ONS = f"{BASE}/CodeSystem/ons-classification-id"
GENDER = "http://hl7.org/fhir/administrative-gender"
LISTS = f"{BASE}/CodeSystem"


def table_maps() -> tuple[Map, ...]:
    return (
        _zrm(),
        _map("ons-to-omaha", "Ons classificationId naar Omaha", "1", _ons()),
        _map("nhg14-to-actcode", "NHG-tabel 14 naar soort contact in FHIR", "1", _nhg14()),
        _standard("cod046-to-gender", "Geslacht (COD046) naar FHIR", f"{LISTS}/cod046", GENDER, standards.GENDER),
        _standard(
            "cod472-to-rolecode",
            "Familierelaties van COD472 naar v3-RoleCode",
            uris.SOORT_RELATIE,
            standards.ROLE_CODE,
            standards.FAMILY_ROLES,
        ),
        _standard(
            "wj232-to-zib",
            "Juridische status (WJ232) naar zib JuridischeSituatie",
            uris.JURIDISCHE_STATUS,
            standards.LEGAL_STATUS,
            standards.LEGAL_STATUSES,
        ),
        _standard(
            "wj003-to-zib",
            "Wettelijke vertegenwoordiging (WJ003) naar zib JuridischeSituatie",
            uris.VERTEGENWOORDIGING,
            standards.REPRESENTATION,
            standards.REPRESENTATIONS,
        ),
    )


def _zrm() -> Map:
    """A domain that was split is wider than each of its parts; `adl` became both kinds of ADL."""
    entries = tuple(
        Entry(
            source=Coding(omaha.ZRM_2013, older.code),
            target=Coding(omaha.ZRM, newer),
            equivalence="narrower" if len(older.became) > 1 else "equivalent",
            basis="heuristic",
            confidence="high",
            rank=rank,
            comment="The older domain was split." if len(older.became) > 1 else "",
        )
        for older in omaha.LIFE_DOMAINS_2013
        for rank, newer in enumerate(older.became, start=1)
    )
    return _map("zrm-2013-to-2017", "ZRM-domeinen van 2013 naar 2017; niveaus worden niet overgezet", "1", entries)


def _ons() -> Iterable[Entry]:
    for row in rows("ons_omaha"):
        yield Entry(Coding(ONS, row["ons_id"]), Coding(omaha.SYSTEM, row["code"]), "equivalent", row["basis"])


def _nhg14() -> Iterable[Entry]:
    for row in rows("nhg14_to_actcode"):
        target = Coding(row["system"], row["class"], row["display"])
        comment = "The class of an Encounter is coarser than the table."
        yield Entry(Coding(NHG14, row["code"]), target, "wider", row["basis"], comment=comment)


def _standard(id_: str, title: str, source: str, target: str, codes: Mapping[str, str]) -> Map:
    entries = [Entry(Coding(source, code), Coding(target, other), "wider", "standard") for code, other in codes.items()]
    return _map(id_, title, "1", entries)


def _map(id_: str, title: str, version: str, entries: Iterable[Entry]) -> Map:
    return Map(
        id=id_,
        url=f"{BASE}/ConceptMap/{id_}",
        name=computable(id_),
        title=title,
        version=version,
        description=f"{title}.",
        entries=tuple(entries),
    )
