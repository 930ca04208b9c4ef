"""Closed reading of a JSON object: each member is asked for by name and type, and what nobody asked for is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from gateway.errors import Rejected
from gateway.stages.delivered import Notice

NEDERLAND = ZoneInfo("Europe/Amsterdam")
MOST_NAMED = 10
MOST_NOTICES = 200
EARLIEST = 1800  # earlier years are typing errors

T = TypeVar("T")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # FHIR R4 string
_ID = re.compile(r"[!-~]{1,200}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"T[0-9]{2}:[0-9]{2}"
_MOMENT = re.compile(rf"{_DATE.pattern}{_CLOCK}(?::[0-9]{{2}}(?:\.[0-9]{{1,9}})?)?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
_WHOLE = re.compile(rf"{_DATE.pattern}{_CLOCK}:[0-9]{{2}}(?:\.[0-9]{{1,9}})?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})")


class Members:
    """One object of the message. `where`: its JSON path, `notices`: shared by the whole message."""

    def __init__(self, value: object, where: str, notices: list[Notice]) -> None:
        if not isinstance(value, dict):
            raise wrong(where, "an object")
        self._value: dict[str, object] = value
        self._asked: set[str] = set()
        self.where = where
        self.notices = notices

    def place(self, name: str) -> str:
        return f"{self.where}.{name}"

    def has(self, name: str) -> bool:
        return self._value.get(name) is not None

    def text(self, name: str) -> str | None:
        """A string without surrounding white space; None when absent, null or empty."""
        value = self._get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise wrong(self.place(name), "a string")
        if _CONTROL.search(value):
            raise wrong(self.place(name), "a string without control characters")
        return value.strip() or None

    def id(self, name: str) -> str | None:
        """An id, a whole number or a string, as text."""
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | str) or not _ID.fullmatch(str(value)):
            raise wrong(self.place(name), "an id: a whole number or a string without white space")
        return str(value)

    def needed_id(self, name: str) -> str:
        return self._needed(name, self.id(name))

    def choice(self, name: str, allowed: tuple[T, ...]) -> T:
        value = self._needed(name, self._get(name))
        if value not in allowed:
            raise wrong(self.place(name), f"one of {', '.join(map(str, allowed))}")
        return value

    def rating(self, name: str) -> int | None:
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, Decimal) and value == int(value):
            value = int(value)  # 2.0 is a whole number too
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
            raise Rejected(
                "ons-rating",
                "An Omaha rating is a whole number from 1 to 5",
                where=self.place(name),
                mend="send 1, 2, 3, 4 or 5, or null when the problem was not rated",
            )
        return value

    def percentage(self, name: str) -> int | Decimal | None:
        """A number from 0 to 100, digit for digit."""
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= 100:
            raise wrong(self.place(name), "a percentage: a number from 0 to 100")
        return value

    def moment(self, name: str) -> str | None:
        """A date, or a point in time kept as written; without offset it is Dutch local time."""
        value = self.text(name)
        if value is None:
            return None
        if not _DATE.fullmatch(value) and not _MOMENT.fullmatch(value):
            raise wrong(self.place(name), "a date or a date and time (ISO 8601)")
        try:
            known = datetime.fromisoformat(value)
        except ValueError:
            raise wrong(self.place(name), "a date that exists") from None
        if known.year < EARLIEST:
            raise wrong(self.place(name), f"a year from {EARLIEST}")
        if _DATE.fullmatch(value) or _WHOLE.fullmatch(value):
            return value
        return (known if known.tzinfo else known.replace(tzinfo=NEDERLAND)).isoformat()

    def one(self, name: str, read: Callable[[Members], T]) -> T | None:
        value = self._get(name)
        return None if value is None else _closed(Members(value, self.place(name), self.notices), read)

    def needed_one(self, name: str, read: Callable[[Members], T]) -> T:
        return self._needed(name, self.one(name, read))

    def many(self, name: str, read: Callable[[Members], T]) -> tuple[T, ...]:
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise wrong(self.place(name), "a list")
        return tuple(
            _closed(Members(item, f"{self.place(name)}[{at}]", self.notices), read) for at, item in enumerate(value)
        )

    def ignore(self, *names: str) -> None:
        """Members that are known and say nothing about the client (rights, catalogue settings)."""
        self._asked.update(names)

    def not_carried(self, *names: str) -> None:
        """Members that are known but have no place in our record: a notice when they are filled."""
        for name in names:
            if self._get(name) not in (None, [], "", {}):
                self.notices.append(Notice(self.place(name), "This member is not carried over"))

    def close(self) -> None:
        """Name what nobody asked for."""
        rest = [name for name in self._value if name not in self._asked]
        unknown = [name for name in rest if not name.startswith("_")]
        if len(unknown) < len(rest):
            self.notices.append(Notice(self.where, "Members whose name starts with _ are left out"))
        if unknown:
            shown = [name if _NAME.fullmatch(name) else "(unreadable name)" for name in unknown[:MOST_NAMED]]
            more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
            self.notices.append(Notice(self.where, f"Members that are not known: {', '.join(shown)}{more}"))

    def _get(self, name: str) -> object:
        self._asked.add(name)
        return self._value.get(name)

    def _needed(self, name: str, value: T | None) -> T:
        if value is None:
            raise Rejected("ons-field", f"{name} is missing", where=self.place(name), mend=f"send {name}")
        return value


def wrong(where: str, expected: str) -> Rejected:
    return Rejected(
        "ons-field", f"Expected {expected}", where=where, mend="send the member as the Ons API describes it"
    )


def closed(value: object, read: Callable[[Members], T]) -> tuple[T, tuple[Notice, ...]]:
    """Read a whole document with `read`, and name what was left over."""
    notices: list[Notice] = []
    made = _closed(Members(value, "$", notices), read)
    rest = (Notice("$", "There are more notices than are shown"),) if len(notices) > MOST_NOTICES else ()
    return made, (*notices[:MOST_NOTICES], *rest)


def _closed(members: Members, read: Callable[[Members], T]) -> T:
    made = read(members)
    members.close()
    return made
