"""What FHIR said and a message does not: found by making FHIR of the message again, and named, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson

TEXT = "This is not in the message, or not in these words"
MOST = 50
# What names, points, shows or counts, and says nothing of the client.
_VORM = frozenset(
    {"id", "meta", "text", "reference", "display", "resourceType", "fullUrl", "implicitRules", "language"}
)

# The day on which something was written down: a message has a Dagtekening of its own.
_DAGTEKENING = frozenset({"Condition.recordedDate", "ServiceRequest.authoredOn", "Task.authoredOn"})


def ongezegd(bundel: Bundel, again: Iterable[FhirJson]) -> tuple[Notice, ...]:
    """One notice per element path. `again`: the FHIR that our own mapping makes of the message."""
    said = {leaf for resource in again for leaf in _leaves(resource, str(resource["resourceType"]))}
    found: dict[str, None] = {}
    for stuk in bundel.stukken:
        type_ = str(stuk.waarde["resourceType"])
        if type_ != "Organization":
            unsaid = (path for path, value in _leaves(stuk.waarde, type_) if (path, value) not in said)
            found |= dict.fromkeys(path for path in unsaid if path not in _DAGTEKENING)
    return tuple(Notice(path, TEXT) for path in list(found)[:MOST])


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every value with its path, without places in lists."""
    match value:
        case dict():
            for name, inner in value.items():
                if name not in _VORM or (name == "text" and isinstance(inner, str)):
                    yield from _leaves(inner, f"{path}.{name}")
        case list():
            for inner in value:
                yield from _leaves(inner, path)
        case None:
            return
        case _:
            yield path, str(value)
