"""How a serving process collects garbage: a look at a record makes tens of thousands of objects and drops them at once.

What stands when serving begins stays, and is not looked at again; the rest is looked at less often than Python would,
which took a third of the time of a long timeline (benchmarks/README.md).
"""

from __future__ import annotations

import gc
from typing import Final

# Python's own are 700, 10 and 10: some hundred collections for one timeline, each over all objects alive.
THRESHOLDS: Final = (50_000, 20, 20)


def settle() -> None:
    """Once, when everything is loaded and before the first request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
