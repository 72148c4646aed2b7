"""The registry room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.registry"
    default_auto_field = "django.db.models.BigAutoField"
