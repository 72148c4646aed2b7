"""Addresses of the audit page."""

from django.urls import path

from zhuchao.web.audit import views

urlpatterns = [
    path("", views.entries, name="journal"),
    path("verify", views.check, name="journal_verify"),
    path("proof.json", views.proof_file, name="journal_proof"),
]
