"""Idle time-out: a desk left alone logs itself out (等保三级 8.1.4.1 b)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhuchao.journal.clock import now

SEEN = "seen_at"
STEP = 60
"""Seconds: how exactly the last sign of life is known. Finer would write the session each time."""

Answer = Callable[[HttpRequest], HttpResponse]


def idle(get_response: Answer) -> Answer:
    """Middleware, after authentication and messages: ends what idled ZHUCHAO_IDLE minutes."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        moment = int(now().timestamp())
        seen = request.session.get(SEEN, moment)
        if moment - seen > settings.ZHUCHAO_IDLE * 60:
            return _ended(request)
        if SEEN not in request.session or moment - seen >= STEP:
            request.session[SEEN] = moment
        return get_response(request)

    return answer


def _ended(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    logout(request)
    messages.info(request, _("您离开了一段时间，为安全起见已自动退出，请重新登录"))
    response = redirect_to_login(back)
    if request.headers.get("HX-Request"):
        # A fragment must not take the log-in page into itself: htmx then loads the whole page.
        response.headers["HX-Redirect"] = response.url
        del response.headers["Location"]
        response.status_code = 204
    return response
