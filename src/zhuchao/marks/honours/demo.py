"""Honours of the demo: a village, a branch and an office, one of them known by its year alone."""

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.honours.actions import record_honour
from zhuchao.marks.models import Honour
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation

JOB = system("demo")
OF_PLACES = (
    ("ZC050101", "民族团结进步模范集体（虚构）", "nation", 2, "国家有关部门（虚构）"),
    ("ZC0301", "文明社区（虚构）", "city", 1, "市文明办（虚构）"),
)
OF_ORGANISATIONS = (
    ("hy-zhibu", "先进基层党组织（虚构）", "province", 1, "省委组织部（虚构）"),
    ("zjj", "为民办事先进单位（虚构）", "district", 0, "区政府（虚构）"),
)
"""Code, title, level, years ago, by whom."""


def load_demo_honours() -> None:
    """Write the honours down, once; nothing where the places and offices are not."""
    if Honour.objects.exists():
        return
    places = {
        one.code: one for one in Division.objects.filter(code__in=[c for c, *_r in OF_PLACES])
    }
    offices = Organisation.objects.select_related("division")
    for code, title, level, ago, given_by in OF_PLACES:
        if code in places:
            _record(Honour(whose="division", division=places[code]), title, level, ago, given_by)
    for code, title, level, ago, given_by in OF_ORGANISATIONS:
        if office := offices.filter(code=code).first():
            honour = Honour(whose="organisation", organisation=office)
            _record(honour, title, level, ago, given_by)


def _record(honour: Honour, title: str, level: str, ago: int, given_by: str) -> None:
    today = local_day(now())
    honour.title, honour.level, honour.given_by = title, level, given_by
    honour.year = today.year - ago
    honour.party_internal = "党组织" in title
    # The newest is known to the day, the others by their year.
    honour.conferred_on = None if ago else today
    honour.document = f"虚构〔{honour.year}〕{7 + ago} 号"
    record_honour(JOB, honour)
