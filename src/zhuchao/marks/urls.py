"""Addresses of the desk's pages of sites, plates and boards."""

from django.urls import path

from zhuchao.marks import views_boards, views_checks, views_marks, views_sites

app_name = "marks"
_SITE = "sites/<slug:code>/"

urlpatterns = [
    path("sites/", views_sites.sites, name="sites"),
    path("sites/sheet.xlsx", views_sites.sheet, name="sites_sheet"),
    path("sites/new/", views_sites.found, name="found"),
    path("sites/checks/<int:number>/", views_checks.assessment, name="assessment"),
    path(_SITE, views_sites.site, name="site"),
    path(f"{_SITE}edit/", views_sites.edit, name="edit"),
    path(f"{_SITE}confirm/", views_sites.confirm, name="confirm"),
    path(f"{_SITE}pause/", views_sites.pause, name="pause"),
    path(f"{_SITE}retire/", views_sites.end, name="retire"),
    path(f"{_SITE}hosts/", views_sites.add_host, name="add_host"),
    path(f"{_SITE}hosts/<int:number>/end/", views_sites.end_host, name="end_host"),
    path(f"{_SITE}check/<slug:key>/<slug:manner>/", views_checks.check, name="check"),
    path("marks/", views_marks.marks, name="marks"),
    path("marks/sheet.xlsx", views_marks.sheet, name="marks_sheet"),
    path("marks/standards/", views_marks.standards_page, name="standards"),
    path("marks/award/<int:number>/", views_marks.hang, name="award"),
    path("marks/<int:number>/", views_marks.mark, name="mark"),
    path("marks/<int:number>/withdraw/", views_marks.take_away, name="withdraw"),
    path("marks/<int:number>/plaque.svg", views_marks.plaque, name="plaque"),
    path("boards/", views_boards.boards, name="boards"),
    path("boards/sheet.xlsx", views_boards.sheet, name="boards_sheet"),
    path("boards/new/", views_boards.record, name="record"),
    path("boards/<int:number>/", views_boards.board, name="board"),
    path("boards/<int:number>/edit/", views_boards.edit, name="board_edit"),
    path("boards/<int:number>/decide/", views_boards.decide, name="decide"),
]
