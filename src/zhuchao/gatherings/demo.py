"""Visits of the demo: a stay, what came of it and its return, calls elsewhere, one to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhuchao.access.scope import system
from zhuchao.gatherings.actions import Held, hold_visit, plan_visit, report_visit
from zhuchao.gatherings.findings import Noted, give_finding, note_finding, settle_finding
from zhuchao.gatherings.models import Gathering
from zhuchao.gatherings.policy import going
from zhuchao.journal.clock import at, noon, today
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation

JOB = system("demo")


@dataclass(frozen=True)
class Told:
    """A visit: days ago it began (less than 0: to come), how long, whose, to whom, how."""

    ago: int
    days: int
    host: str
    whom: str
    mode: str
    title: str
    report: str = ""
    found: tuple[tuple[str, str, str, int], ...] = ()
    """Topic, words, the code of the office it is given to ("": noted only), days until settled
    (0: not yet)."""


VISITS = (
    Told(
        95,
        3,
        "hy-dangwei",
        "檐燕快递（虚构）",
        "stay",
        "蹲点看夜间配送",
        "连看三个夜里：充电口不够，凌晨没有地方歇脚；网点愿意腾出一间房。",
        (
            ("workers", "凌晨两点以后附近没有能歇脚的地方", "jd-xianni", 0),
            ("suggestion", "网点门口充电口不够，排队要二十分钟", "zjj", 26),
            ("organisation", "网点有五名党员，可以单独成立支部", "", 0),
        ),
    ),
    Told(
        62,
        1,
        "hy-dangwei",
        "双枝塑料（虚构）",
        "case",
        "解剖一家企业：六名党员为什么没有支部",
        "党员都在车间三班倒，开会凑不齐；先派指导员，再推动成立支部。",
        (("organisation", "六名党员三班倒，凑不齐人开会", "", 0),),
    ),
    Told(34, 1, "hy-dangwei", "筑巢骑行协会（虚构）", "talk", "听协会说平台派单规则"),
    Told(
        18,
        1,
        "jd-xianni",
        "ZC0101",
        "call",
        "看社区食堂怎么给骑手留饭",
        "食堂晚上七点关门，骑手赶不上；已商定留饭到九点。",
        (("practice", "食堂用保温柜给骑手留饭，刷码自取", "", 0),),
    ),
    Told(9, 1, "hy-dangwei", "檐燕快递（虚构）", "call", "回访：蹲点看夜间配送"),
    Told(-6, 1, "hy-dangwei", "瓦当家政（虚构）", "call", "看家政员的社保和休息"),
)
FOLLOW_DAYS = 30


def load_demo_visits() -> None:
    """Add the visits to the demo, once; nothing where its district and units are not."""
    if Gathering.objects.exists() or not Organisation.objects.filter(code="hy-dangwei").exists():
        return
    first: Gathering | None = None
    for told in VISITS:
        visit = _visit(told, first if told.title.startswith("回访") else None)
        first = first or visit


def _visit(told: Told, before: Gathering | None) -> Gathering:
    begins = today() - timedelta(days=told.ago)
    ends = begins + timedelta(days=told.days - 1)
    offices = Organisation.objects.select_related("division")
    unit = offices.filter(name=told.whom).first()
    row = Gathering(
        mode=told.mode,
        title=told.title,
        host=offices.get(code=told.host),
        unit=unit,
        begins=begins,
        ends=ends,
        follows=before,
    )
    if unit is None:
        row.division = Division.objects.get(code=told.whom)
    with at(noon(min(begins, today()) - timedelta(days=3))):
        visit = plan_visit(JOB, row)
    return _held(visit, told, begins, ends) if told.ago >= 0 else visit


def _held(visit: Gathering, told: Told, begins: date, ends: date) -> Gathering:
    people = [*going(visit.host_id, begins)][:1]
    held = Held(begins, ends, people, companions=2, met=4 * told.days)
    with at(noon(ends)):
        hold_visit(JOB, visit.pk, held, version=1)
        for topic, words, office, days in told.found:
            finding = note_finding(JOB, visit.pk, Noted(ends, topic, words))
            if office:
                whom = Organisation.objects.get(code=office)
                give_finding(JOB, finding.pk, whom, ends + timedelta(days=FOLLOW_DAYS))
            if days:
                with at(noon(ends + timedelta(days=days))):
                    settle_finding(JOB, finding.pk, "已加装六个充电口", on=today())
    visit.refresh_from_db()
    if told.report:
        with at(noon(ends + timedelta(days=2))):
            report_visit(JOB, visit.pk, told.report, version=visit.version)
    return visit
