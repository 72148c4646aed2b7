"""The web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.web"
    default_auto_field = "django.db.models.BigAutoField"
