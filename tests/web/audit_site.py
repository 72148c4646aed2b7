"""The audit page and what its shell links to."""

from django.urls import include, path

from zhuchao.web.shell import large_type

urlpatterns = [
    path("journal/", include("zhuchao.web.audit.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("large-type/", large_type, name="large_type"),
    path("", include("zhuchao.access.urls")),
]
