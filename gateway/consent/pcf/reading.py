"""One provision of a FHIR Consent as what it asks for; what cannot be said as a rule is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.consent import vocabulary as v
from gateway.consent.model import MASK, What, Who
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf.about import what_of
from gateway.consent.pcf.refusing import loss, numbered
from gateway.fhir import moments
from gateway.stages.vocabulary import FhirJson

ROLES: Final = frozenset({"IRCP", "PRCP"})
CONDITIONS: Final = ("actor", "action", "securityLabel", "purpose", "class", "code", "dataPeriod", "data")
KNOWN: Final = frozenset({"id", "extension", "modifierExtension", "type", "period", "provision", *CONDITIONS})
_ACTIONS: Final = {standard: ours for ours, standard in spec.STANDARD_ACTION.items()}
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
            who=tuple(self._who(actor, f"{where}.actor[{n}]") for n, actor in numbered(given, "actor"))
            or (Who("any"),),
            what=what_of(given, marks, where),
            why=_purposes(given, where),
            how=_actions(given, where),
            nbf=nbf,
            exp=exp,
            oblige=tuple(_duty(value, where) for value in marks.get(spec.DUTY, ())),
            id=next(iter(marks.get(spec.RULE_ID, ())), None),
            text=next(iter(marks.get(spec.SIGNED_WORDS) or marks.get(spec.SENTENCE) or ()), None),
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
    if not period.keys() <= {"id", "start", "end"}:
        raise loss(where, "What is said besides its start and end is not understood")
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


_OURS: Final = frozenset({spec.RULE_ID, spec.SENTENCE, spec.SIGNED_WORDS, spec.DUTY, spec.BARE, spec.EXACT, spec.TIME})


def _purposes(given: FhirJson, where: str) -> frozenset[str] | None:
    found = set()
    for n, coding in numbered(given, "purpose"):
        code = str(coding.get("code"))
        if coding.get("system") != spec.PURPOSES.get(code):
            raise loss(f"{where}.purpose[{n}]", "This purpose is not one that a rule knows")
        found.add(code)
    return frozenset(found) or None


def _actions(given: FhirJson, where: str) -> frozenset[str] | None:
    found: set[str] = set()
    for n, concept in numbered(given, "action"):
        codings = concept.get("coding", [])
        ours = {str(c.get("code")) for c in codings if c.get("system") == spec.ACTION}
        theirs = {_ACTIONS.get(str(c.get("code")), "") for c in codings if c.get("system") == spec.CONSENT_ACTION}
        meant = ours or theirs
        if len(meant) != 1 or not meant <= v.ACTIONS:
            raise loss(f"{where}.action[{n}]", "This action is not one that a rule knows")
        found |= meant
    return frozenset(found) or None


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
