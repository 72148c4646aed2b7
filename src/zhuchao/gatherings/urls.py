"""Addresses of the desk's pages of visits."""

from django.urls import path

from zhuchao.gatherings import views, views_findings, views_visit

app_name = "visits"
urlpatterns = [
    path("visits/", views.visits, name="list"),
    path("visits/sheet.xlsx", views.sheet, name="sheet"),
    path("visits/new/", views.plan, name="plan"),
    path("visits/findings/", views_findings.findings, name="findings"),
    path("visits/findings/sheet.xlsx", views_findings.sheet, name="finding_sheet"),
    path("visits/findings/<int:number>/", views_findings.finding, name="finding"),
    path("visits/findings/<int:number>/<slug:name>/", views_findings.act, name="finding_act"),
    path("visits/<int:number>/", views_visit.visit, name="visit"),
    path("visits/<int:number>/<slug:name>/", views_visit.act, name="act"),
]
