"""What staff and their programs do through the JSON API: lists, steps, requests, corrections."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Query

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.external import set_external
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.actions.sorting import sort
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.api_access import acting
from zhuchao.matters.api_in import (
    ExternalOrderIn,
    FilterIn,
    PeriodIn,
    RequestIn,
    RulingIn,
    SortingIn,
    StepIn,
)
from zhuchao.matters.api_out import DetailOut, MatterOut, PageOut, RatesOut, RequestOut
from zhuchao.matters.api_rows import SHOWN, detail_out, matter_out, rate_out
from zhuchao.matters.api_words import Number, Receipt, Slug
from zhuchao.matters.forms import FilterForm, after_text
from zhuchao.matters.models import Matter, Request
from zhuchao.matters.queries import by_receipts, detail, known_step, matters, page
from zhuchao.matters.rates import rates
from zhuchao.matters.receipts import tidy_receipt
from zhuchao.rules.flows import flow


def list_matters(request: HttpRequest, filters: Query[FilterIn]) -> PageOut:
    """The matters the caller may see, newest first, paged by key: follow `next` to its end."""
    scope = acting(request, "matter.read")
    for name in request.GET.keys() - FilterIn.model_fields.keys():
        raise Refused("invalid", _("没有这个筛选条件"), name)
    asked = filters.model_dump(exclude_defaults=True)
    form = FilterForm({name: said for name, said in asked.items() if name != "size"})
    if not form.is_valid():
        wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    found = page(matters(scope, form.filters()), SHOWN, after=form.after_key(), size=filters.size)
    return PageOut(
        items=[matter_out(m) for m in found.rows],
        next=_next(request, asked, after_text(found.after)),
    )


def _next(request: HttpRequest, asked: dict[str, Any], after: str) -> str | None:
    return f"{request.path}?{urlencode({**asked, 'after': after})}" if after else None


def show_matter(request: HttpRequest, receipt: Receipt) -> DetailOut:
    """One matter in full, with the steps the caller may take now."""
    scope = acting(request, "matter.read")
    return detail_out(detail(scope, tidy_receipt(receipt)))


def _seen(scope: Scope, receipt: str) -> Matter:
    found = by_receipts(scope, [tidy_receipt(receipt)])
    if not found:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    return found[0]


def staff_step(request: HttpRequest, receipt: Receipt, step: Slug, said: StepIn) -> MatterOut:
    """Take a step as of the version that was read; 409 when somebody else was first."""
    scope = acting(request, "matter.step")
    matter = _seen(scope, receipt)
    answers = said.answers_to(known_step(flow(matter.kind), step))
    return matter_out(take_step(scope, matter.pk, step, answers, version=said.version))


def ask_request(request: HttpRequest, receipt: Receipt, said: RequestIn) -> RequestOut:
    """Ask for a return, an extension or an exclusion."""
    scope = acting(request, "matter.request")
    matter = _seen(scope, receipt)
    plea = Plea(**said.model_dump(exclude={"version", "kind"}))
    return RequestOut.from_orm(ask(scope, matter.pk, said.kind, plea, version=said.version))


def rule_request(
    request: HttpRequest, receipt: Receipt, number: Number, said: RulingIn
) -> RequestOut:
    """Grant or refuse a request; a granted return goes to `lead`, or to whom it proposed."""
    scope = acting(request, "matter.rule")
    matter = _seen(scope, receipt)
    asked = Request.objects.filter(pk=number, matter=matter).first()
    if asked is None:
        raise Refused("not_found", _("没有这项申请"))
    ruling = Ruling(**said.model_dump(exclude={"version"}))
    return RequestOut.from_orm(decide(scope, asked, ruling, version=said.version))


def correct_sorting(request: HttpRequest, receipt: Receipt, said: SortingIn) -> MatterOut:
    """Correct category, division or urgency."""
    scope = acting(request, "matter.sort")
    matter = _seen(scope, receipt)
    changes = said.model_dump(exclude={"version"})
    return matter_out(sort(scope, matter.pk, **changes, version=said.version))


def put_external(request: HttpRequest, receipt: Receipt, said: ExternalOrderIn) -> MatterOut:
    """Keep the number and deadline of another system, in place of earlier ones."""
    scope = acting(request, "matter.sort")
    matter = _seen(scope, receipt)
    order = said.model_dump(exclude={"version"})
    return matter_out(set_external(scope, matter.pk, **order, version=said.version))


def show_rates(request: HttpRequest, period: Query[PeriodIn]) -> RatesOut:
    """Response, resolution and satisfaction where the caller accepts, supervises or audits."""
    scope = acting(request, "rate.read")
    first, last = _in_order(period.first, period.last)
    found = rates(scope, period.kind, first, last)
    return RatesOut(
        kind=period.kind,
        first=first,
        last=last,
        rates=[rate_out(r) for r in (found.response, found.resolution, found.satisfaction)],
        excluded=len(found.excluded),
    )


def _in_order(first: date, last: date) -> tuple[date, date]:
    if first > last:
        raise Refused("invalid", _("起始日期晚于截止日期"), "first")
    return first, last
