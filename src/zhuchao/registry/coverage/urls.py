"""Addresses of the desk's pages of coverage."""

from django.urls import path

from zhuchao.registry.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/line/", views.line, name="line"),
    path("coverage/sheet.xlsx", views.sheet, name="sheet"),
    path("coverage/units/<slug:which>/", views.behind, name="behind"),
    path("coverage/<int:number>/instructor/", views.post, name="instructor"),
]
