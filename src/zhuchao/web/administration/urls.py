"""Addresses of the administrator's pages."""

from django.urls import path

from zhuchao.web.administration import account, accounts, views

urlpatterns = [
    path("", views.overview, name="settings"),
    path("accounts/", accounts.people, name="settings_accounts"),
    path("accounts/<int:number>/", account.account, name="settings_account"),
    path("accounts/<int:number>/<slug:act>/", account.change, name="settings_change"),
    path("calendar/", views.days, name="settings_calendar"),
    path("rules/", views.rules, name="settings_rules"),
    path("rules/<str:key>/<str:version>/", views.rule_source, name="settings_rule_source"),
]
