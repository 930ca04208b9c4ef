"""How long an answer may be kept, by its own Cache-Control (RFC 9111, sections 4.2.1 and 5.2.2); pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 2**31 - 1  # seconds; RFC 9111, section 1.2.2: more is taken as this

_AGE = re.compile(r"max-age=\"?([0-9]{1,20})\"?")
_SECONDS = re.compile(rb"[0-9]{1,20}")


def lasts(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Seconds that what came with these headers may be kept from now on, None when they do not say.

    We keep it for ourselves alone, so `s-maxage` is not for us. What cannot be read, or is said in two ways, lets
    keep it the shortest.
    """
    told = [(name.lower(), value) for name, value in headers]
    said = b",".join(value for name, value in told if name == b"cache-control").decode("latin-1").lower()
    directives = [part.strip() for part in said.split(",")]
    if not {"no-store", "no-cache"}.isdisjoint(directive.partition("=")[0] for directive in directives):
        return 0
    ages = [_AGE.fullmatch(one) for one in directives if one.partition("=")[0].strip() == "max-age"]
    if not ages:
        return None
    spent = [int(value) for name, value in told if name == b"age" and _SECONDS.fullmatch(value)]
    longest = min(0 if one is None else int(one[1]) for one in ages)
    return max(0, min(longest, MOST) - max(spent, default=0))
