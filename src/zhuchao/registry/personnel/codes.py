"""What each milestone of a social worker says: its list of codes, and what else it asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from zhuchao.rules.grades_file import shipped_scheme

SCHEME = shipped_scheme()
SOURCES = (
    ("exam", gettext_noop("公开招考")),
    ("transfer", gettext_noop("转岗")),
    ("election", gettext_noop("选举")),
    ("talent", gettext_noop("人才引进")),
)
LEVELS = (
    ("community", gettext_noop("社区级")),
    ("street", gettext_noop("街道级")),
    ("district", gettext_noop("区级")),
    ("city", gettext_noop("市级")),
    ("province", gettext_noop("省级")),
    ("nation", gettext_noop("国家级")),
)
APPRAISALS = (
    ("excellent", gettext_noop("优秀")),
    ("competent", gettext_noop("称职")),
    ("basic", gettext_noop("基本称职")),
    ("incompetent", gettext_noop("不称职")),
)
"""Domain.md §3, P25."""
REASONS = (
    ("resigned", gettext_noop("辞职")),
    ("retired", gettext_noop("退休")),
    ("moved", gettext_noop("调离")),
    ("dismissed", gettext_noop("解聘")),
)
DEGREES = tuple((name, label) for name, (label, _years) in SCHEME.degrees.items())
CERTIFICATES = tuple((name, label) for name, (label, _grades) in SCHEME.certificates.items())
POSTS = tuple((name, post.label) for name, post in SCHEME.posts.items())


@dataclass(frozen=True)
class MilestoneKind:
    """One kind of milestone: the list of its codes, and whether it has hours or a last day."""

    label: str
    codes: tuple[tuple[str, str], ...]
    asked: str
    """What the code is called on the form."""
    hours: bool = False
    until: bool = False
    stage: str = ""
    """Where on the way it stands: recruit, train, manage."""


KINDS: Mapping[str, MilestoneKind] = {
    "recruited": MilestoneKind(
        gettext_noop("招录"), SOURCES, gettext_noop("来源"), stage="recruit"
    ),
    "degree": MilestoneKind(gettext_noop("学历"), DEGREES, gettext_noop("学历"), stage="recruit"),
    "trained": MilestoneKind(
        gettext_noop("培训"), LEVELS, gettext_noop("级别"), hours=True, stage="train"
    ),
    "appraised": MilestoneKind(
        gettext_noop("年度考核"), APPRAISALS, gettext_noop("等次"), stage="manage"
    ),
    "certified": MilestoneKind(
        gettext_noop("职业资格登记"), CERTIFICATES, gettext_noop("证书"), until=True, stage="manage"
    ),
    "awarded": MilestoneKind(
        gettext_noop("表彰奖励"), LEVELS, gettext_noop("级别"), stage="manage"
    ),
    "left": MilestoneKind(gettext_noop("离任"), REASONS, gettext_noop("原因")),
}
NOTED = ("degree", "trained", "appraised", "certified", "awarded")
"""What is added by itself; recruiting and leaving also change the post."""


def code_label(kind: str, code: str) -> str:
    """The words of a code, untranslated; the code itself where a list no longer has it."""
    return dict(KINDS[kind].codes).get(code, code)
