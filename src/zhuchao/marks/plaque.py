"""The plaque of a plate as a drawing: where each line of words stands, and the QR as squares."""

from dataclasses import dataclass

import segno

from zhuchao.marks.site_page import Plate

LINE = 9
"""Signs of a site's name that fit into one line of large type."""


@dataclass(frozen=True)
class Plaque:
    """The words and squares; a place name is broken into lines."""

    title: str
    letters: int
    """Size of its letters, so that it fits on one line."""
    lines: list[tuple[int, str]]
    """Lines of the place's name, each with its height."""
    grade: str
    number: str
    begins: str
    until: str
    address: str
    squares: list[tuple[int, int]]
    box: int
    """Squares along a side of the QR with its quiet border."""


def plaque_of(plate: Plate, address: str) -> Plaque:
    """The plaque of a plate whose QR leads to `address`."""
    mark, name = plate.mark, plate.mark.site.name
    qr = segno.make(address, error="m", micro=False)
    rows = [bytes(row) for row in qr.matrix]
    return Plaque(
        title=plate.label,
        letters=min(220, 2500 // max(1, len(plate.label))),
        lines=[(780 + 24 * i, name[i : i + LINE]) for i in range(0, len(name), LINE)][:3],
        grade=plate.grade,
        number=mark.number,
        begins=mark.valid_from.isoformat(),
        until=mark.valid_until.isoformat(),
        address=address,
        squares=[(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark],
        box=len(rows) + 4,
    )
