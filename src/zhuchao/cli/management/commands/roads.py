"""`zhuchao roads load NAME …`: a road graph from OpenStreetMap or from two tables."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.cli.road_files import BAD_USAGE, home, told, travel
from zhuchao.cli.telling import Counter
from zhuchao.roads import store
from zhuchao.roads.network import network
from zhuchao.roads.osm import read_osm
from zhuchao.roads.roads import Roads
from zhuchao.roads.tables import read_tables
from zhuchao.roads.tile_features import features_of_extract, features_of_roads
from zhuchao.roads.tiles import build_tiles
from zhuchao.roads.unusable import Unusable
from zhuchao.rules.travel import Travel


class Command(BaseCommand):
    """Works on files alone: the database is neither read nor written."""

    help = _("载入路网")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name of the network and the files it comes from."""
        todo = parser.add_subparsers(dest="todo", required=True, metavar="TODO")
        load = todo.add_parser("load", help=_("载入路网，替换同名的"))
        load.add_argument("name", metavar="NAME")
        load.add_argument("file", nargs="?", type=Path, metavar="FILE.osm.pbf")
        load.add_argument("--nodes", type=Path, metavar="FILE", help=_("节点表：id,lon,lat"))
        load.add_argument(
            "--edges",
            type=Path,
            metavar="FILE",
            help=_("有向边表：u,v,length_m[,highway][,speed_mps][,geometry]，可为 .gz"),
        )
        load.add_argument("--attribution", default="", help=_("数据来源与许可，随结果显示"))
        load.add_argument("--travel", type=Path, metavar="FILE.toml", help=_("另用的出行规则"))
        load.add_argument("--json", action="store_true")

    def handle(self, *, todo: str, name: str, **options: Any) -> None:
        """Read everything, then put it in place; exit 2 for files that cannot be used."""
        rules = travel(options["travel"])
        with told():
            place = store.place(home(), name)
            roads = self._read(options, rules)
        store.save(place, roads)
        document = _document(name, roads, rules) | {"tiles": self._tiles(place, roads, options)}
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        words = _("路网“%(name)s”：%(nodes)s 个节点，%(edges)s 条边，%(km).1f 公里；")
        words += _("步行可走 %(foot).1f 公里，电动自行车可走 %(ebike).1f 公里")
        self.stdout.write(words % (document | document["usable_km"]))
        if roads.dropped:
            self.stderr.write(_("有 %s 行与别的行相同，已略去") % roads.dropped)
        self.stdout.write(roads.attribution or _("没有写明数据来源与许可（--attribution）"))

    def _tiles(self, place: Path, roads: Roads, options: dict[str, Any]) -> bool:
        """Whether the tiles of the ground were built; what hinders them hinders nothing else."""
        file = options["file"]
        features = features_of_extract(file) if file else features_of_roads(roads)
        self.stderr.write(_("正在生成底图瓦片……"))
        try:
            build_tiles(place, features, roads.attribution)
        except Unusable as why:
            self.stderr.write(_(why.words) % {"given": why.given})
            return False
        return True

    def _read(self, options: dict[str, Any], rules: Travel) -> Roads:
        file, nodes, edges = options["file"], options["nodes"], options["edges"]
        if file and not nodes and not edges:
            count = Counter(self.stderr, _("已读 %(done)s 条道路"))
            roads = read_osm(file, rules.classes, count)
            count.close()
            return roads
        if file or not nodes or not edges:
            message = _("请给出一个 .osm.pbf 文件，或者同时给出 --nodes 和 --edges")
            raise CommandError(message, returncode=BAD_USAGE)
        self.stderr.write(_("正在读取“%s”……") % edges)
        return read_tables(nodes, edges, options["attribution"])


def _document(name: str, roads: Roads, rules: Travel) -> dict[str, Any]:
    usable = {
        mode: round(float(network(roads, rule).length_m.sum()) / 1000, 3)
        for mode, rule in rules.modes.items()
    }
    return {
        "name": name,
        "nodes": len(roads.ids),
        "edges": len(roads.u),
        "km": round(float(roads.length_m.sum()) / 1000, 3),
        "usable_km": usable,
        "dropped": roads.dropped,
        "sources": [{"file": file, "sha256": digest} for file, digest in roads.sources],
        "attribution": roads.attribution,
    }
