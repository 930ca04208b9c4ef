"""The policy document (`nl-toestemming/1`): frozen types, strict reading, and writing it back.

Closed schema: one unknown member anywhere rejects the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from gateway.consent import forms
from gateway.consent import vocabulary as v

DOCUMENT: Final = ("fmt", "cid", "ver", "prev", "aud", "iat", "jti", "nonce", "emergency", "notify", "rules")
RULE: Final = ("id", "effect", "who")
NOTIFY: Final = ("every_access", "new_source")
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MASK: Final = re.compile(r"mask:[A-Za-z][A-Za-z.]{0,54}")

WhoKind = Literal["any", "orgtype", "org", "role@org", "person"]


@dataclass(frozen=True, slots=True)
class Who:
    """`id`: organisation type, organisation, role or person, after `kind`; `org`: only for a role."""

    kind: WhoKind
    id: str | None = None
    org: str | None = None


@dataclass(frozen=True, slots=True)
class What:
    """A conjunction. `members`: name → allowed values; `period`: inclusive Dutch days (ISO text)."""

    members: tuple[tuple[str, frozenset[str]], ...] = ()
    period: tuple[str | None, str | None] | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        """Names of its members, with `period`."""
        return (*(name for name, _ in self.members), *(("period",) if self.period else ()))

    @property
    def level(self) -> int:
        """3 with a record; else 2 with a problem or two or more members; else 1 with one; else 0."""
        names = [name for name, _ in self.members]
        if "record" in names:
            return 3
        count = len(names) + (self.period is not None)
        return 2 if "problem" in names or count >= 2 else count


@dataclass(frozen=True, slots=True)
class Rule:
    """`why`, `how` None: absent. `nbf`, `exp`: seconds UTC, `exp` exclusive, None: unbounded."""

    id: str
    effect: Literal["permit", "deny"]
    who: Who
    what: What = What()
    why: frozenset[str] | None = None
    how: frozenset[str] | None = None
    nbf: int | None = None
    exp: int | None = None
    oblige: tuple[str, ...] = ()
    text: str | None = None


def sense(rule: Rule) -> tuple[object, ...]:
    """What a rule says, its id and words apart."""
    return (rule.effect, rule.who, rule.what, rule.why, rule.how, rule.nbf, rule.exp, rule.oblige)


@dataclass(frozen=True, slots=True)
class Policy:
    """A client's complete current wishes, as signed.

    `emergency`: allow, forbid, or the highest label that may show; `notify`: of every access, of a new source.
    """

    cid: str
    ver: int
    prev: str | None
    aud: str
    iat: int
    nbf: int | None
    exp: int | None
    jti: str
    nonce: str | None
    emergency: Literal["allow", "forbid"] | Mapping[str, str]
    notify: tuple[bool, bool]
    rules: tuple[Rule, ...]


def read_policy(document: Any) -> Policy:
    """Read a policy document. Raises Rejected(policy-form) naming the member."""
    members = forms.members(document, "policy", DOCUMENT, optional=("nbf", "exp"))
    forms.need(members["fmt"] == v.FORMAT, "fmt", f"must be {v.FORMAT}")
    listed = members["rules"]
    forms.need(isinstance(listed, list) and len(listed) <= v.MAX_RULES, "rules", f"a list of at most {v.MAX_RULES}")
    rules = tuple(read_rule(rule, f"rules[{n}]") for n, rule in enumerate(listed))
    forms.need(len({rule.id for rule in rules}) == len(rules), "rules", "ids must differ")
    notify = forms.members(members["notify"], "notify", (), optional=NOTIFY)
    forms.need(all(isinstance(flag, bool) for flag in notify.values()), "notify", "true or false")
    return Policy(
        cid=forms.text(members["cid"], "cid", v.MAX_ID),
        ver=forms.whole(members["ver"], "ver", least=1),
        prev=_digest(members["prev"]),
        aud=forms.text(members["aud"], "aud", 200),
        iat=forms.whole(members["iat"], "iat"),
        nbf=forms.moment(members, "nbf", "policy"),
        exp=forms.moment(members, "exp", "policy"),
        jti=forms.text(members["jti"], "jti", 64),
        nonce=None if members["nonce"] is None else forms.text(members["nonce"], "nonce", 128),
        emergency=_emergency(members["emergency"]),
        notify=(notify.get("every_access", False), notify.get("new_source", False)),
        rules=rules,
    )


def read_rule(value: Any, where: str = "rule", *, outside: bool = False) -> Rule:
    """Read one rule. `outside`: asked by the evaluation tool, so the sentence may be absent and registers are open."""
    optional = ("what", "why", "how", "nbf", "exp", "oblige")
    required = RULE if outside else (*RULE, "text")
    members = forms.members(value, where, required, optional=(*optional, "text") if outside else optional)
    return Rule(
        id=forms.text(members["id"], f"{where}.id", v.MAX_ID),
        effect="permit"
        if forms.one_of(members["effect"], ("permit", "deny"), f"{where}.effect") == "permit"
        else "deny",
        who=_who(members["who"], f"{where}.who"),
        what=_what(members.get("what", {}), f"{where}.what", outside=outside),
        why=forms.subset(members, "why", v.PURPOSES, where),
        how=forms.subset(members, "how", v.ACTIONS, where),
        nbf=forms.moment(members, "nbf", where),
        exp=forms.moment(members, "exp", where),
        oblige=_obligations(members.get("oblige", []), f"{where}.oblige"),
        text=forms.text(members["text"], f"{where}.text", v.MAX_TEXT) if "text" in members else None,
    )


def _who(value: Any, where: str) -> Who:
    kind = forms.one_of(value.get("kind") if isinstance(value, dict) else None, v.WHO_LEVEL, f"{where}.kind")
    match kind:
        case "any":
            forms.members(value, where, ("kind",))
            return Who("any")
        case "role@org":
            given = forms.members(value, where, ("kind", "id", "org"))
            org = forms.text(given["org"], f"{where}.org", v.MAX_ID)
            return Who("role@org", forms.text(given["id"], f"{where}.id", v.MAX_ID), org)
        case "orgtype":
            given = forms.members(value, where, ("kind", "id"))
            return Who("orgtype", forms.one_of(given["id"], sorted(v.ORGTYPES), f"{where}.id"))
        case _:
            given = forms.members(value, where, ("kind", "id"))
            return Who("org" if kind == "org" else "person", forms.text(given["id"], f"{where}.id", v.MAX_ID))


def _what(value: Any, where: str, *, outside: bool) -> What:
    names = (*v.SINGLE, *v.SEVERAL)
    given = forms.members(value, where, (), optional=(*names, "period"))
    lists = []
    for name in names:
        if name in given:
            values = forms.texts(given[name], f"{where}.{name}")
            if name in v.CLOSED and (name == "label" or not outside):
                forms.need(values <= v.CLOSED[name], f"{where}.{name}", f"of {', '.join(sorted(v.CLOSED[name]))}")
            lists.append((name, values))
    return What(tuple(lists), _period(given["period"], f"{where}.period") if "period" in given else None)


def _period(value: Any, where: str) -> tuple[str | None, str | None]:
    given = forms.members(value, where, (), optional=("from", "to"))
    forms.need(bool(given), where, "from, to or both")
    begin, end = (forms.day(given[name], where) if name in given else None for name in ("from", "to"))
    return begin, end


def _digest(value: Any) -> str | None:
    forms.need(value is None or (isinstance(value, str) and DIGEST.fullmatch(value) is not None), "prev", "hex SHA-256")
    return None if value is None else str(value)


def _emergency(value: Any) -> Any:
    if isinstance(value, dict):
        label = forms.members(value, "emergency", ("max-label",))["max-label"]
        return {"max-label": forms.one_of(label, sorted(v.LABELS), "emergency.max-label")}
    return forms.one_of(value, ("allow", "forbid"), "emergency")


def _obligations(value: Any, where: str) -> tuple[str, ...]:
    fine = isinstance(value, list) and all(
        isinstance(duty, str) and (duty == "no-export" or MASK.fullmatch(duty) is not None) for duty in value
    )
    forms.need(fine, where, "a list of no-export or mask:<element>")
    return tuple(value)


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """The rule as it stands in a document."""
    what: dict[str, Any] = {name: sorted(values) for name, values in rule.what.members}
    if rule.what.period is not None:
        what["period"] = _present({"from": rule.what.period[0], "to": rule.what.period[1]})
    return _present(
        {
            "id": rule.id,
            "effect": rule.effect,
            "who": _present({"kind": rule.who.kind, "id": rule.who.id, "org": rule.who.org}),
            "what": what,
            "why": None if rule.why is None else sorted(rule.why),
            "how": None if rule.how is None else sorted(rule.how),
            "nbf": rule.nbf,
            "exp": rule.exp,
            "oblige": list(rule.oblige) or None,
            "text": rule.text,
        }
    )


def to_json(policy: Policy) -> dict[str, Any]:
    """The policy as a document, ready to be signed."""
    emergency = policy.emergency
    return {
        "fmt": v.FORMAT,
        "cid": policy.cid,
        "ver": policy.ver,
        "prev": policy.prev,
        "aud": policy.aud,
        "iat": policy.iat,
        **_present({"nbf": policy.nbf, "exp": policy.exp}),
        "jti": policy.jti,
        "nonce": policy.nonce,
        "emergency": emergency if isinstance(emergency, str) else dict(emergency),
        "notify": dict(zip(NOTIFY, policy.notify, strict=True)),
        "rules": [rule_to_json(rule) for rule in policy.rules],
    }


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
