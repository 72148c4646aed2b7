"""Addresses of the room; filled by its views."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
