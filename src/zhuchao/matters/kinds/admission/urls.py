"""Addresses of the desk's pages about admissions, in the desk's own namespace."""

from django.urls import path

from zhuchao.matters.kinds.admission import views

urlpatterns = [
    path("admissions/", views.admissions, name="admissions"),
    path("admissions/new/", views.begin, name="admission_new"),
    path("admissions/quota/", views.quota, name="admission_quota"),
    path("admissions/quota/<int:number>/", views.change_quota, name="admission_quota_change"),
]
