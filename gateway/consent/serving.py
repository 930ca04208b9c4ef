"""The client's own id never leaves: served text names the client by the caller's handle; pure."""

from __future__ import annotations

import re
from functools import lru_cache


def readdressed(text: str, client: str, handle: str) -> str:
    """FHIR JSON text with every `Patient/<client>` turned into `Patient/<handle>`, all else as it was kept."""
    return _reference(client).sub(lambda _: f"Patient/{handle}", text)


@lru_cache(maxsize=256)
def _reference(client: str) -> re.Pattern[str]:
    # JSON may write the slash as \/; a longer id that begins alike is another's (FHIR R4, id: [A-Za-z0-9\-\.]{1,64}).
    return re.compile(rf"Patient\\?/{re.escape(client)}(?![A-Za-z0-9.-])")
