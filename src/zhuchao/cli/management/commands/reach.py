"""`zhuchao reach`: which nodes of a network lie within so many minutes of the nearest site."""

import csv
import io
import json
from argparse import ArgumentParser
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuchao.cli.road_files import (
    add_network,
    hour,
    snapped,
    stored_network,
    table_of_points,
)
from zhuchao.roads.points import Points
from zhuchao.roads.reach import Reach, reach
from zhuchao.roads.store import exchanged

COLUMNS = ("id", "lon", "lat", "site", "seconds")


class Command(BaseCommand):
    """Works on files alone: the database is neither read nor written."""

    help = _("计算站点在几分钟内能到的范围")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The network, the sites, the limit, and where the nodes go."""
        add_network(parser)
        parser.add_argument(
            "--sites", type=Path, required=True, metavar="FILE", help="id,lon,lat[,hours]"
        )
        parser.add_argument("--hour", type=hour, metavar="0-23", help=_("只计这个整点开放的站点"))
        parser.add_argument(
            "--unknown-open", action="store_true", help=_("开放时间不明的站点按开放计")
        )
        parser.add_argument("-o", "--output", type=Path, metavar="FILE.csv", required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        """Compute and write; exit 2 for files that cannot be used."""
        sites = table_of_points(options["sites"])
        network = stored_network(options)
        start = perf_counter()
        spots = snapped(network, sites, options["sites"], self.stderr)
        open_now = sites.open_at(options["hour"], unknown=options["unknown_open"])
        found = reach(network, spots, 60 * options["minutes"], open_now)
        seconds = perf_counter() - start
        _write(options["output"], found, sites)
        self._tell(found, sites, seconds, options)

    def _tell(self, found: Reach, sites: Points, seconds: float, options: dict[str, Any]) -> None:
        asked = options["hour"] is not None
        document = {
            "nodes": found.network.nodes,
            "reached": int(found.reached.sum()),
            "share": found.share,
            "seconds_compute": seconds,
            "sites": len(sites.ids),
            "sites_counted": int((found.open_now & found.sites.on).sum()),
            "sites_unknown_hours": int((~sites.known).sum()) if asked else 0,
            "attribution": found.network.roads.attribution,
        }
        if asked and not sites.timed:
            self.stderr.write(_("站点表没有 hours 一列，所有站点按开放计"))
        elif document["sites_unknown_hours"]:
            self.stderr.write(_("有 %s 个站点开放时间不明") % document["sites_unknown_hours"])
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        words = _("%(nodes)s 个节点中 %(reached)s 个能到（%(percent).1f%%），用时 %(ms).0f 毫秒")
        percent = {"percent": 100 * found.share, "ms": 1000 * seconds}
        self.stdout.write(words % (document | percent))
        self.stdout.write(found.network.roads.attribution)


def _write(path: Path, found: Reach, sites: Points) -> None:
    roads, names = found.network.roads, (*sites.ids, "")
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    seconds = [f"{one:.3f}" if isfinite(one) else "" for one in found.seconds.tolist()]
    columns = (roads.ids.tolist(), roads.lon.tolist(), roads.lat.tolist())
    owners = [names[site] for site in found.site.tolist()]
    table.writerows(zip(*columns, owners, seconds, strict=True))
    with exchanged(path) as file:
        file.write(text.getvalue().encode())
