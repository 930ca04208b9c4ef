"""What a policy says, told a second time: the text of docs/consent-evaluate.md in three-valued logic.

It imports nothing of the gateway, compiles nothing and narrows nothing: every rule is asked anew, whole, and answers
yes, no or "cannot be known". A permit counts on yes; a deny counts unless the answer is no. It reads well-formed lines
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

YES, NO, UNKNOWN = "yes", "no", "unknown"

WHO = ("any", "orgtype", "org", "role@org", "person")  # the place is the level
ORGTYPES = ("huisarts", "wijkverpleging", "gemeente", "jeugdhulp", "jgz", "wlz", "welzijn", "informeel")
PURPOSES = ("TREAT", "CAREMGT", "MDO", "SUPPORT", "ETREAT")
LABELS = ("N", "R", "V", "PSY", "SEX", "ETH", "HIV", "SDV")
ONE = ("source", "author", "contact", "domain", "law", "record")
PRIMARY = {"life": "life_primary", "problem": "problem_primary"}
# What an action may end in, most first.
OUTCOMES = {"see": ("see", "contact-only"), "contact-only": ("contact-only",), "add": ("add",), "export": ("export",)}


def evaluate(line: dict[str, Any]) -> dict[str, Any]:
    """`{"level": …}` for one line of the form of docs/consent-evaluate.md."""
    policy = line["policy"]
    if holds(policy, line["now"]):
        for outcome in OUTCOMES.get(line["request"].get("action"), ()):
            if permitted(policy["rules"], line, outcome):
                return {"level": outcome}
    return {"level": "deny"}


def permitted(rules: list[dict[str, Any]], line: dict[str, Any], outcome: str) -> bool:
    """Whether any permit of this outcome beats every deny of it."""
    asked = [(rule, matches(rule, line, outcome)) for rule in rules if holds(rule, line["now"])]
    against = [specificity(rule) for rule, answer in asked if rule["effect"] == "deny" and answer != NO]
    given = [specificity(rule) for rule, answer in asked if rule["effect"] == "permit" and answer == YES]
    return any(all(beats(permit, deny) for deny in against) for permit in given)


def holds(limited: dict[str, Any], now: int) -> bool:
    """`nbf` inclusive, `exp` exclusive."""
    if "nbf" in limited and now < limited["nbf"]:
        return False
    return "exp" not in limited or now < limited["exp"]


def beats(permit: tuple[int, ...], deny: tuple[int, ...]) -> bool:
    apart = [mine - theirs for mine, theirs in zip(permit, deny, strict=True)]
    return min(apart) >= 0 and max(apart) > 0


def specificity(rule: dict[str, Any]) -> tuple[int, int, int]:
    what = rule.get("what", {})
    if "record" in what:
        level = 3
    elif "problem" in what or len(what) > 1:
        level = 2
    else:
        level = len(what)
    return WHO.index(rule["who"]["kind"]), level, 1 if "why" in rule else 0


def matches(rule: dict[str, Any], line: dict[str, Any], outcome: str) -> str:
    request, item = line["request"], line["item"]
    parts = [who(rule["who"], request), how(rule, outcome)]
    if "why" in rule:
        parts.append(among(request.get("purpose"), rule["why"], PURPOSES))
    parts += [about(name, wanted, item, rule["effect"]) for name, wanted in rule.get("what", {}).items()]
    return both(parts)


def who(named: dict[str, Any], request: dict[str, Any]) -> str:
    if named["kind"] == "any":
        return YES
    if named["kind"] == "role@org":
        if request.get("roles") is None:
            return UNKNOWN
        held = request["roles"]
        return either(
            both([among(role.get("role"), [named["id"]]), among(role.get("org"), [named["org"]])]) for role in held
        )
    known = ORGTYPES if named["kind"] == "orgtype" else None
    return among(request.get(named["kind"]), [named["id"]], known)


def how(rule: dict[str, Any], outcome: str) -> str:
    """`see` includes contact-only; without `how` a permit means `see` and a deny everything."""
    if rule["effect"] == "deny" and "how" not in rule:
        return YES
    meant = set(rule.get("how", ["see"]))
    if "see" in meant:
        meant.add("contact-only")
    if rule["effect"] == "deny" and "contact-only" in meant:
        meant.add("see")
    return YES if outcome in meant else NO


def about(name: str, wanted: Any, item: dict[str, Any], effect: str) -> str:
    if name == "period":
        day = item.get("day")
        if day is None:
            return UNKNOWN
        return YES if wanted.get("from", day) <= day <= wanted.get("to", day) else NO
    if name in ONE:
        return among(item.get(name), wanted)
    values = set(item.get(name) or ())
    if not values:
        return UNKNOWN  # primary values of nothing say nothing
    if name == "label":
        return either(among(label, wanted, LABELS) for label in values)
    primary = set(item.get(PRIMARY.get(name, "")) or ()) or values
    if effect == "permit":
        return both(among(value, wanted) for value in primary)
    return either(among(value, wanted) for value in values | primary)


def among(value: str | None, wanted: Iterable[str], known: Iterable[str] | None = None) -> str:
    """Whether the value is one of those wanted; missing, or none that is known, cannot be said."""
    if not value or (known is not None and value not in known):
        return UNKNOWN
    return YES if value in wanted else NO


def both(answers: Iterable[str]) -> str:
    """Kleene's AND."""
    return _first(NO, UNKNOWN, answers, otherwise=YES)


def either(answers: Iterable[str]) -> str:
    """Kleene's OR."""
    return _first(YES, UNKNOWN, answers, otherwise=NO)


def _first(decides: str, clouds: str, answers: Iterable[str] | Iterator[str], *, otherwise: str) -> str:
    given = set(answers)
    return decides if decides in given else clouds if clouds in given else otherwise
