"""The sentences of a rule read back to the rule: what was signed can be checked against what was shown; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from gateway.consent import moments, spoken
from gateway.consent import vocabulary as v
from gateway.consent.lexicon import Lexicon, safe
from gateway.consent.model import Rule, What, Who
from gateway.consent.saying import say

Members = dict[str, frozenset[str]]
_NEXT: Final = re.compile(rf"(?<=\.) (?={'|'.join(re.escape(start) for start in spoken.STARTS)})")


def hear(text: str, lexicon: Lexicon) -> Rule | None:
    """The one rule (without id and text) that these sentences say, None when they say none."""
    first, *further = _NEXT.split(text)
    read = _Reading(lexicon)
    if not (read.head(first) and all(read.further(sentence) for sentence in further)):
        return None
    rule = read.rule()
    # Said again it must be the same text: order, lists and all.
    return rule if rule is not None and say(rule, lexicon) == text else None


def hears(text: str, rule: Rule, lexicon: Lexicon) -> bool:
    """Whether a text says this rule, be it with names of before: a name that nobody has now may have been theirs."""
    if say(rule, lexicon) == text:
        return True
    open_ = _Open()
    form = say(rule, open_)
    found = re.fullmatch(_PLACES.sub("(.+?)", re.escape(form)), text)
    return found is not None and all(
        (had := lexicon.bearers(bearer[0], name)) == {bearer} or (not had and safe(name))
        for bearer, name in zip(map(open_.bearer, _PLACES.findall(form)), found.groups(), strict=True)
    )


_FIRST: Final = 0xE000  # characters of private use: in no sentence
_PLACES: Final = re.compile("[\ue000-\uf8ff]")


class _Open(Lexicon):
    """A lexicon that leaves every name open and remembers whose place it is."""

    places: list[tuple[str, str]]

    def __init__(self) -> None:
        super().__init__({}, {})
        object.__setattr__(self, "places", [])

    def name(self, kind: str, id_: str) -> str:
        self.places.append((kind, id_))
        return chr(_FIRST + len(self.places) - 1)

    def bearer(self, place: str) -> tuple[str, str]:
        return self.places[ord(place) - _FIRST]


class _Reading:
    """One rule while its sentences are read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.effect, self.who = "", Who("any")
        self.members: Members = {}
        self.last = ""  # the member that "Ook: …" goes on with
        self.period: tuple[str | None, str | None] | None = None
        self.how: set[str] = set()
        self.rest: dict[str, Any] = {}
        self.oblige: list[str] = []

    def rule(self) -> Rule | None:
        how = frozenset(self.how - {""})
        order = (*v.SINGLE, *v.SEVERAL)
        what = What(tuple((name, self.members[name]) for name in order if name in self.members), self.period)
        return Rule(
            id="",
            effect="permit" if self.effect == "permit" else "deny",
            who=self.who,
            what=what,
            how=how or None,
            oblige=tuple(self.oblige),
            **self.rest,
        )

    def head(self, sentence: str) -> bool:
        """Who may or may not do what, and with what."""
        for form, verbs in spoken.VERB.items():
            for action, verb in verbs.items():
                name, found, what = sentence.partition(f" {verb}: ")
                if found and what.endswith(".") and (name == spoken.NOBODY) == (form == "nobody"):
                    who = Who("any") if form == "nobody" else self._who(name)
                    if who is not None:
                        self.effect, self.who = ("permit" if form == "permit" else "deny"), who
                        self.how = {action}
                        return what == f"{spoken.EVERYTHING}." or self._what(what[:-1])
        return False

    def further(self, sentence: str) -> bool:
        for action, also in spoken.ALSO.get(self.effect, {}).items():
            if sentence == also:
                self.how.add(action)
                return True
        if sentence == spoken.NARRATIVE:
            self.how = set()
            return True
        if sentence == spoken.NO_EXPORT:
            self.oblige.append("no-export")
            return True
        readers: tuple[tuple[str, Callable[[str], bool]], ...] = (
            (spoken.FURTHER, self._what),
            (spoken.MORE, lambda text: bool(self.last) and self._values(self.last, text)),
            (spoken.WHY, self._why),
            (spoken.WHEN, self._when),
            (spoken.MASK, self._mask),
        )
        return any(read(slot) for template, read in readers if (slot := _slot(template, sentence)) is not None)

    def _who(self, name: str) -> Who | None:
        if name == spoken.EVERYBODY:
            return Who("any")
        for code, words in spoken.ORGTYPE.items():
            if name == words:
                return Who("orgtype", code)
        role, found, org = name.removeprefix(spoken.opening(spoken.ROLE)).partition(" is bij ")
        if found and name.startswith(spoken.opening(spoken.ROLE)):
            role_id, org_id = self.lexicon.id("role", role), self.lexicon.id("org", org)
            return None if role_id is None or org_id is None else Who("role@org", role_id, org_id)
        for kind in ("person", "org"):
            id_ = self.lexicon.id(kind, name)
            if id_ is not None:
                return Who("person" if kind == "person" else "org", id_)
        return None

    def _what(self, text: str) -> bool:
        for member, template in spoken.WHAT.items():
            slot = _slot(template, text)
            if slot is None:
                continue
            if member == "period":
                self.period = moments.heard_period(slot)
                if self.period is not None:
                    return True
            elif member not in self.members and self._values(member, slot):
                self.last = member
                return True
        return False

    def _values(self, member: str, text: str) -> bool:
        if member in spoken.NAMED:
            id_ = self.lexicon.id(spoken.NAMED[member], text)
            found = None if id_ is None else {id_}
        else:
            found = _codes(member, text)
        if not found:
            return False
        self.members[member] = self.members.get(member, frozenset()) | found
        return True

    def _why(self, text: str) -> bool:
        found = _codes("why", text)
        if found:
            self.rest["why"] = frozenset(found)
        return bool(found)

    def _when(self, text: str) -> bool:
        found = moments.heard(text)
        if found is None:
            return False
        self.rest["nbf"], self.rest["exp"] = found
        return True

    def _mask(self, element: str) -> bool:
        self.oblige.append(f"mask:{element}")
        return True


def _slot(template: str, text: str) -> str | None:
    """What stands in the one open place of a template, None when the text is not of that form."""
    before, _, rest = template.partition("{")
    after = rest.partition("}")[2]
    fits = text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after)
    return text[len(before) : len(text) - len(after)] if fits else None


def _codes(member: str, text: str) -> set[str] | None:
    """An enumeration of words back to codes, None when one of them is not known."""
    codes = {words: code for code, words in spoken.VALUES[member].items()}
    phrases = re.split(f", | {spoken.joint(member)} ", text)
    return {codes[phrase] for phrase in phrases} if all(phrase in codes for phrase in phrases) else None
