from __future__ import annotations

import hashlib

from gateway.audit import tree


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, read literally."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + reference(leaves[:split]) + reference(leaves[split:])).digest()


def test_root_equals_the_recursive_definition_for_every_small_size() -> None:
    leaves = [tree.leaf_hash(bytes([n]), f"event {n}") for n in range(70)]
    for size in range(70):
        assert tree.root(leaves[:size]) == reference(leaves[:size])


def test_the_first_test_vector_of_rfc_6962_implementations() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.leaf_hash(b"", "").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
