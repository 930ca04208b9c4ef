from __future__ import annotations

import hashlib

import pytest

from gateway.audit import tree
from verifier import tree as outside
from witness.growth import consistent

LEAVES = [tree.leaf_hash(bytes([n]), f"event {n}") for n in range(70)]


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


def node(level: int, place: int) -> bytes:
    return reference(LEAVES[place << level : (place + 1) << level])


def test_root_equals_the_recursive_definition_for_every_small_size() -> None:
    for size in range(70):
        assert tree.root(LEAVES[:size]) == reference(LEAVES[:size]) == outside.root(LEAVES[:size])
        assert tree.root_of(node, size) == reference(LEAVES[:size])


def test_the_first_test_vector_of_rfc_6962_implementations() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.leaf_hash(b"", "").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_every_inclusion_proof_verifies_outside_and_for_no_other_leaf_or_place() -> None:
    for size in range(1, 34):
        root = reference(LEAVES[:size])
        for leaf in range(size):
            path = tree.inclusion(node, leaf, size)
            assert included(LEAVES[leaf], leaf, size, path, root)
            assert not included(LEAVES[leaf + 1], leaf, size, path, root)
            for wrong in (leaf + 1, leaf - 1):
                assert not holds(included, LEAVES[leaf], wrong, size, path, root)
            assert not holds(included, LEAVES[leaf], leaf, size, (*path, root), root)
            assert not path or not holds(included, LEAVES[leaf], leaf, size, path[:-1], root)


def test_every_consistency_proof_verifies_outside_and_for_no_other_history() -> None:
    other = [*LEAVES[:3], LEAVES[4], LEAVES[3], *LEAVES[5:]]
    for second in range(34):
        new = reference(LEAVES[:second])
        for first in range(second + 1):
            path = tree.consistency(node, first, second)
            assert consistent(first, second, reference(LEAVES[:first]), new, path)
            if first > 3 and first != 5:
                assert not holds(consistent, first, second, reference(other[:first]), new, path)
            if 0 < first < second:
                assert not holds(consistent, first, second, reference(LEAVES[:first]), new, path[:-1])
                assert not holds(consistent, first, second, reference(LEAVES[:first]), new, (*path, new))
                assert not holds(consistent, second, first, new, reference(LEAVES[:first]), path)


def test_there_is_no_proof_outside_the_tree() -> None:
    for leaf, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError):
            tree.inclusion(node, leaf, size)
    for first, second in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError):
            tree.consistency(node, first, second)


def included(leaf: bytes, index: int, size: int, path: tuple[bytes, ...], root: bytes) -> bool:
    return outside.climbed(leaf, index, size, path) == root


def holds(check, *given) -> bool:
    """A proof of another length is no proof."""
    try:
        return bool(check(*given))
    except ValueError:
        return False
