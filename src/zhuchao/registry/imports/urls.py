"""Addresses of the desk's pages of imports."""

from django.urls import URLPattern, URLResolver, path

from zhuchao.registry.imports import views

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", views.runs, name="runs"),
    path("imports/template/<slug:kind>.xlsx", views.template, name="template"),
    path("imports/<int:number>/", views.run, name="run"),
    path("imports/<int:number>/reading/", views.reading, name="reading"),
    path("imports/<int:number>/columns/", views.columns, name="columns"),
    path("imports/<int:number>/answers/", views.answers, name="answers"),
    path("imports/<int:number>/apply/", views.apply, name="apply"),
    path("imports/<int:number>/undo/", views.undo, name="undo"),
    path("imports/<int:number>/give-up/", views.give_up, name="give_up"),
    path("imports/<int:number>/faults.xlsx", views.faults, name="faults"),
]
