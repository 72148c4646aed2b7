"""The marks room."""

from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.marks"
    default_auto_field = "django.db.models.BigAutoField"
