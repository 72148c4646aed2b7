"""Addresses of the desk's pages about reunions, in the desk's own namespace."""

from django.urls import path

from zhuchao.matters.kinds.reunion import views

urlpatterns = [
    path("reunion/", views.room, name="reunion"),
    path("reunion/found/", views.found, name="reunion_found"),
    path("reunion/posts/<int:number>/close/", views.take_down, name="reunion_post_close"),
]
