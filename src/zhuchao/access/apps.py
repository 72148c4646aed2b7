"""The access room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.access"
    default_auto_field = "django.db.models.BigAutoField"
