"""Addresses of the desk's pages of alliances and shared rooms."""

from django.urls import path

from zhuchao.registry.alliances import views, views_rooms

app_name = "alliances"
urlpatterns = [
    path("alliances/", views.alliances, name="list"),
    path("alliances/found/", views.found, name="found"),
    path("alliances/lead/", views.lead, name="lead"),
    path("alliances/uses/", views.uses, name="uses"),
    path("alliances/uses/sheet.xlsx", views.sheet, name="sheet"),
    path("alliances/leads/<int:number>/end/", views.end, name="end"),
    path("alliances/<slug:code>/", views.alliance, name="alliance"),
    path("alliances/<slug:code>/join/", views.join, name="join"),
    path("alliances/<slug:code>/leave/<int:number>/", views.leave, name="leave"),
    path("alliances/<slug:code>/dissolve/", views.dissolve, name="dissolve"),
    path("rooms/", views_rooms.rooms, name="rooms"),
    path("rooms/open/", views_rooms.open_room, name="open"),
    path("rooms/<str:code>/", views_rooms.room, name="room"),
    path("rooms/<str:code>/book/", views_rooms.book, name="book"),
    path("rooms/<str:code>/close/", views_rooms.close, name="close"),
    path("rooms/bookings/<int:number>/cancel/", views_rooms.cancel, name="cancel"),
    path("rooms/bookings/<int:number>/confirm/", views_rooms.confirm, name="confirm"),
    path("rooms/bookings/<int:number>/take-back/", views_rooms.take_back, name="take_back"),
]
