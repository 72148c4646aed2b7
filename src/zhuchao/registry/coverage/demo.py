"""Units of the invented district, some with an organisation, some without, over fifteen months."""

from datetime import date, timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.tie_actions import cover, reserve

JOB = system("demo")
ROOT = "ZC"
UNITS = (
    ("檐燕快递（虚构）", "ZC0101", "enterprise", "courier", "yes", 5, "own", 400),
    ("青檐货运（虚构）", "ZC0102", "enterprise", "freight", "yes", 4, "own", 90),
    ("细柳鲜送（虚构）", "ZC0102", "platform", "delivery", "yes", 2, "joint", 90),
    ("双枝塑料（虚构）", "ZC0201", "enterprise", "manufacturing", "yes", 6, "", 0),
    ("双枝印务（虚构）", "ZC0202", "enterprise", "manufacturing", "yes", 1, "", 0),
    ("双枝包装（虚构）", "ZC0202", "enterprise", "manufacturing", "yes", 2, "", 0),
    ("瓦当家政（虚构）", "ZC0303", "enterprise", "services", "yes", 0, "", 0),
    ("暖阳康养（虚构）", "ZC0301", "private_institution", "health", "yes", 3, "own", 200),
    ("筑巢骑行协会（虚构）", "ZC0301", "association", "public", "yes", None, "", 0),
    ("瓦当书画会（虚构）", "ZC0303", "association", "culture", "yes", 1, "joint", 30),
    ("旧檐五金（虚构）", "ZC0201", "enterprise", "retail", "no", 0, "", 0),
    ("檐下直播（虚构）", "ZC0103", "enterprise", "livestream", "unknown", None, "", 0),
)
"""Name, community, kind, trade, whether it operates, members known, covered how, since when ago."""
OPENED_DAYS = 450


def load_demo_units() -> None:
    """Add the units to the demo, once; nothing where they or the district are not."""
    root = Division.objects.filter(code=ROOT).first()
    if root is None or Organisation.objects.filter(name=UNITS[0][0]).exists():
        return
    joint = _organisation("筑巢联合党支部（虚构）", root, "joint_branch")
    for name, where, kind, trade, operating, members, form, ago in UNITS:
        place = Division.objects.get(code=where)
        row = Organisation(
            name=name,
            kind=kind,
            division=place,
            trade=trade,
            operating=operating,
            members_known=members,
        )
        unit = found_organisation(JOB, row, since=_ago(OPENED_DAYS))
        if form:
            own = f"{name.removesuffix('（虚构）')}党支部（虚构）"
            who = _organisation(own, place, "branch") if form == "own" else joint
            cover(JOB, "covers", who, unit, since=_ago(ago), terms={"form": form})
    for label in ("甲指导员（虚构）", "乙指导员（虚构）"):
        reserve(JOB, "instructor_reserve", add_person(JOB, label), root, since=_ago(200))


def _organisation(name: str, place: Division, kind: str) -> Organisation:
    row = Organisation(name=name, kind=kind, division=place)
    return found_organisation(JOB, row, since=_ago(OPENED_DAYS))


def _ago(days: int) -> date:
    return local_day(now()) - timedelta(days=days)
