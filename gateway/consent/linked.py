"""A reference to something that is not shown is left out: hidden and never delivered look the same; pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from gateway.fhir import references, types
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

# The text as we write it ourselves (wire.json): no blanks, slashes not escaped.
_REFERENCE: Final = re.compile(r'"reference":"((?:[^"\\]|\\.)*)"')


def unlinked(content: FhirJson, text: str, shown: Collection[str]) -> tuple[FhirJson, str]:
    """An item with references to shown items alone. `shown`: `Type/id` of every visible item.

    References to the person, to the directory (practitioners, organisations) and out of this house stay.
    """

    def keep(reference: str) -> bool:
        name = references.local_name(reference)
        return name is None or name.split("/")[0] not in types.SUBJECT or name in shown

    if all(keep(found) for found in _REFERENCE.findall(text)):
        return content, text
    left = references.without(content, keep)
    return left, json.dumps(left)
