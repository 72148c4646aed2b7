"""The Merkle tree notices whatever happens to its leaves."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhuchao.journal.merkle import Tree, node

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


def root(leaves: list[bytes]) -> bytes:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.size == len(leaves)
    return tree.root()


def level_by_level(leaves: list[bytes]) -> bytes:
    """The same tree as the rule tells it: pair neighbours, promote the odd one."""
    while len(leaves) > 1:
        pairs = [leaves[i : i + 2] for i in range(0, len(leaves), 2)]
        leaves = [hashlib.sha256(b"\x01" + b"".join(p)).digest() if p[1:] else p[0] for p in pairs]
    return leaves[0]


@given(LEAVES)
def test_the_folded_root_is_the_root_of_the_rule(leaves: list[bytes]) -> None:
    assert root(leaves) == level_by_level(leaves)


@given(LEAVES, st.data())
def test_a_changed_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32))
    assume(other != leaves[at])
    assert root([*leaves[:at], other, *leaves[at + 1 :]]) != root(leaves)


@given(LEAVES, st.data())
def test_swapped_leaves_change_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    a, b = (data.draw(st.integers(0, len(leaves) - 1)) for _ in range(2))
    assume(a != b)
    swapped = list(leaves)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    assert root(swapped) != root(leaves)


@given(LEAVES, st.data())
def test_a_removed_or_added_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    assume(len(leaves) > 1)
    fewer = [*leaves[:at], *leaves[at + 1 :]]
    assert root(fewer) != root(leaves)
    assert root([*leaves, leaves[at]]) != root(leaves)


def test_a_node_cannot_pass_as_a_leaf() -> None:
    a, b = b"a" * 32, b"b" * 32
    assert node(a, b) != hashlib.sha256(b"\x00" + a + b).digest()


def test_no_leaves_have_no_root() -> None:
    with pytest.raises(ValueError, match="without leaves"):
        Tree().root()
