"""What an instructor does on a visit: the closed list that is counted."""

from django.utils.translation import gettext_noop

DID = (
    ("building", gettext_noop("推动组建党组织")),
    ("life", gettext_noop("指导组织生活")),
    ("members", gettext_noop("培养发展党员")),
    ("policy", gettext_noop("宣讲政策")),
    ("problems", gettext_noop("了解困难问题")),
)
