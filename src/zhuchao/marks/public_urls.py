"""Addresses of the pages of anybody."""

from django.urls import path

from zhuchao.marks import public_views

urlpatterns = [
    path("sites/<slug:code>/", public_views.site, name="site"),
    path("sites/<slug:code>/fact/", public_views.fact, name="site_fact"),
    path("sites/<slug:code>/way/", public_views.way, name="site_way"),
    path("certificates/", public_views.certificate_list, name="certificates"),
    path("certificates/<slug:code>/", public_views.certificate, name="certificate"),
]
