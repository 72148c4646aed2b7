"""Tables of nodes and edges: what is read and paired, what is refused by row and column."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from tests.roads.oracle import EBIKE, FOOT
from zhuchao.roads.network import load_network, network
from zhuchao.roads.roads import Roads
from zhuchao.roads.store import place, read, save
from zhuchao.roads.tables import read_tables
from zhuchao.roads.unusable import BadRows, Unusable

NODES = "id,lon,lat\na,117,36.6\nb,117.001,36.6\nc,117.001,36.601\n"
EDGES = "u,v,length_m\na,b,90\nb,a,91\nb,c,111\n"


def load(folder: Path, nodes: str = NODES, edges: str = EDGES) -> Roads:
    (folder / "nodes.csv").write_text(nodes, "utf-8")
    (folder / "edges.csv").write_text(edges, "utf-8")
    return read_tables(folder / "nodes.csv", folder / "edges.csv", "© invented")


def lengths(roads: Roads) -> list[tuple[int, int, float, float]]:
    columns = (roads.u, roads.v, roads.forward_m, roads.backward_m)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_two_directions_become_one_edge_with_two_lengths(tmp_path: Path) -> None:
    roads = load(tmp_path)
    assert roads.ids.tolist() == ["a", "b", "c"]
    found = lengths(roads)
    assert found[0] == (0, 1, 90, 91)
    assert found[1][:3] == (1, 2, 111)
    assert np.isnan(found[1][3])
    assert network(roads, EBIKE).graph.nnz == 3
    assert network(roads, FOOT).graph.nnz == 4


def test_parallel_edges_stay_and_the_quickest_counts(tmp_path: Path) -> None:
    roads = load(tmp_path, edges="u,v,length_m\na,b,90\na,b,70\nb,a,80\na,b,90\na,a,5\n")
    assert lengths(roads)[1] == (0, 1, 70, 80)
    assert len(roads.u) == 3
    assert roads.dropped == 1
    assert network(roads, FOOT).graph.toarray()[0].tolist() == [0, 70, 0]


def test_bends_classes_and_speeds_are_kept(tmp_path: Path) -> None:
    edges = (
        "eid,u,v,length_m,highway,speed_mps,geometry\n"
        "1,a,c,150,service,1.5,117 36.6;117.001 36.6;117.001 36.601\n"
        "2,c,a,150,service,1.5,117.001 36.601;117.001 36.6;117 36.6\n"
        "3,b,c,111,,,\n"
    )
    roads = load(tmp_path, edges=edges)
    assert len(roads.u) == 2
    assert (roads.bend_lon.tolist(), roads.bend_lat.tolist()) == ([117.001], [36.6])
    assert roads.kinds == ("", "service")
    assert sorted(roads.speed_mps.tolist()) == [0, 1.5]


def test_the_same_node_twice_is_one_node(tmp_path: Path) -> None:
    roads = load(tmp_path, nodes=NODES + "a,117,36.6\n")
    assert (len(roads.ids), roads.dropped) == (3, 1)


def test_whole_numbers_as_ids_stay_what_they_are(tmp_path: Path) -> None:
    numbers = load(
        tmp_path, "id,lon,lat\n7,1,1\n12345678901,1,2\n", "u,v,length_m\n7,12345678901,5\n"
    )
    assert numbers.ids.tolist() == [7, 12345678901]
    texts = load(tmp_path, "id,lon,lat\n007,1,1\n7,1,2\n", "u,v,length_m\n007,7,5\n")
    assert texts.ids.tolist() == ["007", "7"]


def test_what_is_stored_is_what_was_read(tmp_path: Path) -> None:
    roads = load(tmp_path)
    save(tmp_path / "home" / "roads" / "x", roads)
    found = read(tmp_path / "home" / "roads" / "x")
    assert found.sources == roads.sources
    assert [name for name, digest in found.sources] == ["nodes.csv", "edges.csv"]
    assert all(len(digest) == 64 for _, digest in found.sources)
    assert found.attribution == "© invented"
    for name, value in vars(roads).items():
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(found, name))


def test_gzip_and_the_encodings_of_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(
        "id,lon,lat,名\n甲,117,36.6,路\n乙,117,36.7,街\n".encode("gb18030")
    )
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress("\ufeffu,v,length_m\n甲,乙,5\n".encode()))
    assert read_tables(tmp_path / "n.csv", tmp_path / "e.csv.gz").ids.tolist() == ["甲", "乙"]


@pytest.mark.parametrize(
    ("nodes", "edges", "row", "column", "words"),
    [
        (NODES + "d,x,36\n", EDGES, 5, "lon", "不是数字"),
        (NODES + "d,,36\n", EDGES, 5, "lon", "为空"),
        (NODES + "d,nan,36\n", EDGES, 5, "lon", "不是有限的数"),
        (NODES + "d,181,36\n", EDGES, 5, "lon", "超出范围"),
        (NODES + "d,36,117\n", EDGES, 5, "lat", "超出范围"),
        (NODES + ",117,36\n", EDGES, 5, "id", "为空"),
        (NODES + "a,117.5,36.6\n", EDGES, 5, "id", "重复"),
        (NODES + "\nd,,36\n", EDGES, 6, "lon", "为空"),
        (NODES, EDGES + "a,z,5\n", 5, "v", "没有这个节点"),
        (NODES, EDGES + ",b,5\n", 5, "u", "为空"),
        (NODES, EDGES + "a,b,-5\n", 5, "length_m", "超出范围"),
        (NODES, EDGES + "a,b,inf\n", 5, "length_m", "不是有限的数"),
        (NODES, EDGES + "a,b,five\n", 5, "length_m", "不是数字"),
        (NODES, "u,v,length_m,speed_mps\na,b,5,0\n", 2, "speed_mps", "超出范围"),
        (NODES, "u,v,length_m,geometry\na,b,5,117 36.6\n", 2, "geometry", "应为"),
        (NODES, "u,v,length_m,geometry\na,b,5,117;36.6\n", 2, "geometry", "应为"),
        (NODES, "u,v,length_m,geometry\na,b,5,117 36.6;118 36.6\n", 2, "geometry", "超过 100 米"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    nodes: str, edges: str, row: int, column: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BadRows) as refused:
        load(tmp_path, nodes, edges)
    assert [(f.row, f.column) for f in refused.value.faults] == [(row, column)]
    assert words in refused.value.faults[0].words
    assert refused.value.file == ("nodes.csv" if nodes != NODES else "edges.csv")


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadRows) as refused:
        load(tmp_path, edges="u,v,length_m\nz,b,-1\na,b,1\na,q,x\n")
    found = [(fault.row, fault.column, fault.given) for fault in refused.value.faults]
    assert sorted(found) == [
        (2, "length_m", "-1"),
        (2, "u", "z"),
        (4, "length_m", "x"),
        (4, "v", "q"),
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "没有数据行"),
        (b"u,v,length_m\n", "没有数据行"),
        (b"u,v\na,b\n", "缺少列：length_m"),
        (b"\x1f\x8bbroken", "压缩文件已损坏"),
        (b"u,v,length_m\n\xff\xff\xff,b,5\n", "文字编码"),
    ],
)
def test_a_file_that_is_no_such_table_says_why(raw: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "edges.csv").write_bytes(raw)
    with pytest.raises(Unusable, match=words):
        read_tables(tmp_path / "nodes.csv", tmp_path / "edges.csv")
    with pytest.raises(Unusable, match="打不开文件"):
        read_tables(tmp_path / "absent.csv", tmp_path / "edges.csv")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "-x", "x" * 41])
def test_a_name_that_is_no_file_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="路网名称"):
        place(tmp_path, name)


def test_a_broken_or_foreign_file_is_no_network(tmp_path: Path) -> None:
    path = tmp_path / "巢湖"
    with pytest.raises(Unusable, match="没有路网“巢湖”"):
        load_network(path, FOOT)
    save(path, load(tmp_path))
    whole = path.read_bytes()
    for broken in (
        b"nonsense",
        whole[: len(whole) // 2],
        whole.replace(b'"format": 1', b'"format": 9'),
    ):
        path.write_bytes(broken)
        with pytest.raises(Unusable, match="重新载入"):
            load_network(path, FOOT)


def test_nothing_is_left_behind_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "x", load(tmp_path))
    before = (tmp_path / "x").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            save(tmp_path / "x", load(tmp_path, edges="u,v,length_m\na,b,1\n"))
    assert (tmp_path / "x").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edges.csv", "nodes.csv", "x"]
