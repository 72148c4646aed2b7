"""The gatherings room."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.gatherings"
    default_auto_field = "django.db.models.BigAutoField"
