"""A segment's Merkle tree: node SHA-256(0x01 ‖ left ‖ right), odd nodes promoted."""

import hashlib


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours; its prefix keeps a node from passing as a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows by one leaf at a time and remembers only the roots of its full subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf hash."""
        self.size += 1
        height, top = 0, leaf
        while self._full and self._full[-1][0] == height:
            top = node(self._full.pop()[1], top)
            height += 1
        self._full.append((height, top))

    def root(self) -> bytes:
        """The root over all leaves so far. Raises ValueError when there are none."""
        if not self._full:
            raise ValueError("a tree without leaves has no root")
        top = self._full[-1][1]
        for _, left in reversed(self._full[:-1]):
            top = node(left, top)
        return top
