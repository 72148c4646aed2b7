"""Addresses of the desk's pages of honours."""

from django.urls import path

from zhuchao.marks.honours import views

app_name = "honours"
urlpatterns = [
    path("honours/", views.honours, name="list"),
    path("honours/sheet.xlsx", views.sheet, name="sheet"),
    path("honours/new/", views.record, name="record"),
    path("honours/<int:number>/", views.honour, name="honour"),
    path("honours/<int:number>/document/", views.document, name="document"),
    path("honours/<int:number>/end/", views.end, name="end"),
    path("honours/<int:number>/withdraw/", views.withdraw, name="withdraw"),
]
