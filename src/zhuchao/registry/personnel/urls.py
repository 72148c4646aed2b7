"""Addresses of the desk's pages of social workers."""

from django.urls import path

from zhuchao.registry.personnel import views

app_name = "personnel"
urlpatterns = [
    path("personnel/", views.people, name="people"),
    path("personnel/sheet.xlsx", views.sheet, name="sheet"),
    path("personnel/new/", views.recruit_page, name="recruit"),
    path("personnel/me/", views.mine, name="mine"),
    path("personnel/<int:number>/", views.person, name="person"),
    path("personnel/<int:number>/note/<slug:kind>/", views.add_note, name="note"),
    path("personnel/<int:number>/deploy/", views.move, name="deploy"),
    path("personnel/<int:number>/leave/", views.end, name="leave"),
    path("personnel/<int:number>/reserve/", views.keep, name="reserve"),
    path("personnel/<int:number>/take-back/<int:row>/", views.undo, name="take_back"),
]
