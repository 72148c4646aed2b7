"""Addresses of the desk's pages of merchants."""

from django.urls import path

from zhuchao.circle.merchants import views_desk, views_review

app_name = "merchants"
_ONE = "merchants/applications/<str:receipt>/"

urlpatterns = [
    path("merchants/", views_desk.merchants, name="merchants"),
    path("merchants/sheet.xlsx", views_desk.sheet, name="sheet"),
    path("merchants/records/", views_desk.records, name="records"),
    path("merchants/nominate/", views_review.nomination, name="nominate"),
    path("merchants/applications/", views_review.applications, name="applications"),
    path(_ONE, views_review.application, name="application"),
    path(f"{_ONE}decide/", views_review.decide, name="decide"),
    path(f"{_ONE}contact/", views_review.contact, name="contact"),
    path(f"{_ONE}invite/", views_review.again, name="invite"),
]
