"""The circle room."""

from django.apps import AppConfig


class CircleConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.circle"
    default_auto_field = "django.db.models.BigAutoField"
