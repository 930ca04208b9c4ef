"""One rule as one provision: who, what, why, how and when in elements of FHIR, the rest in named extensions; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from gateway.consent import vocabulary as v
from gateway.consent.model import Rule, What, Who
from gateway.consent.pcf import specification as spec
from gateway.stages.vocabulary import FhirJson

Names = Mapping[str, str]
Say = Callable[[Rule], str]


def unsaid(_rule: Rule) -> str:
    """Where no lexicon is at hand there is no sentence: words that were signed are shown as that, and never as ours."""
    return ""


class Parties:
    """Actors of one Consent. A role at an organisation and a kind of organisation are contained, each once.

    `say`: a rule in our words, with the names that hold now.
    """

    def __init__(self, names: Names, say: Say = unsaid) -> None:
        self._names, self.say = names, say
        self._contained: dict[Who, FhirJson] = {}

    @property
    def contained(self) -> list[FhirJson]:
        return list(self._contained.values())

    def reference(self, who: Who) -> FhirJson:
        match who.kind:
            case "org":
                return organisation(str(who.id), self._names)
            case "role@org" | "orgtype":
                return {"reference": f"#{self._held(who)['id']}"}
            case _:
                return _named({"system": spec.PERSON, "value": str(who.id)}, self._names.get(f"person:{who.id}"))

    def _held(self, who: Who) -> FhirJson:
        if who not in self._contained:
            place = {"id": f"wie-{len(self._contained) + 1}"}
            if who.kind == "orgtype":
                kind = {"coding": [{"system": spec.ORGTYPE, "code": who.id}]}
                name = spec.ORGTYPE_NAMES.get(str(who.id), str(who.id))
                self._contained[who] = {"resourceType": "Organization", **place, "type": [kind], "name": name}
            else:
                self._contained[who] = {
                    "resourceType": "PractitionerRole",
                    **place,
                    "organization": organisation(str(who.org), self._names),
                    "code": [{"coding": [{"system": spec.ROLE, "code": who.id}]}],
                }
        return self._contained[who]


def organisation(id_: str, names: Names) -> FhirJson:
    reference = _named({"system": spec.ORGANISATION, "value": id_}, names.get(f"org:{id_}"))
    return {"type": "Organization", **reference}


def provision(rule: Rule, parties: Parties) -> FhirJson:
    """The rule by itself, without the exceptions that stand within it."""
    held, names = list(_must(rule)), list(_named_by(rule, parties.say(rule)))
    permits = rule.effect == "permit"
    plain = names if permits else [*names, *held]
    period = period_of(rule.nbf, rule.exp)
    return {
        **({"extension": plain} if plain else {}),
        **({"modifierExtension": held} if held and permits else {}),
        "type": rule.effect,
        **({"period": period} if period else {}),
        **({"actor": [actor(parties.reference(rule.who))]} if rule.who.kind != "any" else {}),
        **_actions(rule),
        **_labels(rule.what),
        **({"purpose": [{"system": spec.PURPOSES[p], "code": p} for p in sorted(rule.why)]} if rule.why else {}),
        **_coded(rule.what),
        **_days(rule.what),
        **_data(rule.what),
    }


def actor(reference: FhirJson) -> FhirJson:
    return {"role": {"coding": [spec.RECIPIENT]}, "reference": reference}


def actions(how: frozenset[str], effect: str) -> list[FhirJson]:
    """Each action with our code and, where HL7 has one, theirs. Denying contact denies looking too."""
    standard = {**spec.STANDARD_ACTION, **({"contact-only": "access"} if effect == "deny" else {})}
    return [
        {
            "coding": [
                {"system": spec.ACTION, "code": one},
                *([{"system": spec.CONSENT_ACTION, "code": standard[one]}] if one in standard else []),
            ]
        }
        for one in sorted(how)
    ]


def period_of(nbf: int | None, exp: int | None) -> FhirJson:
    """A Period; its end is the last second that counts. Empty when there is none, or none can hold it."""
    if nbf is not None and exp is not None and exp <= nbf:
        return {}
    return {
        **({"start": moment(nbf)} if nbf is not None else {}),
        **({"end": moment(exp - 1)} if exp is not None else {}),
    }


def moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def native(what: What) -> str | None:
    """The one member that stands in `data`: several there would be read as *or*."""
    names = {name for name, _ in what.members}
    return next((name for name in spec.POINTED if name in names), None)


def _named_by(rule: Rule, sentence: str) -> Iterator[FhirJson]:
    yield {"url": spec.RULE_ID, "valueString": rule.id}
    if sentence:
        yield {"url": spec.SENTENCE, "valueString": sentence}
    if rule.text is not None and rule.text != sentence:
        yield {"url": spec.SIGNED_WORDS, "valueString": rule.text}


def _must(rule: Rule) -> Iterator[FhirJson]:
    """What FHIR has no element for."""
    placed = {"label", *spec.CODED, native(rule.what)}
    for name, values in rule.what.members:
        if name not in placed:
            yield from ({"url": f"{spec.ABOUT}{name}", "valueString": value} for value in sorted(values))
    if rule.what.period is not None and not _days(rule.what):
        yield {"url": f"{spec.ABOUT}period", "valueString": "/".join(day or "" for day in rule.what.period)}
    if rule.nbf is not None and rule.exp is not None and rule.exp <= rule.nbf:
        yield {"url": spec.TIME, "valueString": f"{rule.nbf}/{rule.exp}"}
    if rule.effect == "permit" and rule.how is None:
        yield {"url": spec.BARE, "valueBoolean": True}
    if spec.CONFIDENTIAL & dict(rule.what.members).get("label", frozenset()):
        yield {"url": spec.EXACT, "valueBoolean": True}
    yield from ({"url": spec.DUTY, "valueString": duty} for duty in rule.oblige)


def _actions(rule: Rule) -> FhirJson:
    """An absent action is every action to FHIR: so it is of a deny, but an absent `how` of a permit means looking."""
    how = frozenset({"see"}) if rule.how is None and rule.effect == "permit" else rule.how
    return {} if how is None else {"action": actions(how, rule.effect)}


def _labels(what: What) -> FhirJson:
    labels = dict(what.members).get("label")
    return {"securityLabel": [{"system": spec.LABEL[x], "code": x} for x in sorted(labels)]} if labels else {}


def _coded(what: What) -> FhirJson:
    members = dict(what.members)
    found: FhirJson = {}
    if "domain" in members:
        found["class"] = [{"system": spec.DOMAIN, "code": value} for value in sorted(members["domain"])]
    if "problem" in members:
        found["code"] = [
            {"coding": [{"system": spec.CODED["problem"], "code": value}]} for value in sorted(members["problem"])
        ]
    return found


def _days(what: What) -> FhirJson:
    begin, end = what.period or (None, None)
    if (begin is None and end is None) or (begin is not None and end is not None and end < begin):
        return {}
    return {"dataPeriod": {**({"start": begin} if begin else {}), **({"end": end} if end else {})}}


def _data(what: What) -> FhirJson:
    name = native(what)
    if name is None:
        return {}
    meaning, system = spec.POINTED[name]
    values = sorted(dict(what.members)[name])
    pointed = [{"meaning": meaning, "reference": {"identifier": {"system": system, "value": x}}} for x in values]
    return {"data": pointed}


def _named(identifier: FhirJson, name: str | None) -> FhirJson:
    return {"identifier": identifier, **({"display": name} if name else {})}


assert set(spec.POINTED) | set(spec.CODED) | {"label"} <= {*v.SINGLE, *v.SEVERAL}
