"""Addresses of the desk's pages of volunteer teams."""

from django.urls import path

from zhuchao.registry.teams import views

app_name = "teams"
urlpatterns = [
    path("teams/", views.teams, name="list"),
    path("teams/found/", views.found, name="found"),
    path("teams/sheet.xlsx", views.sheet, name="sheet"),
    path("teams/<int:number>/", views.team, name="team"),
    path("teams/<int:number>/<slug:name>/", views.act, name="act"),
    path("teams/<int:number>/take-back/<slug:what>/<int:row>/", views.take_back, name="take_back"),
]
