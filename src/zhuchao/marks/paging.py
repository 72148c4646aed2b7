"""Where a list goes on, and where a button leads back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest, after: int | None) -> str:
    """The address of the page after a key, or (None) of the first page; "" after the last page."""
    query = request.GET.copy()
    query.pop("after", None)
    if after is None:
        return f"?{query.urlencode()}" if "after" in request.GET else ""
    query["after"] = str(after)
    return f"?{query.urlencode()}"


def safe_next(request: HttpRequest) -> str:
    """The address a form wants to come back to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else ""
