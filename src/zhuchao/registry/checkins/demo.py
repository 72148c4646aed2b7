"""A branch and a member of the demo that report to a community, what they do, and one pair."""

from datetime import timedelta

from zhuchao.access.scope import system
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.checkins.actions import report_member, report_organisation
from zhuchao.registry.checkins.finding import named_colleague
from zhuchao.registry.checkins.items import list_item, take_up
from zhuchao.registry.checkins.pairs import pair_up, record_household
from zhuchao.registry.checkins.sessions import Done, log_session, log_visit
from zhuchao.registry.models import CommunityItem, Organisation

JOB = system("demo")
PLACE, BRANCH, MEMBER = "ZC0301", "zz-zb-feiyan", "丑小满"
ITEMS = (
    ("environment", "周六上午清理楼道和单车棚", 2, 45),
    ("elders", "每周一次陪三位独居老人买菜", 3, 80),
    ("policy", "给新来的骑手讲一次社保政策", 1, 20),
)
"""Kind, words, how many are wanted, days from now until it may be taken up."""
AGO = ((75, 9), (40, 11), (12, 6))
"""Sessions of the branch: days ago, and how many served."""


def load_demo_check_ins() -> None:
    """Add them to the demo, once; nothing where its branch is not."""
    branch = Organisation.objects.filter(code=BRANCH).exists()
    if not branch or CommunityItem.objects.exists():
        return
    place, today = Division.objects.get(code=PLACE), local_day(now())
    since = today - timedelta(days=160)
    there = report_organisation(JOB, BRANCH, place, since=since)
    member = report_member(JOB, MEMBER, "", place, since=since + timedelta(days=30))
    items = [
        list_item(JOB, place, kind, words, wanted, today + timedelta(days=days))
        for kind, words, wanted, days in ITEMS
    ]
    take = take_up(JOB, items[0].pk, there.pk, on=today - timedelta(days=80))
    for ago, people in AGO:
        log_session(JOB, take.pk, Done(today - timedelta(days=ago), people))
    take_up(JOB, items[1].pk, member.pk, on=today - timedelta(days=8))
    household = record_household(JOB, place, {"name": "未处暑（虚构）"})
    pair = pair_up(JOB, named_colleague("shuji"), household, since=since)
    log_visit(JOB, pair.pk, Done(today - timedelta(days=25), 2))
