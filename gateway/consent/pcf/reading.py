"""One provision of a FHIR Consent as what it asks for; what cannot be said as a rule is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.consent import vocabulary as v
from gateway.consent.model import MASK, What, Who
from gateway.consent.pcf import specification as spec
from gateway.errors import Rejected
from gateway.fhir import moments
from gateway.stages import FhirJson
from omaha import codesystem

CODE: Final = "consent-not-translated"
ROLES: Final = frozenset({"IRCP", "PRCP"})
CONDITIONS: Final = ("actor", "action", "securityLabel", "purpose", "class", "code", "dataPeriod", "data")
KNOWN: Final = frozenset({"id", "extension", "modifierExtension", "type", "period", "provision", *CONDITIONS})
_ACTIONS: Final = {standard: ours for ours, standard in spec.STANDARD_ACTION.items()}
_MEANINGS: Final = {meaning: name for name, (meaning, _system) in spec.POINTED.items()}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECONDS: Final = re.compile(r"([0-9]{1,12})/([0-9]{1,12})")

# (system, value) of an identifier of an organisation → our id, None when nobody here has it.
Directory = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one provision says. `who`: any of these; `why`, `how` None: not said; `nbf`, `exp`: seconds UTC."""

    effect: str | None
    who: tuple[Who, ...]
    what: What
    why: frozenset[str] | None
    how: frozenset[str] | None
    nbf: int | None
    exp: int | None
    oblige: tuple[str, ...]
    id: str | None
    text: str | None
    bare: bool

    @property
    def bounds_nothing(self) -> bool:
        """Whether it is about everything of everybody for any purpose."""
        return self.who == (Who("any"),) and self.what == What() and self.why is None


def loss(where: str, rule: str, mend: str = "leave it out, or let the client say it here") -> Rejected:
    return Rejected(CODE, rule, where, mend)


@dataclass(frozen=True, slots=True)
class Reader:
    """`contained`: resources of the Consent by id; `directory`: organisations by other numbers than ours."""

    contained: Mapping[str, FhirJson]
    directory: Directory

    def provision(self, given: FhirJson, where: str) -> Asked:
        """Raises Rejected(consent-not-translated) naming the element."""
        strange = next((name for name in given if name not in KNOWN), None)
        if strange is not None:
            raise loss(f"{where}.{strange}", "This element has no place in a rule")
        marks = _marks(given, where)
        nbf, exp = _time(given, marks, where)
        return Asked(
            effect=given.get("type"),
            who=tuple(self._who(actor, f"{where}.actor[{n}]") for n, actor in _numbered(given, "actor"))
            or (Who("any"),),
            what=_what(given, marks, where),
            why=_purposes(given, where),
            how=_actions(given, where),
            nbf=nbf,
            exp=exp,
            oblige=tuple(_duty(value, where) for value in marks.get(spec.DUTY, ())),
            id=next(iter(marks.get(spec.RULE_ID, ())), None),
            text=next(iter(marks.get(spec.SENTENCE, ())), None),
            bare=spec.BARE in marks,
        )

    def _who(self, actor: FhirJson, where: str) -> Who:
        codings = actor["role"].get("coding", [])
        if not any(c.get("system") == spec.RECIPIENT["system"] and c.get("code") in ROLES for c in codings):
            raise loss(f"{where}.role", "Only recipients (IRCP, PRCP) can be named in a rule")
        reference = actor["reference"]
        name = reference.get("reference")
        if isinstance(name, str) and name.startswith("#"):
            return self._described(self.contained.get(name[1:], {}), f"{where}.reference")
        return self._identified(reference.get("identifier"), f"{where}.reference")

    def _described(self, resource: FhirJson, where: str) -> Who:
        """A contained resource: a role at an organisation, or a kind of organisation."""
        match resource.get("resourceType"):
            case "PractitionerRole" if set(resource) <= {"resourceType", "id", "organization", "code"}:
                held = self._identified(resource.get("organization", {}).get("identifier"), where)
                roles = _only(resource.get("code"), spec.ROLE, where)
                if held.kind == "org":
                    return Who("role@org", roles, held.id)
            case "Organization" if set(resource) <= {"resourceType", "id", "name", "type"}:
                kind = _only(resource.get("type"), spec.ORGTYPE, where)
                if kind in v.ORGTYPES:
                    return Who("orgtype", kind)
        raise loss(where, "This is not a party that a rule can name")

    def _identified(self, identifier: Any, where: str) -> Who:
        given = identifier if isinstance(identifier, dict) else {}
        system, value = str(given.get("system", "")), str(given.get("value", ""))
        if value and len(value) <= v.MAX_ID:
            if system == spec.ORGANISATION:
                return Who("org", value)
            if system == spec.PERSON:
                return Who("person", value)
            found = self.directory(system, value)
            if found is not None:
                return Who("org", found)
        raise loss(where, "Who this is is not known here", "name the party by an identifier (URA, AGB or ours)")


def seconds(period: FhirJson, where: str) -> tuple[int | None, int | None]:
    """A Period as `nbf` and `exp`; its end counts whole, whatever its precision."""
    ends = []
    for side in ("start", "end"):
        found = moments.interval(str(period[side])) if side in period else None
        if side in period and (found is None or not 0 <= found.low < v.LAST_SECOND * 10**6):
            raise loss(f"{where}.{side}", "This moment cannot stand in a rule")
        ends.append(None if found is None else -(-(found.low if side == "start" else found.high) // 10**6))
    return ends[0], ends[1]


def _time(given: FhirJson, marks: Mapping[str, list[str]], where: str) -> tuple[int | None, int | None]:
    written = marks.get(spec.TIME)
    if written:
        match = _SECONDS.fullmatch(written[0])
        if match is None or "period" in given:
            raise loss(f"{where}.extension", "These moments cannot be read")
        return int(match[1]), int(match[2])
    return seconds(given.get("period", {}), f"{where}.period")


def _marks(given: FhirJson, where: str) -> dict[str, list[str]]:
    """Our own extensions by URL. A modifier of others refuses; a plain extension of others may be passed over."""
    found: dict[str, list[str]] = {}
    for name in ("extension", "modifierExtension"):
        for n, one in enumerate(given.get(name, ())):
            url = str(one.get("url"))
            ours = url in _OURS or url.startswith(spec.ABOUT)
            if name == "modifierExtension" and not ours:
                raise loss(
                    f"{where}.modifierExtension[{n}]", "A modifier that is not known here turns the meaning round"
                )
            if ours:
                found.setdefault(url, []).append(str(one.get("valueString", one.get("valueBoolean"))))
    return found


_OURS: Final = frozenset({spec.RULE_ID, spec.SENTENCE, spec.DUTY, spec.BARE, spec.EXACT, spec.TIME})


def _what(given: FhirJson, marks: Mapping[str, list[str]], where: str) -> What:
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
            frozenset(_coded(c, spec.DOMAIN, v.DOMAINS, f"{where}.class[{n}]") for n, c in _numbered(given, "class")),
        )
    if "code" in given:
        yield "problem", frozenset(_problem(c, f"{where}.code[{n}]") for n, c in _numbered(given, "code"))
    if "securityLabel" in given:
        labels = frozenset(_label(c, f"{where}.securityLabel[{n}]") for n, c in _numbered(given, "securityLabel"))
        if labels & spec.CONFIDENTIAL and spec.EXACT not in marks:
            raise loss(f"{where}.securityLabel", "A confidentiality label means itself or lower; here it means itself")
        yield "label", labels
    if "data" in given:
        found = [_pointed(entry, f"{where}.data[{n}]") for n, entry in _numbered(given, "data")]
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
    if any(day is not None and not _DAY.fullmatch(str(day)) for day in days) or days == [None, None]:
        raise loss(f"{where}.dataPeriod", "A rule speaks of whole days", "write days as YYYY-MM-DD")
    return days[0], days[1]


def _purposes(given: FhirJson, where: str) -> frozenset[str] | None:
    found = set()
    for n, coding in _numbered(given, "purpose"):
        code = str(coding.get("code"))
        if coding.get("system") != spec.PURPOSES.get(code):
            raise loss(f"{where}.purpose[{n}]", "This purpose is not one that a rule knows")
        found.add(code)
    return frozenset(found) or None


def _actions(given: FhirJson, where: str) -> frozenset[str] | None:
    found: set[str] = set()
    for n, concept in _numbered(given, "action"):
        codings = concept.get("coding", [])
        ours = {str(c.get("code")) for c in codings if c.get("system") == spec.ACTION}
        theirs = {_ACTIONS.get(str(c.get("code")), "") for c in codings if c.get("system") == spec.CONSENT_ACTION}
        meant = ours or theirs
        if len(meant) != 1 or not meant <= v.ACTIONS:
            raise loss(f"{where}.action[{n}]", "This action is not one that a rule knows")
        found |= meant
    return frozenset(found) or None


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


def _only(concepts: Any, system: str, where: str) -> str:
    """The one code of our system in a list of concepts."""
    codings = [c for concept in concepts or () for c in concept.get("coding", ())]
    found = {str(c.get("code")) for c in codings if c.get("system") == system}
    if len(found) != 1:
        raise loss(where, "This is not a party that a rule can name")
    return found.pop()


def _duty(value: str, where: str) -> str:
    if value != "no-export" and MASK.fullmatch(value) is None:
        raise loss(f"{where}.extension", "This obligation is not known")
    return value


def _numbered(given: FhirJson, name: str) -> Iterator[tuple[int, FhirJson]]:
    return enumerate(given.get(name, ()))
