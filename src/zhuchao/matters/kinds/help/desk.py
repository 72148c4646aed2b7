"""The desk's page of helpers: verify a neighbour, hand him his account, end him."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.help.forms import VerifyForm
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division
from zhuchao.registry.neighbours import DESK, Verified, end_helper, helpers, verify_helper


def _places(scope: Scope) -> list[tuple[str, str]]:
    """The streets and communities somebody may verify helpers for."""
    own = [a for a in atlas().areas if over(a.path, scope.paths(DESK))]
    return [(a.code, atlas().full_name(a.path)) for a in own if a.kind in ("community", "street")]


@require_http_methods(["GET", "POST"])
@staff
def neighbours(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who may offer help here; verify another."""
    demand(scope.holds(DESK), _("只有社区服务岗核实邻里帮手"))
    form = VerifyForm(_places(scope), request.POST or None)
    made: Verified | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _verify(scope, form)
        except Refused as refused:
            form.blame(refused)
        else:
            form = VerifyForm(_places(scope))
    today = local_day(now())
    rows = [(t, t.valid_to is None or t.valid_to >= today) for t in helpers(scope)]
    context = {"form": form, "rows": rows, "made": made}
    status = 422 if form.errors else 200
    return render(request, "matters/help/neighbours.html", context, status=status)


def _verify(scope: Scope, form: VerifyForm) -> Verified:
    said = form.cleaned_data
    place = Division.objects.get(code=said["division"])
    return verify_helper(
        scope, place, name=said["name"], phone=said["phone"], username=said["username"]
    )


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End a helper."""
    demand(scope.holds(DESK), _("只有社区服务岗核实邻里帮手"))
    end_helper(scope, number)
    messages.success(request, _("已终止。"))
    return redirect("desk:neighbours")
