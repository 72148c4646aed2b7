"""The division tree a folder describes: national rows, own rows over them, boundaries."""

import json
import math
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.places.models import DIVISION_KINDS
from zhuchao.places.national import subtree
from zhuchao.places.sheets import Fault, Folder, Line

FILE = "divisions.csv"
BOUNDARIES = "boundaries.geojson"
MOST_PATH = 120
KINDS = [kind for kind, _ in DIVISION_KINDS]
CODE = re.compile(r"[0-9A-Za-z_-]{1,20}")

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Node:
    """A division as wanted; `line` is the row that speaks of it, if one does."""

    code: str
    name: str
    kind: str
    parent: str
    official: bool = False
    lon: float | None = None
    lat: float | None = None
    boundary: Ring | None = None
    path: str = ""
    line: Line | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Head:
    """What district.toml says: the root, and which national rows belong to the district."""

    name: str
    root: str
    national: Path | None = None
    roots: tuple[str, ...] = ()


def read_tree(folder: Folder, head: Head) -> dict[str, Node]:
    """All divisions by code, parents first, each with its path; faults are noted in the folder."""
    nodes = _national(folder, head)
    _own_rows(folder, head, nodes)
    _boundaries(folder, nodes)
    return _with_paths(folder, head, nodes)


def _national(folder: Folder, head: Head) -> dict[str, Node]:
    nodes = {head.root: Node(head.root, head.name, "district", "")}
    if head.national is None:
        return nodes
    try:
        rows = subtree(head.national, head.roots)
    except (OSError, KeyError) as error:
        folder.faults.append(
            Fault(
                "district.toml", 0, "national", _("读不到国家区划表：%(error)s") % {"error": error}
            )
        )
        return nodes
    known = {r.code for r in rows}
    for missing in [r for r in head.roots if r not in known]:
        folder.faults.append(
            Fault(
                "district.toml",
                0,
                "national.roots",
                _("国家区划表里没有 %(code)s") % {"code": missing},
            )
        )
    for row in rows:
        parent = head.root if row.code in head.roots else row.parent
        nodes[row.code] = Node(row.code, row.name, row.kind, parent, official=True)
    if head.root in known:
        nodes[head.root] = replace(nodes[head.root], name=head.name, parent="")
    return nodes


def _own_rows(folder: Folder, head: Head, nodes: dict[str, Node]) -> None:
    seen: dict[str, Line] = {}
    columns = ("code", "name", "kind", "parent"), ("official", "lon", "lat")
    for line in folder.lines(FILE, *columns):
        code = line.needed("code")
        if not CODE.fullmatch(code):
            line.wrong("code", _("只能用字母、数字、-、_，最多 20 个"))
        elif folder.once(seen, code, line, "code"):
            nodes[code] = _own(line, head, nodes.get(code))


def _own(line: Line, head: Head, before: Node | None) -> Node:
    """A row of the file; a national row keeps what the file leaves empty."""
    code = line.text("code")
    if before and code != head.root:
        name = line.text("name", 60) or before.name
        kind = line.one_of("kind", KINDS) if line.text("kind") else before.kind
        parent = line.text("parent") or before.parent
    else:
        name, kind = line.needed("name", 60), line.one_of("kind", KINDS)
        parent = line.text("parent") if code == head.root else line.needed("parent")
    if code == head.root and parent:
        line.wrong("parent", _("根区划没有上级"))
    lon, lat = line.number("lon", -180, 180), line.number("lat", -90, 90)
    if (lon is None) != (lat is None):
        line.wrong("lon", _("经度和纬度要一起给出"))
    official = line.flag("official") or bool(before and before.official)
    return Node(code, name, kind, parent, official, lon, lat, line=line)


def _boundaries(folder: Folder, nodes: dict[str, Node]) -> None:
    path = folder.path / BOUNDARIES
    if not path.exists():
        return
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        folder.faults.append(
            Fault(BOUNDARIES, 0, "", _("不是有效的 GeoJSON：%(error)s") % {"error": error})
        )
        return
    for number, feature in enumerate(features, 1):
        try:
            code, ring = feature["properties"]["code"], _ring(feature["geometry"])
        except (KeyError, TypeError, ValueError) as error:
            folder.faults.append(
                Fault(BOUNDARIES, number, "geometry", _("边界不可用：%(error)s") % {"error": error})
            )
            continue
        if code not in nodes:
            folder.faults.append(
                Fault(BOUNDARIES, number, "code", _("没有这个区划：%(code)s") % {"code": code})
            )
        else:
            nodes[code] = _bounded(nodes[code], ring)


def _ring(geometry: dict[str, Any]) -> Ring:
    if geometry["type"] != "Polygon":
        raise ValueError(_("应为单个多边形（Polygon）"))
    ring = [[float(lon), float(lat)] for lon, lat, *_ in geometry["coordinates"][0]]
    inside = all(
        math.isfinite(x) and math.isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90
        for x, y in ring
    )
    if len(ring) < 4 or ring[0] != ring[-1] or not inside:
        raise ValueError(_("多边形应首尾相接，至少 4 个经纬度"))
    return ring


def _bounded(node: Node, ring: Ring) -> Node:
    """With its boundary, and a centre where the tables give none: the mean of the corners."""
    corners = ring[:-1]
    lon = sum(c[0] for c in corners) / len(corners) if node.lon is None else node.lon
    lat = sum(c[1] for c in corners) / len(corners) if node.lat is None else node.lat
    return replace(node, boundary=ring, lon=round(lon, 6), lat=round(lat, 6))


def _with_paths(folder: Folder, head: Head, nodes: dict[str, Node]) -> dict[str, Node]:
    below: dict[str, list[Node]] = {}
    for node in nodes.values():
        if node.code != head.root:
            below.setdefault(node.parent, []).append(node)
    done: dict[str, Node] = {}
    waiting = deque([replace(nodes[head.root], parent="", path=f"/{head.root}/")])
    while waiting:
        node = waiting.popleft()
        done[node.code] = node
        if len(node.path) > MOST_PATH:
            _note(
                folder,
                node,
                "parent",
                _("层级太深，路径超过 %(most)s 个字符") % {"most": MOST_PATH},
            )
        waiting += (replace(n, path=f"{node.path}{n.code}/") for n in below.get(node.code, ()))
    for node in nodes.values():
        if node.code not in done:
            why = _("没有这个上级：%(code)s") % {"code": node.parent}
            if node.parent in nodes:
                why = _("上级链条成环，到不了根区划")
            _note(folder, node, "parent", why)
    return done


def _note(folder: Folder, node: Node, column: str, why: str) -> None:
    if node.line:
        node.line.wrong(column, why)
    else:
        folder.faults.append(Fault(FILE, 0, column, f"{node.name}（{node.code}）{why}"))
