"""What happens to a social worker on his way: a dated row each, taken back but never edited."""

from django.db import models
from django.utils.translation import gettext_noop

from zhuchao.registry.models.actors import Person

MILESTONES = (
    ("recruited", gettext_noop("招录")),
    ("degree", gettext_noop("学历")),
    ("trained", gettext_noop("培训")),
    ("appraised", gettext_noop("年度考核")),
    ("certified", gettext_noop("职业资格登记")),
    ("awarded", gettext_noop("表彰奖励")),
    ("left", gettext_noop("离任")),
)
"""Posts and transfers (派用) are ties; these are what lies between (domain.md §6)."""


class Milestone(models.Model):
    """One step of somebody's way. `code` is of the list its kind goes by, `until` ends a term."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="milestones")
    kind = models.CharField("事项", max_length=12, choices=MILESTONES)
    on = models.DateField("日期")
    until = models.DateField("有效期至", null=True)
    code = models.CharField("内容", max_length=24, blank=True)
    hours = models.PositiveSmallIntegerField("学时", null=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "on"], name="milestone_person")]
