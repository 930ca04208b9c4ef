"""A FHIR Consent as rules, when nothing is lost by it; else Rejected(consent-not-translated) names the element; pure.

Two forms are read. Ours (it names `nl-toestemming/1` as its policy): each provision is a rule by its id, and the
nesting must be the one its rules have. Another's, as IHE PCF has it: a root that permits or denies, and exceptions of
the other kind within it, which hold within what is above them. Either way the flat rules must decide what the nesting
says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gateway.consent import vocabulary as v
from gateway.consent.model import Rule, Who, read_rule, rule_to_json
from gateway.consent.pcf import merging, tree
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf.reading import Asked, Directory, Reader, seconds
from gateway.consent.pcf.refusing import loss
from gateway.errors import Rejected
from gateway.fhir import consents
from gateway.stages.vocabulary import FhirJson

# Base rules of v3-ActCode that a Consent may name beside its provisions; what they permit is never taken over.
OPT: Final[Mapping[str, str]] = {"OPTIN": "permit", "OPTINR": "permit", "OPTOUT": "deny", "OPTOUTE": "deny"}
ROOT: Final = "Consent.provision"


@dataclass(frozen=True, slots=True)
class Translation:
    """`rules` without the window of the whole; `nbf`, `exp`: that window (seconds UTC). `emergency`: as in a policy."""

    rules: tuple[Rule, ...]
    nbf: int | None = None
    exp: int | None = None
    emergency: Any = "allow"

    @property
    def bounded(self) -> tuple[Rule, ...]:
        """The rules, each within the window of the whole."""
        return tuple(
            replace(rule, nbf=merging.later(rule.nbf, self.nbf), exp=merging.earlier(rule.exp, self.exp))
            for rule in self.rules
        )


def translate(consent: FhirJson, directory: Directory) -> Translation:
    """`consent`: valid FHIR R4. `directory`: organisations by other numbers than ours."""
    emergency = _emergency(consent)
    if "implicitRules" in consent:
        raise loss("Consent.implicitRules", "Rules that are not known here")
    contained = {str(one.get("id")): one for one in consent.get("contained", ()) if isinstance(one, dict)}
    reader = Reader(contained, directory)
    ours = any(policy.get("uri") == spec.POLICY_URI for policy in consent.get("policy", ()))
    found = _ours(consent, reader) if ours else _of_others(consent, reader)
    for rule in found.rules:
        _assert_sayable(rule)
    return replace(found, emergency=emergency)


def _ours(consent: FhirJson, reader: Reader) -> Translation:
    root = consent.get("provision", {})
    strange = next((name for name in root if name not in {"type", "period", "provision"}), None)
    if root.get("type") != "deny" or strange is not None:
        raise loss(f"{ROOT}.{strange or 'type'}", "The root of this form is a deny without conditions")
    rules: dict[str, Rule] = {}
    nested: dict[str, set[str]] = {}
    for where, provision in _within(root, ROOT):
        rule = _named(rules, reader, provision, where)
        held = {_named(rules, reader, inner, place).id for place, inner in _within(provision, where)}
        deeper = [place for place, inner in _within(provision, where) if "provision" in inner]
        if deeper or (held and rule.effect == "deny") or rule.id in nested:
            raise loss(f"{where}.provision", "Exceptions stand within a permit, one deep, and a rule stands once")
        nested[rule.id] = held
    grown = tree.grow(tuple(rules.values()))
    meant = {permit.id: {deny.id for deny in held} for permit, held in grown.permits}
    meant |= {deny.id: set() for deny in grown.alone}
    if meant != nested:
        raise loss(f"{ROOT}.provision", "The exceptions are not those that these rules have")
    nbf, exp = seconds(root.get("period", {}), f"{ROOT}.period")
    return Translation(tuple(rules.values()), nbf, exp)


def _named(rules: dict[str, Rule], reader: Reader, provision: FhirJson, where: str) -> Rule:
    asked = reader.provision(provision, where)
    if asked.id is None or len(asked.who) != 1:
        raise loss(f"{where}.extension", "A provision of this form has one actor and names its rule")
    rule = _rule(asked, asked.id, asked.who[0], where)
    if rules.setdefault(rule.id, rule) != rule:
        raise loss(f"{where}.extension", "One rule is told in two ways")
    _assert_few(len(rules))
    return rule


def _of_others(consent: FhirJson, reader: Reader) -> Translation:
    base = next((OPT[code] for _, code in consents.codes([consent.get("policyRule")]) if code in OPT), None)
    if "provision" not in consent:
        if base != "deny":
            raise loss("Consent.provision", "Without provisions it is not said here what is permitted")
        return Translation((Rule(id="c-1", effect="deny", who=Who("any")),))
    root, flat = consent["provision"], _Flat(reader)
    top = reader.provision(root, ROOT)
    if top.effect is None:
        # R4 leaves the type of the root out: what its provisions are exceptions to is the base rule.
        if base == "permit":
            raise loss("Consent.policyRule", "It permits everything but the exceptions, under rules that are not known")
        if not top.bounds_nothing or top.how is not None:
            raise loss(f"{ROOT}.type", "What holds under these conditions is not said")
        for where, provision in _within(root, ROOT):
            flat.add(provision, where)
        return Translation(flat.settled(), top.nbf, top.exp)
    if top.effect == "permit" and top.bounds_nothing:
        raise loss(ROOT, "It permits everything to everybody, under a policy that is not known here")
    flat.add(root, ROOT)
    return Translation(flat.settled())


class _Flat:
    """Nested provisions as flat rules. A rule that came without an id gets one: the receiver names it anew."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rules: list[Rule] = []
        self._held: dict[str, set[str]] = {}  # permit → the denies that are its exceptions

    def add(self, provision: FhirJson, where: str) -> None:
        """A provision with the exceptions within it, which hold within what is above them."""
        asked = self._reader.provision(provision, where)
        outers = [self._keep(_rule(asked, self._next(), who, where)) for who in asked.who]
        for place, inner in _within(provision, where):
            exception = self._reader.provision(inner, place)
            if exception.effect == asked.effect:
                raise loss(f"{place}.type", "Within a provision only exceptions of the other kind have a meaning here")
            if "provision" in inner:
                raise loss(f"{place}.provision", "Exceptions to exceptions cannot be said as rules")
            for outer in outers:
                for who in exception.who:
                    rule = merging.within(_rule(exception, self._next(), who, place), outer, place)
                    self._except(self._keep(rule), outer, place)

    def settled(self) -> tuple[Rule, ...]:
        """The rules, when a deny stands against no permit but the one it is an exception to."""
        for permit, denies in tree.grow(self._rules).permits:
            if {deny.id for deny in denies} != self._held[permit.id]:
                raise loss(f"{ROOT}.provision", "An exception would hold for other provisions too")
        return tuple(self._rules)

    def _except(self, rule: Rule, outer: Rule, place: str) -> None:
        if rule.effect == "deny":
            self._held[outer.id].add(rule.id)
        elif tree.against(rule, outer):
            raise loss(place, "No more specific than what it is an exception to: as a rule it would not count")

    def _keep(self, rule: Rule) -> Rule:
        self._rules.append(rule)
        _assert_few(len(self._rules))
        if rule.effect == "permit":
            self._held[rule.id] = set()
        return rule

    def _next(self) -> str:
        return f"c-{len(self._rules) + 1}"


def _rule(asked: Asked, id_: str, who: Who, where: str) -> Rule:
    if asked.effect not in {"permit", "deny"}:
        raise loss(f"{where}.type", "Permit or deny")
    permits = asked.effect == "permit"
    if asked.bare and asked.how != frozenset({"see"}):
        raise loss(f"{where}.action", "What is not covered of a contact is said of looking alone")
    how = None if permits and asked.bare else asked.how
    if permits and not asked.bare and how is None:
        how = v.ACTIONS  # FHIR: without an action, every action
    effect: Any = asked.effect
    return Rule(
        id=id_,
        effect=effect,
        who=who,
        what=asked.what,
        why=asked.why,
        how=how,
        nbf=asked.nbf,
        exp=asked.exp,
        oblige=asked.oblige,
        text=asked.text,
    )


def _assert_few(rules: int) -> None:
    """As they come: parties times exceptions are many sooner than a document is large."""
    if rules > v.MAX_RULES:
        raise loss(ROOT, f"A policy has at most {v.MAX_RULES} rules")


def _assert_sayable(rule: Rule) -> None:
    """The words of a policy are closed: what the form of a policy refuses is no rule."""
    try:
        read_rule(rule_to_json(rule), outside=True)
    except Rejected as error:
        raise loss(ROOT, f"No rule of a policy: {error.message} ({error.where})") from None


def _within(provision: FhirJson, where: str) -> Iterator[tuple[str, FhirJson]]:
    for n, inner in enumerate(provision.get("provision", ())):
        yield f"{where}.provision[{n}]", inner


def _emergency(consent: FhirJson) -> Any:
    """The client's mode of noodinzage. Any modifier that is not that refuses the whole."""
    said: Any = "allow"
    for name in ("extension", "modifierExtension"):
        for n, one in enumerate(consent.get(name, ())):
            if one.get("url") == spec.EMERGENCY:
                kind, _, label = str(one.get("valueString")).partition(":")
                said = {"max-label": label} if kind == "max-label" else kind
            elif name == "modifierExtension":
                raise loss(
                    f"Consent.modifierExtension[{n}]", "A modifier that is not known here turns the meaning round"
                )
    return said
