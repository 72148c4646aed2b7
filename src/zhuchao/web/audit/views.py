"""The audit page, its button that verifies the journal, and the proof to keep elsewhere."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.fields import canonical
from zhuchao.journal.labels import subject_label, verb_label
from zhuchao.journal.models import Entry
from zhuchao.journal.proof import NoSuchSegments, proof
from zhuchao.journal.queries import health
from zhuchao.journal.verifying import OutOfTime, verify
from zhuchao.matters.policy import SEALED
from zhuchao.places.atlas import atlas
from zhuchao.web.audit import queries
from zhuchao.web.audit.forms import Filters

SECONDS = 20
"""How long a page may verify; beyond that the command line does."""

TABS: dict[str, str | Promise] = {
    "": gettext_lazy("全部"),
    "openings": gettext_lazy("查看身份"),
    "refusals": gettext_lazy("被拒"),
    "corrections": gettext_lazy("更正"),
}


def _scope(request: HttpRequest) -> Scope:
    """Who may come here at all: auditors, and administrators for the state of the journal."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    allowed = scope.holds(queries.ROLE, "administrator")
    demand(allowed, _("办理记录只对审计岗和系统管理员开放"))
    return scope


@login_required
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The state of the journal and, for auditors, its entries."""
    scope = _scope(request)
    form = Filters(request.GET)
    valid = form.is_valid()
    before = form.cleaned_data.get("before")
    shown: list[Entry] = []
    more = False
    auditor = scope.holds(queries.ROLE)
    if valid and auditor:
        shown, more = queries.entries(scope, form.wanted(), before)
    context = {
        "form": form,
        "auditor": auditor,
        "health": health(),
        "tabs": _tabs(form.cleaned_data.get("tab", "")),
        "rows": [_row(entry) for entry in shown],
        "first": _address(request, None) if before else "",
        "next": _address(request, shown[-1].pk) if more else "",
    }
    return render(request, "audit/entries.html", context)


def _tabs(here: str) -> list[dict[str, object]]:
    return [{"path": f"?tab={n}", "label": label, "here": n == here} for n, label in TABS.items()]


def _address(request: HttpRequest, before: int | None) -> str:
    """This page with the same filters, from another key on."""
    given = {name: value for name, value in request.GET.items() if value and name != "before"}
    return "?" + urlencode({**given, "before": before} if before is not None else given)


def _row(entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "verb": verb_label(entry),
        "subject": subject_label(entry),
        "place": atlas().full_name(entry.division_path),
        "facets": canonical(entry.facets) if entry.facets else "",
        "words": _words(entry),
    }


def _words(entry: Entry) -> str:
    """The remark; what staff wrote about a sealed matter is for those who handle it."""
    about = entry.verb.partition(".")[0] in ("matter", "request")
    return "" if about and entry.subject_kind in SEALED else entry.words


@login_required
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Verify the journal now and say what came out."""
    _scope(request)
    try:
        report = verify(seconds=SECONDS)
    except OutOfTime:
        words = _("核验超过 %(n)s 秒，请在服务器上运行 zhuchao journal verify") % {"n": SECONDS}
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("journal"))
    if report.first_bad is None:
        words = _("日志完整：%(n)s 条记录逐条核对无误") % {"n": f"{report.entries:,}"}
        messages.success(request, words)
    else:
        place = "{where} {id}: {why}".format(**report.first_bad)
        messages.error(request, _("日志有改动，首处为 %(place)s") % {"place": place})
    return HttpResponseRedirect(reverse("journal"))


@login_required
@require_GET
def proof_file(request: HttpRequest) -> HttpResponse:
    """Roots and chain of all segments, to be kept where nobody here can change them."""
    _scope(request)
    try:
        document = proof()
    except NoSuchSegments as error:
        raise Refused("not_found", _("还没有封存过")) from error
    response = JsonResponse(document, json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="zhuchao-journal-proof.json"'
    return response
