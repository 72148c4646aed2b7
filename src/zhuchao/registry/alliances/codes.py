"""What a shared room is booked for: the closed list that is counted."""

from django.utils.translation import gettext_noop

PURPOSES = (
    ("study", gettext_noop("学习")),
    ("meeting", gettext_noop("会议")),
    ("training", gettext_noop("培训")),
    ("activity", gettext_noop("主题活动")),
    ("service", gettext_noop("便民服务")),
    ("children", gettext_noop("托管看护")),
)
