"""The journal room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.journal"
    default_auto_field = "django.db.models.BigAutoField"
