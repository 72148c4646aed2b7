"""Addresses of the desk's pages of organisations and people."""

from django.urls import path

from zhuchao.registry.organisations import views, views_people, views_writing

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.organisations, name="list"),
    path("organisations/sheet.xlsx", views.sheet, name="sheet"),
    path("organisations/advice/", views.advice, name="advice"),
    path("organisations/cross/", views.cross, name="cross"),
    path("organisations/new/", views_writing.found, name="found"),
    path("organisations/<str:code>/", views.organisation, name="organisation"),
    path("organisations/<str:code>/change/", views_writing.change, name="change"),
    path("organisations/<str:code>/close/", views_writing.close, name="close"),
    path("organisations/<str:code>/industry/", views_writing.industry, name="industry"),
    path("organisations/<str:code>/territory/", views_writing.territory, name="territory"),
    path("organisations/<str:code>/covers/", views_writing.covers, name="covers"),
    path("organisations/<str:code>/members/", views_people.members, name="members"),
    path("organisations/<str:code>/ties/<int:number>/end/", views_writing.end, name="end"),
    path("people/", views_people.people, name="people"),
    path("people/<int:number>/", views_people.person, name="person"),
    path("people/<int:number>/open/", views_people.open_sealed, name="open"),
    path("people/<int:number>/identity/", views_people.identity, name="identity"),
    path("people/<int:number>/post/", views_people.post, name="post"),
    path("people/<int:number>/ties/<int:tie>/end/", views_people.end, name="end_post"),
]
