"""The Merkle tree of RFC 6962: its root, and whether a leaf is in it. Both read literally from section 2.1."""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes in order."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return join(root(leaves[:split]), root(leaves[split:]))


def climbed(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path (nearest sibling first) gives to leaf `index` (from 0) of `size`. Raises ValueError."""
    if not 0 <= index < size or bool(path) != (size > 1):
        raise ValueError("the proof is not of this leaf in a log of this size")
    if size == 1:
        return leaf
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        return join(climbed(leaf, index, split, path[:-1]), path[-1])
    return join(path[-1], climbed(leaf, index - split, size - split, path[:-1]))


def join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
