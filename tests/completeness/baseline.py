"""The committed baseline: a file per kind of message, a line per place that is not accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "baseline"


def known(kind: str) -> frozenset[str]:
    path = FOLDER / f"{kind}.txt"
    return frozenset(path.read_text("utf-8").splitlines()) if path.exists() else frozenset()


def kinds() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.txt"))


def grown(found: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Kind → places that are not in its baseline."""
    return {kind: sorted(places - known(kind)) for kind, places in found.items() if places - known(kind)}


def shrink(found: Mapping[str, frozenset[str]]) -> list[str]:
    """Keep of every baseline what is still found; says what went. It never adds: that is done by hand."""
    gone = []
    for kind in sorted(kinds()):
        left = known(kind) & found.get(kind, frozenset())
        gone += [f"{kind}: {place}" for place in sorted(known(kind) - left)]
        path = FOLDER / f"{kind}.txt"
        if left:
            path.write_text("".join(f"{place}\n" for place in sorted(left)), "utf-8")
        else:
            path.unlink()
    return gone
