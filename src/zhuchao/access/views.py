"""The pages of files, and the few log-in pages that allauth does not have as we need them."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.core.files.storage import default_storage
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.documents import MEDIA_TYPE as PDF
from zhuchao.access.files import asker_scope, store_photo, visible_file
from zhuchao.access.limits import allow
from zhuchao.access.photos import MOST_BYTES
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope

ENVELOPE = 64 * 1024
"""Bytes a multipart request may be longer than the photo in it."""


@csrf_exempt
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take one photo, of anybody: 201 with its id and size.

    What is too long is refused before a byte is read; the CSRF check reads the body, so it
    comes after.
    """
    if not allow(f"photo:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("上传太频繁，请一分钟后再试"), "photo")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES + ENVELOPE:
        raise Refused("invalid", _("照片超过 12 MB，请拍小一点再上传"), "photo")
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    photo = request.FILES.get("photo")
    if photo is None:
        raise Refused("invalid", _("请选择一张照片"), "photo")
    file = store_photo(photo)
    answer = {"id": str(file.pk), "width": file.width, "height": file.height}
    return JsonResponse(answer, status=201)


@require_GET
def show_file(request: HttpRequest, number: UUID) -> FileResponse:
    """Serve a file to whoever may see its subject: by his own scope, or by an asker's link.

    A photo is shown; a document, which came from outside as it is, is only ever saved.
    """
    own: Scope = request.scope  # type: ignore[attr-defined]
    pass_ = request.GET.get("pass", "")
    file = visible_file(asker_scope(number, pass_) if pass_ else own, number)
    response = FileResponse(
        default_storage.open(file.name),
        as_attachment=file.media_type == PDF,
        content_type=file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response


class ActivateSecondFactor(ActivateTOTPView):  # type: ignore[misc]
    """Setting up an authenticator takes a code of it: that proves it for this session too."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Record the proof beside what allauth does."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response
