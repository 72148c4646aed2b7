"""Addresses of the pages of anybody."""

from django.urls import URLPattern, path

from zhuchao.matters import offline, public_tracking, public_views, queued
from zhuchao.matters.kinds.dispute import views_public as mediation
from zhuchao.matters.kinds.help import helper_pages as helping
from zhuchao.matters.kinds.help import pages as help
from zhuchao.matters.kinds.reunion import pages as reunion
from zhuchao.matters.kinds.wish import pages as wishes

urlpatterns: list[URLPattern] = [
    path("", offline.keepable(public_views.home), name="home"),
    path("about/", public_views.about, name="about"),
    path("report/", offline.keepable(public_views.intake), {"kind": "hazard"}, name="hazard"),
    path("appeal/", offline.keepable(public_views.intake), {"kind": "appeal"}, name="appeal"),
    path("report/ready/", queued.ready, name="ready"),
    path("report/send/", queued.send, {"kind": "hazard"}, name="send_hazard"),
    path("appeal/send/", queued.send, {"kind": "appeal"}, name="send_appeal"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("report/guess/", public_views.guessed, {"kind": "hazard"}, name="guess_hazard"),
    path("appeal/guess/", public_views.guessed, {"kind": "appeal"}, name="guess_appeal"),
    path("tip/", public_views.intake, {"kind": "tip"}, name="tip"),
    path("tip/guess/", public_views.guessed, {"kind": "tip"}, name="guess_tip"),
    path("mediation/", mediation.market, name="market"),
    path("mediation/rights/", mediation.rights, name="mediation_rights"),
    path("mediation/apply/", public_views.intake, {"kind": "dispute"}, name="dispute"),
    path("mediation/guess/", public_views.guessed, {"kind": "dispute"}, name="guess_dispute"),
    path("petition/", public_views.intake, {"kind": "petition"}, name="petition"),
    path("petition/guess/", public_views.guessed, {"kind": "petition"}, name="guess_petition"),
    path("follow/", public_views.follow_near, name="follow"),
    path("map.json", public_views.map_data, name="map_data"),
    path("help/", help.board_page, name="help"),
    path("help/ask/", help.ask, name="ask_help"),
    path("help/near/", helping.near_page, name="near"),
    path("help/near/<str:receipt>/offer/", helping.offer, name="offer_help"),
    path("help/near/<str:receipt>/back/", helping.take_back, name="take_offer_back"),
    path("help/mine/<str:receipt>/", helping.mine, name="helping"),
    path("help/mine/<str:receipt>/<slug:step>/", helping.step, name="helping_step"),
    path("reunion/", reunion.board, name="reunion_board"),
    path("reunion/join/", reunion.join, name="reunion_join"),
    path("wishes/", wishes.shelf, name="wishes"),
    path("wishes/<slug:code>/", wishes.one, name="wish"),
    path("wishes/<slug:code>/claim/", wishes.claim_page, name="claim_wish"),
    path("w/<slug:code>/", wishes.card, name="card"),
    path("receipt/<str:receipt>/", public_tracking.receipt, name="receipt"),
    path("track/", public_tracking.lookup, name="lookup"),
    path("track/<str:receipt>/", public_tracking.track, name="track"),
    path("track/<str:receipt>/sharing/", public_tracking.sharing, name="sharing"),
    path("track/<str:receipt>/<slug:step>/", public_tracking.step, name="asker_step"),
]
