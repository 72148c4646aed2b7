"""`zhuchao siting`: where the next sites should stand, proved to be the best choice."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuchao.cli.road_files import (
    add_network,
    positive,
    snapped,
    stored_network,
    table_of_points,
    whole,
)
from zhuchao.roads.points import Points
from zhuchao.roads.siting import NOBODY, Plan, siting


class Command(BaseCommand):
    """Works on files alone: the database is neither read nor written."""

    help = _("选出覆盖需求最多的新站点")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The network, the candidates, the demand, how many to choose and how long to search."""
        add_network(parser)
        files = {"candidates": "id,lon,lat[,cost]", "demand": "[id,]lon,lat[,weight]"}
        for name, columns in files.items():
            parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=columns)
        parser.add_argument("--existing", type=Path, metavar="FILE", help="id,lon,lat")
        most = parser.add_mutually_exclusive_group(required=True)
        most.add_argument("--add", type=whole, metavar="K", help=_("最多新选几个"))
        most.add_argument(
            "--budget", type=positive, metavar="B", help=_("新选的合计费用不超过多少（cost 列）")
        )
        parser.add_argument(
            "--seconds", type=positive, default=60, help=_("最多求解几秒，到时给出已有的最好方案")
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        """Choose and explain; exit 2 for files that cannot be used."""
        priced = options["budget"] is not None
        candidates = table_of_points(options["candidates"], priced=priced)
        demand = table_of_points(options["demand"], named=False)
        existing = table_of_points(options["existing"]) if options["existing"] else None
        network = stored_network(options)
        start = perf_counter()
        places = {
            name: snapped(network, read, options[name], self.stderr)
            for name, read in (("candidates", candidates), ("demand", demand))
        }
        if existing:
            places["existing"] = snapped(network, existing, options["existing"], self.stderr)
        self.stderr.write(_("正在求解，最多 %(seconds)g 秒……") % options)
        plan = siting(
            network,
            **places,
            weight=demand.weight,
            budget=options["budget"] if priced else options["add"],
            cost=candidates.cost,
            limit_s=60 * options["minutes"],
            seconds=options["seconds"],
        )
        seconds = perf_counter() - start
        if options["json"]:
            document = _document(plan, candidates, seconds)
            document["attribution"] = network.roads.attribution
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        self._tell(plan, candidates)
        self.stdout.write(network.roads.attribution)

    def _tell(self, plan: Plan, candidates: Points) -> None:
        words = _("覆盖需求 %(covered)g / %(total)g（%(percent).1f%%），其中现有站点 %(existing)g")
        self.stdout.write(words % (vars(plan) | {"percent": 100 * plan.share}))
        for reason in plan.reasons:
            named = vars(reason) | {"id": candidates.ids[reason.candidate]}
            words = _("%(id)s：覆盖 %(covers)g，只有它覆盖 %(only)g，")
            if reason.instead == NOBODY:
                words += _("没有它就少 %(lost)g")
            else:
                named["other"] = candidates.ids[reason.instead]
                words += _("没有它、改用 %(other)s 仍少 %(lost)g")
            self.stdout.write(words % named)
        if plan.optimal:
            self.stdout.write(_("已证明没有更好的选法"))
        else:
            words = _("时间已到，未能证明最优：最多还可能多 %(percent).2f%%")
            self.stdout.write(words % {"percent": 100 * plan.gap})


def _document(plan: Plan, candidates: Points, seconds: float) -> dict[str, Any]:
    ids = (*candidates.ids, None)
    return {
        "chosen": [ids[place] for place in plan.chosen],
        "covered": plan.covered,
        "total": plan.total,
        "share": plan.share,
        "optimal": plan.optimal,
        "bound": plan.bound,
        "seconds": seconds,
        "existing": plan.existing,
        "reasons": [
            {**vars(one), "candidate": ids[one.candidate], "instead": ids[one.instead]}
            for one in plan.reasons
        ],
    }
