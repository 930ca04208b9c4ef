"""What a sender was told, as it is kept: JSON; with a long answer beside it and made small, piece by piece.

The answer to a claim of 25 MB may be as large: as one JSON text it would stand in memory four times while it is kept.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

from gateway.wire import json

ANSWER: Final = "retourbericht"
LONG: Final = 256 * 1024  # characters of an answer that is kept by itself, and of a piece of it


def pack(receipt: dict[str, Any]) -> bytes:
    """JSON, or zlib of that and, from the next line on, the answer. JSON begins with `{`, zlib never does."""
    answer = receipt.get(ANSWER) or ""
    if len(answer) < LONG:
        return json.dumps(receipt).encode()
    squeeze = zlib.compressobj()
    pieces = [squeeze.compress(json.dumps({**receipt, ANSWER: None}).encode() + b"\n")]
    pieces += [squeeze.compress(answer[at : at + LONG].encode()) for at in range(0, len(answer), LONG)]
    return b"".join((*pieces, squeeze.flush()))


def unpack(kept: bytes) -> dict[str, Any]:
    """The receipt again, as it was given to `pack`."""
    if kept.startswith(b"{"):
        return dict(json.from_trusted(kept.decode()))
    told, _, answer = zlib.decompress(kept).partition(b"\n")
    return {**json.from_trusted(told.decode()), ANSWER: answer.decode()}
