"""Verifying proofs of an RFC 6962 Merkle tree, with the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2."""

import hashlib
from collections.abc import Iterator, Sequence


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes in order, read literally from RFC 6962 section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return _join(root(leaves[:split]), root(leaves[split:]))


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether the leaf hash is number `index` (from 0) of the tree of `size` leaves. Raises ValueError: no proof."""
    for sibling, left in _climb(index, size - 1, path):
        leaf = _join(sibling, leaf) if left else _join(leaf, sibling)
    return 0 <= index < size and leaf == expected


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
        was, now = (_join(sibling, was), _join(sibling, now)) if left else (was, _join(now, sibling))
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


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
