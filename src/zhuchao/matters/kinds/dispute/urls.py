"""Addresses of the desk's pages about disputes, in the desk's own namespace."""

from django.urls import path

from zhuchao.matters.kinds.dispute import views_desk, views_shelf

_ONE = "mediation/<str:receipt>/"

urlpatterns = [
    path("mediation/", views_shelf.room, name="mediation"),
    path("mediation/behind/", views_shelf.behind, name="mediation_behind"),
    path("mediation/shelf/", views_shelf.shelf, name="shelf"),
    path("mediation/shelf/<int:number>/end/", views_shelf.end, name="end_shelf"),
    path("mediation/from/<str:receipt>/", views_desk.transfer, name="to_mediation"),
    path(_ONE, views_desk.file, name="dispute_file"),
    path(f"{_ONE}records/", views_desk.records, name="dispute_records"),
    path(f"{_ONE}paper/", views_desk.paper, name="dispute_paper"),
    path(f"{_ONE}party/", views_desk.party, name="dispute_party"),
    path(f"{_ONE}slip/<int:number>/", views_desk.slip, name="dispute_slip"),
]
