"""The demo of foundings and money: lived through the real actions, once."""

from datetime import date

from tests.cast import District, add_account
from tests.units import branch, unit
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.spans import false_span
from zhuchao.matters.demo_branches import BRANCH, load_demo_branches
from zhuchao.matters.kinds.party_figures import all_counted
from zhuchao.matters.models import Matter
from zhuchao.places.memory import changed


def test_it_fills_each_kind_once_with_figures_to_look_at(district: District) -> None:
    """Nothing without its units; a second run changes nothing."""
    load_demo_branches()
    assert not Matter.objects.exists()
    root = district.divisions["D"]
    root.code = "ZC"
    root.save()
    changed()
    district.accounts["dangjian"] = add_account(district, "dangjian", "party_desk", "D")
    branch(district, BRANCH)
    for name in ("双枝塑料", "双枝印务", "双枝包装"):
        unit(district, f"{name}（虚构）", members_known=2)
    unit(district, "筑巢骑行协会（虚构）", kind="association")
    for _n in range(2):
        load_demo_branches()
    states = dict(Matter.objects.exclude(state="founded").values_list("kind", "state"))
    assert states == {
        "founding": "consented",
        "refund": "paid",
        "project": "running",
        "charter": "agreed",
    }
    found = all_counted(district.scope("dangjian"), date(2020, 1, 1), local_day(now()))
    assert {one.figure.code: one.count for one in found if one.count} == {
        "A-05": 1,
        "A-14": 1,
        "A-28": 1,
    }
    assert false_span() is None
