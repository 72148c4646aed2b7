"""Addresses of the desk's pages of dual check-in."""

from django.urls import path

from zhuchao.registry.checkins import views, views_items, views_pairs, views_reporting

app_name = "checkins"
urlpatterns = [
    path("checkins/", views.checkins, name="list"),
    path("checkins/mine/", views.own, name="mine"),
    path("checkins/behind/<slug:figure>/", views.behind, name="behind"),
    path("checkins/behind/<slug:figure>/sheet.xlsx", views.sheet, name="sheet"),
    path("checkins/reporting/", views_reporting.reporting, name="reporting"),
    path("checkins/reporting/<int:number>/end/", views_reporting.end, name="end"),
    path("checkins/items/<int:number>/", views_items.item, name="item"),
    path("checkins/items/<int:number>/take/", views_items.take, name="take"),
    path("checkins/items/<int:number>/close/", views_items.close, name="close"),
    path("checkins/takes/<int:number>/session/", views_items.session, name="session"),
    path("checkins/takes/<int:number>/back/", views_items.back, name="back"),
    path("checkins/sessions/<int:number>/take-back/", views_items.take_back, name="take_back"),
    path("checkins/pairs/", views_pairs.pairs, name="pairs"),
    path("checkins/pairs/<int:number>/", views_pairs.pair, name="pair"),
    path("checkins/pairs/<int:number>/visit/", views_pairs.visit, name="visit"),
    path("checkins/pairs/<int:number>/end/", views_pairs.end, name="end_pair"),
    path("checkins/pairs/<int:number>/open/", views_pairs.open_it, name="open"),
]
