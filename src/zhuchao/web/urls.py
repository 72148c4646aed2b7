"""Root addresses: the public face, the desk, or both."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhuchao.access import waiting
from zhuchao.access.files import SUBJECT_VIEWERS
from zhuchao.circle.merchants.policy import sees_application
from zhuchao.circle.merchants.waiting import applications_waiting
from zhuchao.gatherings.policy import sees_visit
from zhuchao.gatherings.waiting import visits_waiting
from zhuchao.marks.honours.policy import sees_honour
from zhuchao.marks.policy import sees_assessment, sees_board
from zhuchao.matters.queries import may_see_files
from zhuchao.registry.alliances.waiting import bookings_waiting
from zhuchao.rules.flows import FLOWS
from zhuchao.web import health, metrics, shell

SUBJECT_VIEWERS.update(dict.fromkeys(FLOWS, may_see_files))
SUBJECT_VIEWERS.update({"assessment": sees_assessment, "board": sees_board})
SUBJECT_VIEWERS.update({"merchant_application": sees_application, "honour": sees_honour})
SUBJECT_VIEWERS.update({"gathering": sees_visit})

waiting.SOURCES[:] = [visits_waiting, bookings_waiting, applications_waiting]

EVERYWHERE: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language/", include("django.conf.urls.i18n")),
    path("large-type/", shell.large_type, name="large_type"),
    path("", include("zhuchao.access.urls")),
]
PUBLIC: list[URLPattern | URLResolver] = [
    path("", include("zhuchao.matters.public_urls")),
    path("", include("zhuchao.marks.public_urls")),
    path("", include("zhuchao.circle.appointments.public_urls")),
    path("", include("zhuchao.circle.merchants.public_urls")),
    path("", include("zhuchao.circle.friendly.public_urls")),
    path("", include("zhuchao.circle.estates.public_urls")),
    path("open311/v2/", include("zhuchao.matters.open311.urls")),
]
DESK: list[URLPattern | URLResolver] = [
    path("desk/", include("zhuchao.matters.urls")),
    path("desk/", include("zhuchao.marks.urls")),
    path("desk/", include("zhuchao.marks.honours.urls")),
    path("desk/", include("zhuchao.registry.organisations.urls")),
    path("desk/", include("zhuchao.registry.imports.urls")),
    path("desk/", include("zhuchao.registry.personnel.urls")),
    path("desk/", include("zhuchao.registry.contacts.urls")),
    path("desk/", include("zhuchao.registry.coverage.urls")),
    path("desk/", include("zhuchao.registry.instructors.urls")),
    path("desk/", include("zhuchao.registry.checkins.urls")),
    path("desk/", include("zhuchao.registry.alliances.urls")),
    path("desk/", include("zhuchao.registry.teams.urls")),
    path("desk/", include("zhuchao.gatherings.urls")),
    path("desk/", include("zhuchao.circle.appointments.urls")),
    path("desk/", include("zhuchao.circle.merchants.urls")),
    path("desk/", include("zhuchao.circle.friendly.urls")),
    path("desk/", include("zhuchao.circle.estates.urls")),
    path("desk/", include("zhuchao.circle.reach.urls")),
    path("journal/", include("zhuchao.web.audit.urls")),
    path("settings/", include("zhuchao.web.administration.urls")),
]
FACES = {"public": PUBLIC, "desk": DESK, "all": [*PUBLIC, *DESK]}

urlpatterns = [
    *EVERYWHERE,
    *FACES[settings.ZHUCHAO_FACE],
    path("api/", include("zhuchao.web.api_urls")),
]
