"""Addresses of the desk's pages of contacts and guided rooms."""

from django.urls import path

from zhuchao.registry.contacts import views

app_name = "contacts"
urlpatterns = [
    path("contacts/", views.contact_list, name="list"),
    path("contacts/sheet.xlsx", views.sheet, name="sheet"),
    path("contacts/make/", views.make, name="make"),
    path("contacts/visits/", views.visit_list, name="visits"),
    path("contacts/rooms/", views.room_list, name="rooms"),
    path("contacts/rooms/<int:number>/take-back/", views.take_back_room_page, name="room_back"),
    path("contacts/<int:number>/", views.contact, name="contact"),
    path("contacts/<int:number>/visit/", views.visit, name="visit"),
    path("contacts/<int:number>/replace/", views.replace, name="replace"),
    path("contacts/<int:number>/end/", views.end, name="end"),
    path("contacts/<int:number>/take-back/<int:row>/", views.take_back, name="take_back"),
]
