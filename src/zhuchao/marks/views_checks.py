"""Checks of a site: fill in the list, read what was found."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.marks.checking import assess
from zhuchao.marks.forms_check import CheckForm
from zhuchao.marks.models import MANNERS, Assessment
from zhuchao.marks.policy import assessment_rule
from zhuchao.marks.queries import seen_site
from zhuchao.marks.site_page import grade_label
from zhuchao.marks.standards import fitting, labels, standard_version
from zhuchao.places.models import Site
from zhuchao.registry.site_policy import role_on
from zhuchao.rules.standard import Item, Standard


@require_http_methods(["GET", "POST"])
@staff
def check(request: HttpRequest, scope: Scope, code: str, key: str, manner: str) -> HttpResponse:
    """Check a site by a standard, by oneself or on the spot."""
    site = seen_site(scope, code)
    standard = next((one for one in fitting(site.kind) if one.key == key), None)
    if standard is None or manner not in dict(MANNERS):
        raise Refused("not_found", _("没有这种检查"))
    role = role_on(scope, site)
    may = role == "staff" or (role == "keeper" and manner == "self")
    demand(may, _("实地检查由属地工作人员做，自查由场所自己或属地工作人员做"))
    if request.method == "GET":
        form = CheckForm(standard, initial={"after": _latest(site, key)})
        return _form(request, site, standard, manner, form)
    return _checked(request, scope, site, standard, manner)


def _latest(site: Site, key: str) -> int:
    rows = Assessment.objects.filter(site=site, standard=key).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def _checked(
    request: HttpRequest, scope: Scope, site: Site, standard: Standard, manner: str
) -> HttpResponse:
    form = CheckForm(standard, request.POST, request.FILES)
    sound = form.is_valid()
    form.keep_photos()
    if not sound or form.errors:
        return _form(request, site, standard, manner, form, 422)
    after = form.cleaned_data["after"]
    try:
        made = assess(scope, site.pk, standard.key, manner, form.answers(), after=after)
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _form(request, site, standard, manner, form, refused.status)
    messages.success(
        request, _("已记下：%(points)s 分。") % {"points": f"{made.points}/{standard.most}"}
    )
    return redirect("marks:assessment", made.pk)


def _form(
    request: HttpRequest,
    site: Site,
    standard: Standard,
    manner: str,
    form: CheckForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "site": site,
        "standard": standard,
        "manner": _(dict(MANNERS)[manner]),
        "onsite": manner == "onsite",
        "form": form,
    }
    return render(request, "marks/check.html", context, status=status)


@dataclass(frozen=True)
class Found:
    """What was found of one item; `photo` is its address."""

    item: Item
    met: bool
    note: str
    photo: str


@require_GET
@staff
def assessment(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One check with its evidence."""
    rows = Assessment.objects.filter(assessment_rule(scope), pk=number)
    row = rows.select_related("site", "organisation").first()
    if row is None:
        raise Refused("not_found", _("没有这次检查，或者您不能查看"))
    standard = standard_version(row.standard, row.standard_version)
    context = {
        "row": row,
        "standard": standard,
        "label": labels().get(row.standard, row.standard),
        "manner": _(dict(MANNERS)[row.manner]),
        "grade": grade_label(row.standard, row.standard_version, row.grade),
        "found": [_found(item, row) for item in standard.items],
    }
    return render(request, "marks/assessment.html", context)


def _found(item: Item, row: Assessment) -> Found:
    answer = row.answers.get(item.key, {})
    photo = answer.get("photo", "")
    return Found(
        item,
        bool(answer.get("met")),
        str(answer.get("note", "")),
        reverse("file", args=[photo]) if photo else "",
    )
