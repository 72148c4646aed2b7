"""Addresses of the desk's pages about petitions, in the desk's own namespace."""

from django.urls import path

from zhuchao.matters.kinds.petition import views, views_reception, views_report

_ONE = "matters/<str:receipt>/"

urlpatterns = [
    path(f"{_ONE}petition/", views.file_page, name="petition_file"),
    path(f"{_ONE}petition/visit/", views.visit, name="petition_visit"),
    path(f"{_ONE}petition/deputy/", views.deputy, name="petition_deputy"),
    path(f"{_ONE}petition/bar/", views.bar, name="petition_bar"),
    path(f"{_ONE}petition/bar/<int:number>/end/", views.unbar, name="petition_unbar"),
    path(f"{_ONE}petition/paper/<slug:slug>/", views.paper, name="petition_paper"),
    path(f"{_ONE}petition/filing/", views.filing, name="petition_filing"),
    path(f"{_ONE}petition/hotline/", views.hotline, name="petition_hotline"),
    path("petitions/", views_report.summary, name="petitions"),
    path("petitions/report.xlsx", views_report.sheet, name="petition_report"),
    path("petitions/behind/", views_report.behind, name="petitions_behind"),
    path("receptions/", views_reception.listed, name="receptions"),
    path("receptions/new/", views_reception.opened, name="reception_new"),
    path("receptions/<int:number>/", views_reception.one, name="reception"),
    path("receptions/<int:number>/batch/", views_reception.coming, name="reception_batch"),
]
