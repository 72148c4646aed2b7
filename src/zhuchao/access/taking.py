"""How the form of a page is taken to its action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.refusal import Refused


def taken(
    request: HttpRequest, form: BlamingForm, act: Callable[[], Any], *to: Any
) -> HttpResponse | None:
    """Take a valid form to an action, then lead on; None when a fault is now shown at the form.

    `to` is what `redirect` takes. Raises Refused for what is no fault of the form.
    """
    if not form.is_valid():
        return None
    try:
        act()
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        form.blame(refused)
        return None
    messages.success(request, _("已写入记录。"))
    return redirect(*to)
