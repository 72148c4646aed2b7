"""Addresses of the pages of anybody."""

from django.urls import URLPattern, path

from zhuchao.matters import public_tracking, public_views

urlpatterns: list[URLPattern] = [
    path("", public_views.home, name="home"),
    path("about/", public_views.about, name="about"),
    path("report/", public_views.intake, {"kind": "hazard"}, name="hazard"),
    path("appeal/", public_views.intake, {"kind": "appeal"}, name="appeal"),
    path("report/guess/", public_views.guessed, {"kind": "hazard"}, name="guess_hazard"),
    path("appeal/guess/", public_views.guessed, {"kind": "appeal"}, name="guess_appeal"),
    path("follow/", public_views.follow_near, name="follow"),
    path("map.json", public_views.map_data, name="map_data"),
    path("receipt/<str:receipt>/", public_tracking.receipt, name="receipt"),
    path("track/", public_tracking.lookup, name="lookup"),
    path("track/<str:receipt>/", public_tracking.track, name="track"),
    path("track/<str:receipt>/sharing/", public_tracking.sharing, name="sharing"),
    path("track/<str:receipt>/<slug:step>/", public_tracking.step, name="asker_step"),
]
