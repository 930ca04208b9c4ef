"""The policy document as frozen types, and its strict reading: an unknown member anywhere rejects the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gateway.consent import vocabulary as v
from gateway.errors import Rejected

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Who:
    kind: str
    id: str | None = None
    org: str | None = None


@dataclass(frozen=True, slots=True)
class What:
    """A conjunction. `members`: name → allowed values; `period`: inclusive Dutch days (ISO text)."""

    members: tuple[tuple[str, frozenset[str]], ...] = ()
    period: tuple[str | None, str | None] | None = None

    @property
    def level(self) -> int:
        """3 with a record; else 2 with a problem or two or more members; else 1 with one; else 0."""
        names = {name for name, _ in self.members}
        count = len(names) + (self.period is not None)
        if "record" in names:
            return 3
        return 2 if "problem" in names or count >= 2 else min(count, 1)


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


@dataclass(frozen=True, slots=True)
class Policy:
    """A client's complete current wishes, as signed."""

    cid: str
    ver: int
    prev: str | None
    aud: str
    iat: int
    nbf: int | None
    exp: int | None
    jti: str
    nonce: str | None
    emergency: Any
    notify: tuple[bool, bool]
    rules: tuple[Rule, ...]


def read_policy(document: Any) -> Policy:
    """Read a policy document. Raises Rejected(policy-…) naming the member."""
    names = {"fmt", "cid", "ver", "prev", "aud", "iat", "nbf", "exp", "jti", "nonce", "emergency", "notify", "rules"}
    members = _object(document, names, "policy")
    _need(members.get("fmt") == v.FORMAT, "fmt", f"must be {v.FORMAT}")
    _need(isinstance(members.get("rules"), list) and len(members["rules"]) <= v.MAX_RULES, "rules", "at most 200 rules")
    version = _seconds(members.get("ver"), "ver", required=True) or 0
    _need(version >= 1, "ver", "must be 1 or more")
    prev = members.get("prev")
    _need(
        prev is None or (isinstance(prev, str) and re.fullmatch(r"[0-9a-f]{64}", prev) is not None),
        "prev",
        "hex SHA-256",
    )
    notify = _object(members.get("notify", {}), {"every_access", "new_source"}, "notify")
    _need(all(isinstance(flag, bool) for flag in notify.values()), "notify", "true or false")
    rules = tuple(read_rule(rule, f"rules[{n}]") for n, rule in enumerate(members["rules"]))
    _need(len({rule.id for rule in rules}) == len(rules), "rules", "ids must differ")
    return Policy(
        cid=_text(members.get("cid"), "cid", v.MAX_ID),
        ver=version,
        prev=prev,
        aud=_text(members.get("aud"), "aud", 200),
        iat=_seconds(members.get("iat"), "iat", required=True) or 0,
        nbf=_seconds(members.get("nbf"), "nbf"),
        exp=_seconds(members.get("exp"), "exp"),
        jti=_text(members.get("jti"), "jti", 64),
        nonce=None if members.get("nonce") is None else _text(members["nonce"], "nonce", 128),
        emergency=_emergency(members.get("emergency", "allow")),
        notify=(bool(notify.get("every_access")), bool(notify.get("new_source"))),
        rules=rules,
    )


def read_rule(value: Any, where: str = "rule", *, lenient: bool = False) -> Rule:
    """Read one rule. `lenient`: the plain sentence may be absent (evaluating from outside)."""
    names = {"id", "effect", "who", "what", "why", "how", "nbf", "exp", "oblige", "text"}
    members = _object(value, names, where)
    _need(members.get("effect") in {"permit", "deny"}, f"{where}.effect", "permit or deny")
    text = members.get("text")
    _need(lenient or isinstance(text, str), f"{where}.text", "the sentence the client saw must be there")
    return Rule(
        id=_text(members.get("id"), f"{where}.id", v.MAX_ID),
        effect=members["effect"],
        who=_who(members.get("who"), f"{where}.who"),
        what=_what(members.get("what", {}), f"{where}.what"),
        why=_set(members.get("why"), v.PURPOSES, f"{where}.why"),
        how=_set(members.get("how"), v.ACTIONS, f"{where}.how"),
        nbf=_seconds(members.get("nbf"), f"{where}.nbf"),
        exp=_seconds(members.get("exp"), f"{where}.exp"),
        oblige=_obligations(members.get("oblige", []), f"{where}.oblige"),
        text=None if text is None else _text(text, f"{where}.text", v.MAX_TEXT),
    )


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """The rule as it stands in a document."""
    who = {"kind": rule.who.kind, "id": rule.who.id, "org": rule.who.org}
    what: dict[str, Any] = {name: sorted(values) for name, values in rule.what.members}
    if rule.what.period is not None:
        what["period"] = _present({"from": rule.what.period[0], "to": rule.what.period[1]})
    return _present(
        {
            "id": rule.id,
            "effect": rule.effect,
            "who": _present(who),
            "what": what,
            "why": None if rule.why is None else sorted(rule.why),
            "how": None if rule.how is None else sorted(rule.how),
            "nbf": rule.nbf,
            "exp": rule.exp,
            "oblige": list(rule.oblige) or None,
            "text": rule.text,
        }
    )


def _who(value: Any, where: str) -> Who:
    members = _object(value, {"kind", "id", "org"}, where)
    kind = members.get("kind")
    _need(kind in v.WHO_LEVEL, f"{where}.kind", f"one of {', '.join(v.WHO_LEVEL)}")
    wanted = {"kind"} | ({"id"} if kind != "any" else set()) | ({"org"} if kind == "role@org" else set())
    _need(set(members) == wanted, where, f"{kind} has exactly {', '.join(sorted(wanted))}")
    _need(kind != "orgtype" or members["id"] in v.ORGTYPES, f"{where}.id", f"one of {', '.join(sorted(v.ORGTYPES))}")
    id_, org = members.get("id"), members.get("org")
    return Who(
        kind=str(kind),
        id=None if id_ is None else _text(id_, f"{where}.id", v.MAX_ID),
        org=None if org is None else _text(org, f"{where}.org", v.MAX_ID),
    )


def _what(value: Any, where: str) -> What:
    members = _object(value, {*v.SINGLE, *v.SEVERAL, "period"}, where)
    lists = []
    for name in (*v.SINGLE, *v.SEVERAL):
        if name in members:
            values = members[name]
            _need(isinstance(values, list) and bool(values), f"{where}.{name}", "a list of one or more values")
            checked = frozenset(_text(entry, f"{where}.{name}", v.MAX_ID) for entry in values)
            _need(name != "label" or checked <= v.LABELS, f"{where}.label", f"of {', '.join(sorted(v.LABELS))}")
            lists.append((name, checked))
    period = None
    if "period" in members:
        given = _object(members["period"], {"from", "to"}, f"{where}.period")
        _need(bool(given), f"{where}.period", "from, to or both")
        period = (_day(given.get("from"), where), _day(given.get("to"), where))
    return What(tuple(lists), period)


def _object(value: Any, names: set[str], where: str) -> Mapping[str, Any]:
    _need(isinstance(value, dict), where, "must be an object")
    unknown = sorted(set(value) - names)
    _need(not unknown, where, f"unknown member {unknown[0][:40]!r}" if unknown else "")
    members: Mapping[str, Any] = value
    return members


def _need(holds: bool, where: str, rule: str) -> None:
    if not holds:
        raise Rejected("policy-form", rule, where=where, mend="see docs/consent.md for the form of a policy")


def _text(value: Any, where: str, longest: int) -> str:
    _need(isinstance(value, str) and 0 < len(value) <= longest, where, f"a text of 1 to {longest} characters")
    return str(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _seconds(value: Any, where: str, *, required: bool = False) -> int | None:
    if value is None and not required:
        return None
    _need(_whole(value) and 0 <= value < 1 << 40, where, "a whole number from 0")
    return int(value)


def _set(value: Any, closed: frozenset[str], where: str) -> frozenset[str] | None:
    if value is None:
        return None
    fine = isinstance(value, list) and bool(value) and all(isinstance(x, str) for x in value) and set(value) <= closed
    _need(fine, where, f"a list of {', '.join(sorted(closed))}")
    return frozenset(value)


def _obligations(value: Any, where: str) -> tuple[str, ...]:
    fine = isinstance(value, list) and all(
        isinstance(x, str) and (x == "no-export" or (x.startswith("mask:") and len(x) <= 60)) for x in value
    )
    _need(fine, where, "no-export or mask:<element>")
    return tuple(value)


def _emergency(value: Any) -> Any:
    fine = value in ("allow", "forbid") or (
        isinstance(value, dict) and set(value) == {"max-label"} and value["max-label"] in v.LABELS
    )
    _need(fine, "emergency", "allow, forbid or max-label")
    return value


def _day(value: Any, where: str) -> str | None:
    if value is None:
        return None
    _need(isinstance(value, str) and _DAY.fullmatch(value) is not None, f"{where}.period", "days as YYYY-MM-DD")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Rejected("policy-form", "not an existing day", where=f"{where}.period") from None
    return str(value)


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
