"""The terms of Omaha and ZRM, loaded once; look-ups by code, by number and under every alias of the system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from omaha.scheme import (
    Category,
    Domain,
    Level,
    LifeDomain,
    LifeDomain2013,
    Modifier,
    Problem,
    Rating,
    SignSymptom,
    Target,
)

# HL7 THO's URI is canonical here; the others are accepted on input.
SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/oms"
OID: Final = "urn:oid:2.16.840.1.113883.6.98"
ALIASES: Final = frozenset(
    {SYSTEM, OID, "2.16.840.1.113883.6.98", "https://standards.digital.health.nz/ns/omaha-system"}
)
BASE: Final = "https://wijkdossier.nl/fhir/CodeSystem/"
ZRM: Final = f"{BASE}zrm-2017-domein"
ZRM_2013: Final = f"{BASE}zrm-2013-domein"
ZRM_LEVEL: Final = f"{BASE}zrm-niveau"


def _load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("omaha").joinpath("data", name).read_text("utf-8"))
    return found


_OMAHA: Final = _load("omaha.json")
_ZRM: Final = _load("zrm.json")

DOMAINS: Final = tuple(Domain(**row) for row in _OMAHA["domains"])
PROBLEMS: Final = tuple(
    Problem(**{**row, "signs": tuple(SignSymptom(**sign) for sign in row["signs"])}) for row in _OMAHA["problems"]
)
CATEGORIES: Final = tuple(Category(**row) for row in _OMAHA["categories"])
TARGETS: Final = tuple(Target(**row) for row in _OMAHA["targets"])
MODIFIERS: Final = (
    *(Modifier(kind="client", **row) for row in _OMAHA["client_modifiers"]),
    *(Modifier(kind="risk", **row) for row in _OMAHA["risk_modifiers"]),
)
RATINGS: Final = tuple(
    Rating(**{**row, "levels": tuple(Level(**level) for level in row["levels"])}) for row in _OMAHA["ratings"]
)
LIFE_DOMAINS: Final = tuple(LifeDomain(**row) for row in _ZRM["domains_2017"])
LIFE_DOMAINS_2013: Final = tuple(
    LifeDomain2013(row["code"], row["order"], row["nl"], row["en"], tuple(row["to_2017"]))
    for row in _ZRM["domains_2013"]
)
LIFE_LEVELS: Final[Mapping[int, str]] = {row["value"]: row["nl"] for row in _ZRM["levels"]}
LIFE_LEVELS_EN: Final[Mapping[int, str]] = {row["value"]: row["en"] for row in _ZRM["levels"]}

_PROBLEM: Final = {problem.code: problem for problem in PROBLEMS}
_NUMBER: Final = {problem.number: problem for problem in PROBLEMS}
_SIGN: Final = {sign.code: problem for problem in PROBLEMS for sign in problem.signs}
_TARGET: Final = {target.code: target for target in TARGETS}
_LIFE: Final = {domain.code: domain for domain in LIFE_DOMAINS}


def problem(code: str) -> Problem:
    """Raises KeyError for a code that is no problem."""
    return _PROBLEM[code]


def find_problem(system: str | None, code: str) -> Problem | None:
    """The problem that a coding in an Omaha system names: by PB code, two-digit number or one of its signs (SS)."""
    if system not in ALIASES:
        return None
    return _PROBLEM.get(code) or _SIGN.get(code) or _NUMBER.get(code)


def problem_of_sign(code: str) -> Problem | None:
    """The problem a sign or symptom (SS…) belongs to."""
    return _SIGN.get(code)


def is_target(code: str) -> bool:
    return code in _TARGET


def is_life_domain(slug: str) -> bool:
    return slug in _LIFE
