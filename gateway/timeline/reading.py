"""Reading FHIR JSON for people: concepts, quantities, references and narratives as short Dutch text.

Every function takes any JSON value and answers "" when there is nothing to say; FHIR content of many sources never
breaks a page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def members(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a FHIR element, repeating or not."""
    for member in value if isinstance(value, list) else (value,):
        if isinstance(member, dict):
            yield member


def plain(value: Any) -> str:
    """A string, number or boolean on one line; decimals keep their digits and get a Dutch comma."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    return _SPACE.sub(" ", text).strip() if isinstance(value, str) else text.replace(".", ",")


def concept(value: Any) -> str:
    """CodeableConcept(s): the source's own text, else the first display, else the code."""
    return ", ".join(dict.fromkeys(text for text in map(_concept, members(value)) if text))


def _concept(value: dict[str, Any]) -> str:
    codings = list(members(value.get("coding"))) or [value]
    displays = (plain(coding.get("display")) for coding in codings)
    codes = (plain(coding.get("code")) for coding in codings)
    return plain(value.get("text")) or next(filter(None, displays), "") or next(filter(None, codes), "")


def reference(value: Any) -> str:
    """What references show: their display; a bare id says nothing to a reader."""
    return ", ".join(dict.fromkeys(text for text in (plain(m.get("display")) for m in members(value)) if text))


def quantity(value: Any) -> str:
    """`> 5,10 mmol/l`, digits as the source wrote them."""
    for part in members(value):
        number = f"{plain(part.get('comparator'))} {plain(part.get('value'))}".strip()
        return f"{number} {plain(part.get('unit')) or plain(part.get('code'))}".strip()
    return ""


def annotation(value: Any) -> str:
    return " ".join(filter(None, (plain(member.get("text")) for member in members(value))))


def narrative(value: Any) -> str:
    """The text of `text.div` without its markup."""
    for member in members(value):
        div = member.get("div")
        return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", div))).strip() if isinstance(div, str) else ""
    return ""


def span(value: Any) -> str:
    """Range and Ratio: `1–2 mg`, `2 uur per week`."""
    for part in members(value):
        if "numerator" in part:
            per = quantity(part.get("denominator")).removeprefix("1 ")
            return " per ".join(filter(None, (quantity(part["numerator"]), per)))
        return "–".join(filter(None, (quantity(part.get("low")), quantity(part.get("high")))))
    return ""


_VALUES = {
    "valueQuantity": quantity,
    "valueCodeableConcept": concept,
    "valueString": plain,
    "valueInteger": plain,
    "valueBoolean": plain,
    "valueRange": span,
    "valueRatio": span,
    "valueDateTime": plain,
}


def value(resource: dict[str, Any]) -> str:
    """value[x] of an Observation or component, else why there is none."""
    for element, read in _VALUES.items():
        if element in resource:
            return read(resource[element])
    return concept(resource.get("dataAbsentReason"))


def line(text: str, most: int = 140) -> str:
    """One line for a heading; what is cut off stands in full among the details."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
