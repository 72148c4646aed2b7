"""Addresses of the pages of anybody."""

from django.urls import path

from zhuchao.circle.estates import views_card, views_poster

urlpatterns = [
    path("estates/<slug:code>/", views_card.estate, name="estate"),
    path("estates/<slug:code>/gates/<int:number>/way/", views_card.gate_way, name="gate_way"),
    path("estates/<slug:code>/poster.pdf", views_poster.poster_pdf, name="estate_poster"),
    path("estates/<slug:code>/poster.png", views_poster.poster_png, name="estate_poster_png"),
]
