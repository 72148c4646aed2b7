"""Addresses of the pages of anybody."""

from django.urls import URLPattern, URLResolver, path

from zhuchao.circle.friendly import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("map/", views.map_page, name="friendly_map"),
    path("map/data", views.data, name="friendly_data"),
    path(
        "map/roads/<slug:version>/<int:z>/<int:x>/<int:y>.svg", views.roads, name="friendly_roads"
    ),
    path("map/tiles/<slug:version>.pmtiles", views.tiles, name="friendly_tiles"),
]
