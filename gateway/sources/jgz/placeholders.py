"""Placeholders in published JGZ fixtures: `{$messageId}` and XPath dates such as
`{format-dateTime(current-dateTime() - xs:yearMonthDuration('P6M'), '[Y0001][M01][D01]')}`.

Only the loader of loose sample files fills these in; in a delivery they are refused by name.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from gateway.errors import Rejected
from gateway.wire import xml
from gateway.wire.xml import Element

_NAME = re.compile(r"\{\$[A-Za-z][A-Za-z0-9_.-]{0,40}\}")
_XPATH = re.compile(r"\{\s*format-date(?:Time)?\((?P<body>[^{}]{1,300})\)\s*\}")
_DURATION = re.compile(
    r"(?P<sign>[+-])\s*xs:(?:yearMonthDuration|dayTimeDuration)\(\s*'(?P<minus>-)?P"
    r"(?:(?P<y>[0-9]{1,4})Y)?(?:(?P<m>[0-9]{1,4})M)?(?:(?P<d>[0-9]{1,6})D)?(?:T[0-9A-Z]{1,20})?'\s*\)"
)
_PICTURE = re.compile(r"'((?:\[[^\]']{1,12}\]|[^\[\]']){1,80})'\s*$")
_PARTS = {
    "[Y0001]": "%Y",
    "[Y]": "%Y",
    "[M01]": "%m",
    "[D01]": "%d",
    "[H01]": "00",
    "[m01]": "00",
    "[s01]": "00",
}
_IDS = {"messageId": "1", "receiverId": "1", "applicationId": "1", "organizationId": "00000001"}


def refuse(interaction: Element) -> None:
    """Raises Rejected(jgz-placeholder) at the first attribute or text that is still a placeholder."""
    for element in interaction.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if is_placeholder(str(value)):
                raise _refused(f"{xml.path(element)}/@{name.rpartition('}')[2]}", str(value))
        if element.text and len(element.text) <= 400 and is_placeholder(element.text):
            raise _refused(xml.path(element), element.text)


def is_placeholder(value: str) -> bool:
    return "{" in value and bool(_NAME.search(value) or _XPATH.search(value))


def substitute(text: str, today: date) -> str:
    """Fill in names with a fixed number and XPath dates by `today`; any other `{…}` stays and is judged at the door."""
    filled = _NAME.sub(lambda match: _IDS.get(match[0][2:-1], "1"), text)
    return _XPATH.sub(lambda match: _date(match["body"], today) or match[0], filled)


def _date(body: str, today: date) -> str | None:
    picture = _PICTURE.search(body)
    if picture is None or "current-date" not in body:
        return None
    day = today
    try:
        for step in _DURATION.finditer(body):
            sign = -1 if (step["sign"] == "-") != bool(step["minus"]) else 1
            day = _months(day, sign * (12 * int(step["y"] or 0) + int(step["m"] or 0)))
            day += timedelta(days=sign * int(step["d"] or 0))
    except (ValueError, OverflowError):
        return None
    written = re.sub(r"\[[^\]]+\]", lambda part: _PARTS.get(part[0], part[0]), picture[1])
    return None if "[" in written else day.strftime(written)


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def _refused(where: str, value: str) -> Rejected:
    named = _NAME.search(value)
    shown = named[0] if named else "an XPath date"
    return Rejected(
        "jgz-placeholder",
        f"A placeholder of a test fixture stands here: {shown}",
        where=where,
        mend="fill in the real value before sending",
    )
