"""How much of a delivery is taken: known from its beginning, so that what is too large is never all in memory."""

from __future__ import annotations

from gateway.settings import Settings
from gateway.sources import may_be_large


def most(settings: Settings, head: bytes) -> int:
    """In bytes. `head`: the beginning of the body, 64 KiB or all of it. OP179 lets a claim be 25 MB."""
    return max(settings.max_claim_bytes, settings.max_body_bytes) if may_be_large(head) else settings.max_body_bytes
