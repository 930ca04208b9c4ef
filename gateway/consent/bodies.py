"""How much of a shown item's JSON is served: under the caller's handle, without what is masked or points at what is
hidden; pure, and done when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from gateway.consent.linked import unlinked
from gateway.consent.obligations import masked
from gateway.consent.serving import readdressed
from gateway.stages.decided import Decision
from gateway.stages.disclosed import Body
from gateway.stages.stored import StoredVersion
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

Text = Callable[[StoredVersion], str]


def whole(
    version: StoredVersion, text: Text, decision: Decision, handle: str, shown: Collection[str] | None = None
) -> Body:
    """An item as it was kept. `shown`: `Type/id` of every visible item, whose references stay; None: all stay."""

    def opened() -> tuple[FhirJson, str]:
        kept = readdressed(text(version), version.client, handle)
        content = json.from_kept(kept)
        left = masked(content, decision.oblige)
        made = (content, kept) if left is content else (left, json.dumps(left))
        return made if shown is None else unlinked(*made, shown)

    return Body(opened)


def bare(content: FhirJson) -> Body:
    """A contact that was made here: it points at the person alone, so there is nothing to take out of it."""
    return Body(lambda: (content, json.dumps(content)))
