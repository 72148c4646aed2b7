"""Addresses of the pages of anybody, and of the counter of whoever keeps a shop."""

from django.urls import path

from zhuchao.circle.merchants import (
    views_join,
    views_offers,
    views_scan,
    views_shop,
    views_week,
)

_SHOP = "shop/<slug:code>/"

urlpatterns = [
    path("v/<slug:code>/", views_scan.visit, name="visit"),
    path("v/<slug:code>/done/", views_scan.done, name="visit_done"),
    path("v/<slug:code>/<slug:token>/", views_scan.visit, name="visit_now"),
    path("shop/", views_shop.mine, name="shop"),
    path("shop/apply/", views_join.application, name="shop_apply"),
    path("shop/applied/<str:receipt>/", views_join.applied, name="shop_applied"),
    path("shop/join/<str:receipt>/", views_join.join, name="shop_join"),
    path(_SHOP, views_shop.shop, name="shop_at"),
    path(f"{_SHOP}code/", views_shop.code_page, name="shop_code"),
    path(f"{_SHOP}poster/", views_shop.poster, name="shop_poster"),
    path(f"{_SHOP}tally/", views_shop.tally, name="shop_tally"),
    path(f"{_SHOP}undo/", views_shop.undo, name="shop_undo"),
    path(f"{_SHOP}today/", views_shop.today, name="shop_today"),
    path(f"{_SHOP}hours/", views_shop.hours, name="shop_hours"),
    path(f"{_SHOP}offers/new/", views_offers.new, name="shop_offer_new"),
    path(f"{_SHOP}offers/<int:number>/", views_offers.one, name="shop_offer"),
    path(f"{_SHOP}offers/<int:number>/end/", views_offers.end, name="shop_offer_end"),
    path(f"{_SHOP}week/", views_week.week, name="shop_week"),
    path(f"{_SHOP}week.xlsx", views_week.sheet, name="shop_week_sheet"),
    path(f"{_SHOP}thanks/<int:number>/", views_week.take_away, name="shop_thanks"),
]
