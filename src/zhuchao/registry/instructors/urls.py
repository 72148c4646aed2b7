"""Addresses of the desk's pages of instructors."""

from django.urls import path

from zhuchao.registry.instructors import views

app_name = "instructors"
urlpatterns = [
    path("instructors/", views.instructors, name="list"),
    path("instructors/pool/", views.pool, name="pool"),
    path("instructors/post/", views.post, name="post"),
    path("instructors/<int:number>/", views.posting, name="posting"),
    path("instructors/<int:number>/visit/", views.visit, name="visit"),
    path("instructors/<int:number>/grade/", views.grade, name="grade"),
    path("instructors/<int:number>/end/", views.end, name="end"),
    path("instructors/<int:number>/take-back/<int:row>/", views.take_back, name="take_back"),
]
