"""The Merkle tree of RFC 6962 over the leaves of the log; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(salt: bytes, body: str) -> bytes:
    """Hash of one leaf. The salt makes an erased event an unlinkable hash."""
    return hashlib.sha256(b"\x00" + salt + body.encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes in order; SHA-256 of nothing for the empty tree."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    # Complete subtrees so far, largest first: (height, hash). Merging equal heights is RFC 6962's split.
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while stack and stack[-1][0] == height:
            node = _join(stack.pop()[1], node)
            height += 1
        stack.append((height, node))
    node = stack.pop()[1]
    while stack:
        node = _join(stack.pop()[1], node)
    return node


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
