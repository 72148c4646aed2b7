"""The places room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Name and label of the room."""

    name = "zhuchao.places"
    default_auto_field = "django.db.models.BigAutoField"
