"""Addresses of the staff desk."""

from django.urls import path

from zhuchao.matters import (
    views,
    views_duties,
    views_earlier,
    views_enter,
    views_issues,
    views_matter,
    views_party,
    views_paste,
    views_rates,
    views_rechecks,
    views_whistles,
)
from zhuchao.matters.kinds.admission import urls as admission
from zhuchao.matters.kinds.dispute import urls as mediation
from zhuchao.matters.kinds.help import desk as helpers
from zhuchao.matters.kinds.petition import urls as petition
from zhuchao.matters.kinds.reunion import urls as reunion
from zhuchao.matters.kinds.wish import desk as wishes

app_name = "desk"
_ONE = "matters/<str:receipt>/"

urlpatterns = [
    path("", views.today, name="today"),
    path("matters/", views.matters, name="matters"),
    path("matters/sheet.xlsx", views.sheet, name="sheet"),
    path("matters/links/", views.keep_link, name="links"),
    path("matters/number/<int:number>/", views_matter.by_number, name="by_number"),
    path(_ONE, views_matter.matter, name="matter"),
    path(f"{_ONE}step/<slug:step>/", views_matter.step, name="step"),
    path(f"{_ONE}ask/<slug:kind>/", views_matter.ask, name="ask"),
    path(f"{_ONE}ruling/<int:number>/", views_matter.ruling, name="ruling"),
    path(f"{_ONE}sort/", views_matter.sort, name="sort"),
    path(f"{_ONE}external/", views_matter.external, name="external"),
    path(f"{_ONE}identity/<int:number>/", views_matter.identity, name="identity"),
    path(f"{_ONE}original/", views_matter.original, name="original"),
    path(f"{_ONE}near/", views_matter.near, name="near"),
    path(f"{_ONE}slip/", views_matter.slip, name="slip"),
    path(f"{_ONE}earlier/", views_earlier.earlier, name="earlier"),
    *petition.urlpatterns,
    path("enter/", views_enter.enter, name="enter"),
    path("enter/guess/", views_enter.guessed, name="guess"),
    path("paste/", views_paste.paste, name="paste"),
    path("wishes/<str:receipt>/claim/", wishes.claim, name="claim_wish"),
    path("wishes/print/", wishes.print_wishes, name="print_wishes"),
    path("neighbours/", helpers.neighbours, name="neighbours"),
    path("neighbours/<int:number>/end/", helpers.end, name="end_neighbour"),
    path("cards/", wishes.card_batches, name="cards"),
    path("cards/<slug:code>/", wishes.card_batch, name="card_batch"),
    path("cards/<slug:code>/print/", wishes.print_batch, name="print_batch"),
    path("handover/", views_duties.handover, name="handover"),
    path("routing/", views_duties.routing, name="routing"),
    path("routing/<int:number>/end/", views_duties.end, name="end_duty"),
    path("rates/", views_rates.rates_page, name="rates"),
    path("issues/", views_issues.issues, name="issues"),
    path("whistles/", views_whistles.whistles, name="whistles"),
    path("rechecks/", views_rechecks.rechecks, name="rechecks"),
    path("coverage/figures/", views_party.figures, name="party_figures"),
    path("coverage/figures/<str:code>/", views_party.behind, name="party_behind"),
    path("rates/behind/", views_rates.behind, name="behind"),
    *mediation.urlpatterns,
    *reunion.urlpatterns,
    *admission.urlpatterns,
]
