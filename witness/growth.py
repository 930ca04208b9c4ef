"""Verifying that one tree begins with another, with the algorithm of RFC 9162 section 2.1.4.2."""

from collections.abc import Iterator, Sequence

from verifier.tree import join, root


def consistent(first: int, second: int, old: bytes, new: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `second` leaves begins with that of `first`. Raises ValueError: no proof."""
    if first in {second, 0}:
        return not path and old == (new if first else root(()))
    nodes = list(path) if first & (first - 1) else [old, *path]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = nodes.pop(0) if nodes and first < second else b""
    for sibling, left in _climb(place, last, nodes):
        was, now = (join(sibling, was), join(sibling, now)) if left else (was, join(now, sibling))
    return was == old and now == new


def _climb(place: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each sibling on the way up, and whether it stands left. The path has exactly as many as there are levels."""
    for sibling in path:
        if last <= 0:
            raise ValueError("the proof is too long")
        left = bool(place & 1 or place == last)
        yield sibling, left
        while left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
