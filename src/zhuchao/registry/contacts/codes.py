"""What a leader does on a visit to the unit he keeps contact with: the closed list."""

from django.utils.translation import gettext_noop

from zhuchao.registry.instructors.visits import Role

DID = (
    ("party", gettext_noop("指导党建工作")),
    ("talk", gettext_noop("与负责人谈心")),
    ("policy", gettext_noop("宣讲政策")),
    ("problems", gettext_noop("了解困难问题")),
    ("safety", gettext_noop("检查安全生产")),
)
ROLE = Role(
    tie="contact",
    topic="contact",
    did=DID,
    gone=gettext_noop("没有这项联系，或者您不能查看"),
    away=gettext_noop("那天他不联系这个单位"),
    twice=gettext_noop("这一天已经记过一次走访"),
)
"""Visits of contacts, told apart from the guidance of instructors (A-10)."""
