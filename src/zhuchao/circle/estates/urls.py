"""Addresses of the desk's pages."""

from django.urls import path

from zhuchao.circle.estates import views_desk
from zhuchao.matters.public_views import map_data

app_name = "estates"
urlpatterns = [
    path("estates/", views_desk.estates, name="estates"),
    path("estates/ground.json", map_data, name="ground"),
    path("estates/<slug:code>/", views_desk.edit, name="edit"),
    path("estates/<slug:code>/table/", views_desk.table, name="table"),
]
