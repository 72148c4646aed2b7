"""Addresses of the desk's pages of appointments."""

from django.urls import path

from zhuchao.circle.appointments import views_desk

app_name = "appointments"
urlpatterns = [
    path("appointments/", views_desk.listed, name="list"),
    path("appointments/new/", views_desk.new, name="new"),
    path("appointments/<int:number>/letter.docx", views_desk.paper, name="letter"),
    path("appointments/<int:number>/end/", views_desk.end, name="end"),
]
