"""How much of a shown item's JSON is served: under the caller's handle, without what is masked or points at what is
hidden; pure, and done when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from gateway.consent.linked import unlinked
from gateway.consent.obligations import masked
from gateway.consent.serving import readdressed
from gateway.stages.decided import Decision
from gateway.stages.disclosed import Body
from gateway.stages.stored import StoredVersion
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

Text = Callable[[StoredVersion], str]
# What a source counts and dates by each change, of what is hidden here too.
COUNTED: Final = frozenset({"versionId", "lastUpdated", "_versionId", "_lastUpdated"})


def whole(
    version: StoredVersion, text: Text, decision: Decision, handle: str, shown: Collection[str] | None = None
) -> Body:
    """An item as it was kept. `shown`: `Type/id` of every visible item, whose references stay; None: all stay."""

    def opened() -> tuple[FhirJson, str]:
        kept = readdressed(text(version), version.client, handle)
        content = json.from_kept(kept)
        left = masked(content, decision.oblige)
        if shown is not None or left is not content:
            left = _uncounted(left)
        made = (content, kept) if left is content else (left, json.dumps(left))
        return made if shown is None else unlinked(*made, shown)

    return Body(opened)


def _uncounted(content: FhirJson) -> FhirJson:
    """Without the version and time of the source: that nothing else changed would tell that something hidden did."""
    meta = content.get("meta")
    if not isinstance(meta, dict) or COUNTED.isdisjoint(meta):
        return content
    left = {name: value for name, value in meta.items() if name not in COUNTED}
    rest = {name: value for name, value in content.items() if name != "meta"}
    return {**content, "meta": left} if left else rest


def bare(content: FhirJson) -> Body:
    """A contact that was made here: it points at the person alone, so there is nothing to take out of it."""
    return Body(lambda: (content, json.dumps(content)))
