"""What a provision is about: its class, code, label, days and references as the `what` of a rule; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from gateway.consent import vocabulary as v
from gateway.consent.model import What
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf.refusing import loss, numbered
from gateway.stages.vocabulary import FhirJson
from omaha import codesystem

_MEANINGS: Final = {meaning: name for name, (meaning, _system) in spec.POINTED.items()}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def what_of(given: FhirJson, marks: Mapping[str, list[str]], where: str) -> What:
    members = dict(_members(given, marks, where))
    for url, values in marks.items():
        if url.startswith(spec.ABOUT) and url != f"{spec.ABOUT}period":
            name = url.removeprefix(spec.ABOUT)
            if name not in {*v.SINGLE, *v.SEVERAL} or name in members:
                raise loss(f"{where}.extension", "This condition is not known, or said twice")
            members[name] = frozenset(values)
    for name, allowed in members.items():
        if name in v.CLOSED and not allowed <= v.CLOSED[name]:
            raise loss(f"{where}.extension", "A value that is not known here")
    # In the order of a policy document, so that the same rule is the same value.
    ordered = tuple((name, members[name]) for name in (*v.SINGLE, *v.SEVERAL) if name in members)
    return What(ordered, _days(given, marks, where))


def _members(given: FhirJson, marks: Mapping[str, list[str]], where: str) -> Iterator[tuple[str, frozenset[str]]]:
    if "class" in given:
        yield (
            "domain",
            frozenset(_coded(c, spec.DOMAIN, v.DOMAINS, f"{where}.class[{n}]") for n, c in numbered(given, "class")),
        )
    if "code" in given:
        yield "problem", frozenset(_problem(c, f"{where}.code[{n}]") for n, c in numbered(given, "code"))
    if "securityLabel" in given:
        labels = frozenset(_label(c, f"{where}.securityLabel[{n}]") for n, c in numbered(given, "securityLabel"))
        if labels & spec.CONFIDENTIAL and spec.EXACT not in marks:
            raise loss(f"{where}.securityLabel", "A confidentiality label means itself or lower; here it means itself")
        yield "label", labels
    if "data" in given:
        found = [_pointed(entry, f"{where}.data[{n}]") for n, entry in numbered(given, "data")]
        if len({name for name, _ in found}) != 1:
            raise loss(f"{where}.data", "Data meant in different ways cannot stand in one rule")
        yield found[0][0], frozenset(value for _, value in found)


def _pointed(entry: FhirJson, where: str) -> tuple[str, str]:
    name = _MEANINGS.get(str(entry.get("meaning")))
    if name is None:
        raise loss(f"{where}.meaning", "This reach of a reference has no place in a rule")
    identifier = entry.get("reference", {}).get("identifier", {})
    value = str(identifier.get("value", ""))
    if identifier.get("system") != spec.POINTED[name][1] or not 0 < len(value) <= v.MAX_ID:
        raise loss(
            f"{where}.reference", "What this points at is not known here", "point by our identifier of the record"
        )
    return name, value


def _days(given: FhirJson, marks: Mapping[str, list[str]], where: str) -> tuple[str | None, str | None] | None:
    written = marks.get(f"{spec.ABOUT}period")
    if written:
        begin, _, end = written[0].partition("/")
        return begin or None, end or None
    if "dataPeriod" not in given:
        return None
    days = [given["dataPeriod"].get(side) for side in ("start", "end")]
    if (
        not given["dataPeriod"].keys() <= {"id", "start", "end"}
        or any(day is not None and not _DAY.fullmatch(str(day)) for day in days)
        or days == [None, None]
    ):
        raise loss(f"{where}.dataPeriod", "A rule speaks of whole days", "write days as YYYY-MM-DD")
    return days[0], days[1]


def _label(coding: FhirJson, where: str) -> str:
    code = str(coding.get("code"))
    if coding.get("system") != spec.LABEL.get(code):
        raise loss(where, "This label is not one that a rule knows")
    return code


def _problem(concept: FhirJson, where: str) -> str:
    known = [c for c in concept.get("coding", []) if c.get("system") in codesystem.ALIASES]
    try:
        return codesystem.problem(str(known[0].get("code"))).code
    except (IndexError, KeyError):
        raise loss(where, "Content is named by an Omaha problem in a rule, and by no other code") from None


def _coded(coding: FhirJson, system: str, closed: frozenset[str], where: str) -> str:
    code = str(coding.get("code"))
    if coding.get("system") != system or code not in closed:
        raise loss(where, "This kind of content is not one that a rule knows")
    return code
