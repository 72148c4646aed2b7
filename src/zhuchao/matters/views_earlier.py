"""Earlier answers of one's own offices, to begin the next one from; nothing is sent from here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.matters.door import staff
from zhuchao.matters.earlier import earlier_answers, to_write_from
from zhuchao.matters.queries import detail


@require_GET
@staff
def earlier(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Up to three, for whoever may take the step `?step=` now; without it for the first such."""
    found = detail(scope, receipt)
    wanted = request.GET.get("step", "")
    steps = [s for s in to_write_from(scope, found) if wanted in ("", s.name)]
    demand(bool(steps), _("这一件现在没有您要答复的一步"))
    context = {
        "matter": found.matter,
        "step": steps[0].name,
        "answers": earlier_answers(scope, found.matter, found.flow),
    }
    return render(request, "matters/desk/earlier.html", context)
