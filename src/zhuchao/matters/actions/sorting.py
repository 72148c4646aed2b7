"""Correct what a matter is about, where it is, and how urgent: a person decides."""

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.changing import changing
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.models import URGENCIES, Matter
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow


def sort(
    scope: Scope,
    matter_id: int,
    *,
    category: str | None = None,
    division: str | None = None,
    urgency: str | None = None,
    summary: str | None = None,
    version: int | None = None,
) -> Matter:
    """Set category (code), division (code) or urgency; corrections become training data.

    Of a sealed kind also the `summary`, which is all that others read of it.

    Raises Refused for unknown codes and without the accepting or leading role.
    """
    with changing(scope, matter_id, version) as change:
        change.demand("intake", "lead", "supervisor")
        matter = change.matter
        before = {"category_was": matter.category, "urgency_was": matter.urgency}
        if category is not None:
            label = desk().label(matter.kind, category)
            if label is None:
                raise Refused(
                    "invalid", _("没有这个类别：%(category)s") % {"category": category}, "category"
                )
            matter.category, matter.category_source = label.code, "staff"
        if division is not None:
            area = atlas().by_code.get(division)
            if area is None:
                raise Refused(
                    "invalid",
                    _("没有这个区划代码：%(division)s") % {"division": division},
                    "division",
                )
            matter.division_id, matter.division_path = area.id, area.path
        if urgency is not None:
            if urgency not in dict(URGENCIES):
                raise Refused(
                    "invalid", _("没有这个紧急程度：%(urgency)s") % {"urgency": urgency}, "urgency"
                )
            matter.urgency = urgency
        if summary is not None:
            _summarise(matter, summary)
        change.tell("matter.sorted", facets={**before, "urgency": matter.urgency})
    return matter


def _summarise(matter: Matter, summary: str) -> None:
    """Replace what stands for the sealed original; nobody's own words are ever replaced."""
    if flow(matter.kind).secrecy != "sealed":
        raise Refused("invalid", _("诉求人自己的话不能改"), "summary")
    if not summary.strip():
        raise Refused("invalid", _("请写一句可以公开的摘要"), "summary")
    rule = KINDS[matter.kind].summary
    if rule and (fault := rule(matter, summary.strip())):
        raise Refused("invalid", fault, "summary")
    matter.title, matter.text = summary.strip()[:40], summary.strip()
