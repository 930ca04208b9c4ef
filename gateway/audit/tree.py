"""The Merkle tree of RFC 6962 over the leaves of the log: root, inclusion and consistency proofs; pure.

`Node` gives the hash of a complete subtree by (level, place): level 0 are the leaves, and place × 2^level is the
first leaf below it. Whoever holds the log keeps those, so that every answer here costs a few of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

Node = Callable[[int, int], bytes]


def leaf_hash(salt: bytes, body: str) -> bytes:
    """Hash of one leaf. The salt makes an erased event an unlinkable hash."""
    return hashlib.sha256(b"\x00" + salt + body.encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes in order; SHA-256 of nothing for the empty tree."""
    levels = {0: list(leaves)}
    for place, leaf in enumerate(leaves):
        for level, _place, node in completed(lambda level, place: levels[level][place], place, leaf):
            levels.setdefault(level, []).append(node)
    return root_of(lambda level, place: levels[level][place], len(leaves))


def root_of(node: Node, size: int) -> bytes:
    """Root of the first `size` leaves (RFC 6962 section 2.1)."""
    return _range(node, 0, size) if size else hashlib.sha256(b"").digest()


def completed(node: Node, place: int, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The subtrees (level, place, hash) that become complete when the leaf at `place` is added."""
    level = 0
    while place & 1:
        leaf = _join(node(level, place - 1), leaf)
        level, place = level + 1, place >> 1
        yield level, place, leaf


def inclusion(node: Node, leaf: int, size: int) -> tuple[bytes, ...]:
    """The audit path of leaf number `leaf` (from 0) in a tree of `size` (section 2.1.1); nearest sibling first."""
    if not 0 <= leaf < size:
        raise ValueError("no such leaf in this tree")
    return tuple(_path(node, leaf, 0, size))


def consistency(node: Node, first: int, second: int) -> tuple[bytes, ...]:
    """Proof that the tree of `second` leaves begins with that of `first` (section 2.1.2); empty when `first` is 0."""
    if not 0 <= first <= second:
        raise ValueError("the first tree is larger than the second")
    return tuple(_subproof(node, first, 0, second, whole=True)) if first else ()


def _path(node: Node, leaf: int, low: int, high: int) -> Iterator[bytes]:
    if high - low == 1:
        return
    middle = low + _split(high - low)
    if leaf < middle:
        yield from _path(node, leaf, low, middle)
        yield _range(node, middle, high)
    else:
        yield from _path(node, leaf, middle, high)
        yield _range(node, low, middle)


def _subproof(node: Node, first: int, low: int, high: int, *, whole: bool) -> Iterator[bytes]:
    """`whole`: the subtree is the old tree itself, whose root the reader has."""
    if first == high - low:
        if not whole:
            yield _range(node, low, high)
        return
    middle = low + _split(high - low)
    if first <= middle - low:
        yield from _subproof(node, first, low, middle, whole=whole)
        yield _range(node, middle, high)
    else:
        yield from _subproof(node, first - (middle - low), middle, high, whole=False)
        yield _range(node, low, middle)


def _range(node: Node, low: int, high: int) -> bytes:
    """Hash of the leaves from `low` up to `high`; `low` is a multiple of the power of two that holds them."""
    size = high - low
    if size & (size - 1) == 0:
        return node(size.bit_length() - 1, low // size)
    middle = low + _split(size)
    return _join(_range(node, low, middle), _range(node, middle, high))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
