"""Why the rules refuse a record of an admission, in the words of the screen."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.rules.admission import Fault, Steps


def refusal(steps: Steps, wrong: Sequence[Fault]) -> Refused:
    """All faults as one refusal, each at its field."""
    fields = {fault.field: _words(steps, fault) for fault in reversed(wrong)}
    return Refused("invalid", _words(steps, wrong[0]), fields=fields)


def _words(steps: Steps, fault: Fault) -> str:
    day = f"{fault.day:%Y-%m-%d}" if fault.day else ""
    if fault.code == "order":
        label = _(steps[fault.step].label) if fault.step else ""
        return _("还没有轮到这一步：先办“%(step)s”") % {"step": label}
    said = {
        "early": _("最早 %(day)s 才可以办这一步"),
        "before": _("早于上一次考察的日期 %(day)s"),
        "future": _("这一天还没有到"),
        "notice": _("请填写公示的起止日期"),
        "notice_to": _("公示要在决定的前一天以前结束"),
        "notice_days": _("公示不足规定的工作日，最早到 %(day)s"),
        "least": _("没有达到规定的最少数量"),
        "ballot": _("票数对不上：赞成票不超过实到人数，实到不超过应到"),
    }
    return said[fault.code] % {"day": day}
