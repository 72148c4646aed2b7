"""Addresses of the desk's pages of reach, siting and the files of points."""

from django.urls import path

from zhuchao.circle.reach import views, views_points, views_siting

app_name = "reach"
urlpatterns = [
    path("circle/", views.circle, name="circle"),
    path("circle/reach/", views.reach_page, name="reach"),
    path("circle/reach/squares.csv", views.squares, name="squares"),
    path("circle/siting/", views_siting.siting_page, name="siting"),
    path("circle/siting/chosen.csv", views_siting.chosen, name="chosen"),
    path("circle/points/", views_points.points, name="points"),
    path("circle/points/<int:number>/drop/", views_points.drop, name="drop"),
]
