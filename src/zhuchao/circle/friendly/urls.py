"""Addresses of the desk's pages."""

from django.urls import URLPattern, URLResolver

app_name = "friendly"
urlpatterns: list[URLPattern | URLResolver] = []
