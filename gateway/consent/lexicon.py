"""Names for the parties and codes of rules, each different: what is said with a lexicon can be read back with it; pure.

Two people of the same name are told apart by their work, and if need be by their number. A name that could be mistaken
for part of a sentence is not used: its bearer goes by number.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from gateway.consent import spoken

LONGEST_NAME: Final = 80  # characters: a sentence must stay readable
PARTIES: Final = "party"  # people and organisations are named in the same places, so their names differ from each other


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind`: person, org, role, problem, omaha_domain. `more`: what tells namesakes apart ("huisarts, De Linde")."""

    kind: str
    id: str
    name: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`names`: (kind, id) → phrase; `ids`: (kind, phrase) → id. Who is in neither goes by number."""

    names: Mapping[tuple[str, str], str]
    ids: Mapping[tuple[str, str], str]

    def name(self, kind: str, id_: str) -> str:
        return self.names.get((kind, id_)) or f"{spoken.NUMBER[kind]} {quote(id_, safe=':')}"

    def id(self, kind: str, phrase: str) -> str | None:
        """Whose name this is, None when nobody's."""
        found = self.ids.get((kind, phrase))
        number = f"{spoken.NUMBER[kind]} "
        if found is None and phrase.startswith(number):
            return unquote(phrase.removeprefix(number))
        return found

    def bearers(self, kind: str, phrase: str) -> set[tuple[str, str]]:
        """Who has this name now, among all that are named in the same places."""
        kinds = ("person", "org") if kind in {"person", "org"} else (kind,)
        return {(one, id_) for one in kinds if (id_ := self.id(one, phrase)) is not None}


def make(entries: Iterable[Entry]) -> Lexicon:
    """A lexicon in which no two entries share a phrase, whatever their names are."""
    left = list({(entry.kind, entry.id): entry for entry in entries}.values())
    names: dict[tuple[str, str], str] = {}
    taken: set[tuple[str, str]] = set()
    for wording in (_by_name, _by_work, _by_number):
        keys = Counter(_key(entry, wording(entry)) for entry in left)
        fits = [e for e in left if safe(wording(e)) and keys[_key(e, wording(e))] == 1]
        fits = [e for e in fits if _key(e, wording(e)) not in taken]
        names |= {(entry.kind, entry.id): wording(entry) for entry in fits}
        taken |= set(keys)  # a namesake who was told apart leaves the bare name to nobody
        left = [entry for entry in left if (entry.kind, entry.id) not in names]
    return Lexicon(names, {(kind, phrase): id_ for (kind, id_), phrase in names.items()})


def _by_name(entry: Entry) -> str:
    return _clean(entry.name)


def _by_work(entry: Entry) -> str:
    return _clean(f"{entry.name} ({entry.more})") if entry.more and _clean(entry.name) else ""


def _by_number(entry: Entry) -> str:
    more = f"{entry.more}, " if entry.more else ""
    return _clean(f"{entry.name} ({more}nummer {quote(entry.id, safe=':')})") if _clean(entry.name) else ""


def _clean(name: str) -> str:
    """One line, no characters that are not seen."""
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in name)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _key(entry: Entry, phrase: str) -> tuple[str, str]:
    """Phrases that look the same are the same."""
    space = PARTIES if entry.kind in {"person", "org"} else entry.kind
    return space, unicodedata.normalize("NFKC", phrase).casefold()


def safe(phrase: str) -> bool:
    """Whether a name can stand in a sentence without being taken for a part of it."""
    begins = (*(f"{word} " for word in spoken.NUMBER.values()), *_HEADS)
    return (
        0 < len(phrase) <= LONGEST_NAME
        and ":" not in phrase
        and not any(inside in f" {phrase} " for inside in (" mag ", " is bij "))
        and not any(f". {start}".casefold() in phrase.casefold() for start in spoken.STARTS)
        and not phrase.casefold().startswith(tuple(begin.casefold() for begin in begins))
    )


_HEADS: Final = (spoken.EVERYBODY, spoken.NOBODY, spoken.opening(spoken.ROLE), *spoken.ORGTYPE.values())
