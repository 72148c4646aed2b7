"""The desk's own pages of one dispute: its file, its records, its papers, its people."""

from collections.abc import Mapping
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.door import staff
from zhuchao.matters.forms_matter import PurposeForm
from zhuchao.matters.kinds.dispute.asides import on_the_desk
from zhuchao.matters.kinds.dispute.forms import PartyForm, TransferForm
from zhuchao.matters.kinds.dispute.onward import offered_for
from zhuchao.matters.kinds.dispute.papers import PAPERS, made
from zhuchao.matters.kinds.dispute.people import EARLY, add_party, slip_of_other
from zhuchao.matters.kinds.dispute.transfer import to_mediation
from zhuchao.matters.queries import Detail, detail
from zhuchao.matters.receipts import query_code
from zhuchao.matters.statements import Kept, may_read, open_records
from zhuchao.places.atlas import atlas

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _readable(scope: Scope, receipt: str) -> Detail:
    """A dispute whose file this scope may read. Refuses everybody else."""
    found = detail(scope, receipt)
    if found.matter.kind != "dispute":
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    demand(may_read(found.matter, found.roles), _("只有调解台和这件纠纷的调解员能看卷宗"))
    return found


@require_GET
@staff
def file(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """The file: what it holds and lacks, and the forms that open or add to it."""
    return _file(request, scope, _readable(scope, receipt))


def _file(
    request: HttpRequest,
    scope: Scope,
    found: Detail,
    forms: Mapping[str, Any] | None = None,
    records: list[Kept] | None = None,
    status: int = 200,
) -> HttpResponse:
    given = forms or {}
    context = {
        "matter": found.matter,
        "state": found.state,
        "aside": on_the_desk(scope, found),
        "photos": [f for f in found.files if f.purpose.startswith("paper:")],
        "purpose": given.get("purpose") or PurposeForm(auto_id="id_records_%s"),
        "paper": given.get("paper") or PurposeForm(auto_id="id_paper_%s"),
        "papers": [(code, _(label)) for code, label in PAPERS],
        "party": given.get("party") or PartyForm(initial={"version": found.matter.version}),
        "may_add": found.matter.state in EARLY,
        "records": [_shown(found, one) for one in records or []],
    }
    return render(request, "matters/dispute/file.html", context, status=status)


def _shown(found: Detail, one: Kept) -> dict[str, Any]:
    """A sealed record with the labels of what was asked."""
    step = found.flow.step(one.step)
    labels = {ask.name: _(ask.label) for ask in step.asks}
    return {
        "step": _(step.label),
        "when": one.made_at,
        "words": [(labels.get(name, name), text) for name, text in one.words.items()],
    }


@require_POST
@staff
def records(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Open the sealed records: for a purpose, on this one page, told in the journal."""
    found = _readable(scope, receipt)
    form = PurposeForm(request.POST, auto_id="id_records_%s")
    if not form.is_valid():
        return _file(request, scope, found, {"purpose": form}, status=422)
    kept = open_records(scope, found.matter.pk, form.cleaned_data["purpose"])
    return _file(request, scope, found, records=kept)


@require_POST
@staff
def paper(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """A paper with the people's names on it, as a file to print and sign; told in the journal."""
    found = _readable(scope, receipt)
    form = PurposeForm(request.POST, auto_id="id_paper_%s")
    wanted = request.POST.get("paper", "")
    if not form.is_valid() or wanted not in dict(PAPERS):
        return _file(request, scope, found, {"paper": form}, status=422)
    answer = HttpResponse(
        made(scope, found, wanted, form.cleaned_data["purpose"]), content_type=DOCX
    )
    name = f"{receipt}-{wanted}.docx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@staff
def party(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Add one of the people."""
    found = _readable(scope, receipt)
    form = PartyForm(request.POST)
    if not form.is_valid():
        return _file(request, scope, found, {"party": form}, status=422)
    said = form.cleaned_data
    try:
        add_party(scope, found.matter.pk, said["side"], form.contact(), version=said["version"])
    except Refused as refused:
        form.add_error(None, refused.message)
        return _file(request, scope, found, {"party": form}, status=refused.status)
    messages.success(request, _("已加上这位当事人，请告知权利并征求他的同意。"))
    return redirect("desk:dispute_file", receipt)


@require_GET
@staff
def slip(request: HttpRequest, scope: Scope, receipt: str, number: int) -> HttpResponse:
    """The other side's own slip: his receipt, code and QR, and the notice of rights."""
    row = slip_of_other(scope, receipt, number)
    code = query_code(row.receipt)
    base = settings.ZHUCHAO_URL or request.build_absolute_uri("/").rstrip("/")
    qr = segno.make(f"{base}/track/{row.receipt}/?code={code}", error="m", micro=False)
    context = {
        "back": receipt,
        "receipt": row.receipt,
        "code": code,
        "site": base,
        "qr": qr.svg_data_uri(border=2, dark="#28231d", light="#ffffff"),
    }
    return render(request, "matters/dispute/slip.html", context)


@require_http_methods(["GET", "POST"])
@staff
def transfer(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Turn an appeal or a petition into a dispute, filled in from it."""
    found = detail(scope, receipt)
    demand(bool(offered_for(scope, found)), _("这一件不能转人民调解"))
    matter = found.matter
    if request.method == "GET":
        area = atlas().by_path.get(matter.division_path)
        initial = {
            "text": matter.text,
            "division": area.code if area else "",
            "version": matter.version,
        }
        return _transfer(request, found, TransferForm(matter, initial=initial))
    form = TransferForm(matter, request.POST)
    if not form.is_valid():
        return _transfer(request, found, form, 422)
    try:
        raised = to_mediation(scope, matter, form.draft(), version=form.cleaned_data["version"])
    except Refused as refused:
        for name, message in (refused.fields or {"": refused.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return _transfer(request, found, form, refused.status)
    messages.success(request, _("已转人民调解，回执交给申请人。"))
    return redirect("desk:slip", raised.matter.receipt)


def _transfer(
    request: HttpRequest, found: Detail, form: TransferForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "matter": found.matter}
    return render(request, "matters/dispute/transfer.html", context, status=status)
