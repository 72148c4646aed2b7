"""The matters room."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.matters"
    default_auto_field = "django.db.models.BigAutoField"
