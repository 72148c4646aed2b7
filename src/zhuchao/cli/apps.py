"""The cli room."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.cli"
    default_auto_field = "django.db.models.BigAutoField"
